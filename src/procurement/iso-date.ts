/** Calendar dates as `YYYY-MM-DD` text: no clock, no time zone, so nothing can shift a day. */
import { Temporal } from 'temporal-polyfill';

/** A real calendar date written `YYYY-MM-DD`. Make one only with `parseIsoDate` or `isoDate`. */
export type IsoDate = string & { readonly __isoDate: never };

const shape = /^\d{4}-\d{2}-\d{2}$/;

/** The date in `text` when it is exactly one real `YYYY-MM-DD` day, else null. */
export function parseIsoDate(text: string): IsoDate | null {
  if (!shape.test(text)) return null;
  try {
    Temporal.PlainDate.from(text, { overflow: 'reject' });
    return text as IsoDate;
  } catch {
    return null;
  }
}

/** `parseIsoDate` for text that is known to be a date; throws `RangeError` when it is not. */
export function isoDate(text: string): IsoDate {
  const date = parseIsoDate(text);
  if (date === null) throw new RangeError(`Not a calendar date (YYYY-MM-DD): ${text.slice(0, 20)}`);
  return date;
}

/** The date so many months later (earlier when negative); the 31st becomes the month's last day. */
export function addMonths(date: IsoDate, months: number): IsoDate {
  return Temporal.PlainDate.from(date).add({ months }).toString() as IsoDate;
}

/** The date so many days later (earlier when negative). */
export function addDays(date: IsoDate, days: number): IsoDate {
  return Temporal.PlainDate.from(date).add({ days }).toString() as IsoDate;
}

/** Whole days from `from` to `to`; negative when `to` is earlier. */
export function daysBetween(from: IsoDate, to: IsoDate): number {
  return Temporal.PlainDate.from(from).until(Temporal.PlainDate.from(to), { largestUnit: 'days' }).days;
}

/** 1 is Monday, 7 is Sunday. */
export function dayOfWeek(date: IsoDate): number {
  return Temporal.PlainDate.from(date).dayOfWeek;
}

/** Last day of the month that holds `date`. */
export function endOfMonth(date: IsoDate): IsoDate {
  const plain = Temporal.PlainDate.from(date);
  return plain.with({ day: plain.daysInMonth }).toString() as IsoDate;
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
