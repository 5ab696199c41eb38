/**
 * Days, months and years read from running words: `from March 2024 - March 2027`, `five years from 1 October 2025`.
 * What is known to the month stays a month: it is a range of days, never a false day.
 */
import type { Confidence, DatePrecision } from './contract.ts';
import { parseExtensionOptions } from './extension-options.ts';
import {
  addDays,
  addMonths,
  endOfMonth,
  formatDate,
  type IsoDate,
  isoDate,
  parseIsoDate,
} from './iso-date.ts';

/** A date as far as it is known. `date` is the last day of the range for an end, the first for a start. */
export type PublishedDay = {
  readonly date: IsoDate;
  readonly precision: DatePrecision;
  /** True when it was worked out and not published as a date. */
  readonly isDerived: boolean;
  readonly asPublished: string;
  readonly confidence: Confidence;
};

/** What running words say about when a contract runs. */
export type PeriodWords = {
  readonly start: PublishedDay | null;
  readonly end: PublishedDay | null;
  /** Months of the first term, when said. */
  readonly lengthMonths: number | null;
};

const monthNames = [
  'january',
  'february',
  'march',
  'april',
  'may',
  'june',
  'july',
  'august',
  'september',
  'october',
  'november',
  'december',
];
const month =
  '(?:jan(?:uary)?|feb(?:ruary)?|mar(?:ch)?|apr(?:il)?|may|june?|july?|aug(?:ust)?|sept?(?:ember)?|oct(?:ober)?|nov(?:ember)?|dec(?:ember)?)\\.?';
const datePattern = `(?:\\d{4}-\\d{2}-\\d{2}|\\d{1,2}[/.]\\d{1,2}[/.](?:20)?\\d{2}|\\d{1,2}(?:st|nd|rd|th)?(?:\\s+of)?[\\s-]+${month},?[\\s-]+(?:20\\d{2}|\\d{2}(?!\\d))|${month}\\s+\\d{1,2}(?:st|nd|rd|th)?,\\s*20\\d{2}|${month},?[\\s-]+20\\d{2}|20\\d{2}-\\d{2}(?![\\d/-])|20\\d{2}(?![\\d/-]|\\s*(?:to|-)\\s*\\d{2}\\b))`;

/** First and last day of what is known. */
export function rangeOf(
  date: IsoDate,
  precision: DatePrecision,
): { readonly from: IsoDate; readonly to: IsoDate } {
  const year = date.slice(0, 4);
  if (precision === 'year') return { from: isoDate(`${year}-01-01`), to: isoDate(`${year}-12-31`) };
  if (precision === 'month') return { from: isoDate(`${date.slice(0, 7)}-01`), to: endOfMonth(date) };
  return { from: date, to: date };
}

/** `31 July 2030`, `July 2030` or `2030`: never more exact than what is known. */
export function dayWords(date: IsoDate, precision: DatePrecision): string {
  const [day = '', monthName = '', year = ''] = formatDate(date).split(' ');
  if (precision === 'year') return year;
  return precision === 'month' ? `${monthName} ${year}` : `${day} ${monthName} ${year}`;
}

function monthNumber(word: string): number {
  const start = word.toLowerCase().slice(0, 3);
  return monthNames.findIndex((name) => name.startsWith(start)) + 1;
}

function dated(
  year: number | string,
  monthOf: number,
  day: number | null,
): { date: IsoDate; precision: DatePrecision } | null {
  const fullYear = String(year).length === 2 ? `20${year}` : String(year);
  const text = `${fullYear}-${String(monthOf).padStart(2, '0')}`;
  const date = parseIsoDate(`${text}-${String(day ?? 1).padStart(2, '0')}`);
  return date === null ? null : { date, precision: day === null ? 'month' : 'day' };
}

/** One date in words or figures (day first), as exact as it is written; null when it is none. */
export function readDay(words: string): { readonly date: IsoDate; readonly precision: DatePrecision } | null {
  const text = words.trim();
  const whole = parseIsoDate(text);
  if (whole !== null) return { date: whole, precision: 'day' };
  const slashed = /^(\d{1,2})[/.](\d{1,2})[/.](\d{4}|\d{2})$/.exec(text);
  if (slashed !== null) return dated(slashed[3] ?? '', Number(slashed[2]), Number(slashed[1]));
  const dayFirst = new RegExp(
    `^(\\d{1,2})(?:st|nd|rd|th)?(?:\\s+of)?[\\s-]+(${month}),?[\\s-]+(\\d{4}|\\d{2})$`,
    'i',
  ).exec(text);
  if (dayFirst !== null) return dated(dayFirst[3] ?? '', monthNumber(dayFirst[2] ?? ''), Number(dayFirst[1]));
  const monthFirst = new RegExp(`^(${month})\\s+(\\d{1,2})(?:st|nd|rd|th)?,\\s*(\\d{4})$`, 'i').exec(text);
  if (monthFirst !== null)
    return dated(monthFirst[3] ?? '', monthNumber(monthFirst[1] ?? ''), Number(monthFirst[2]));
  const monthOnly = new RegExp(`^(${month}),?[\\s-]+(\\d{4})$`, 'i').exec(text);
  if (monthOnly !== null) return dated(monthOnly[2] ?? '', monthNumber(monthOnly[1] ?? ''), null);
  const isoMonth = /^(\d{4})-(\d{2})$/.exec(text);
  if (isoMonth !== null)
    return Number(isoMonth[2]) >= 1 && Number(isoMonth[2]) <= 12
      ? dated(isoMonth[1] ?? '', Number(isoMonth[2]), null)
      : null;
  const year = /^(20\d{2})$/.exec(text);
  return year === null ? null : { date: isoDate(`${year[1]}-01-01`), precision: 'year' };
}

const range = new RegExp(
  `(${datePattern})\\s*(?:-|–|—|to|until|till|up to|through to|…|\\.\\.\\.)+\\s*(?:the end of\\s+)?(${datePattern})`,
  'i',
);
const startWords = new RegExp(
  `\\b(?:from|commenc\\w+|start\\w*|effective|begin\\w*|with effect from|wef)\\b(?::|\\s|\\b(?:on|from|the|start|of|in|date|is|planned|estimated)\\b)*(${datePattern})`,
  'i',
);
const endWords = new RegExp(
  `\\b(?:until|to|up to|expir\\w+|ends?|ending|end date|finish\\w*|runs? out|terminat\\w+|conclud\\w+|by the end of)\\b(?::|,|\\s|\\b(?:on|in|at|the|end|of|is|date|to|up|until|by)\\b)*(${datePattern})`,
  'gi',
);
const ofAnother =
  /\b(?:existing|current|present|previous|predecessor|their|old|former|outgoing|notice|signed|award\w*|decision|tender\w*|bids?|go[- ]?live|before|if extending|extend\w*|extension|option|potential|ultimate|not maintained|moved)\b[^.;|]*$/i;
/** A length so qualified is a limit or a guess; an end worked out from it would be false. */
const vagueLength =
  /\b(?:up to|no longer than|no more than|not more than|at least|minimum|nearly|about|approximately|proposed|expected|maximum|variation|extended|extension|extend)\b/i;

function publishedDay(
  words: string,
  isEnd: boolean,
  isDerived: boolean,
  confidence: Confidence,
): PublishedDay | null {
  const found = readDay(words);
  if (found === null) return null;
  const days = rangeOf(found.date, found.precision);
  return {
    date: isEnd ? days.to : days.from,
    precision: found.precision,
    isDerived,
    asPublished: words.trim(),
    confidence,
  };
}

/** Start, end and length said in words; ends of other contracts (`existing contract expires …`) are not taken. */
export function readPeriodWords(given: string): PeriodWords {
  const text = given.slice(0, 2_000).replace(/[\u2010-\u2013]/g, '-');
  const lengthMonths = parseExtensionOptions(text).initialMonths;
  const both = range.exec(text);
  if (both !== null && !ofAnother.test(text.slice(Math.max(0, both.index - 40), both.index))) {
    const start = publishedDay(both[1] ?? '', false, false, 'high');
    const end = publishedDay(both[2] ?? '', true, false, 'high');
    if (start !== null && end !== null && start.date <= end.date) return { start, end, lengthMonths };
  }
  const startMatch = startWords.exec(text);
  const isMoved =
    startMatch !== null &&
    /\b(?:extend\w*|extension|moved|renew\w*)\b[^.;|]*$/i.test(text.slice(0, startMatch.index));
  const start =
    startMatch === null || isMoved ? null : publishedDay(startMatch[1] ?? '', false, false, 'high');
  let end: PublishedDay | null = null;
  for (const match of text.matchAll(endWords)) {
    if (ofAnother.test(text.slice(Math.max(0, match.index - 120), match.index))) continue;
    if (/^to\b/i.test(match[0]) && /\d\s*$/.test(text.slice(0, match.index))) continue;
    const found = publishedDay(match[1] ?? '', true, false, 'medium');
    if (found !== null && (start === null || found.date > addDays(start.date, 27))) end = found;
  }
  return { start, end, lengthMonths };
}

/**
 * The end that a start and a length give: the day before the anniversary. A start known to the month gives an end
 * known to the month. Null when the words make the length a limit or a guess.
 */
export function endAfter(start: PublishedDay, lengthMonths: number, words: string): PublishedDay | null {
  if (vagueLength.test(words) || start.precision === 'year') return null;
  const after = addMonths(start.date, lengthMonths);
  const date = start.precision === 'day' ? addDays(after, -1) : endOfMonth(after);
  return {
    date,
    precision: start.precision,
    isDerived: true,
    asPublished: words.trim().slice(0, 300),
    confidence: start.precision === 'day' ? 'high' : 'medium',
  };
}
