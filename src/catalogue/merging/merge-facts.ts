/** Several records of one deal into the one contract that is shown; every disagreement is kept with the reason. */
import { withoutDerivedDates } from '../derive-dates.ts';
import type { Conflict, ContractFields, RecordFacts } from './facts.ts';

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
/** Derived or technical: recomputed or taken from the leading record, never a conflict. */
const derived: ReadonlySet<string> = new Set([
  'id',
  'record_key',
  'record_hash',
  'published_date',
  'act_by',
  'critical_after',
  'start_precision',
  'end_precision',
  'max_extent_precision',
  'start_from',
  'end_from',
  'max_extent_from',
  'option_months',
  'notice_months',
  'flags',
  'notes',
  'visibility',
  'title',
  'cpv',
  'vendor',
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

/** Pure; at least one record. The order of the records does not matter. */
export function mergeFacts(given: readonly RecordFacts[]): MergedFacts {
  // Dates worked out of one record's words must not stand against dates another source published.
  const records = given.map((facts) => ({ ...facts, contract: withoutDerivedDates(facts.contract) }));
  const trusted = [...records].sort(byTrust);
  const [leading] = trusted;
  if (leading === undefined) throw new TypeError('mergeFacts needs at least one record');
  const recent = [...records].sort(byRecency);
  const contract: Record<string, string | number | null> = { ...leading.contract };
  const conflicts: Conflict[] = [];
  for (const field of Object.keys(leading.contract)) {
    if (derived.has(field)) continue;
    const candidates = (changing.has(field) ? recent : trusted).filter((facts) =>
      isSaid(facts.contract[field]),
    );
    const [winner] = candidates;
    if (winner === undefined) continue;
    const value = winner.contract[field] as string | number;
    contract[field] = value;
    const others = candidates.slice(1).flatMap((facts) => {
      const other = facts.contract[field] as string | number;
      return sameValue(value, other) ? [] : [{ key: facts.key, value: other }];
    });
    if (others.length === 0) continue;
    const why = changing.has(field)
      ? `${sourceName(winner)} is the newest that says so`
      : `${sourceName(winner)} is the most trusted source that says so (confidence ${winner.confidence})`;
    conflicts.push({ field, chosen: { key: winner.key, value }, others, why });
  }
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
