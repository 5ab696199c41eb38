/** `3+1+1` and its kind: the first number is the first term, the others are options. */
import type { Confidence } from './contract.ts';
import { figure, initialIn, notATerm, series, termWord } from './extension-patterns.ts';
import { countOf, monthsPerUnit, unitPattern } from './length-words.ts';

/** So many options of so many months, at a place in the text. */
export type Found = {
  readonly start: number;
  readonly end: number;
  readonly months: number;
  readonly count: number;
  readonly confidence: Confidence;
};

function unitOfSeries(numbers: readonly number[], unit: string | null): number | null {
  if (unit !== null) return monthsPerUnit(unit);
  // `60+24` cannot be years, `3+1` is never months in a contract's term.
  return numbers.every((number) => number <= 15) ? 12 : numbers.every((number) => number >= 3) ? 1 : null;
}

/** `3+1+1`: the first number is the first term, unless the words before it speak of options already. */
export function readSeries(text: string, add: (found: Found) => void): number | null {
  let first: number | null = null;
  for (const match of text.matchAll(series)) {
    const start = match.index;
    const before = text.slice(Math.max(0, start - 60), start);
    const around = text.slice(Math.max(0, start - 80), start + match[0].length + 60);
    const tail = [
      ...(match[3] ?? '').matchAll(new RegExp(`\\b(${figure})\\s*-?\\s*(${unitPattern})?`, 'gi')),
    ];
    const numbers = [match[1] ?? '', ...tail.map((part) => part[1] ?? '')].map((word) => countOf(word) ?? 0);
    const units = [match[2], ...tail.map((part) => part[2]), match[4]].filter((unit) => unit !== undefined);
    const isBare =
      units.length === 0 &&
      !new RegExp(unitPattern, 'i').test(text.slice(start, start + match[0].length + 10));
    if (notATerm.test(before) || numbers.some((number) => number === 0)) continue;
    if (isBare && text.trim().length > 24 && !termWord.test(around)) continue;
    const lastUnit = units.at(-1) ?? null;
    const months: number[] = [];
    let ownUnit = match[2] ?? null;
    for (const [at, number] of numbers.entries()) {
      const said = at === 0 ? ownUnit : (tail[at - 1]?.[2] ?? null);
      ownUnit = said ?? ownUnit;
      const factor = unitOfSeries(numbers, said ?? ownUnit ?? lastUnit);
      if (factor !== null) months.push(Math.round(number * factor));
    }
    if (months.length !== numbers.length || months.reduce((sum, part) => sum + part, 0) > 360) continue;
    const [head = 0, ...rest] = months;
    // An earlier series is a list of its own, not a first term.
    const initialBefore = initialIn(
      text.slice(0, start).replace(series, (words) => ' '.repeat(words.length)),
    );
    const near = text.slice(Math.max(0, start - 45), start);
    const told = /\b(?:exten\w+|options?|renewals?|further|additional)\b([^.;|\d]*)$/i.exec(near);
    const isTold = told !== null && !new RegExp(unitPattern, 'i').test(told[1] ?? '');
    const isWhole = initialBefore === months.reduce((sum, part) => sum + part, 0);
    const isAllOptions = isTold || (initialBefore !== null && initialBefore !== head && !isWhole);
    const end = start + match[0].length;
    for (const part of isAllOptions ? months : rest)
      add({ start, end, months: part, count: 1, confidence: isBare ? 'medium' : 'high' });
    if (!isAllOptions) first ??= head;
  }
  return first;
}
