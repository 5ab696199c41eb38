/** When digests come: planned days in London, moved off weekends and bank holidays. Pure. */
import { addDays, dayOfWeek, type IsoDate, todayInLondon } from '../../procurement/iso-date.ts';
import { londonMoment, timeInLondon } from '../../procurement/london-time.ts';
import { isWorkingDay, onOrAfterWorkingDay } from '../../procurement/working-days.ts';
import type { DigestTime } from '../subscription.ts';

/** Nobody is written to before this hour or from the later one on, when a digest is late. */
const office = { from: '08:00', to: '18:00' } as const;

/** The planned digest of the week (or day) that holds `date`: on a bank holiday the next working day. */
function plannedIn(date: IsoDate, day: number): IsoDate {
  if (day === 0) return onOrAfterWorkingDay(date);
  return onOrAfterWorkingDay(addDays(date, day - dayOfWeek(date)));
}

/** The planned day of the newest digest whose time has come at `now`. */
export function latestDigestDay(digest: DigestTime, now: Date): IsoDate {
  const today = todayInLondon(now);
  const isPast = (planned: IsoDate) =>
    planned < today || (planned === today && timeInLondon(now) >= digest.time);
  const step = digest.day === 0 ? 1 : 7;
  // A run of bank holidays never moves a planned day by more than a week.
  for (let back = 0; back <= 5; back += 1) {
    const from = addDays(today, -step * back);
    const planned = plannedIn(from, digest.day);
    if (isPast(planned)) return planned;
  }
  return addDays(today, -step * 6);
}

/** The first planned day whose time has not come at `now`. */
export function nextDigestDay(digest: DigestTime, now: Date): IsoDate {
  const today = todayInLondon(now);
  const isAhead = (planned: IsoDate) =>
    planned > today || (planned === today && timeInLondon(now) < digest.time);
  const step = digest.day === 0 ? 1 : 7;
  for (let week = -1; week <= 6; week += 1) {
    const planned = plannedIn(addDays(today, step * week), digest.day);
    if (isAhead(planned)) return planned;
  }
  return addDays(today, step * 7);
}

/** The first planned day on or after `date`. */
export function nextDigestDayAfter(digest: DigestTime, date: IsoDate): IsoDate {
  const step = digest.day === 0 ? 1 : 7;
  for (let week = -1; week <= 6; week += 1) {
    const planned = plannedIn(addDays(date, step * week), digest.day);
    if (planned >= date) return planned;
  }
  return addDays(date, step * 7);
}

/** When a message made at `now` may be posted: at once in office hours of a working day, else when the next ones begin. */
export function postingTime(now: Date): Date {
  const today = todayInLondon(now);
  const time = timeInLondon(now);
  if (isWorkingDay(today) && time >= office.from && time < office.to) return now;
  const day = isWorkingDay(today) && time < office.from ? today : onOrAfterWorkingDay(addDays(today, 1));
  return londonMoment(day, office.from);
}
