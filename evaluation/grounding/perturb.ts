/** Makes a true sentence wrong in one place, as a careless or a deceived writer would. */
import type { NameIndex } from '../../src/catalogue/names/name-index.ts';

/** What is made wrong. The first four are the gate; the others are reported beside it. */
export const faultKinds = [
  'wrong year',
  'swapped borough',
  'invented supplier',
  'shifted amount',
  'wrong day',
  'wrong notice code',
  'wrong count',
] as const;
export type FaultKind = (typeof faultKinds)[number];

/** Numbers below 1, the same for the same seed. */
export function randomFrom(seed: number): () => number {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296;
  };
}

const firsts = [
  'Zentrix',
  'Halcyon',
  'Northbridge',
  'Quillmark',
  'Verdanta',
  'Oakhurst',
  'Pellworth',
  'Brightwater',
  'Lumora',
  'Castlegate',
];
const seconds = [
  'Systems',
  'Software',
  'Solutions',
  'Digital',
  'Technologies',
  'Public Services',
  'Data',
  'Cloud',
];
const thirds = [' Ltd', ' Limited', ' plc', ' UK Limited', ''];
// The assistant's own wording: titles of laws, an example of how to ask. Nothing in them is a fact of a row.
const law = /\b(?:Regulations|Act) \d{4}|for instance,? “[^”]*”/g;

type Place = { readonly start: number; readonly end: number };

function replaced(text: string, { start, end }: Place, by: string): string {
  return text.slice(0, start) + by + text.slice(end);
}

function placesOf(text: string, pattern: RegExp): Place[] {
  const laws = [...text.matchAll(law)];
  return [...text.matchAll(pattern)]
    .map((match) => ({ start: match.index, end: match.index + match[0].length }))
    .filter(
      ({ start }) => !laws.some((found) => found.index <= start && found.index + found[0].length > start),
    );
}

/** A sentence made wrong; with a borough swapped, also which for which, by their ids, and where the first stood. */
export type Perturbed = {
  readonly text: string;
  readonly swapped: {
    readonly from: string;
    readonly to: string;
    readonly start: number;
    readonly end: number;
  } | null;
};

/** The sentence with one thing wrong, or null when it has nothing of that kind. */
export function perturbed(
  text: string,
  kind: FaultKind,
  names: NameIndex,
  boroughs: readonly { readonly id: string; readonly shortName: string }[],
  random: () => number,
): Perturbed | null {
  if (kind !== 'swapped borough') {
    const changed = changedValue(text, kind, names, random);
    return changed === null ? null : { text: changed, swapped: null };
  }
  const own = [...text.matchAll(law)];
  const place = picked(
    names
      .find(text)
      .filter(
        ({ start, meanings }) =>
          meanings.some((meaning) => meaning.kind === 'borough') &&
          !own.some((found) => found.index <= start && found.index + found[0].length > start),
      ),
    random,
  );
  // “Talk to Camden, Hackney and 4 more” stays true with one of the four.
  if (/^Talk to .* and \d+ more\b/.test(text)) return null;
  const other = picked(
    boroughs.filter(({ shortName }) => !text.includes(shortName)),
    random,
  );
  if (place === undefined || other === undefined) return null;
  const from = place.meanings.flatMap((meaning) => (meaning.kind === 'borough' ? meaning.buyerIds : []));
  return {
    text: replaced(text, place, other.shortName),
    swapped: {
      from: from.length === 1 ? (from[0] ?? '') : '',
      to: other.id,
      start: place.start,
      end: place.end,
    },
  };
}

function picked<T>(items: readonly T[], random: () => number): T | undefined {
  return items[Math.floor(random() * items.length)];
}

function changedValue(text: string, kind: FaultKind, names: NameIndex, random: () => number): string | null {
  const pick = <T>(items: readonly T[]): T | undefined => picked(items, random);
  const own = [...text.matchAll(law)];
  const mentions = names
    .find(text)
    .filter(
      ({ start }) => !own.some((found) => found.index <= start && found.index + found[0].length > start),
    );
  if (kind === 'wrong year') {
    const place = pick(
      placesOf(text, /\b20[0-4]\d\b/g).filter(({ start }) => !/[£\d,.]$/.test(text.slice(0, start))),
    );
    if (place === undefined) return null;
    const year = Number(text.slice(place.start, place.end));
    return replaced(text, place, String(year + (random() < 0.5 ? -1 : 1) * (1 + Math.floor(random() * 4))));
  }
  if (kind === 'invented supplier') {
    const invented = `${pick(firsts) ?? ''} ${pick(seconds) ?? ''}${pick(thirds) ?? ''}`;
    const place = pick(
      mentions.filter(
        ({ text: said, meanings }) =>
          /^\p{Lu}/u.test(said) &&
          meanings.some((meaning) => meaning.kind === 'product' || meaning.kind === 'firm'),
      ),
    );
    return place === undefined ? null : replaced(text, place, invented);
  }
  if (kind === 'shifted amount') {
    const place = pick(placesOf(text, /£\d[\d,]*(?:\.\d+)?/g));
    if (place === undefined) return null;
    const said = text.slice(place.start, place.end).replace(/,$/, '');
    const value = Number(said.slice(1).replaceAll(',', ''));
    const factors = [10, 0.1, 1.01, 0.95, 1.1, 1.5, 2];
    const shifted = Math.max(1, Math.round(value * (pick(factors) ?? 2)));
    return shifted === value
      ? null
      : replaced(text, { ...place, end: place.start + said.length }, `£${shifted.toLocaleString('en-GB')}`);
  }
  if (kind === 'wrong day') {
    const place = pick(
      placesOf(
        text,
        /\b\d{1,2}(?= (?:January|February|March|April|May|June|July|August|September|October|November|December) \d{4})/g,
      ),
    );
    if (place === undefined) return null;
    const day = Number(text.slice(place.start, place.end));
    return replaced(
      text,
      place,
      String(
        ((day + Math.floor(random() * 26)) % 28) + 1 === day
          ? (day % 28) + 1
          : ((day + Math.floor(random() * 26)) % 28) + 1,
      ),
    );
  }
  if (kind === 'wrong notice code') {
    const place = pick(placesOf(text, /\bUK\d{1,2}\b/g));
    if (place === undefined) return null;
    const code = Number(text.slice(place.start + 2, place.end));
    return replaced(text, place, `UK${((code + Math.floor(random() * 15)) % 17) + 1}`);
  }
  const place = pick(
    placesOf(text, /(?<![£\d,.\w])\d{1,3}(?= (?:other )?(?:boroughs|contracts|records|suppliers))/g),
  );
  if (place === undefined) return null;
  return replaced(
    text,
    place,
    String(Number(text.slice(place.start, place.end)) + 1 + Math.floor(random() * 9)),
  );
}
