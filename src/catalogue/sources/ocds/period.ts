/** Periods, options and money of OCDS, mapped to ours. */
import type { Period } from '../../../procurement/contract.ts';
import { addDays, addMonths, daysBetween, type IsoDate } from '../../../procurement/iso-date.ts';
import type { Value, ValueBasis } from '../../../procurement/value.ts';
import { cleanDescription } from '../shared/clean-text.ts';
import { readDate } from '../shared/dates.ts';
import { currencyOf, roundPence } from '../shared/money.ts';
import type { Dialect } from './dialect.ts';
import type { OcdsPeriod, OcdsValue } from './schema.ts';

/** The fields in which OCDS tells of extensions and options. */
export type OptionFields = {
  readonly hasRenewal?: boolean | null | undefined;
  readonly renewal?: { readonly description?: string | null | undefined } | null | undefined;
  readonly hasOptions?: boolean | null | undefined;
  readonly options?: { readonly description?: string | null | undefined } | null | undefined;
};

type Dates = Pick<Period, 'startDate' | 'endDate' | 'maxExtentDate' | 'datesAsPublished'>;

const noDates: Dates = { startDate: null, endDate: null, maxExtentDate: null, datesAsPublished: null };
const longestDays = 36_525;

/** The calendar days of a period as published; an end is worked out of a duration only when the start is known. */
export function datesOf(period: OcdsPeriod | null | undefined, dialect: Dialect): Dates {
  if (period === null || period === undefined) return noDates;
  const start = readDate(period.startDate);
  const end = readDate(period.endDate);
  const most = readDate(period.maxExtentDate);
  const words = [
    start.date === null && (start.partial !== null || !start.isUnderstood)
      ? `start: ${short(period.startDate)}`
      : null,
    end.date === null && (end.partial !== null || !end.isUnderstood) ? `end: ${short(period.endDate)}` : null,
    most.date === null && (most.partial !== null || !most.isUnderstood)
      ? `latest end: ${short(period.maxExtentDate)}`
      : null,
  ];
  let endDate = end.date;
  const days = period.durationInDays;
  if (endDate === null && typeof days === 'number' && days > 0 && days <= longestDays) {
    const length = lengthWords(days, dialect);
    if (start.date === null) words.push(`length: ${length}`);
    else {
      endDate = endAfter(start.date, days, dialect);
      words.push(`length: ${length}; the end is worked out from it`);
    }
  }
  // Half a month apart is the habit of counting thirty days to the month, not a contradiction.
  if (
    end.date !== null &&
    start.date !== null &&
    typeof days === 'number' &&
    days > 0 &&
    days <= longestDays
  ) {
    const byLength = endAfter(start.date, days, dialect);
    if (Math.abs(daysBetween(byLength, end.date)) > Math.max(16, days * 0.02))
      words.push(`length: ${lengthWords(days, dialect)}, which does not match the dates`);
  }
  const datesAsPublished = words.filter((part) => part !== null).join('; ') || null;
  return { startDate: start.date, endDate, maxExtentDate: most.date, datesAsPublished };
}

/** The period with the options that go with it. */
export function periodOf(dates: Dates, options: readonly OptionFields[]): Period {
  const hasEnd = dates.endDate !== null;
  return {
    startDate: dates.startDate,
    initialEndDate: null,
    endDate: dates.endDate,
    maxExtentDate: dates.maxExtentDate,
    term: hasEnd ? 'fixed' : 'unknown',
    datesAsPublished: dates.datesAsPublished,
    optionsAsPublished: optionWords(options),
  };
}

/** The planned period of all lots: earliest start to latest end, with words when they differ. */
export function lotDates(periods: readonly (OcdsPeriod | null | undefined)[], dialect: Dialect): Dates {
  const all = periods
    .filter((period) => period !== null && period !== undefined)
    .map((period) => datesOf(period, dialect));
  const [first] = all;
  if (first === undefined) return noDates;
  const words = [...new Set(all.map((dates) => dates.datesAsPublished).filter((word) => word !== null))];
  const spans = new Set(all.map((dates) => `${dates.startDate ?? '?'} to ${dates.endDate ?? '?'}`));
  if (spans.size > 1)
    words.push(`the ${all.length} lots have different dates; earliest start and latest end are shown`);
  return {
    startDate: extreme(
      all.map((dates) => dates.startDate),
      'first',
    ),
    endDate: extreme(
      all.map((dates) => dates.endDate),
      'last',
    ),
    maxExtentDate: extreme(
      all.map((dates) => dates.maxExtentDate),
      'last',
    ),
    datesAsPublished: words.slice(0, 5).join('; ') || null,
  };
}

/** Money with its basis; null when no usable number is published. */
export function moneyOf(
  money: OcdsValue | null | undefined,
  basis: ValueBasis,
  dialect: Dialect,
): Value | null {
  const net = typeof money?.amount === 'number' ? roundPence(money.amount) : null;
  const gross = typeof money?.amountGross === 'number' ? roundPence(money.amountGross) : null;
  const currency = currencyOf(money?.currency);
  if (net !== null)
    return {
      amount: net,
      currency,
      basis,
      vat: gross === null ? dialect.vat : 'excluding',
      asPublished: null,
    };
  return gross === null ? null : { amount: gross, currency, basis, vat: 'including', asPublished: null };
}

function optionWords(options: readonly OptionFields[]): string | null {
  const words = new Set<string>();
  for (const { hasRenewal, renewal, hasOptions, options: further } of options) {
    const renewalText = cleanDescription(renewal?.description);
    const optionText = cleanDescription(further?.description);
    // A flag may contradict the text, so both are kept.
    if (renewalText !== null)
      words.add(`Renewal${hasRenewal === false ? ' (hasRenewal: false)' : ''}: ${renewalText}`);
    else if (typeof hasRenewal === 'boolean') words.add(`hasRenewal: ${hasRenewal}`);
    if (optionText !== null)
      words.add(`Options${hasOptions === false ? ' (hasOptions: false)' : ''}: ${optionText}`);
    else if (hasOptions === true) words.add('hasOptions: true');
  }
  const joined = [...words].slice(0, 10).join(' | ');
  return joined === '' ? null : joined.slice(0, 2000);
}

function endAfter(start: IsoDate, days: number, dialect: Dialect): IsoDate {
  if (dialect.countsMonthsAsThirtyDays && days % 30 === 0) return addDays(addMonths(start, days / 30), -1);
  return addDays(start, Math.round(days) - 1);
}

function lengthWords(days: number, dialect: Dialect): string {
  return dialect.countsMonthsAsThirtyDays && days % 30 === 0
    ? `${days} days (${days / 30} months)`
    : `${days} days`;
}

function extreme(dates: readonly (IsoDate | null)[], which: 'first' | 'last'): IsoDate | null {
  const known = dates.filter((date) => date !== null).sort();
  return (which === 'first' ? known[0] : known.at(-1)) ?? null;
}

function short(text: string | null | undefined): string {
  return (text ?? '').slice(0, 40);
}
