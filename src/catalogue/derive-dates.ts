/**
 * What words add to the dates of a contract: partial dates, ends worked out of a start and a length, options and the
 * latest end they allow. Works on the columns of a row, so that a single record and a merged deal are treated alike;
 * a date read from words carries them in `start_from`, `end_from` or `max_extent_from`.
 */
import { type ActByInput, actByDays, type LeadTimes } from '../procurement/act-by.ts';
import type { ContractKind, ContractStatus, DatePrecision, Period, Term } from '../procurement/contract.ts';
import { type ExtensionOptions, parseExtensionOptions } from '../procurement/extension-options.ts';
import { addMonths, daysBetween, endOfMonth, type IsoDate } from '../procurement/iso-date.ts';
import { endAfter, type PublishedDay, readPeriodWords } from '../procurement/published-dates.ts';
import { readTermWords } from '../procurement/term-words.ts';
import type { ValueBasis, VatBasis } from '../procurement/value.ts';

/** Columns of a contract as stored. */
export type DateFields = Readonly<Record<string, string | number | null>>;

const agreements: ReadonlySet<string> = new Set(['contract', 'framework', 'service']);
const columns = ['start', 'end', 'max_extent'] as const;

type AnyFields = Readonly<Record<string, unknown>>;

function text(fields: AnyFields, name: string): string | null {
  const value = fields[name];
  return typeof value === 'string' ? value : null;
}

function days(fields: AnyFields, name: string): IsoDate | null {
  return text(fields, `${name}_date`) as IsoDate | null;
}

function number(fields: AnyFields, name: string): number | null {
  const value = fields[name];
  return typeof value === 'number' ? value : null;
}

const derivedColumns = columns.map((name) => [`${name}_date`, `${name}_from`, `${name}_precision`] as const);

/** The fields without anything read from words: what sources published as dates. Merging compares only those. */
export function withoutDerivedDates<Fields extends DateFields>(fields: Fields): Fields {
  const bare: Record<string, string | number | null> = { ...fields };
  for (const [date, from, precision] of derivedColumns) {
    if (text(fields, from) !== null) bare[date] = null;
    bare[from] = null;
    bare[precision] = null;
  }
  return bare as Fields;
}

/** Feeds that give a length in days instead of an end say so in their words. */
function workedOutOfLength(words: string | null): string | null {
  return words?.includes('the end is worked out from it') === true ? words : null;
}

/** The period of a row as the domain has it. */
export function periodOf(fields: AnyFields): Period {
  return {
    startDate: days(fields, 'start'),
    initialEndDate: days(fields, 'initial_end'),
    endDate: days(fields, 'end'),
    maxExtentDate: days(fields, 'max_extent'),
    term: (text(fields, 'term') ?? 'unknown') as Term,
    datesAsPublished: text(fields, 'dates_as_published'),
    optionsAsPublished: text(fields, 'options_as_published'),
    startPrecision: text(fields, 'start_precision') as DatePrecision | null,
    endPrecision: text(fields, 'end_precision') as DatePrecision | null,
    maxExtentPrecision: text(fields, 'max_extent_precision') as DatePrecision | null,
    startFrom: text(fields, 'start_from'),
    endFrom: text(fields, 'end_from') ?? workedOutOfLength(text(fields, 'dates_as_published')),
    maxExtentFrom: text(fields, 'max_extent_from'),
    optionMonths: number(fields, 'option_months'),
    noticeMonths: number(fields, 'notice_months'),
  };
}

/** A row of its own, not shared with what it was made from. */
type Draft = Record<string, string | number | null>;

function put(draft: Draft, name: (typeof columns)[number], day: PublishedDay, words: string): void {
  draft[`${name}_date`] = day.date;
  draft[`${name}_precision`] = day.precision === 'day' ? null : day.precision;
  draft[`${name}_from`] = words.slice(0, 300);
}

/** The start of an extension is not the start of the contract. */
function isLaterTerm(draft: Draft, start: IsoDate): boolean {
  const before = draft['initial_end_date'] ?? draft['end_date'];
  return typeof before === 'string' && start > before;
}

/** Only what would move no date wrongly: the year alone is never stored as an end. */
function readDates(draft: Draft, words: string): void {
  const said = readPeriodWords(words);
  const isAgreement = agreements.has(String(draft['kind']));
  if (!isAgreement) return;
  if (
    draft['start_date'] == null &&
    said.start !== null &&
    said.start.precision !== 'year' &&
    !isLaterTerm(draft, said.start.date)
  )
    put(draft, 'start', said.start, words);
  if (
    draft['end_date'] != null ||
    draft['initial_end_date'] != null ||
    draft['term'] === 'rolling' ||
    draft['term'] === 'event'
  )
    return;
  if (said.end !== null && said.end.precision !== 'year') {
    put(draft, 'end', said.end, words);
    return;
  }
  const start = startOf(draft);
  if (start === null || said.lengthMonths === null) return;
  const end = endAfter(start, said.lengthMonths, words);
  if (end !== null && end.confidence !== 'low') put(draft, 'end', end, words);
}

function startOf(draft: Draft): PublishedDay | null {
  const date = draft['start_date'];
  if (typeof date !== 'string') return null;
  const precision = (draft['start_precision'] ?? 'day') as DatePrecision;
  return { date: date as IsoDate, precision, isDerived: false, asPublished: date, confidence: 'high' };
}

function monthsBetween(start: IsoDate, end: IsoDate): number {
  return Math.round(daysBetween(start, end) / 30.4375);
}

/** The latest end the options allow; null where it is open whether the published end holds them already. */
function latestEnd(draft: Draft, options: ExtensionOptions): IsoDate | null {
  const end = draft['end_date'] as IsoDate | null;
  if (end === null || options.totalMonths === null || options.wasUsed || options.saysNone) return null;
  if (draft['initial_end_date'] !== null && draft['initial_end_date'] !== undefined) return null;
  const start = draft['start_date'] as IsoDate | null;
  if (start !== null && options.initialMonths !== null) {
    const length = monthsBetween(start, end);
    if (Math.abs(length - (options.initialMonths + options.totalMonths)) <= 1) return end;
    if (Math.abs(length - options.initialMonths) > 1) return null;
  }
  const latest = addMonths(end, options.totalMonths);
  if (start !== null && options.maximumMonths !== null) {
    const longest = addMonths(start, options.maximumMonths);
    if (Math.abs(monthsBetween(end, longest)) <= 1) return end;
    if (monthsBetween(longest, latest) > 1) return null;
  }
  // 28 February plus a year is 28 February; an end on the last day of its month stays on the last day.
  return endOfMonth(end) === end ? endOfMonth(latest) : latest;
}

const ownFlags: ReadonlySet<string> = new Set([
  'renewal-flag-contradicts-text',
  'duration-contradicts-dates',
]);

function flagsWith(draft: Draft, added: readonly string[]): string | null {
  const kept =
    typeof draft['flags'] === 'string' ? draft['flags'].split(' ').filter((flag) => !ownFlags.has(flag)) : [];
  const flags = new Set([...kept, ...added]);
  return flags.size === 0 ? null : [...flags].join(' ');
}

/** The options' own words first: what they say again of the first term must not be counted twice. */
function readOptions(dates: string | null, optionWords: string | null): ExtensionOptions {
  const bare = (optionWords ?? '').replace(/\bhas(?:Renewal|Options): (?:true|false)\b/g, '');
  const own = parseExtensionOptions(bare);
  const ofDates = parseExtensionOptions(dates ?? '');
  if (own.options.length > 0 || own.saysNone)
    return {
      ...own,
      initialMonths: own.initialMonths ?? ofDates.initialMonths,
      wasUsed: own.wasUsed || ofDates.wasUsed,
    };
  return parseExtensionOptions([dates, bare].filter((part) => part !== null && part !== '').join('; '));
}

/** Adds what the words say; fields that are published as dates are never changed. Idempotent. */
export function deriveDates(given: DateFields): Draft {
  const draft: Draft = withoutDerivedDates(given);
  draft['option_months'] = null;
  draft['notice_months'] = null;
  const dates = text(given, 'dates_as_published');
  const optionWords = text(given, 'options_as_published');
  if (dates !== null && draft['term'] === 'unknown')
    draft['term'] = readTermWords(dates).confidence === 'high' ? readTermWords(dates).term : 'unknown';
  if (dates !== null) readDates(draft, dates);
  const words = [dates, optionWords].filter((part) => part !== null).join('; ');
  if (words === '') {
    draft['flags'] = flagsWith(draft, []);
    return draft;
  }
  const options = readOptions(dates, optionWords);
  draft['option_months'] = options.totalMonths;
  draft['notice_months'] = options.noticeMonths;
  const latest = draft['max_extent_date'] == null ? latestEnd(draft, options) : null;
  if (latest !== null) {
    const precision = (draft['end_precision'] ?? 'day') as DatePrecision;
    put(
      draft,
      'max_extent',
      { date: latest, precision, isDerived: true, asPublished: words, confidence: 'medium' },
      optionWords ?? words,
    );
  }
  const flags: string[] = [];
  const saysOptions = options.totalMonths !== null || options.hasUnknownLength;
  if (
    optionWords !== null &&
    ((/hasRenewal: false/.test(optionWords) && saysOptions) ||
      (/hasRenewal: true/.test(optionWords) && options.saysNone))
  )
    flags.push('renewal-flag-contradicts-text');
  if (dates?.includes('does not match the dates') === true) flags.push('duration-contradicts-dates');
  draft['flags'] = flagsWith(draft, flags);
  return draft;
}

/** What the act-by rule needs of a row. */
export function actByInputOf(
  fields: DateFields,
  participantCount: number,
  productIds: readonly string[],
): ActByInput {
  const amount = number(fields, 'value_amount');
  return {
    kind: (text(fields, 'kind') ?? 'contract') as ContractKind,
    status: (text(fields, 'status') ?? 'unknown') as ContractStatus,
    serviceArea: text(fields, 'service_area'),
    framework: text(fields, 'framework'),
    participantCount,
    productIds,
    flags: text(fields, 'flags')?.split(' ') ?? [],
    value:
      amount === null
        ? null
        : {
            amount,
            currency: text(fields, 'value_currency') ?? 'GBP',
            basis: (text(fields, 'value_basis') ?? 'unknown') as ValueBasis,
            vat: (text(fields, 'vat') ?? 'unknown') as VatBasis,
            asPublished: text(fields, 'value_as_published'),
          },
    period: periodOf(fields),
  };
}

/** Everything derived: dates from words, then act-by and the day after which no tender can be signed in time. */
export function deriveFields(
  fields: DateFields,
  participantCount: number,
  productIds: readonly string[],
  leadTimes: LeadTimes,
): DateFields {
  const draft = deriveDates(fields);
  const actBy = actByDays(actByInputOf(draft, participantCount, productIds), leadTimes);
  draft['act_by'] = actBy?.date ?? null;
  draft['critical_after'] = actBy?.criticalAfter ?? null;
  return draft;
}

const optionHint = /\b(?:option\w*|exten[ds]\w*|extension\w*|renew\w*)\b|\d\s*\+\s*\d/i;

/** Sentences of a description that speak of options, for sources that have no field for them; null when none does. */
export function optionsInDescription(description: string | null): string | null {
  if (description === null || !optionHint.test(description)) return null;
  const sentences = description
    .slice(0, 8_000)
    .split(/(?<=[.;!?])\s+(?=[A-Z(])|\n+/)
    .filter((sentence) => optionHint.test(sentence) && sentence.length < 400);
  const kept = sentences.filter((sentence) => {
    const read = parseExtensionOptions(sentence);
    return read.totalMonths !== null || read.saysNone;
  });
  return kept.length === 0 ? null : kept.slice(0, 3).join(' ').trim();
}
