/**
 * Two calendars. England's: when offices here work, used for planning. The Act's: section 123 of the Procurement Act
 * 2023 leaves out Saturday, Sunday and a bank holiday in any part of the United Kingdom, used for periods the law sets,
 * such as the standstill of section 51.
 */
import Holidays from 'date-holidays';
import { addDays, dayOfWeek, fromDays, type IsoDate, toDays } from './iso-date.ts';

/** Whose bank holidays count. */
export type Calendar = 'england' | 'act';

const regions: Readonly<Record<Calendar, readonly string[]>> = {
  england: ['ENG'],
  act: ['ENG', 'SCT', 'NIR', 'WLS'],
};
/** Working days already looked up, by day counted from 1970: an import asks for the same days over and over. */
const workingDays: Readonly<Record<Calendar, Map<number, boolean>>> = { england: new Map(), act: new Map() };
const holidaysByYear = new Map<string, ReadonlySet<string>>();

function holidaysOf(year: number, calendar: Calendar): ReadonlySet<string> {
  const name = `${calendar} ${year}`;
  const known = holidaysByYear.get(name);
  if (known !== undefined) return known;
  const days = new Set(
    regions[calendar].flatMap((region) =>
      new Holidays('GB', region)
        .getHolidays(year)
        .filter((holiday) => holiday.type === 'public' || holiday.type === 'bank')
        .map((holiday) => holiday.date.slice(0, 10)),
    ),
  );
  holidaysByYear.set(name, days);
  return days;
}

function isWorking(day: number, calendar: Calendar): boolean {
  const known = workingDays[calendar].get(day);
  if (known !== undefined) return known;
  const date = fromDays(day);
  const isOne = dayOfWeek(date) <= 5 && !holidaysOf(Number(date.slice(0, 4)), calendar).has(date);
  workingDays[calendar].set(day, isOne);
  return isOne;
}

function firstWorking(date: IsoDate, step: 1 | -1, calendar: Calendar): IsoDate {
  const first = toDays(date);
  let day = first;
  while (!isWorking(day, calendar)) day += step;
  return day === first ? date : fromDays(day);
}

/** Whether the day is a working day. Bank holidays proclaimed after the library was pinned are not known. */
export function isWorkingDay(date: IsoDate, calendar: Calendar = 'england'): boolean {
  return isWorking(toDays(date), calendar);
}

/** The date itself when it is a working day, else the last one before it. */
export function onOrBeforeWorkingDay(date: IsoDate, calendar: Calendar = 'england'): IsoDate {
  return firstWorking(date, -1, calendar);
}

/** The working day so many working days before `date` (which need not be one itself). */
export function minusWorkingDays(date: IsoDate, count: number, calendar: Calendar = 'england'): IsoDate {
  let day = toDays(date);
  for (let left = count; left > 0; ) {
    day -= 1;
    if (isWorking(day, calendar)) left -= 1;
  }
  return fromDays(day);
}

/** The date itself when it is a working day, else the first one after it. */
export function onOrAfterWorkingDay(date: IsoDate, calendar: Calendar = 'england'): IsoDate {
  return firstWorking(date, 1, calendar);
}

/**
 * Last day of a period of so many working days that begins with `date`, which counts as the first when it is one
 * itself: the standstill of section 51 is counted so.
 */
export function lastOfWorkingDays(date: IsoDate, count: number): IsoDate {
  let day = onOrAfterWorkingDay(date, 'act');
  for (let left = count - 1; left > 0; left -= 1) day = onOrAfterWorkingDay(addDays(day, 1), 'act');
  return day;
}

/** First day of a period of so many working days, as the Act counts them, that ends with `date` or the working day before it. */
export function firstOfWorkingDays(date: IsoDate, count: number): IsoDate {
  return minusWorkingDays(onOrBeforeWorkingDay(date, 'act'), count - 1, 'act');
}
