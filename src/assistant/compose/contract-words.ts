/** How a contract is said: the same words in cards, text and the terminal. */
import type { CatalogueContract } from '../../catalogue/queries/load-contracts.ts';
import { type ActByState, actByState, nextRenewal } from '../../procurement/act-by.ts';
import { contractState } from '../../procurement/contract-state.ts';
import { formatDate, type IsoDate } from '../../procurement/iso-date.ts';
import { dayWords } from '../../procurement/published-dates.ts';
import { formatValue } from '../../procurement/value.ts';
import type { Cell } from '../answer.ts';

const sameName = (left: string, right: string) =>
  left.toLowerCase().replace(/\W/g, '') === right.toLowerCase().replace(/\W/g, '');

/** Today's product name, with the published one beside it when it differs; else the title. */
export function productWords(contract: CatalogueContract): string {
  const published = contract.productAsPublished;
  if (contract.productName === null) return published ?? contract.title;
  const tellsMore = published !== null && !sameName(published, contract.productName);
  return tellsMore ? `${contract.productName} (published as “${published}”)` : contract.productName;
}

/** `supplier NEC Software Solutions UK Limited`; a reseller is named with the maker behind it. */
export function supplierWords(contract: CatalogueContract): string {
  const { supplierAsPublished, vendor } = contract;
  if (vendor !== null && /\bin-house\b/i.test(vendor)) return 'built in-house';
  if (supplierAsPublished === null)
    return vendor === null ? 'supplier not published' : `${vendor} (supplier of record not published)`;
  if (
    vendor === null ||
    sameName(vendor, supplierAsPublished) ||
    supplierAsPublished.toLowerCase().includes(vendor.toLowerCase().split(' ')[0] ?? '')
  )
    return supplierAsPublished;
  return `${supplierAsPublished} (made by ${vendor})`;
}

const over: ReadonlySet<string> = new Set(['ended', 'past-max', 'cancelled', 'terminated']);

/** Whether it is over: the end in force has passed, or it was cancelled or ended early. */
export function hasEnded(contract: CatalogueContract, today: IsoDate): boolean {
  const { endDate } = contract.period;
  return over.has(contractState(contract, today)) || (endDate !== null && endDate < today);
}

/** `31 July 2030`, or `about July 2030` when only the month is known. */
export function endDayWords(contract: CatalogueContract): string | null {
  const { endDate, endPrecision } = contract.period;
  if (endDate === null) return null;
  const precision = endPrecision ?? 'day';
  return precision === 'day' ? formatDate(endDate) : `about ${dayWords(endDate, precision)}`;
}

/** ` (worked out from “five years from 1 October 2025”)`, or nothing when the date was published as a date. */
function fromWords(words: string | null | undefined): string {
  if (words == null) return '';
  return ` (worked out from “${words.length > 120 ? `${words.slice(0, 118)}…` : words}”)`;
}

/** The end in force in words, never computed from a length alone. */
export function endWords(contract: CatalogueContract, today: IsoDate): string {
  const { period } = contract;
  if (period.term === 'rolling') return 'rolls on until notice is given';
  if (period.term === 'event') return 'ends with an event, not on a date';
  if (period.endDate === null)
    return contract.kind === 'system' ? 'no contract dates on record' : 'end not published';
  if (contract.status === 'cancelled') return 'cancelled';
  const end = `${endDayWords(contract) ?? ''}${fromWords(period.endFrom)}`;
  return period.endDate < today ? `ended ${end}` : end;
}

/** The latest possible end, a limit and not a forecast. */
export function latestEndWords(contract: CatalogueContract): string {
  const { maxExtentDate, maxExtentPrecision, maxExtentFrom, endDate, optionsAsPublished } = contract.period;
  if (maxExtentDate !== null) {
    return maxExtentDate === endDate
      ? 'no further extension possible'
      : `latest possible ${(maxExtentPrecision ?? 'day') === 'day' ? '' : 'about '}${dayWords(maxExtentDate, maxExtentPrecision ?? 'day')}${fromWords(maxExtentFrom)}`;
  }
  return optionsAsPublished === null ? 'latest possible end not published' : `options: ${optionsAsPublished}`;
}

/** Whether the contract has started on `today`; unknown starts count as started. */
export function hasStarted(contract: CatalogueContract, today: IsoDate): boolean {
  return contract.period.startDate === null || contract.period.startDate <= today;
}

/** State of the act-by date, or null where there is none. */
export function actByStateOf(contract: CatalogueContract, today: IsoDate): ActByState | null {
  const { endDate } = contract.period;
  return contract.actBy === null || endDate === null
    ? null
    : actByState(contract.actBy, endDate, today, contract.criticalAfter);
}

/** `31 July 2028`, with “already past” or “soon” where it is so; or why there is no such day. */
export function actByDay(contract: CatalogueContract, today: IsoDate): string {
  const state = actByStateOf(contract, today);
  if (state === 'ended') return 'ended: check what replaced it';
  if (contract.actBy === null || state === null) {
    if (contract.period.term === 'rolling') return 'notice period not known';
    if (contract.kind === 'procurement') return 'not a contract yet';
    return contract.kind === 'system' ? 'no contract on record' : 'not known: no end date';
  }
  const day = formatDate(contract.actBy);
  if (state === 'critical') return `${day} (already past; too late for a full tender)`;
  if (state === 'late') return `${day} (already past)`;
  return state === 'soon' ? `${day} (soon)` : day;
}

/** The same for a sentence: `act by 31 July 2028`. */
export function actByWords(contract: CatalogueContract, today: IsoDate): string {
  const state = actByStateOf(contract, today);
  return state === null || state === 'ended'
    ? `act by: ${actByDay(contract, today)}`
    : `act by ${actByDay(contract, today)}`;
}

const tones: Readonly<Record<ActByState, Cell['tone']>> = {
  ok: 'good',
  soon: 'warning',
  late: 'attention',
  critical: 'attention',
  ended: 'subtle',
};

/** Colour that goes with `actByDay`; the words carry the meaning. */
export function actByTone(contract: CatalogueContract, today: IsoDate): Cell['tone'] {
  const state = actByStateOf(contract, today);
  return state === null ? 'subtle' : tones[state];
}

/** Route and framework as published. */
export function routeWords(contract: CatalogueContract): string {
  const { route, framework } = contract;
  if (route === null) return framework === null ? 'route not published' : `framework ${framework}`;
  return framework === null || route.includes(framework) ? route : `${route}, ${framework}`;
}

/** Value with its basis; the published words where no single figure could be taken. */
export function valueWords(contract: CatalogueContract): string {
  if (contract.value === null)
    return contract.valueAsPublished === null
      ? 'value not published'
      : `value as published: ${contract.valueAsPublished}`;
  return formatValue(contract.value);
}

/** `Hillingdon`, or `Sutton (lead) and Kingston upon Thames`; long lists are counted. */
export function boroughsWords(contract: CatalogueContract): string {
  const [lead, ...others] = contract.participants;
  if (lead === undefined) return 'buyer not known';
  if (others.length === 0) return lead.shortName;
  if (others.length > 3) return `${lead.shortName} with ${others.length} others`;
  return `${lead.shortName} with ${others.map((participant) => participant.shortName).join(', ')}`;
}

/** Live first, by end; then those without an end; ended ones last, latest first. */
export function byLiveThenEnd(today: IsoDate): (left: CatalogueContract, right: CatalogueContract) => number {
  const group = (contract: CatalogueContract) =>
    hasEnded(contract, today) ? 2 : contract.period.endDate === null ? 1 : 0;
  return (left, right) => {
    const byGroup = group(left) - group(right);
    if (byGroup !== 0) return byGroup;
    const [first, second] = [left.period.endDate ?? '', right.period.endDate ?? ''];
    return group(left) === 2 ? second.localeCompare(first) : first.localeCompare(second);
  };
}

/** The next anniversary of a rolling contract's start that lies after `today`; null when the start is not known. */
export function nextAnniversary(contract: CatalogueContract, today: IsoDate): IsoDate | null {
  return contract.period.term === 'rolling' ? nextRenewal(contract.period, today) : null;
}
