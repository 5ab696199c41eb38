/** One card of every kind, from answers over the published records and a few made-up ones; what pictures are taken of. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Answer } from '../../src/assistant/answer.ts';
import { profileAnswer } from '../../src/assistant/card-answers.ts';
import { answerCard } from '../../src/bot/cards/answer-card.ts';
import { anyPlace, type CardPlace } from '../../src/bot/cards/forms/picture.ts';
import { helpCard } from '../../src/bot/cards/help-card.ts';
import type { Option } from '../../src/bot/cards/inputs.ts';
import { noticeCard } from '../../src/bot/cards/notice-card.ts';
import { welcomeCard } from '../../src/bot/cards/welcome-card.ts';
import { isoDate } from '../../src/procurement/iso-date.ts';
import { root } from './house.ts';
import { stubAnswer } from './stub-assistant.ts';

/** Answers kept as JSON: over `knowledge/contracts/published.csv`, asked on 23 November 2026. */
export const keptAnswers = [
  'who-uses',
  'contract',
  'expiring',
  'joint',
  'coverage',
  'coverage-matrix',
  'count',
  'concentration',
  'quality',
  'threshold',
  'correction',
  'timeline',
  'clarify',
] as const;

/** One of them. */
export function keptAnswer(name: (typeof keptAnswers)[number]): Answer {
  return JSON.parse(readFileSync(join(root, 'test/pictures/answers', `${name}.json`), 'utf8')) as Answer;
}

/** A few of the 33, by code. */
export const someBoroughs: readonly Option[] = [
  { title: 'Barnet', value: 'E09000003' },
  { title: 'Hackney', value: 'E09000012' },
  { title: 'Hillingdon', value: 'E09000017' },
];

/** Two made-up sources that differ on an end and agree on a supplier. */
export function madeUpComparison(): Answer {
  const plain = (text: string) => ({ text, tone: 'plain' as const });
  return stubAnswer(0, {
    form: 'compare-sources',
    title: 'Sources side by side',
    sentences: [
      {
        text: 'Fictional Borough: Made-up Housing is known from 2 sources; they differ on current end.',
        citations: [],
      },
    ],
    sections: [
      {
        heading: 'Fictional Borough: Made-up Housing',
        sentences: [
          { text: 'Source 1: Example Notices, published 1 March 2025, confidence high.', citations: [1] },
          { text: 'Source 2: Example Register, read 2 March 2025, confidence medium.', citations: [2] },
        ],
        columns: ['What', 'As each source says it', 'Which counts'],
        rows: [
          {
            contractId: null,
            citations: [],
            cells: [
              plain('Current end'),
              plain('1: 31 March 2028\n2: 31 March 2027'),
              { text: 'source 1: published later', tone: 'warning' },
            ],
          },
          {
            contractId: null,
            citations: [],
            cells: [
              plain('Supplier'),
              plain('1: Made-up Systems Ltd\n2: Made-up Systems Ltd'),
              plain('both say the same'),
            ],
          },
        ],
      },
    ],
    timeline: [],
    coverage: null,
    remarks: [],
    nextActions: ['Ask the contract owner which is right and propose a correction.'],
    choices: [],
  });
}

const place: CardPlace = { ...anyPlace, boroughs: someBoroughs };

/** Every card by name. */
export function cardGallery(): ReadonlyMap<string, object> {
  const today = isoDate('2026-11-23');
  const cards = new Map<string, object>(
    keptAnswers.map((name) => [name, answerCard(keptAnswer(name), { page: 1, withProse: true, place })]),
  );
  cards.set('compare-sources', answerCard(madeUpComparison()));
  cards.set('second-page', answerCard(stubAnswer(23), { page: 2, withProse: true }));
  cards.set(
    'calculator',
    answerCard(keptAnswer('threshold'), {
      page: 1,
      withProse: true,
      place: {
        ...place,
        entry: { amount: 200_000, vat: 'excluding', kind: 'goods-and-services', per: 'whole', years: 1 },
      },
    }),
  );
  cards.set(
    'profile',
    answerCard(profileAnswer('Hillingdon', true, today), { page: 1, withProse: true, place }),
  );
  cards.set('welcome', welcomeCard('personal', null, someBoroughs));
  cards.set('welcome-channel', welcomeCard('channel', 'A. N. Officer'));
  cards.set('help', helpCard());
  cards.set(
    'notice',
    noticeCard('Please ask again', 'These rows are no longer kept. Please ask your question again.'),
  );
  return cards;
}
