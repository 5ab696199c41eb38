/** Calendar dates as `YYYY-MM-DD` text: no clock, no time zone, so nothing can shift a day. */
import { Temporal } from 'temporal-polyfill';

/** A real calendar date written `YYYY-MM-DD`. Make one only with `parseIsoDate` or `isoDate`. */
export type IsoDate = string & { readonly __isoDate: never };

const shape = /^(\d{4})-(\d{2})-(\d{2})$/;
const dayMilliseconds = 86_400_000;

// Calendar arithmetic runs on days counted in UTC, where every day has 24 hours: an import derives a dozen dates for
// each of a million records, and a general date library costs a hundred times as much.
/** Days from 1 January 1970 to `date`, for loops over many days. */
export function toDays(date: IsoDate): number {
  return Date.parse(`${date}T00:00:00Z`) / dayMilliseconds;
}

/** The date so many days after 1 January 1970. */
export function fromDays(days: number): IsoDate {
  return new Date(days * dayMilliseconds).toISOString().slice(0, 10) as IsoDate;
}

function daysInMonth(year: number, month: number): number {
  return new Date(Date.UTC(year, month, 0)).getUTCDate();
}

/** The date in `text` when it is exactly one real `YYYY-MM-DD` day, else null. */
export function parseIsoDate(text: string): IsoDate | null {
  const match = shape.exec(text);
  if (match === null) return null;
  const [year, month, day] = [Number(match[1]), Number(match[2]), Number(match[3])];
  // Date.UTC reads the years 0 to 99 as 1900 to 1999, and no contract is that old.
  if (year < 100 || month < 1 || month > 12 || day < 1 || day > daysInMonth(year, month)) return null;
  return text as IsoDate;
}

/** `parseIsoDate` for text that is known to be a date; throws `RangeError` when it is not. */
export function isoDate(text: string): IsoDate {
  const date = parseIsoDate(text);
  if (date === null) throw new RangeError(`Not a calendar date (YYYY-MM-DD): ${text.slice(0, 20)}`);
  return date;
}

/** The date so many months later (earlier when negative); the 31st becomes the month's last day. */
export function addMonths(date: IsoDate, months: number): IsoDate {
  const [year = 0, month = 1, day = 1] = date.split('-').map(Number);
  const count = year * 12 + (month - 1) + months;
  const [newYear, newMonth] = [Math.floor(count / 12), (((count % 12) + 12) % 12) + 1];
  const newDay = Math.min(day, daysInMonth(newYear, newMonth));
  return fromDays(Date.UTC(newYear, newMonth - 1, newDay) / dayMilliseconds);
}

/** The date so many days later (earlier when negative). */
export function addDays(date: IsoDate, days: number): IsoDate {
  return fromDays(toDays(date) + days);
}

/** Whole days from `from` to `to`; negative when `to` is earlier. */
export function daysBetween(from: IsoDate, to: IsoDate): number {
  return toDays(to) - toDays(from);
}

/** 1 is Monday, 7 is Sunday. */
export function dayOfWeek(date: IsoDate): number {
  // 1 January 1970 was a Thursday.
  return ((((toDays(date) + 3) % 7) + 7) % 7) + 1;
}

/** Last day of the month that holds `date`. */
export function endOfMonth(date: IsoDate): IsoDate {
  const [year = 0, month = 1] = date.split('-').map(Number);
  return fromDays(Date.UTC(year, month - 1, daysInMonth(year, month)) / dayMilliseconds);
}

const monthNames = [
  'January',
  'February',
  'March',
  'April',
  'May',
  'June',
  'July',
  'August',
  'September',
  'October',
  'November',
  'December',
] as const;

/** As officers read it: `31 July 2030`. */
export function formatDate(date: IsoDate): string {
  const [year, month, day] = date.split('-').map(Number);
  return `${day} ${monthNames[(month ?? 1) - 1]} ${year}`;
}

/** Today in London, whatever the machine's own zone. */
export function todayInLondon(now: Date): IsoDate {
  return Temporal.Instant.fromEpochMilliseconds(now.getTime())
    .toZonedDateTimeISO('Europe/London')
    .toPlainDate()
    .toString() as IsoDate;
}
