/** Several records of one deal into the one contract that is shown; every disagreement is kept with the reason. */

import type { Period } from '../../procurement/contract.ts';
import type { IsoDate } from '../../procurement/iso-date.ts';
import type { Value } from '../../procurement/value.ts';
import { withoutDerivedDates } from '../derive-dates.ts';
import { supplierNameKey } from '../resolve/supplier-name.ts';
import { flagsOf } from '../sources/shared/flags.ts';
import { type Conflict, type ContractFields, numberOf, plainKey, type RecordFacts, textOf } from './facts.ts';

/** What counts first when sources disagree: the notice that binds before the list that repeats it. */
const provenanceOrder = [
  'ocds:ocds-h6vhtk',
  'ocds:ocds-b5fd17',
  'ocds',
  'contracts-finder',
  'published',
  'register',
  'systems',
];
const confidenceOrder = ['high', 'medium', 'low'];

const provenanceWords: Readonly<Record<string, string>> = {
  'ocds:ocds-h6vhtk': 'Find a Tender',
  'ocds:ocds-b5fd17': 'Contracts Finder',
  'contracts-finder': 'Contracts Finder export',
  published: 'published facts',
  register: 'contract register',
  systems: 'survey of systems',
};

/** Fields that can change while a contract runs: there the newest dated statement counts. */
const changing: ReadonlySet<string> = new Set(['end_date', 'max_extent_date', 'status', 'term']);
/** Fields that mean something only together come from one record: an amount with its basis, VAT and words. */
const companions: Readonly<Record<string, readonly string[]>> = {
  value_amount: ['value_currency', 'value_basis', 'vat', 'value_as_published'],
};
const accompanying: ReadonlySet<string> = new Set(Object.values(companions).flat());
/** Derived, technical or settled apart below. */
const derived: ReadonlySet<string> = new Set([
  'id',
  'record_key',
  'record_hash',
  'published_date',
  'act_by',
  'critical_after',
  'option_months',
  'notice_months',
  'flags',
  'notes',
  'visibility',
  'vendor',
  'kind',
]);
/** Words of each source, which differ between any two: the most trusted stand, the rest are with the sources. */
const neverInConflict: ReadonlySet<string> = new Set([
  'title',
  'cpv',
  'ocid',
  'route',
  'dates_as_published',
  'options_as_published',
  'product_as_published',
]);
/** Nothing said: these words are not a value to compare. */
const silent: ReadonlySet<string> = new Set(['unknown']);

function rank(order: readonly string[], value: string): number {
  const at = order.indexOf(value);
  return at === -1 ? order.length : at;
}

/** Most trusted first: confidence, then kind of source, then the newest; keys settle what is left. */
export function byTrust(left: RecordFacts, right: RecordFacts): number {
  return (
    rank(confidenceOrder, left.confidence) - rank(confidenceOrder, right.confidence) ||
    rank(provenanceOrder, left.provenance) - rank(provenanceOrder, right.provenance) ||
    (right.publishedDate ?? '').localeCompare(left.publishedDate ?? '') ||
    left.key.localeCompare(right.key)
  );
}

/** Newest first among dated records; undated ones after them by trust. */
function byRecency(left: RecordFacts, right: RecordFacts): number {
  const [first, second] = [left.publishedDate ?? '', right.publishedDate ?? ''];
  return second.localeCompare(first) || byTrust(left, right);
}

function isSaid(value: string | number | null | undefined): value is string | number {
  return value !== null && value !== undefined && value !== '' && !silent.has(String(value));
}

function sameValue(left: string | number, right: string | number): boolean {
  if (typeof left === 'number' && typeof right === 'number')
    return Math.abs(left - right) <= Math.abs(left) * 0.001;
  return String(left).toLowerCase() === String(right).toLowerCase();
}

function sourceName(facts: RecordFacts): string {
  const name = provenanceWords[facts.provenance] ?? facts.provenance;
  return facts.publishedDate === null ? name : `${name} of ${facts.publishedDate}`;
}

/**
 * A deal as its records together tell it; ids occur once each, and `conflicts` names no value that a source did not
 * publish.
 */
export type MergedFacts = {
  readonly contract: ContractFields;
  readonly participants: RecordFacts['participants'];
  readonly supplierIds: readonly string[];
  readonly productIds: readonly string[];
  readonly conflicts: readonly Conflict[];
  /** The record that leads: its key names the contract. */
  readonly leading: RecordFacts;
};

const strictness: Readonly<Record<string, number>> = { owner: 2, boroughs: 1, public: 0 };

/** Amounts not believed count last: they stand only where no other is published. */
function isPlausible(field: string, facts: RecordFacts): boolean {
  return field !== 'value_amount' || !(textOf(facts.contract, 'flags') ?? '').includes('amount-implausible');
}

function whyOf(field: string, winner: RecordFacts, others: readonly RecordFacts[]): string {
  const reason =
    changing.has(field) && winner.publishedDate !== null
      ? `${sourceName(winner)} is the newest that says so`
      : `${sourceName(winner)} is the most trusted source that says so (confidence ${winner.confidence})`;
  const basisOf = (facts: RecordFacts) => `${facts.contract['value_basis']} ${facts.contract['vat']}`;
  return field === 'value_amount' && others.some((facts) => basisOf(facts) !== basisOf(winner))
    ? `${reason}; the figures are not of one basis or VAT and are not compared`
    : reason;
}

/** The same firm under two spellings, or with its number and without, is no disagreement. */
function isSameFirm(field: string, left: RecordFacts, right: RecordFacts): boolean {
  if (field !== 'supplier_as_published') return false;
  const nameOf = (facts: RecordFacts) =>
    supplierNameKey(textOf(facts.contract, 'supplier_as_published') ?? '');
  return left.supplierIds.some((id) => right.supplierIds.includes(id)) || nameOf(left) === nameOf(right);
}

/** What the merged dates and amount look like together; a record's own flags may be about values that lost. */
function flagsFor(contract: ContractFields, sourceFlags: readonly string[]): string | null {
  const day = (name: string) => textOf(contract, name) as IsoDate | null;
  const period: Period = {
    startDate: day('start_date'),
    initialEndDate: day('initial_end_date'),
    endDate: day('end_date'),
    maxExtentDate: day('max_extent_date'),
    term: 'unknown',
    datesAsPublished: null,
    optionsAsPublished: null,
  };
  const amount = numberOf(contract, 'value_amount');
  const value: Value | null =
    amount === null ? null : { amount, currency: 'GBP', basis: 'unknown', vat: 'unknown', asPublished: null };
  const computed = ['end-before-start', 'end-after-2050', 'max-extent-before-end', 'amount-implausible'];
  const kept = sourceFlags.filter((flag) => !computed.includes(flag));
  const flags = [...new Set([...flagsOf(period, value), ...kept])];
  return flags.length === 0 ? null : flags.join(' ');
}

/** Pure; at least one record. The order of the records does not matter. */
export function mergeFacts(records: readonly RecordFacts[]): MergedFacts {
  // What one record's words add to its dates is derived anew from the merged fields.
  const published = records.map((facts) => ({ ...facts, contract: withoutDerivedDates(facts.contract) }));
  const trusted = [...published].sort(byTrust);
  const [leading] = trusted;
  if (leading === undefined) throw new TypeError('mergeFacts needs at least one record');
  const recent = [...published].sort(byRecency);
  const contract: Record<string, string | number | null> = { ...leading.contract };
  const conflicts: Conflict[] = [];
  for (const field of Object.keys(leading.contract)) {
    if (derived.has(field) || accompanying.has(field)) continue;
    const saying = (changing.has(field) ? recent : trusted).filter((facts) => isSaid(facts.contract[field]));
    const candidates = [
      ...saying.filter((facts) => isPlausible(field, facts)),
      ...saying.filter((facts) => !isPlausible(field, facts)),
    ];
    const [winner] = candidates;
    // Words may stand without the amount or date they are about.
    for (const name of companions[field] ?? []) {
      const first = winner ?? trusted.find((facts) => isSaid(facts.contract[name]));
      if (first !== undefined) contract[name] = first.contract[name] ?? null;
    }
    if (winner === undefined) continue;
    const value = winner.contract[field] as string | number;
    contract[field] = value;
    if (neverInConflict.has(field)) continue;
    const differing = candidates
      .slice(1)
      .filter(
        (facts) =>
          !sameValue(value, facts.contract[field] as string | number) && !isSameFirm(field, winner, facts),
      );
    if (differing.length === 0) continue;
    conflicts.push({
      field,
      chosen: { key: plainKey(winner.key), value },
      others: differing.map((facts) => ({
        key: plainKey(facts.key),
        value: facts.contract[field] as string | number,
      })),
      why: whyOf(field, winner, differing),
    });
  }
  // That a system is in use says nothing against a contract for it.
  contract['kind'] =
    trusted.map((facts) => facts.contract['kind']).find((kind) => kind !== 'system') ??
    leading.contract['kind'] ??
    'system';
  contract['flags'] = flagsFor(
    contract,
    trusted.flatMap((facts) =>
      (textOf(facts.contract, 'flags') ?? '').split(' ').filter((flag) => flag !== ''),
    ),
  );
  // The strictest level of any record holds: a public copy of one fact does not open the rest.
  contract['visibility'] =
    trusted
      .map((facts) => String(facts.contract['visibility']))
      .sort((left, right) => (strictness[right] ?? 0) - (strictness[left] ?? 0))[0] ?? 'public';
  const notes = [
    ...new Set(trusted.map((facts) => facts.contract['notes']).filter((note) => typeof note === 'string')),
  ];
  contract['notes'] = notes.length === 0 ? null : notes.join(' ').slice(0, 4_000);
  contract['published_date'] = recent[0]?.publishedDate ?? null;
  contract['vendor'] =
    trusted.map((facts) => facts.contract['vendor']).find((vendor) => isSaid(vendor)) ?? null;
  const participants = new Map<string, RecordFacts['participants'][number]>();
  for (const facts of trusted)
    for (const participant of facts.participants)
      if (!participants.has(participant.buyer_id)) participants.set(participant.buyer_id, participant);
  return {
    contract,
    participants: [...participants.values()],
    supplierIds: [...new Set(trusted.flatMap((facts) => facts.supplierIds))],
    productIds: [...new Set(trusted.flatMap((facts) => facts.productIds))].sort(),
    conflicts,
    leading,
  };
}
