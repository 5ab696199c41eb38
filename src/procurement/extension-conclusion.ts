/** From single finds to what a text says as a whole: options said twice count once. */

import type { ExtensionOption, ExtensionOptions } from './extension-options.ts';
import { initialIn, largest, none, optionWord, used } from './extension-patterns.ts';
import type { Found } from './extension-series.ts';
import { lengthPattern, monthsOf } from './length-words.ts';

/** Whether a part of the text is taken already. */
export function overlaps(found: readonly Found[], start: number, end: number): boolean {
  return found.some((other) => start < other.end && end > other.start);
}

/** Where the length of a match begins. */
export function lengthStart(match: RegExpMatchArray, group: number): number {
  return match.index === undefined ? 0 : match.index + match[0].lastIndexOf(match[group] ?? '');
}

function noticeIn(text: string): number | null {
  const match = new RegExp(
    `(${lengthPattern})(?:'s?|s')?\\s*(?:written\\s+|prior\\s+)*notice\\b|\\bnotice(?:\\s+period)?(?:\\s+(?:is|of|at least|not less than|must be given))*[:\\s]+(${lengthPattern})`,
    'i',
  ).exec(text);
  if (match === null) return null;
  // Notice to end early says nothing about the option.
  if (/^[^.;|]{0,12}\bto (?:end|terminate|cancel)/i.test(text.slice(match.index + match[0].length)))
    return null;
  return monthsOf(match[1] ?? match[2] ?? '');
}

function largestIn(text: string, found: readonly Found[]): number | null {
  let most: number | null = null;
  for (const match of text.matchAll(largest)) {
    const length = match[1] ?? match[2] ?? '';
    const months = monthsOf(length);
    const start = lengthStart(match, match[1] === undefined ? 2 : 1);
    const isOption =
      overlaps(found, start, start + length.length) ||
      /\bextensions? (?:of|by)\b/i.test(text.slice(Math.max(0, match.index - 24), match.index));
    if (months !== null && !isOption) most = Math.max(most ?? 0, months);
  }
  return most;
}

/** Adds up what was found: repeats counted once, the first term and the longest life beside them. */
export function conclude(
  text: string,
  all: readonly Found[],
  seriesInitial: number | null,
): ExtensionOptions {
  const saysNone = none.test(text) && all.length === 0;
  // The same options said twice (`two 12-month extensions (3+1+1)`) count once: the longest list wins.
  const found = withoutRepeats(text, all);
  const maximumMonths = largestIn(text, found);
  const blanked = found.reduce(
    (rest, entry) => rest.slice(0, entry.start) + ' '.repeat(entry.end - entry.start) + rest.slice(entry.end),
    text,
  );
  const withoutMaximum = blanked.replace(largest, (words) => ' '.repeat(words.length));
  const initialMonths = seriesInitial ?? initialIn(withoutMaximum);
  const noticeMonths = noticeIn(text);
  const options = merged(text, found, noticeMonths);
  const speaksOfOption =
    /\b(?:options?|possibility|provision|right)\s+(?:to|of|for)\s+(?:\w+\s+){0,3}(?:exten|renew)|\bextension options?\b|\bpotential (?:extensions?|renewals?|renewal options?)|\bannual extensions\b|\bmay be (?:extended|renewed)\b/i.test(
      text,
    );
  if (
    options.length === 0 &&
    maximumMonths !== null &&
    initialMonths !== null &&
    maximumMonths > initialMonths &&
    (speaksOfOption || optionWord.test(text))
  ) {
    const months = maximumMonths - initialMonths;
    const words = text.trim().slice(0, 200);
    return {
      options: [{ months, count: 1, asPublished: words, confidence: 'medium', noticeMonths }],
      totalMonths: months,
      initialMonths,
      maximumMonths,
      noticeMonths,
      hasUnknownLength: false,
      saysNone: false,
      wasUsed: used.test(text),
    };
  }
  const total = options.reduce((sum, option) => sum + option.months * option.count, 0);
  return {
    options,
    totalMonths: options.length === 0 ? null : total,
    initialMonths,
    maximumMonths,
    noticeMonths,
    hasUnknownLength: options.length === 0 && speaksOfOption && !saysNone,
    saysNone,
    wasUsed: used.test(text),
  };
}

function withoutRepeats(text: string, found: readonly Found[]): readonly Found[] {
  const groups: Found[][] = [];
  for (const entry of [...found].sort((left, right) => left.start - right.start)) {
    const last = groups.at(-1);
    const isSame =
      last?.[0] !== undefined &&
      (last[0].start === entry.start ||
        /^[\s,)]*(?:and|then|plus|\+|followed by|&|,)*\s*$/i.test(
          text.slice(Math.max(...last.map((other) => other.end)), entry.start),
        ));
    if (isSame && last !== undefined) last.push(entry);
    else groups.push([entry]);
  }
  const totalOf = (group: readonly Found[]) =>
    group.reduce((sum, entry) => sum + entry.months * entry.count, 0);
  const kept: Found[][] = [];
  for (const group of groups) {
    const at = kept.findIndex((other) => totalOf(other) === totalOf(group));
    const other = kept[at];
    if (other === undefined) kept.push(group);
    else if (stepsOf(group) > stepsOf(other)) kept[at] = group;
  }
  return kept.flat();
}

function stepsOf(group: readonly Found[]): number {
  return group.reduce((sum, entry) => sum + entry.count, 0);
}

function merged(text: string, found: readonly Found[], noticeMonths: number | null): ExtensionOption[] {
  const options: ExtensionOption[] = [];
  for (const entry of found) {
    const asPublished = text.slice(entry.start, entry.end).trim().replace(/\s+/g, ' ');
    const last = options.at(-1);
    if (last !== undefined && last.months === entry.months && last.asPublished === asPublished)
      options[options.length - 1] = { ...last, count: last.count + entry.count };
    else
      options.push({
        months: entry.months,
        count: entry.count,
        asPublished,
        confidence: entry.confidence,
        noticeMonths,
      });
  }
  return options;
}
