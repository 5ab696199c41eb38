/** Search results as cards that stand in a message for everybody: public facts with their sources, no buttons to press. */
import {
  actByDay,
  boroughsWords,
  endWords,
  hasEnded,
  latestEndWords,
  productWords,
  routeWords,
  supplierWords,
  valueWords,
} from '../../assistant/compose/contract-words.ts';
import { sourceDateWords } from '../../assistant/compose/draft.ts';
import { adviceNote, readable } from '../../assistant/compose/passage-words.ts';
import type { CatalogueContract } from '../../catalogue/queries/load-contracts.ts';
import { formatDate, type IsoDate } from '../../procurement/iso-date.ts';
import { type Passage, textOf } from '../../retrieval/passage.ts';
import type { GuidanceFound, PassageFound } from '../../tools/search-guidance.ts';
import { card, facts, heading, openUrl, smallText, text } from '../cards/elements.ts';
import { clip, escapeMarkdown, link, safeUrl } from '../cards/escape.ts';
import type { Hit } from './extension-answer.ts';

const mostSources = 4;

function value(words: string): string {
  return escapeMarkdown(clip(words, 400));
}

/** A contract as a result; the card says by itself what it is, from when and from where. */
export function contractHit(contract: CatalogueContract, today: IsoDate, note = ''): Hit {
  const title = `${boroughsWords(contract)}: ${productWords(contract)}`;
  const rows = [
    { name: 'Supplier', value: value(supplierWords(contract)) },
    { name: 'Ends', value: value(endWords(contract, today)) },
    { name: 'Latest', value: value(latestEndWords(contract)) },
    { name: 'Act by', value: value(actByDay(contract, today)) },
    { name: 'Value', value: value(valueWords(contract)) },
    { name: 'Route', value: value(routeWords(contract)) },
    ...(contract.serviceArea === null ? [] : [{ name: 'Service', value: value(contract.serviceArea) }]),
  ];
  const sources = contract.sources.slice(0, mostSources);
  const address = sources.map(({ url }) => safeUrl(url)).find((url) => url !== null) ?? null;
  const ended = hasEnded(contract, today) ? 'The end on record has passed: check what replaced it.' : null;
  const words = `${title}. ${supplierWords(contract)}; ${endWords(contract, today)}; act by: ${actByDay(contract, today)}.`;
  return {
    title,
    text: `${supplierWords(contract)} · ${endWords(contract, today)}${note}`,
    card: card({
      body: [
        heading(escapeMarkdown(clip(title, 240)), 'title'),
        ...(ended === null ? [] : [text(ended, 'warning')]),
        facts(rows),
        ...sources.map((source, at) =>
          smallText(
            `[${at + 1}] ${link(clip(source.publisher, 120), source.url)}, ${sourceDateWords(source.publishedDate, source.readOn)}, confidence ${source.confidence}`,
          ),
        ),
        smallText(`From published records, as of ${formatDate(today)}.`),
      ],
      actions: address === null ? [] : [openUrl('View the source', address)],
      fallbackText: clip(words, 1_000),
      speak: clip(words, 400),
    }),
  };
}

function passageWords(passage: Passage, found: GuidanceFound): string {
  return readable(clip(textOf(passage), 1_800), found.pageTitles);
}

/** A passage as a result; a rule that has lapsed stands with today's beside it, or says that it has lapsed. */
export function passageHit({ passage, holds, replacement }: PassageFound, found: GuidanceFound): Hit {
  const lapsed = holds
    ? []
    : [
        text(
          `This rule is not in force on ${formatDate(found.onDate)}.${replacement === null ? '' : ' Today’s rule stands below.'}`,
          'warning',
        ),
      ];
  const today =
    replacement === null
      ? []
      : [
          heading(escapeMarkdown(clip(replacement.heading, 200))),
          text(escapeMarkdown(passageWords(replacement, found))),
        ];
  const shown = replacement === null ? [passage] : [passage, replacement];
  const sources = shown.flatMap((one) => one.sources).slice(0, mostSources);
  return {
    title: passage.heading,
    text: `${holds ? '' : 'No longer in force. '}${readable(passage.answer, found.pageTitles)}`,
    card: card({
      body: [
        heading(escapeMarkdown(clip(passage.heading, 200)), 'title'),
        ...lapsed,
        text(escapeMarkdown(passageWords(passage, found))),
        ...today,
        ...sources.map((source, at) =>
          smallText(
            `[${at + 1}] ${link(clip(source.title, 160), source.address)}, ${escapeMarkdown(clip(source.publisher, 80))}, ${sourceDateWords(source.date, null)}`,
          ),
        ),
        smallText(adviceNote),
      ],
      actions: [],
      fallbackText: clip(`${passage.heading}. ${passage.answer}`, 1_000),
      speak: clip(`${passage.heading}. ${passage.answer}`, 400),
    }),
  };
}
