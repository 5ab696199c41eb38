/** A few words typed into a search box, read with the same index and rules as a whole question. */
import type { NameIndex } from '../catalogue/names/name-index.ts';
import type { IsoDate } from '../procurement/iso-date.ts';
import { slotsOf } from './planners/embedded/slots.ts';
import { understand } from './planners/embedded/understand.ts';

/** Fields as tools name them; each is null where the words say nothing of it. */
export type SearchFields = {
  readonly name: string | null;
  readonly service_area: string | null;
  readonly boroughs: readonly string[] | null;
  readonly words: string | null;
  readonly ends_after: string | null;
  readonly ends_before: string | null;
  readonly min_amount: number | null;
  readonly max_amount: number | null;
  readonly live_only: boolean | null;
  readonly question: string;
};

const filler =
  /\b(?:contracts?|deals?|awards?|records?|systems?|software|suppliers?|with|from|by|in|at|of|for|the|an?|and|or|who|which|what|uses?|using|has|have|ends?|ending|expir\w+|before|after|until|next|last|months?|years?|over|under|above|below|boroughs?|councils?|show|find|list|me|our|us)\b|[£\d][\d,.]*(?:k|m|bn)?\b|[^\p{L}\p{N}&’'-]+/giu;

/** What is left of the text when the names found in it and everyday words are taken out. */
function remainder(text: string, spans: readonly { readonly start: number; readonly end: number }[]): string {
  const without = [...spans]
    .sort((left, right) => right.start - left.start)
    .reduce((left, { start, end }) => `${left.slice(0, start)} ${left.slice(end)}`, text);
  return without.replace(filler, ' ').replace(/\s+/g, ' ').trim();
}

/** Pure: the same words, names and day give the same fields. */
export function readSearchWords(text: string, today: IsoDate, names: NameIndex): SearchFields {
  const understanding = understand(text, today, names);
  const slots = slotsOf(understanding, 'find');
  const left = remainder(understanding.text, understanding.mentions);
  const isNamed = slots.name !== null || slots.serviceAreas.length > 0;
  return {
    name: slots.name,
    service_area:
      slots.serviceAreas.length === 0 ? null : slots.serviceAreas.slice(0, 5).join('; ').slice(0, 200),
    boroughs: slots.boroughs.length === 0 ? null : slots.boroughs.slice(0, 33),
    // Beside a name or a service, further words only narrow what is already the answer.
    words: isNamed || left.length < 2 ? null : left.slice(0, 200),
    ends_after: slots.endsFrom,
    ends_before: slots.endsTo,
    min_amount: slots.amountFrom,
    max_amount: slots.amountTo,
    live_only: slots.isLive ? true : null,
    question: text,
  };
}
