/** Periods as officers write them: “before April 2028”, “in the next 12 months”, “next fy”, “in 2027”. */

import * as chrono from 'chrono-node';
import {
  addDays,
  addMonths,
  endOfMonth,
  type IsoDate,
  isoDate,
  parseIsoDate,
} from '../../procurement/iso-date.ts';
import { oneToTen } from '../../procurement/number-words.ts';

/** Both days belong to the period; null is open. */
export type Period = { readonly from: IsoDate | null; readonly to: IsoDate | null };

type Span = { readonly index: number; readonly from: IsoDate; readonly to: IsoDate };

function pad(value: number): string {
  return String(value).padStart(2, '0');
}

function monthSpan(index: number, year: number, month: number): Span {
  const from = isoDate(`${year}-${pad(month)}-01`);
  return { index, from, to: endOfMonth(from) };
}

function yearSpan(index: number, year: number): Span {
  return { index, from: isoDate(`${year}-01-01`), to: isoDate(`${year}-12-31`) };
}

/** The financial year that starts on 1 April of `year`. */
function financialYear(index: number, year: number): Span {
  return { index, from: isoDate(`${year}-04-01`), to: isoDate(`${year + 1}-03-31`) };
}

function currentFinancialYear(today: IsoDate): number {
  const year = Number(today.slice(0, 4));
  return today.slice(5) >= '04-01' ? year : year - 1;
}

/** What chrono does not know of British public bodies: financial years, quarters, bare years, Christmas. */
function ownSpans(text: string, today: IsoDate): Span[] {
  const spans: Span[] = [];
  const year = Number(today.slice(0, 4));
  const add = (pattern: RegExp, make: (match: RegExpMatchArray) => Span | null) => {
    for (const match of text.matchAll(pattern)) {
      const span = make(match);
      if (span !== null) spans.push(span);
    }
  };
  add(/\b(this|current|next|last)\s+(?:f\/?y|financial year)\b/gi, (match) => {
    const shift = { this: 0, current: 0, next: 1, last: -1 }[(match[1] ?? '').toLowerCase()] ?? 0;
    return financialYear(match.index ?? 0, currentFinancialYear(today) + shift);
  });
  add(/\b(?:f\/?y\s*)?(?:20)?(\d{2})\s*\/\s*(\d{2})\b(?!\s*\/)/gi, (match) => {
    const [first, second] = [Number(match[1]), Number(match[2])];
    return second === (first + 1) % 100 ? financialYear(match.index ?? 0, 2000 + first) : null;
  });
  add(/\bq([1-4])\s*(20\d{2})\b/gi, (match) => {
    const firstMonth = (Number(match[1]) - 1) * 3 + 1;
    const from = isoDate(`${match[2]}-${pad(firstMonth)}-01`);
    return { index: match.index ?? 0, from, to: endOfMonth(addMonths(from, 2)) };
  });
  const quarters: Readonly<Record<string, number>> = { first: 1, second: 2, third: 3, fourth: 4, last: 4 };
  add(/\b(first|second|third|fourth|last)\s+(?:quarter|qtr)\s+(?:of\s+)?(20\d{2})\b/gi, (match) => {
    const from = isoDate(
      `${match[2]}-${pad(((quarters[(match[1] ?? '').toLowerCase()] ?? 1) - 1) * 3 + 1)}-01`,
    );
    return { index: match.index ?? 0, from, to: endOfMonth(addMonths(from, 2)) };
  });
  // Months in which a season or a part of a year lies, as people in Britain mean them.
  const parts: Readonly<Record<string, readonly [number, number]>> = {
    spring: [3, 3],
    summer: [6, 3],
    autumn: [9, 3],
    early: [1, 4],
    mid: [5, 4],
    late: [9, 4],
  };
  add(/\b(spring|summer|autumn|early|mid|late)(?:\s+|-)(?:of\s+|in\s+)?(20\d{2})\b/gi, (match) => {
    const [month, length] = parts[(match[1] ?? '').toLowerCase()] ?? [1, 12];
    const from = isoDate(`${match[2]}-${pad(month)}-01`);
    return { index: match.index ?? 0, from, to: endOfMonth(addMonths(from, length - 1)) };
  });
  add(/\bend of (?:the |this )?(?:calendar )?year\b|\byear[- ]end\b/gi, (match) => {
    const day = isoDate(`${year}-12-31`);
    return { index: match.index ?? 0, from: day, to: day };
  });
  add(/\b(?:the )?new year\b/gi, (match) => {
    const day = isoDate(`${year + 1}-01-01`);
    return { index: match.index ?? 0, from: day, to: day };
  });
  add(/\b(this|next|last)\s+month\b/gi, (match) => {
    const shift = { this: 0, next: 1, last: -1 }[(match[1] ?? '').toLowerCase()] ?? 0;
    const from = addMonths(isoDate(`${today.slice(0, 7)}-01`), shift);
    return { index: match.index ?? 0, from, to: endOfMonth(from) };
  });
  // In autumn the coming Christmas is “this” one, and “next” the one after it.
  const nextChristmas = year + (Number(today.slice(5, 7)) >= 10 ? 1 : 0);
  add(/\b(?:(this|next|last)\s+)?(?:christmas|xmas)\b(?:\s+(20\d{2}))?/gi, (match) => {
    const said = { this: year, next: nextChristmas, last: year - 1 }[(match[1] ?? 'this').toLowerCase()];
    const day = isoDate(`${match[2] ?? said ?? year}-12-25`);
    return { index: match.index ?? 0, from: day, to: day };
  });
  add(/\b(this|next|last)\s+(?:calendar\s+)?year\b/gi, (match) =>
    yearSpan(match.index ?? 0, year + ({ this: 0, next: 1, last: -1 }[(match[1] ?? '').toLowerCase()] ?? 0)),
  );
  add(/(?<![\d/£.,-])\b(20[0-4]\d)\b(?![/-]\d)/g, (match) => yearSpan(match.index ?? 0, Number(match[1])));
  return spans;
}

function chronoSpans(text: string, today: IsoDate): Span[] {
  const spans: Span[] = [];
  for (const found of chrono.en.GB.parse(text, new Date(`${today}T12:00:00Z`), { forwardDate: true })) {
    const { start } = found;
    // “next 12 months” and “this month” are handled as lengths; times of day are nothing to us.
    if (
      !start.isCertain('month') ||
      start.isCertain('hour') ||
      start.isCertain('minute') ||
      /month|year|week/i.test(found.text)
    )
      continue;
    const [year, month, day] = [start.get('year') ?? 0, start.get('month') ?? 1, start.get('day') ?? 1];
    if (!start.isCertain('day')) {
      spans.push(monthSpan(found.index, year, month));
      continue;
    }
    const date = parseIsoDate(`${year}-${pad(month)}-${pad(day)}`);
    if (date !== null) spans.push({ index: found.index, from: date, to: date });
  }
  return spans;
}

const numberWords: Readonly<Record<string, number>> = {
  a: 1,
  ...oneToTen,
  twelve: 12,
  eighteen: 18,
  couple: 2,
};

/** “next 12 months”, “within 18 months”, “next 2 yrs”, “coming year”. */
function lengthFromToday(text: string, today: IsoDate): Period | null {
  const match =
    /\b(?:(?:in|over|within|during|for)\s+(?:the\s+)?)?(?:next|coming|following|within|inside)\s+(?:the\s+)?(?:next\s+)?(?:(\d{1,3}|an?|one|two|three|four|five|six|twelve|eighteen|couple)\s+(?:of\s+)?)?(days?|weeks?|wks?|months?|mths?|years?|yrs?|quarter)\b/i.exec(
      text,
    );
  if (match === null) return null;
  const count = match[1] === undefined ? 1 : (numberWords[match[1].toLowerCase()] ?? Number(match[1]));
  const unit = (match[2] ?? '').toLowerCase();
  // “next year” and “next month” without a number are the calendar's.
  if (match[1] === undefined && (unit.startsWith('y') || /^next mo/i.test(match[0]))) return null;
  if (unit.startsWith('d')) return { from: today, to: addDays(today, count) };
  if (unit.startsWith('w')) return { from: today, to: addDays(today, count * 7) };
  if (unit.startsWith('q')) return { from: today, to: addMonths(today, 3) };
  return { from: today, to: addMonths(today, unit.startsWith('y') ? count * 12 : count) };
}

/** “in the last 6 months”, “over the past year”: up to today. */
function lengthBeforeToday(text: string, today: IsoDate): Period | null {
  const match =
    /\b(?:(?:in|over|within|during)\s+the\s+(?:last|past)|past|last)\s+(?:(\d{1,3}|two|three|four|five|six|twelve|eighteen|couple)\s+(?:of\s+)?)?(days?|weeks?|wks?|months?|mths?|years?|yrs?)\b/i.exec(
      text,
    );
  if (match === null) return null;
  const isWhole = match[1] === undefined;
  // “last year” and “last month” alone are the calendar's.
  if (isWhole && !/^(?:in|over|within|during|past)/i.test(match[0])) return null;
  const count = isWhole ? 1 : (numberWords[(match[1] ?? '').toLowerCase()] ?? Number(match[1]));
  const unit = (match[2] ?? '').toLowerCase();
  if (unit.startsWith('d')) return { from: addDays(today, -count), to: today };
  if (unit.startsWith('w')) return { from: addDays(today, -count * 7), to: today };
  return { from: addMonths(today, unit.startsWith('y') ? -count * 12 : -count), to: today };
}

const before = /\b(?:before|prior to|earlier than|until|till|up to)\s*(?:the\s+)?(?:end\s+of\s+)?$/i;
const by = /\b(?:by|no later than|to|and)\s*(?:the\s+)?(?:end\s+of\s+)?$/i;
const after = /\b(?:after|later than|beyond|past)\s*(?:the\s+)?(?:end\s+of\s+)?$/i;
const since = /\b(?:from|since|between|starting)\s*(?:the\s+)?$/i;

/** The period a question asks about, or null. Of several dates the first with the second as its end. */
export function parsePeriod(text: string, today: IsoDate): Period | null {
  const length = lengthBeforeToday(text, today) ?? lengthFromToday(text, today);
  if (length !== null) return length;
  const spans = [...chronoSpans(text, today), ...ownSpans(text, today)].sort(
    (left, right) => left.index - right.index,
  );
  // A year inside a date found by chrono is the same date again.
  const distinct = spans.filter(
    (span, at) =>
      !spans.some(
        (other, place) =>
          place !== at &&
          other.from >= span.from &&
          other.to <= span.to &&
          Math.abs(other.index - span.index) < 24 &&
          !(other.from === span.from && other.to === span.to && place > at),
      ),
  );
  const [first, second] = distinct;
  if (first === undefined) return null;
  const lead = text.slice(0, first.index);
  const gap = second === undefined ? '' : text.slice(first.index, second.index);
  const isRange =
    second !== undefined &&
    (/\bbetween\s*$/i.test(lead) ||
      /\bfrom\s*$/i.test(lead) ||
      (/^\w+(?:\s20\d\d)?\s*(?:or|and|to|-|–)\s*$/i.test(gap) && first.to < second.to));
  if (isRange) return { from: first.from, to: second.to };
  if (before.test(lead))
    return {
      from: null,
      to:
        /end\s+of\s+$/i.test(lead) || /\b(?:until|till|up to)\s*(?:the\s+)?$/i.test(lead)
          ? first.to
          : addDays(first.from, -1),
    };
  if (after.test(lead)) return { from: addDays(first.to, 1), to: null };
  if (since.test(lead)) return { from: first.from, to: null };
  if (by.test(lead)) return { from: null, to: first.to };
  return { from: first.from, to: first.to };
}
