/** Reads the dates publishers write. A date is the calendar day as published: no clock, no time zone. */
import { type IsoDate, parseIsoDate } from '../../../procurement/iso-date.ts';

/** What could be read from a date as published. */
export type PublishedDate = {
  /** The day, or null when the text is not one whole real day. */
  readonly date: IsoDate | null;
  /** `2022` or `2025-01` when that is all the text says, else null. */
  readonly partial: string | null;
  /** False when there are words that are neither a day, a month nor a year (`31/02/2025`, `rolling`). */
  readonly isUnderstood: boolean;
};

const nothing: PublishedDate = { date: null, partial: null, isUnderstood: true };
const notUnderstood: PublishedDate = { date: null, partial: null, isUnderstood: false };

const monthNumbers: Readonly<Record<string, number>> = {
  jan: 1,
  feb: 2,
  mar: 3,
  apr: 4,
  may: 5,
  jun: 6,
  jul: 7,
  aug: 8,
  sep: 9,
  oct: 10,
  nov: 11,
  dec: 12,
};

const known = new Map<string, PublishedDate>();

/**
 * `2025-03-31`, `2025-03-31T23:59:59+01:00` (that day, never shifted), `31/03/2025` (day first), `31/3/25`,
 * `31 March 2025`, `31-Mar-25`, `March 2025`, `2025-03`, `2025`.
 */
export function readDate(text: string | null | undefined): PublishedDate {
  if (text === null || text === undefined || text === '') return nothing;
  const day =
    text.length > 10 && text[4] === '-' && (text[10] === 'T' || text[10] === ' ') ? text.slice(0, 10) : text;
  const seen = known.get(day);
  if (seen !== undefined) return seen;
  const found = parse(day.trim().slice(0, 60));
  // Dates repeat; the limit keeps a hostile file from filling the memory.
  if (known.size > 20_000) known.clear();
  if (day.length <= 40) known.set(day, found);
  return found;
}

/** `readDate`, and numbers of an Excel sheet (days since the end of 1899). */
export function readSheetDate(text: string | null | undefined): PublishedDate {
  const serial = text === null || text === undefined ? null : /^\s*(\d{5})(?:\.\d+)?\s*$/.exec(text);
  if (serial === null) return readDate(text);
  const days = Number(serial[1]);
  // 1954 to 2119: smaller and larger numbers are not dates of contracts.
  if (days < 20_000 || days > 80_000) return notUnderstood;
  const date = new Date(Date.UTC(1899, 11, 30) + days * 86_400_000).toISOString().slice(0, 10);
  return readDate(date);
}

function parse(text: string): PublishedDate {
  if (text === '') return nothing;
  const iso = /^(\d{4})(?:-(\d{2})(?:-(\d{2}))?)?$/.exec(text);
  if (iso !== null) return whole(iso[1], iso[2], iso[3]);
  const slashed = /^(\d{1,2})[/.-](\d{1,2})[/.-](\d{4}|\d{2})(?:[ T,]+\d{1,2}:\d{2}.*)?$/.exec(text);
  if (slashed !== null) return whole(fullYear(slashed[3]), slashed[2], slashed[1]);
  const yearFirst = /^(\d{4})[/.](\d{1,2})[/.](\d{1,2})$/.exec(text);
  if (yearFirst !== null) return whole(yearFirst[1], yearFirst[2], yearFirst[3]);
  const worded =
    /^(?:[a-z]{3,9},? )?(?:(\d{1,2})(?:st|nd|rd|th)?[ -])?([a-z]{3})[a-z]*\.?,?[ -](\d{4}|\d{2})$/i.exec(
      text,
    );
  const month = worded === null ? undefined : monthNumbers[(worded[2] ?? '').toLowerCase()];
  if (worded !== null && month !== undefined) return whole(fullYear(worded[3]), String(month), worded[1]);
  return notUnderstood;
}

function whole(year: string | undefined, month: string | undefined, day: string | undefined): PublishedDate {
  const yearNumber = Number(year);
  if (year === undefined || yearNumber < 1900 || yearNumber > 2999) return notUnderstood;
  if (month === undefined) return { date: null, partial: year, isUnderstood: true };
  const monthText = month.padStart(2, '0');
  if (Number(month) < 1 || Number(month) > 12) return notUnderstood;
  if (day === undefined) return { date: null, partial: `${year}-${monthText}`, isUnderstood: true };
  const date = parseIsoDate(`${year}-${monthText}-${day.padStart(2, '0')}`);
  return date === null ? notUnderstood : { date, partial: null, isUnderstood: true };
}

function fullYear(year: string | undefined): string | undefined {
  return year?.length === 2 ? `20${year}` : year;
}
