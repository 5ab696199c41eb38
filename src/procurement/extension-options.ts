/**
 * Extension options read from prose: `3+1+1`, `option to extend by up to 24 months`, `two optional 12 month extensions`.
 * Every option keeps the words it came from. Nothing is read where the words are unclear: a missed option is asked
 * about, an invented one would move a date.
 */
import type { Confidence } from './contract.ts';
import { countOf, countPattern, lengthPattern, monthsOf, monthsPerUnit, unitPattern } from './length-words.ts';

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

type Found = {
  readonly start: number;
  readonly end: number;
  readonly months: number;
  readonly count: number;
  readonly confidence: Confidence;
};

const longestText = 4_000;
const optionWord = /\b(?:exten[ds]\w*|extension\w*|option\w*|renew\w*|possib\w+|potential\w*|provision|further|additional(?:ly)?)\b/i;
const termWord = /\b(?:years?|yrs?|months?|mths?|contract|term|period|duration|basis|initial|exten\w+|option\w*|framework|agreement|licen[cs]e|planned)\b/i;
const notATerm = /\b(?:lots?|phases?|levels?|stages?|grades?|bands?|sections?|parts?|items?|zones?|wards?|class|ages?|aged|key stage|ks|tiers?|years|rm|ref\w*|no\.?|number|room|version|v|x)\s*$/i;

/** A number that is not the article `a`: “plus an option” has no length. */
const figure = `(?!an?\\b)(?:${countPattern})`;
const series = new RegExp(
  `(?<![£$€\\d.,/+-])\\b(${figure})\\s*(${unitPattern})?(?:\\s*(?:contract|term|initial|period|extension)s?)?((?:\\s*(?:\\+|\\bplus\\b)\\s*(?:a\\s+further\\s+|a\\s+|an?\\s+optional\\s+|optional\\s+|further\\s+)?(?:${figure})(?:\\s*-?\\s*${unitPattern})?)+)\\s*\\)?(?:\\s*(?:-\\s*)?(${unitPattern}))?`,
  'gi',
);
const times = new RegExp(
  `(?<![£$€\\d.,/])\\b(${countPattern})\\s*(?:x|×|times|no\\.?)\\s*(?:up to\\s+)?(?:[([]?)(${lengthPattern.replace('\\b', '')})`,
  'gi',
);
const ofEach = `(?:further|additional|optional|extra|possible|potential|consecutive|separate|successive|individual|more|contract|option|extension)[\\s,-]+`;
const several = new RegExp(
  `(?<![£$€\\d.,/])\\b(${figure})\\s+(?:${ofEach})*(?:(${lengthPattern})|(single|annual|yearly|one)[\\s-]*(?:years?|yearly)?)[\\s-]+(?:${ofEach})*(?:extension|option|period|renewal|increment|term)s?\\b`,
  'gi',
);
const periodsOf = new RegExp(
  `(?<![£$€\\d.,/])\\b(${figure})\\s*(?:\\(s\\)\\s*)?(?:(?:further|additional|optional|extra|possible|potential|consecutive|individual|contract|extension|renewal),?\\s+)*(?:options?|periods?|extensions?|renewals?|increments?|terms?)(?:\\(s\\))?(?:\\s+(?:periods?|options?|to extend))*[,\\s]+(?:(?:each|of|for|a|an|further|additional|period|up|to|by|maximum)\\s+)*(${lengthPattern})(?:\\s+each)?`,
  'gi',
);
const filler = `(?:\\s|,|\\b(?:the|this|that|their|our|its|any|a|an|for|by|of|to|up|be|at|most|more|than|no|not|exceeding|maximum|duration|length|contract|agreement|framework|dps|term|period|periods|lot|service|services|arrangement|further|additional|another|extra|extended|extend|extending|extension|extensions|renew|renewal|option|options|possible|total|on|an|annual|annually|basis|incrementally|period\\(s\\)|call|off|number|agreed|and|variable|individual|then|s|order|licence|beyond|initial|original|it|with|is|will|may|maximum)\\b|\\([^()\\d]{0,140}\\)|')`;
const opener = `\\b(?:options?|possib(?:ility|le|ly)|provisions?|rights?|potential(?:ly)?|ability|opportunity|scope|may|can|could|might|optional|extendable|extendible|extension|extensions|renewal|extended|renewable|further|option to)\\b`;
const prose = new RegExp(`${opener}${filler}{0,24}?(?<![-\\w])(${lengthPattern})`, 'gi');
const moreLength = new RegExp(`(?<![£$€\\d.,/])\\b${figure}\\s+(?:further|additional|extra|more)\\s+${unitPattern}`, 'gi');
const lengthOption = new RegExp(
  `(${lengthPattern})(?:'s?|s')?[\\s-]*(?:period[\\s-]+)?(?:optional[\\s-]+|contract[\\s-]+)?(?:extensions?|options?|renewals?)\\b(?!\\s+(?:to|of)\\s+(?:the|this|our|an|existing|current|contract)\\b)`,
  'gi',
);
const thenMore = new RegExp(
  `^[\\s,]*(?:and|then|followed by|plus|\\+|&|,)+\\s*(?:then\\s+|optionally\\s+)?(?:an?\\s+)?(?:further|additional|another|optional|extension of|up to|a|an)(?:\\s+(?:additional|further|extension|of|up|to|another|an?|optional))*\\s+(${lengthPattern})`,
  'i',
);
const increments = new RegExp(
  `^[^.;|]{0,40}?\\b(?:in|on)\\s+(?:a\\s+|an\\s+)?(?:(?:increments?|extensions?|periods?|steps?|terms?)\\s+of\\s+(?:up to\\s+)?(${lengthPattern})|(${lengthPattern})[\\s-]+(?:increments?|extensions?|periods?|steps?)|(annual|yearly|year by year|year on year|year-by-year)(?:\\s+(?:basis|increments?|extensions?))?)`,
  'i',
);
const largest = new RegExp(
  `\\b(?:maximum|max\\.?|at most|overall|total|not (?:to )?exceed(?:ing)?|no longer than|up to a maximum)\\b(?:\\s|,|:|\\b(?:possible|potential|total|contract|term|period|duration|length|of|is|a|an|to|for|be|will|up|the|life|agreement|framework|each|giving|including|extensions?|inclusive)\\b){0,10}(${lengthPattern})|(${lengthPattern})\\s+(?:maximum|in total|overall|total)\\b`,
  'gi',
);
const initial = [
  new RegExp(
    `\\b(?:initial|initially|minimum|fixed|first|primary|core|original)\\b(?:[\\s-]|,|\\b(?:term|contract|period|duration|length|for|of|a|an|is|will|be|fixed|up|to|this|the|agreement|framework|engagement|between|award|at|least|due|[^\\W\\d]{2,9}ment|requirement)\\b){0,12}?(${lengthPattern})`,
    'i',
  ),
  new RegExp(`(${lengthPattern})[\\s-]+(?:initial|fixed)\\b`, 'i'),
  new RegExp(
    `\\b(?:contract|term|agreement|framework|duration|period|length|licen[cs]e|dps|awarded|established|lasts?|run|runs|anticipated|let)\\b(?:\\s|,|:|\\b(?:term|contract|period|duration|length|for|of|a|an|is|will|shall|be|last|awarded|let|run|the|covering|over|up|to|basis|on|anticipated|proposed|in|agreement|framework|this|that|dps)\\b){0,12}?(${lengthPattern})`,
    'i',
  ),
  new RegExp(`(${lengthPattern})[\\s-]+(?:contract|term|agreement|framework|period|deal|licen[cs]e|subscription|basis|from|commencing|starting|,|;|with|plus|to)\\b`, 'i'),
  new RegExp(`\\b(?:for|over|covering)\\s+(?:an?\\s+)?(${lengthPattern})`, 'i'),
  new RegExp(`^\\s*(?:duration:?\\s*)?(${lengthPattern})\\s*(?:[.,;|(]|$)`, 'i'),
] as const;
const none =
  /\bno\s+(?:further\s+|other\s+|additional\s+)?(?:provision|options?|possibility|right|scope|extension|extensions|renewal)\b(?:[^.;]{0,40}\b(?:exten\w+|renew\w+|permi\w+|possible|allowed|available|left)\b)?|\b(?:cannot|can not|may not|not)\s+(?:be\s+)?(?:extend\w*|renew\w*)\b|\bwithout\s+(?:the\s+|any\s+)?(?:option|possibility)\b|\bextensions?:?\s*(?:none|nil|n\/a)\b/i;
const used =
  /\b(?:has|have|had|was|were|been|is being|is to be)\s+(?:been\s+)?(?:extended|exercised|taken up|used)\b|\b(?:option|extension)s?,?\s+(?:was\s+|were\s+|has been\s+|have been\s+)?(?:used|exercised|taken)\b|\bextended\s+(?:to|until|from)\b|\bextension\s+\w*\s*(?:used|exercised)\b/i;
/** Money, percentages and dates that start like a length must not be read as one. */
const pastExtension = /\b(?:has|have|had|was|were|been|is to be|to be)\s+(?:been\s+)?(?:further\s+)?$/i;

function overlaps(found: readonly Found[], start: number, end: number): boolean {
  return found.some((other) => start < other.end && end > other.start);
}

function unitOfSeries(numbers: readonly number[], unit: string | null): number | null {
  if (unit !== null) return monthsPerUnit(unit);
  // `60+24` cannot be years, `3+1` is never months in a contract's term.
  return numbers.every((number) => number <= 15) ? 12 : numbers.every((number) => number >= 3) ? 1 : null;
}

/** `3+1+1`: the first number is the first term, unless the words before it speak of options already. */
function readSeries(text: string, add: (found: Found) => void): number | null {
  let first: number | null = null;
  for (const match of text.matchAll(series)) {
    const start = match.index;
    const before = text.slice(Math.max(0, start - 60), start);
    const around = text.slice(Math.max(0, start - 80), start + match[0].length + 60);
    const tail = [...(match[3] ?? '').matchAll(new RegExp(`\\b(${figure})\\s*-?\\s*(${unitPattern})?`, 'gi'))];
    const numbers = [match[1] ?? '', ...tail.map((part) => part[1] ?? '')].map((word) => countOf(word) ?? 0);
    const units = [match[2], ...tail.map((part) => part[2]), match[4]].filter((unit) => unit !== undefined);
    const isBare = units.length === 0 && !new RegExp(unitPattern, 'i').test(text.slice(start, start + match[0].length + 10));
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
    const initialBefore = initialIn(text.slice(0, start).replace(series, (words) => ' '.repeat(words.length)));
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

function initialIn(text: string): number | null {
  for (const pattern of initial) {
    const match = pattern.exec(text);
    const months = match === null ? null : monthsOf(match[1] ?? '');
    if (months !== null) return months;
  }
  return null;
}

function lengthStart(match: RegExpMatchArray, group: number): number {
  return match.index === undefined ? 0 : match.index + match[0].lastIndexOf(match[group] ?? '');
}

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
const hint = /\+|\b(?:years?|yrs?|months?|mths?|weeks?|days?|exten\w+|renew\w*|options?)\b|\d\s?[ym]\b|\bplus\b/i;
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
  const text = given.slice(0, longestText).replace(/[\u2010-\u2014]/g, '-').replace(/[\u2018\u2019]/g, "'");
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
    if (count === null || months === null || count > 10 || (isShortUnit && !optionWord.test(around))) continue;
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
    if (months === null || /^(?:extended|extension)/i.test(match[0]) && pastExtension.test(before)) continue;
    if (/^(?:extension|renewal|extended)\b/i.test(match[0]) && isDone(text, match.index)) continue;
    if (/^further\b/i.test(match[0]) && isDone(text, match.index)) continue;
    if (/^(?:may|can|could|might|potential|possible|potentially|right|rights|scope)\b/i.test(match[0]) && !/exten|renew/i.test(`${match[0]}${text.slice(match.index + match[0].length, match.index + match[0].length + 24)}`)) continue;
    if (/\b(?:to|for|giving)\s+(?:a\s+|the\s+)?maximum\b(?!.*\b(?:further|additional)\b)/i.test(match[0])) continue;
    if (/\b(?:initial|contract length|maximum (?:contract|total|term|duration))\b/i.test(match[0])) continue;
    const start = lengthStart(match, 1);
    if (isNotice(text, start + length.length)) continue;
    addSplit(text, { start: overlaps(taken, match.index, start) ? start : match.index, end: start + length.length, months, count: 1, confidence: 'high' }, addOnce);
    addChain(text, start + length.length, addOnce);
  }
  for (const match of text.matchAll(moreLength)) {
    const months = monthsOf(match[0]);
    if (months === null || isDone(text, match.index)) continue;
    addSplit(text, { start: match.index, end: match.index + match[0].length, months, count: 1, confidence: 'medium' }, addOnce);
  }
  for (const match of text.matchAll(lengthOption)) {
    const months = monthsOf(match[1] ?? '');
    const before = text.slice(Math.max(0, match.index - 34), match.index);
    const after = text.slice(match.index, match.index + match[0].length + 30);
    const isOption = /\b(?:includ\w+|with|option\w*|plus|possib\w+|potential|up to|and|an additional|additional|single|further)\b[^.;|]*$/i.test(before) || /\boptions?\b|\bavailable\b|\bpossible\b|\bat the\b/i.test(after) || text.trim().length < 40;
    if (months === null || !isOption || isDone(text, match.index)) continue;
    addSplit(text, { start: match.index, end: match.index + match[0].length, months, count: 1, confidence: 'medium' }, addOnce);
  }
  return conclude(text, found, seriesInitial);
}

/** “has been extended for 12 months”, “4 month contract extension for …”: told as done, so not an option any more. */
function isDone(text: string, at: number): boolean {
  const before = text.slice(Math.max(0, at - 110), at);
  return (
    /\b(?:has|have|had|was|were|been|is to be|is being|to be|variation to|approved?|agreed|notify the)\b[^.;|]{0,40}$/i.test(before) && !/\boption|possib/i.test(before) ||
    /\bextended\b[^.;|]{0,100}$/i.test(before) && !/\b(?:may|can|could|option\w*|be)\b[^.;|]{0,30}$/i.test(before.replace(/\bextended[^.;|]*$/i, ''))
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

function noticeIn(text: string): number | null {
  const match = new RegExp(`(${lengthPattern})(?:'s?|s')?\\s*(?:written\\s+|prior\\s+)*notice\\b|\\bnotice(?:\\s+period)?(?:\\s+(?:is|of|at least|not less than|must be given))*[:\\s]+(${lengthPattern})`, 'i').exec(text);
  if (match === null) return null;
  // Notice to end early says nothing about the option.
  if (/^[^.;|]{0,12}\bto (?:end|terminate|cancel)/i.test(text.slice(match.index + match[0].length))) return null;
  return monthsOf(match[1] ?? match[2] ?? '');
}

function largestIn(text: string, found: readonly Found[]): number | null {
  let most: number | null = null;
  for (const match of text.matchAll(largest)) {
    const length = match[1] ?? match[2] ?? '';
    const months = monthsOf(length);
    const start = lengthStart(match, match[1] === undefined ? 2 : 1);
    const isOption = overlaps(found, start, start + length.length) || /\bextensions? (?:of|by)\b/i.test(text.slice(Math.max(0, match.index - 24), match.index));
    if (months !== null && !isOption) most = Math.max(most ?? 0, months);
  }
  return most;
}

function conclude(text: string, all: readonly Found[], seriesInitial: number | null): ExtensionOptions {
  const saysNone = none.test(text) && all.length === 0;
  // The same options said twice (`two 12-month extensions (3+1+1)`) count once: the longest list wins.
  const found = withoutRepeats(text, all);
  const maximumMonths = largestIn(text, found);
  const blanked = found.reduce((rest, entry) => rest.slice(0, entry.start) + ' '.repeat(entry.end - entry.start) + rest.slice(entry.end), text);
  const withoutMaximum = blanked.replace(largest, (words) => ' '.repeat(words.length));
  const initialMonths = seriesInitial ?? initialIn(withoutMaximum);
  const noticeMonths = noticeIn(text);
  const options = merged(text, found, noticeMonths);
  const speaksOfOption = /\b(?:options?|possibility|provision|right)\s+(?:to|of|for)\s+(?:\w+\s+){0,3}(?:exten|renew)|\bextension options?\b|\bpotential (?:extensions?|renewals?|renewal options?)|\bannual extensions\b|\bmay be (?:extended|renewed)\b/i.test(text);
  if (options.length === 0 && maximumMonths !== null && initialMonths !== null && maximumMonths > initialMonths && (speaksOfOption || optionWord.test(text))) {
    const months = maximumMonths - initialMonths;
    const words = text.trim().slice(0, 200);
    return { options: [{ months, count: 1, asPublished: words, confidence: 'medium', noticeMonths }], totalMonths: months, initialMonths, maximumMonths, noticeMonths, hasUnknownLength: false, saysNone: false, wasUsed: used.test(text) };
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
    const isSame = last?.[0] !== undefined && (last[0].start === entry.start || /^[\s,)]*(?:and|then|plus|\+|followed by|&|,)*\s*$/i.test(text.slice(Math.max(...last.map((other) => other.end)), entry.start)) );
    if (isSame && last !== undefined) last.push(entry);
    else groups.push([entry]);
  }
  const totalOf = (group: readonly Found[]) => group.reduce((sum, entry) => sum + entry.months * entry.count, 0);
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
    else options.push({ months: entry.months, count: entry.count, asPublished, confidence: entry.confidence, noticeMonths });
  }
  return options;
}
