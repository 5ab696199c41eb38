/**
 * Extension options read from prose: `3+1+1`, `option to extend by up to 24 months`, `two optional 12 month extensions`.
 * Every option keeps the words it came from. Nothing is read where the words are unclear: a missed option is asked
 * about, an invented one would move a date.
 */
import type { Confidence } from './contract.ts';
import { conclude, lengthStart, overlaps } from './extension-conclusion.ts';
import {
  increments,
  lengthOption,
  longestText,
  moreLength,
  optionWord,
  pastExtension,
  periodsOf,
  prose,
  several,
  thenMore,
  times,
} from './extension-patterns.ts';
import { type Found, readSeries } from './extension-series.ts';
import { countOf, monthsOf } from './length-words.ts';

/** So many extensions of so many months each. */
export type ExtensionOption = {
  readonly months: number;
  readonly count: number;
  readonly asPublished: string;
  readonly confidence: Confidence;
  /** Months before the end by which the option must be taken up, when the words say. */
  readonly noticeMonths: number | null;
};

/** What the words say about the first term and what may follow it; null is “not said”. */
export type ExtensionOptions = {
  readonly options: readonly ExtensionOption[];
  /** Months of all options together; null when no length is said. */
  readonly totalMonths: number | null;
  readonly initialMonths: number | null;
  /** Longest life in months, options included, when said on its own (`maximum 96 months`). */
  readonly maximumMonths: number | null;
  readonly noticeMonths: number | null;
  /** An option is spoken of, but its length is not said. */
  readonly hasUnknownLength: boolean;
  /** The words rule extensions out. */
  readonly saysNone: boolean;
  /** The words say that an option was taken up, so the published end may hold it already. */
  readonly wasUsed: boolean;
};

const nothing: ExtensionOptions = {
  options: [],
  totalMonths: null,
  initialMonths: null,
  maximumMonths: null,
  noticeMonths: null,
  hasUnknownLength: false,
  saysNone: false,
  wasUsed: false,
};
const hint =
  /\+|\b(?:years?|yrs?|months?|mths?|weeks?|days?|exten\w+|renew\w*|options?)\b|\d\s?[ym]\b|\bplus\b/i;
const known = new Map<string, ExtensionOptions>();

/** Reads what `text` says about options and the first term. At most 4,000 characters are looked at. */
export function parseExtensionOptions(given: string): ExtensionOptions {
  if (!hint.test(given)) return nothing;
  const seen = known.get(given);
  if (seen !== undefined) return seen;
  const read = parse(given);
  // The same words stand in many notices; the limit keeps a hostile file from filling the memory.
  if (known.size > 2_000) known.clear();
  if (given.length <= 1_000) known.set(given, read);
  return read;
}

function parse(given: string): ExtensionOptions {
  const text = given
    .slice(0, longestText)
    .replace(/[\u2010-\u2014]/g, '-')
    .replace(/[\u2018\u2019]/g, "'");
  const found: Found[] = [];
  const add = (entry: Found) => found.push(entry);
  const seriesInitial = readSeries(text, add);
  const taken: Found[] = [...found];
  const addOnce = (entry: Found) => {
    if (overlaps(taken, entry.start, entry.end)) return;
    taken.push(entry);
    found.push(entry);
  };
  for (const match of text.matchAll(times)) {
    const [count, months] = [countOf(match[1] ?? ''), monthsOf(match[2] ?? '')];
    const around = text.slice(Math.max(0, match.index - 50), match.index + match[0].length + 40);
    const isShortUnit = /\d\s?m$/i.test(match[0]);
    if (count === null || months === null || count > 10 || (isShortUnit && !optionWord.test(around)))
      continue;
    addOnce({ start: match.index, end: match.index + match[0].length, months, count, confidence: 'high' });
  }
  for (const pattern of [periodsOf, several]) {
    for (const match of text.matchAll(pattern)) {
      const count = countOf(match[1] ?? '');
      const months = match[2] === undefined ? (match[3] === undefined ? null : 12) : monthsOf(match[2]);
      if (count === null || months === null || count > 10) continue;
      const around = text.slice(Math.max(0, match.index - 60), match.index + match[0].length + 30);
      if (!optionWord.test(around) || /\binitial\b/i.test(match[0])) continue;
      addOnce({ start: match.index, end: match.index + match[0].length, months, count, confidence: 'high' });
    }
  }
  for (const match of text.matchAll(prose)) {
    const length = match[1] ?? '';
    const months = monthsOf(length);
    const before = text.slice(Math.max(0, match.index - 30), match.index);
    if (months === null || (/^(?:extended|extension)/i.test(match[0]) && pastExtension.test(before)))
      continue;
    if (/^(?:extension|renewal|extended)\b/i.test(match[0]) && isDone(text, match.index)) continue;
    if (/^further\b/i.test(match[0]) && isDone(text, match.index)) continue;
    if (
      /^(?:may|can|could|might|potential|possible|potentially|right|rights|scope)\b/i.test(match[0]) &&
      !/exten|renew/i.test(
        `${match[0]}${text.slice(match.index + match[0].length, match.index + match[0].length + 24)}`,
      )
    )
      continue;
    if (/\b(?:to|for|giving)\s+(?:a\s+|the\s+)?maximum\b(?!.*\b(?:further|additional)\b)/i.test(match[0]))
      continue;
    if (/\b(?:initial|contract length|maximum (?:contract|total|term|duration))\b/i.test(match[0])) continue;
    const start = lengthStart(match, 1);
    if (isNotice(text, start + length.length)) continue;
    addSplit(
      text,
      {
        start: overlaps(taken, match.index, start) ? start : match.index,
        end: start + length.length,
        months,
        count: 1,
        confidence: 'high',
      },
      addOnce,
    );
    addChain(text, start + length.length, addOnce);
  }
  for (const match of text.matchAll(moreLength)) {
    const months = monthsOf(match[0]);
    if (months === null || isDone(text, match.index)) continue;
    addSplit(
      text,
      { start: match.index, end: match.index + match[0].length, months, count: 1, confidence: 'medium' },
      addOnce,
    );
  }
  for (const match of text.matchAll(lengthOption)) {
    const months = monthsOf(match[1] ?? '');
    const before = text.slice(Math.max(0, match.index - 34), match.index);
    const after = text.slice(match.index, match.index + match[0].length + 30);
    const isOption =
      /\b(?:includ\w+|with|option\w*|plus|possib\w+|potential|up to|and|an additional|additional|single|further)\b[^.;|]*$/i.test(
        before,
      ) ||
      /\boptions?\b|\bavailable\b|\bpossible\b|\bat the\b/i.test(after) ||
      text.trim().length < 40;
    if (months === null || !isOption || isDone(text, match.index)) continue;
    addSplit(
      text,
      { start: match.index, end: match.index + match[0].length, months, count: 1, confidence: 'medium' },
      addOnce,
    );
  }
  return conclude(text, found, seriesInitial);
}

/** “has been extended for 12 months”, “4 month contract extension for …”: told as done, so not an option any more. */
function isDone(text: string, at: number): boolean {
  const before = text.slice(Math.max(0, at - 110), at);
  return (
    (/\b(?:has|have|had|was|were|been|is to be|is being|to be|variation to|approved?|agreed|notify the)\b[^.;|]{0,40}$/i.test(
      before,
    ) &&
      !/\boption|possib/i.test(before)) ||
    (/\bextended\b[^.;|]{0,100}$/i.test(before) &&
      !/\b(?:may|can|could|option\w*|be)\b[^.;|]{0,30}$/i.test(before.replace(/\bextended[^.;|]*$/i, '')))
  );
}

function isNotice(text: string, end: number): boolean {
  return /^'?s?'?\s*(?:written\s+|prior\s+)*notice\b/i.test(text.slice(end, end + 30));
}

/** “24 months in increments of up to 12 months” are two options of twelve. */
function addSplit(text: string, entry: Found, add: (found: Found) => void): void {
  const match = increments.exec(text.slice(entry.end, entry.end + 90));
  const step = match === null ? null : match[3] !== undefined ? 12 : monthsOf(match[1] ?? match[2] ?? '');
  if (match !== null && step !== null && step < entry.months && entry.months % step === 0)
    add({ ...entry, end: entry.end + match[0].length, months: step, count: entry.months / step });
  else add(entry);
}

/** “for three years, then a further one year”. */
function addChain(text: string, from: number, add: (found: Found) => void): void {
  let at = from;
  for (let link = 0; link < 4; link += 1) {
    const match = thenMore.exec(text.slice(at, at + 120));
    const months = match === null ? null : monthsOf(match[1] ?? '');
    if (match === null || months === null) return;
    add({ start: at + 1, end: at + match[0].length, months, count: 1, confidence: 'medium' });
    at += match[0].length;
  }
}
