/**
 * The day by which somebody must act, which is never the end date: the earlier of the option-notice deadline and the
 * target end less the lead time of the contract's class, moved back to a working day in England. Every step is said.
 */
import type { Contract, Period } from './contract.ts';
import { addDays, addMonths, formatDate, type IsoDate } from './iso-date.ts';
import {
  classify,
  classWords,
  comparedOn,
  type EndOfSupport,
  type LeadClass,
  type LeadTimes,
  type ProcurementDays,
} from './lead-times.ts';
import { dayWords, rangeOf, readDay } from './published-dates.ts';
import { firstOfWorkingDays, minusWorkingDays, onOrBeforeWorkingDay } from './working-days.ts';

export type { LeadClass, LeadTimes } from './lead-times.ts';
export { leadClassOf } from './lead-times.ts';

/** What the rule needs of a contract; a stored row, a freshly read record and an officer's own words all have it. */
export type ActByInput = Pick<Contract, 'kind' | 'serviceArea' | 'value' | 'period' | 'framework'> & {
  readonly participantCount: number;
  readonly productIds?: readonly string[];
  readonly flags?: readonly string[];
  readonly status?: Contract['status'];
};

/** The deadline for telling the supplier that an option is taken up. */
export type OptionNotice = { readonly deadline: IsoDate; readonly steps: readonly string[] };

/** The last working day to act, with its arithmetic; or why there is none. */
export type ActBy =
  | {
      readonly known: true;
      readonly date: IsoDate;
      /** Day counted back by the lead time, before the option notice is looked at. */
      readonly startBy: IsoDate;
      /** The end that is worked towards: the earliest day it can be. */
      readonly targetEnd: IsoDate;
      readonly leadMonths: number;
      readonly leadClass: LeadClass;
      readonly reasons: readonly string[];
      /** The date if what is not known came out otherwise. */
      readonly otherwise: {
        readonly leadClass: LeadClass;
        readonly leadMonths: number;
        readonly startBy: IsoDate;
        readonly when: string;
      } | null;
      readonly optionNotice: OptionNotice | null;
      /** Last day on which a tender begun at once can still be signed before the end. */
      readonly criticalAfter: IsoDate;
      /** The arithmetic in words, for the officer to check. */
      readonly steps: readonly string[];
    }
  | { readonly known: false; readonly because: string };

const agreements: ReadonlySet<string> = new Set(['contract', 'framework', 'service']);

function whyUnknown(input: ActByInput): string | null {
  const { period } = input;
  if (!agreements.has(input.kind)) return 'there is no contract here to act on';
  if (input.status === 'cancelled' || input.status === 'terminated') return 'it was cancelled or ended early';
  if (period.term === 'rolling')
    return period.noticeMonths == null
      ? 'it renews until someone gives notice, and the notice period is not known'
      : 'it renews until someone gives notice; the next anniversary decides';
  if (period.endDate === null)
    return period.term === 'event' ? 'it ends with an event, not on a date' : 'its end date is not known';
  if (period.startDate !== null && period.startDate > period.endDate)
    return 'its published end is before its start';
  if (period.endDate > '2100-12-31' || period.endDate < '1950-01-01')
    return 'its published end cannot be right';
  return null;
}

/** The supplier's own end for one of the products, when it holds for everybody and has a date; the earliest. */
function supportEnd(
  input: ActByInput,
  facts: readonly EndOfSupport[],
): { dated: (EndOfSupport & { date: IsoDate }) | null; undated: EndOfSupport | null } {
  const own = facts.filter(
    (fact) => fact.onlyFor === null && (input.productIds ?? []).includes(fact.productId),
  );
  const dated = own
    .flatMap((fact) => (fact.date === null ? [] : [{ ...fact, date: fact.date }]))
    .sort((left, right) => left.date.localeCompare(right.date));
  return { dated: dated[0] ?? null, undated: own.find((fact) => fact.date === null) ?? null };
}

/** End in force less the notice period, less working days for delivery, on a working day. */
export function optionNoticeOf(
  endDate: IsoDate,
  noticeMonths: number,
  deliveryWorkingDays: number,
): OptionNotice {
  const noticeEnd = addMonths(endDate, -noticeMonths);
  // A notice day that is no working day is moved back before delivery is taken off.
  const deadline = minusWorkingDays(onOrBeforeWorkingDay(noticeEnd), deliveryWorkingDays);
  return {
    deadline,
    steps: [
      `option notice: ${formatDate(endDate)} less ${noticeMonths} months’ notice is ${formatDate(noticeEnd)}`,
      `less ${deliveryWorkingDays} working days for delivery is ${formatDate(deadline)}`,
    ],
  };
}

/** An import asks for the same ends over and over. */
const tenderDays = new WeakMap<ProcurementDays, Map<IsoDate, IsoDate>>();

/** Last working day on which a tender notice still leaves room for tendering, evaluation and standstill before `endDate`. */
export function lastTenderDay(endDate: IsoDate, days: ProcurementDays): IsoDate {
  const known = tenderDays.get(days) ?? new Map<IsoDate, IsoDate>();
  const day = known.get(endDate);
  if (day !== undefined) return day;
  const standstill = firstOfWorkingDays(endDate, days.standstillWorkingDays);
  const last = onOrBeforeWorkingDay(addDays(standstill, -(days.evaluationDays + days.tenderingDays)));
  tenderDays.set(days, known.set(endDate, last));
  return last;
}

function endSteps(period: Period, earliest: IsoDate): string[] {
  if (period.endDate === null) return [];
  const precision = period.endPrecision ?? 'day';
  const said = dayWords(period.endDate, precision);
  const from = period.endFrom == null ? '' : ` (from “${period.endFrom}”)`;
  return precision === 'day'
    ? [`ends ${said}${from}`]
    : [`ends about ${said}${from}; the earliest day, ${formatDate(earliest)}, is counted from`];
}

/** The days of the rule without its words; null where there is no day to count back from. */
function countBack(input: ActByInput, leadTimes: LeadTimes) {
  const { period } = input;
  if (period.endDate === null) return null;
  const earliest = rangeOf(period.endDate, period.endPrecision ?? 'day').from;
  const support = supportEnd(input, leadTimes.endOfSupport);
  const isSupportEarlier = support.dated !== null && support.dated.date < earliest;
  const targetEnd = isSupportEarlier && support.dated !== null ? support.dated.date : earliest;
  const hasOptionLeft = period.maxExtentDate !== null && period.maxExtentDate > period.endDate;
  const classified = classify(
    {
      ...input,
      comparedOn: comparedOn(targetEnd),
      isAmountImplausible: input.flags?.includes('amount-implausible') ?? false,
    },
    leadTimes,
  );
  const leadMonths = leadTimes.months[classified.leadClass];
  const counted = addMonths(targetEnd, -leadMonths);
  const startBy = onOrBeforeWorkingDay(counted);
  const optionNotice =
    hasOptionLeft && period.noticeMonths != null
      ? optionNoticeOf(earliest, period.noticeMonths, leadTimes.optionDeliveryWorkingDays)
      : null;
  const date = optionNotice !== null && optionNotice.deadline < startBy ? optionNotice.deadline : startBy;
  const criticalAfter = lastTenderDay(targetEnd, leadTimes.days);
  return {
    earliest,
    support,
    isSupportEarlier,
    targetEnd,
    hasOptionLeft,
    classified,
    leadMonths,
    counted,
    startBy,
    optionNotice,
    date,
    criticalAfter,
  };
}

/** The two days that `actByOf` gives for the same contract, without working out the words; null when they are not known. */
export function actByDays(
  input: ActByInput,
  leadTimes: LeadTimes,
): { readonly date: IsoDate; readonly criticalAfter: IsoDate } | null {
  return whyUnknown(input) === null ? countBack(input, leadTimes) : null;
}

/** Counts back from the target end. Says why when it cannot. */
export function actByOf(input: ActByInput, leadTimes: LeadTimes): ActBy {
  const because = whyUnknown(input);
  const found = because === null ? countBack(input, leadTimes) : null;
  if (found === null) return { known: false, because: because ?? 'its end date is not known' };
  const { support, targetEnd, classified, leadMonths, counted, startBy, optionNotice, date } = found;
  const steps = endSteps(input.period, found.earliest);
  if (found.isSupportEarlier && support.dated !== null)
    steps.push(
      `the maker’s support for ${support.dated.productName} ends earlier, on ${formatDate(targetEnd)}: ${support.dated.what}`,
    );
  else if (support.undated !== null)
    steps.push(`${support.undated.productName}: ${support.undated.what}; no date is known`);
  if (found.hasOptionLeft) steps.push('options count as unused until someone decides to take them up');
  steps.push(`lead time ${leadMonths} months (${classWords[classified.leadClass]})`);
  steps.push(`${formatDate(targetEnd)} less ${leadMonths} months is ${formatDate(counted)}`);
  if (startBy !== counted) steps.push(`the working day on or before it is ${formatDate(startBy)}`);
  if (optionNotice !== null) steps.push(...optionNotice.steps);
  if (optionNotice !== null) steps.push(`the earlier of the two is ${formatDate(date)}`);
  const { otherwise } = classified;
  const otherMonths = otherwise === null ? 0 : leadTimes.months[otherwise.leadClass];
  return {
    known: true,
    date,
    startBy,
    targetEnd,
    leadMonths,
    leadClass: classified.leadClass,
    reasons: classified.reasons,
    otherwise:
      otherwise === null || otherMonths === leadMonths
        ? null
        : {
            ...otherwise,
            leadMonths: otherMonths,
            startBy: onOrBeforeWorkingDay(addMonths(targetEnd, -otherMonths)),
          },
    optionNotice,
    criticalAfter: found.criticalAfter,
    steps,
  };
}

/** `critical` once no tender begun at once can be signed in time; `late` once act-by has passed; `soon` in the three months before. */
export type ActByState = 'ok' | 'soon' | 'late' | 'critical' | 'ended';

/** State of a dated contract on `today`; without `criticalAfter` a late one is never called critical. */
export function actByState(
  actBy: IsoDate,
  endDate: IsoDate,
  today: IsoDate,
  criticalAfter: IsoDate | null = null,
): ActByState {
  if (endDate < today) return 'ended';
  if (criticalAfter !== null && criticalAfter < today && actBy < today) return 'critical';
  if (actBy < today) return 'late';
  if (addMonths(actBy, -3) <= today) return 'soon';
  return 'ok';
}

/** `anniversary 1 April` in the words of the source, as a day of any year that has it. */
function anniversaryIn(words: string | null): IsoDate | null {
  const match =
    /\banniversary(?:\s+(?:is|on|of|date))*:?\s+(\d{1,2})(?:st|nd|rd|th)?(?:\s+of)?\s+([a-z]{3,9})/i.exec(
      words ?? '',
    );
  return match === null ? null : (readDay(`${match[1]} ${match[2]} 2000`)?.date ?? null);
}

/** Next day on which a rolling contract renews: the anniversary published, else that of its start when known to the day. */
export function nextRenewal(period: Period, today: IsoDate): IsoDate | null {
  const said = anniversaryIn(period.datesAsPublished);
  if (said !== null) {
    const years = Number(today.slice(0, 4)) - 2000;
    const next = addMonths(said, 12 * years);
    return next > today ? next : addMonths(said, 12 * (years + 1));
  }
  if (period.startDate === null || (period.startPrecision ?? 'day') !== 'day') return null;
  const years = Math.max(1, Number(today.slice(0, 4)) - Number(period.startDate.slice(0, 4)));
  const next = addMonths(period.startDate, 12 * years);
  return next > today ? next : addMonths(period.startDate, 12 * (years + 1));
}
