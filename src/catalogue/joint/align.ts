/** Finds the day on which several boroughs could start a contract together. Pure: no clock, no catalogue. */
import { addMonths, endOfMonth, type IsoDate } from '../../procurement/iso-date.ts';

/** What is known of one borough's present contract. */
export type Present = {
  readonly id: string;
  readonly endDate: IsoDate | null;
  readonly maxExtentDate: IsoDate | null;
  /** Words about options without a latest end: extending may be possible, how far is not known. */
  readonly hasOptionWords: boolean;
  readonly isRolling: boolean;
};

/**
 * How a borough stands to a common day. `ends-then`: its contract ends within three months of it. `can-extend`:
 * published options reach it. `may-extend`: it would have to extend, and whether it can is not known. `cannot-reach`:
 * even the latest possible end is before it. `runs-beyond`: bound until later. `rolling`: can leave by giving notice.
 * `ended`: only an ended record. `undated`: no end on record.
 */
export type Standing =
  | 'ends-then'
  | 'can-extend'
  | 'may-extend'
  | 'cannot-reach'
  | 'runs-beyond'
  | 'rolling'
  | 'ended'
  | 'undated';

/** One borough’s standing to a common day. */
export type Placed = {
  readonly id: string;
  readonly standing: Standing;
  /** Months between the end in force and the common day; 0 where none is needed. Rounded up. */
  readonly monthsToExtend: number;
  /** Part of the score. */
  readonly points: number;
};

/** A day proposed, with everybody’s standing to it. */
export type CommonDay = {
  readonly day: IsoDate;
  /** In the order given. */
  readonly placed: readonly Placed[];
  readonly score: number;
  /** Boroughs that fit without a doubt: `ends-then`, `can-extend` or `rolling`. */
  readonly sure: number;
  /** Whether the usual lead time of a joint purchase fits between today and the day. */
  readonly isInTime: boolean;
};

const tolerance = 3;

const points: Readonly<Record<Standing, number>> = {
  'ends-then': 4,
  rolling: 3,
  'can-extend': 3,
  'may-extend': 1,
  ended: 0.5,
  undated: 0,
  'cannot-reach': 0,
  'runs-beyond': 0,
};

/** So many months later; from the last day of a month to the last day of another, as contracts mean it. */
export function laterByMonths(date: IsoDate, months: number): IsoDate {
  const later = addMonths(date, months);
  return date === endOfMonth(date) ? endOfMonth(later) : later;
}

/** Smallest number of whole months after `from` that reaches `to`; 0 when it is not later. */
export function monthsUntil(from: IsoDate, to: IsoDate): number {
  if (to <= from) return 0;
  let months =
    (Number(to.slice(0, 4)) - Number(from.slice(0, 4))) * 12 +
    Number(to.slice(5, 7)) -
    Number(from.slice(5, 7)) -
    1;
  while (laterByMonths(from, months) < to) months += 1;
  return months;
}

/** Where one borough stands to a day. */
export function placeAt(present: Present, day: IsoDate, today: IsoDate): Placed {
  const { id, endDate, maxExtentDate } = present;
  const placed = (standing: Standing, monthsToExtend = 0): Placed => ({
    id,
    standing,
    monthsToExtend,
    // A long extension is a worse fit than a short one, but never worse than not knowing.
    points:
      standing === 'can-extend'
        ? points[standing] - Math.round(Math.min(1.5, monthsToExtend / 24) * 100) / 100
        : points[standing],
  });
  if (present.isRolling) return placed('rolling');
  if (endDate === null) return placed('undated');
  if (endDate < today && (maxExtentDate === null || maxExtentDate < today)) return placed('ended');
  if (endDate > addMonths(day, tolerance)) return placed('runs-beyond');
  const months = monthsUntil(endDate, day);
  if (months === 0) return placed('ends-then');
  if (maxExtentDate !== null && maxExtentDate >= day) return placed('can-extend', months);
  // Three months are usually bridged, but only where the options are not known to be used up.
  if (maxExtentDate !== null) return placed('cannot-reach', months);
  return placed('may-extend', months);
}

/** Every day on which something changes: an end, or a latest possible end. */
function daysWorthTrying(presents: readonly Present[], from: IsoDate, to: IsoDate): IsoDate[] {
  const days = new Set<IsoDate>();
  for (const { endDate, maxExtentDate } of presents) {
    for (const day of [endDate, maxExtentDate]) if (day !== null && day >= from && day <= to) days.add(day);
  }
  return [...days].sort();
}

/**
 * Common days between `from` and `to`, best first: highest score, then the earlier day. A day that leaves the lead
 * time counts a point more. Without any dated end in the window there is none.
 */
export function commonDays(
  presents: readonly Present[],
  { today, from, to, leadMonths }: { today: IsoDate; from: IsoDate; to: IsoDate; leadMonths: number },
): CommonDay[] {
  const inTimeFrom = addMonths(today, leadMonths);
  return daysWorthTrying(presents, from, to)
    .map((day) => {
      const placed = presents.map((present) => placeAt(present, day, today));
      const isInTime = day >= inTimeFrom;
      // In whole hundredths, so that the order of the boroughs cannot change the sum.
      const hundredths = placed.reduce((total, { points: own }) => total + Math.round(own * 100), 0);
      return {
        day,
        placed,
        score: (hundredths + (isInTime ? 100 : 0)) / 100,
        sure: placed.filter(({ standing }) => isSure(standing)).length,
        isInTime,
      };
    })
    .sort((left, right) => right.score - left.score || (left.day < right.day ? -1 : 1));
}

/** Whether a borough that stands so could take part without a doubt. */
export function isSure(standing: Standing): boolean {
  return standing === 'ends-then' || standing === 'can-extend' || standing === 'rolling';
}

/** Whether it might take part once something has been found out. */
export function isPossible(standing: Standing): boolean {
  return standing === 'may-extend' || standing === 'ended' || standing === 'undated';
}
