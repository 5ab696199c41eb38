/** The clock on a wall in London, summer time included. */
import { Temporal } from 'temporal-polyfill';
import type { IsoDate } from './iso-date.ts';

const zone = 'Europe/London';

/** The moment at which London's clocks show `time` (`09:00`) on that day; a time that the clocks skip is moved on by an hour. */
export function londonMoment(date: IsoDate, time: string): Date {
  const wall = Temporal.PlainDateTime.from(`${date}T${time}`);
  return new Date(wall.toZonedDateTime(zone).epochMilliseconds);
}

/** What London's clocks show at that moment: `09:00`. */
export function timeInLondon(now: Date): string {
  return Temporal.Instant.fromEpochMilliseconds(now.getTime())
    .toZonedDateTimeISO(zone)
    .toPlainTime()
    .toString({ smallestUnit: 'minute' });
}
