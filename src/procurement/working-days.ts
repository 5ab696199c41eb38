/** Working days in England: Monday to Friday without bank holidays (section 103 of the Procurement Act 2023 defines them so). */
import Holidays from 'date-holidays';
import { addDays, dayOfWeek, type IsoDate } from './iso-date.ts';

const england = new Holidays('GB', 'ENG');
const holidaysByYear = new Map<number, ReadonlySet<string>>();

function holidaysOf(year: number): ReadonlySet<string> {
  const known = holidaysByYear.get(year);
  if (known !== undefined) return known;
  const days = new Set(
    england
      .getHolidays(year)
      .filter((holiday) => holiday.type === 'public' || holiday.type === 'bank')
      .map((holiday) => holiday.date.slice(0, 10)),
  );
  holidaysByYear.set(year, days);
  return days;
}

/** Whether offices in England work that day. Bank holidays proclaimed after the library was pinned are not known. */
export function isWorkingDay(date: IsoDate): boolean {
  return dayOfWeek(date) <= 5 && !holidaysOf(Number(date.slice(0, 4))).has(date);
}

/** The date itself when it is a working day, else the last one before it. */
export function onOrBeforeWorkingDay(date: IsoDate): IsoDate {
  let day = date;
  while (!isWorkingDay(day)) day = addDays(day, -1);
  return day;
}

/** The working day so many working days before `date` (which need not be one itself). */
export function minusWorkingDays(date: IsoDate, count: number): IsoDate {
  let day = date;
  for (let left = count; left > 0; ) {
    day = addDays(day, -1);
    if (isWorkingDay(day)) left -= 1;
  }
  return day;
}

/** The date itself when it is a working day, else the first one after it. */
export function onOrAfterWorkingDay(date: IsoDate): IsoDate {
  let day = date;
  while (!isWorkingDay(day)) day = addDays(day, 1);
  return day;
}

/**
 * Last day of a period of so many working days that begins with `date`, which counts as the first when it is one
 * itself: the standstill of section 51 is counted so.
 */
export function lastOfWorkingDays(date: IsoDate, count: number): IsoDate {
  let day = onOrAfterWorkingDay(date);
  for (let left = count - 1; left > 0; left -= 1) day = onOrAfterWorkingDay(addDays(day, 1));
  return day;
}

/** First day of a period of so many working days that ends with `date` or the working day before it. */
export function firstOfWorkingDays(date: IsoDate, count: number): IsoDate {
  return minusWorkingDays(onOrBeforeWorkingDay(date), count - 1);
}
