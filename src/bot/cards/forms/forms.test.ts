/** The cards of the forms: what each shows besides the common card, and that none breaks a rule. */
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { arbitraryAnswer } from '../../../../test/support/arbitrary-answer.ts';
import { cardProblems, nodesOf } from '../../../../test/support/card-checks.ts';
import {
  cardGallery,
  keptAnswer,
  keptAnswers,
  madeUpComparison,
  someBoroughs,
} from '../../../../test/support/card-gallery.ts';
import { stubAnswer } from '../../../../test/support/stub-assistant.ts';
import { answerAsText } from '../../../assistant/answer-text.ts';
import { profileAnswer } from '../../../assistant/card-answers.ts';
import { isoDate } from '../../../procurement/iso-date.ts';
import { answerCard } from '../answer-card.ts';
import { barsOf, numberIn } from '../charts.ts';
import { anyPlace } from './picture.ts';

const page = { page: 1, withProse: true };
const typesIn = (card: unknown) => [...nodesOf(card)].map((node) => node['type']);
const words = (card: unknown) => JSON.stringify(card);

describe('the cards', () => {
  it.each([...cardGallery()])('%s breaks no rule and says itself in words', (_name, card) => {
    expect(cardProblems(card)).toEqual([]);
    expect(String((card as { fallbackText: unknown }).fallbackText).length).toBeGreaterThan(20);
  });

  it('break no rule whatever the answer holds and whichever form it says it is', () => {
    const place = { ...anyPlace, boroughs: someBoroughs, isShared: true };
    fc.assert(
      fc.property(arbitraryAnswer, fc.integer({ min: 1, max: 4 }), (answer, number) => {
        expect(cardProblems(answerCard(answer, { page: number, withProse: true, place }))).toEqual([]);
      }),
      { numRuns: 150 },
    );
  });

  it.each(keptAnswers)('%s shows every row of its answer on one page or another', (name) => {
    const answer = keptAnswer(name);
    const total = answer.sections.reduce((count, section) => count + section.rows.length, 0);
    const all = Array.from({ length: total + 1 }, (_unused, index) =>
      words(answerCard(answer, { page: index + 1, withProse: true })),
    ).join('\n');
    for (const row of answer.sections.flatMap((section) => section.rows)) {
      const first = row.cells[0]?.text.split('\n')[0]?.slice(0, 30) ?? '';
      const shown = JSON.stringify(first)
        .slice(1, -1)
        .replace(/[\\*_[\]<]/g, '');
      expect(all.replace(/[\\*_[\]<]/g, '')).toContain(shown);
    }
  });

  it.each(keptAnswers)('%s has a text form that a terminal shows', (name) => {
    const answer = keptAnswer(name);
    const text = answerAsText(answer, 100).replace(/\s+/g, ' ');
    for (const sentence of answer.sentences) expect(text).toContain(sentence.text.replace(/\s+/g, ' '));
  });
});

describe('their pictures', () => {
  it('who uses it: a ring of what is known, and rows below each other on a phone', () => {
    const card = answerCard(keptAnswer('who-uses'), page);
    expect(typesIn(card)).toContain('Chart.Donut');
    const widths = [...nodesOf(card)].map((node) => node['targetWidth']).filter(Boolean);
    expect(widths).toEqual(['atLeast:Standard', 'atMost:Narrow']);
  });

  it('a contract: facts, what is past and left, and a form for who knows better', () => {
    const card = answerCard(keptAnswer('contract'), page);
    expect(typesIn(card)).toContain('FactSet');
    expect(words(card)).toContain('Green: until the day to act by, 31 July 2028.');
    const styles = [...nodesOf(card)].filter(({ type }) => type === 'Column').map(({ style }) => style);
    expect(styles).toEqual(['emphasis', 'good', 'attention']);
    expect(words(card)).toContain('"verb":"correction.propose","contractId":"c');
  });

  it('what ends: the day to act by stands first', () => {
    const card = words(answerCard(keptAnswer('expiring'), page));
    expect(card.indexOf('"Act by"')).toBeLessThan(card.indexOf('"Contract"'));
    expect(card).toContain('24 December 2026 (soon)');
  });

  it('a joint purchase: boroughs by what stands in the way, and what is bound after the day', () => {
    const card = words(answerCard(keptAnswer('joint'), page));
    for (const title of ['Could join', 'Ask first', 'Not for this day', 'still bound after 30 April 2028'])
      expect(card).toContain(title);
  });

  it('sources: a column each, and “does not say” where one is silent', () => {
    const answer = madeUpComparison();
    const card = words(answerCard(answer, page));
    expect(card).toContain('"Source 2"');
    expect(card).toContain('31 March 2027');
    const [section] = answer.sections;
    const [row] = section?.rows ?? [];
    if (section === undefined || row === undefined) throw new TypeError('no section');
    const one = {
      ...row,
      cells: row.cells.map((cell, at) => (at === 1 ? { ...cell, text: '2: 1 May 2029' } : cell)),
    };
    const silent = words(answerCard({ ...answer, sections: [{ ...section, rows: [one] }] }, page));
    expect(silent).toContain('does not say');
  });

  it('coverage: all 33 on one card, each once', () => {
    const answer = keptAnswer('coverage');
    const card = words(answerCard(answer, page));
    expect(card).toContain('Known (7)');
    expect(card).toContain('No record (26)');
    expect(card).not.toContain('Show more');
    const body = card.slice(card.indexOf('"body"'));
    expect(body.split('Wandsworth')).toHaveLength(2);
  });

  it('charts are drawn from the cells of the table, and only where all of them are numbers', () => {
    const [section] = keptAnswer('count').sections;
    if (section === undefined) throw new TypeError('no section');
    const bars = barsOf(section, 1);
    expect(bars?.map(({ shown }) => shown)).toEqual(section.rows.map(({ cells }) => cells[1]?.text));
    expect(barsOf(section, 0)).toBeNull();
    expect(['1,200', '38% (53 of 139)', '£6,731,800', 'under 1%', '', '12a'].map(numberIn)).toEqual([
      1200,
      38,
      6_731_800,
      null,
      null,
      null,
    ]);
    expect(typesIn(answerCard(keptAnswer('quality'), page))).toContain('Chart.HorizontalBar');
  });

  it('the calculator keeps what was typed; a question pressed meanwhile needs none of it', () => {
    const entry = { amount: 5_000, vat: 'including', kind: 'works', per: 'year', years: 4 } as const;
    const card = answerCard(keptAnswer('threshold'), { ...page, place: { ...anyPlace, entry } });
    const inputs = [...nodesOf(card)].filter(({ type }) => String(type).startsWith('Input.'));
    expect(inputs.map(({ id, value }) => [id, value])).toEqual([
      ['amount', 5_000],
      ['vat', 'including'],
      ['per', 'year'],
      ['years', 4],
      ['kind', 'works'],
    ]);
    const asks = [...nodesOf(card)].filter(({ verb }) => verb === 'ask');
    expect(asks.length).toBeGreaterThan(0);
    expect(
      asks
        .filter(({ type }) => type === 'Action.Execute')
        .every(({ associatedInputs }) => associatedInputs === 'none'),
    ).toBe(true);
  });

  it('the profile: the officer’s borough is chosen; in a channel everybody is shown their own', () => {
    const answer = profileAnswer('Hackney', true, isoDate('2026-11-23'));
    const place = { ...anyPlace, boroughs: someBoroughs };
    const own = answerCard(answer, { ...page, place });
    expect([...nodesOf(own)].find(({ id }) => id === 'borough')).toMatchObject({ value: 'E09000012' });
    expect(own.refresh).toBeUndefined();
    const shared = answerCard(answer, { ...page, place: { ...place, isShared: true } });
    expect(shared.refresh).toMatchObject({ action: { verb: 'profile.view' } });
    const unknown = answerCard(profileAnswer(null, false, isoDate('2026-11-23')), { ...page, place });
    expect([...nodesOf(unknown)].find(({ id }) => id === 'borough')).not.toHaveProperty('value');
  });

  it('an answer without a form is the common card', () => {
    expect(
      typesIn(answerCard(stubAnswer(3), page)).filter((type) => String(type).startsWith('Chart.')),
    ).toEqual([]);
  });
});
