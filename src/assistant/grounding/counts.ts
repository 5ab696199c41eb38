/** How many boroughs, records or suppliers there are: a number before such a word must be a count of just those. */
import type { Observation } from '../planner.ts';
import type { Recount } from './recount.ts';
import type { NumberFound, ValueFound } from './values.ts';

/** Numbers that may stand before what is counted. */
export type Counts = {
  readonly boroughs: ReadonlySet<number>;
  readonly records: ReadonlySet<number>;
  readonly suppliers: ReadonlySet<number>;
  /** Whole lists, and their parts by state: what “20 records in London” at the head of an answer may count. */
  readonly whole: ReadonlySet<number>;
  /** Boroughs of which nothing is on record. */
  readonly withoutRecord: ReadonlySet<number>;
};

/** Members of a result that measure instead of counting. */
const measures =
  /^(?!without|shared).*(?:amount|percent|share|score|points|strength|value|month|year|day|page|median|index|sum|sure$|possible$|place|line)/i;

/** Whole numbers that a result states by itself, outside contracts and passages. */
function statedIn(value: unknown, into: Set<number>): void {
  if (value === null || typeof value !== 'object') return;
  if (Array.isArray(value)) {
    for (const item of value) statedIn(item, into);
    return;
  }
  if (('participants' in value && 'period' in value) || ('heading' in value && 'text' in value)) return;
  for (const [key, inner] of Object.entries(value)) {
    // How many records each borough has tells nothing of what was counted.
    if (key === 'coverage') continue;
    if (typeof inner === 'number' && Number.isInteger(inner) && inner >= 0 && !measures.test(key))
      into.add(inner);
    else statedIn(inner, into);
  }
}

/** Counts by what is counted, from the rows themselves and from the figures that results state. */
export function countsOf(observations: readonly Observation[], recount: Recount): Counts {
  const stated = new Set<number>();
  const firms = new Set<number>();
  for (const { result } of observations) {
    statedIn(result, stated);
    if (result.outcome === 'market') for (const measure of result.measures) firms.add(measure.firms);
    if (result.outcome === 'shared-firms')
      for (const as of ['supplier', 'maker']) firms.add(result.firms.filter((firm) => firm.as === as).length);
    if (result.outcome === 'shared-firms') firms.add(result.firms.length).add(result.total);
  }
  return {
    boroughs: new Set([...recount.boroughs, ...stated]),
    records: new Set([...recount.records, ...stated]),
    whole: new Set([...recount.whole, ...stated]),
    suppliers: firms.size > 0 ? firms : new Set([...recount.records, ...stated]),
    withoutRecord: new Set(recount.withoutRecord),
  };
}

const countedNext =
  /^ (?:other |more |london |such )?(boroughs?|councils|authorities|contracts?|records?|suppliers?)\b/i;

function isCounted(text: string, number: NumberFound, noun: string, counts: Counts, said: string): boolean {
  const after = text.slice(number.end);
  // The officer's own words, or a passage, may count as well.
  if (said.includes(` ${number.value} ${noun} `) || said.includes(` ${number.value} ${noun}s `)) return true;
  if (
    /^(?:contract|record)/.test(noun) &&
    /^\s*$/.test(text.slice(0, number.start)) &&
    /^ (?:contracts?|records?) (?:in London|of|about|for)\b/.test(after)
  )
    return counts.whole.has(number.value);
  if (/^(?:contract|record)/.test(noun)) return counts.records.has(number.value);
  if (noun.startsWith('supplier')) return counts.suppliers.has(number.value);
  if (
    /\bof the $/i.test(text.slice(0, number.start)) &&
    /^ (?:london )?boroughs\b(?! with records)/i.test(after)
  )
    return number.value === 33;
  if (
    counts.withoutRecord.size > 0 &&
    /^ask the $/i.test(text.slice(0, number.start)) &&
    /^ boroughs with no record\b/i.test(after)
  )
    return counts.withoutRecord.has(number.value);
  return counts.boroughs.has(number.value);
}

/** “20 records here; 14 are live or undated, 6 ended”: false when the parts do not add up. */
export function partsAddUp(text: string): boolean {
  return [...text.matchAll(/\b(\d+) records? here; (\d+) (?:is|are) live or undated, (\d+) ended/g)].every(
    ([, all, live, ended]) => Number(all) === Number(live) + Number(ended),
  );
}

/** The first number before boroughs, records or suppliers that counts nothing of this turn; null when all do. */
export function miscounted(
  text: string,
  values: readonly ValueFound[],
  counts: Counts,
  said: string,
): NumberFound | null {
  for (const value of values) {
    if (value.kind !== 'number') continue;
    const noun = countedNext.exec(text.slice(value.end))?.[1]?.toLowerCase();
    if (noun !== undefined && !isCounted(text, value, noun, counts, said)) return value;
  }
  return null;
}
