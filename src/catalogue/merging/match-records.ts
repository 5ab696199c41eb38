/** Finds the deals that records just written may belong to, and decides: merge, ask a person, or leave apart. */
import { type Kysely, sql, type Transaction } from 'kysely';
import type { Tables } from '../../database/tables.ts';
import type { RecordFacts } from './facts.ts';
import { autoMergeFrom, reviewFrom, scorePair } from './score-pair.ts';
import { recordsOfDeals, type StoredRecord } from './stored-facts.ts';

type Reader = Kysely<Tables> | Transaction<Tables>;

/** A second candidate this close makes the best one unsure: lots of one notice look alike. */
const clearMargin = 0.05;

/** Two records that are, or may be, one deal. */
export type Pair = {
  readonly first: StoredRecord;
  readonly second: StoredRecord;
  readonly score: number;
  readonly reasons: readonly string[];
};

export type Matches = {
  readonly merge: readonly Pair[];
  readonly review: readonly Pair[];
};

/** Above this many records of other sources the search starts from the batch, below it from the others. */
const fewOthers = 20_000;

/** How many records of each provenance were there before the import. */
export type ProvenanceCounts = ReadonlyMap<string, number>;

/** Counted once an import: it decides how to search, never what is found. */
export async function countProvenances(database: Reader): Promise<ProvenanceCounts> {
  const { rows } = await sql<{ provenance: string; count: number }>`
    select provenance, count(*) as count from source_records group by provenance`.execute(database);
  return new Map(rows.map((row) => [row.provenance, Number(row.count)]));
}

/**
 * Pairs of deals worth scoring: another provenance, a shared London authority, and the same supplier, product or
 * procurement id. One statement for the whole batch.
 */
async function candidatePairs(
  database: Reader,
  dealIds: readonly string[],
  provenances: readonly string[],
  counts: ProvenanceCounts,
): Promise<{ left: string; right: string }[]> {
  const others = [...counts]
    .filter(([provenance]) => provenances.length > 1 || !provenances.includes(provenance))
    .reduce((sum, [, count]) => sum + count, 0);
  if (others === 0 && provenances.length < 2) return [];
  const ids = sql.join([...dealIds]);
  const own = sql.join([...provenances]);
  // With several provenances in one batch each may match the other, so none is left out.
  const isOther = provenances.length > 1 ? sql`true` : sql`source_records.provenance not in (${own})`;
  const theirs =
    others <= fewOthers
      ? sql`theirs as materialized (
          select contracts.id, source_records.contract_id as deal_id from source_records
          join contracts on contracts.id = source_records.contract_id or contracts.deal_id = source_records.contract_id
          where ${isOther} and contracts.kind <> 'procurement')`
      : sql`theirs as not materialized (
          select contracts.id, coalesce(contracts.deal_id, contracts.id) as deal_id from contracts
          where contracts.kind <> 'procurement' and exists (select 1 from source_records
            where source_records.contract_id = coalesce(contracts.deal_id, contracts.id) and ${isOther}))`;
  const { rows } = await sql<{ left_id: string; right_id: string }>`
    with batch as materialized (select id, ocid from contracts where id in (${ids}) and kind <> 'procurement'),
    ${theirs},
    pairs as (
      select batch.id as left_id, theirs.id as row_id, theirs.deal_id
      from batch
      join contract_suppliers as ours on ours.contract_id = batch.id
      join suppliers as our_supplier on our_supplier.id = ours.supplier_id
      join suppliers as their_supplier on their_supplier.normalised_name = our_supplier.normalised_name or their_supplier.canonical_id = our_supplier.canonical_id
      join contract_suppliers as signed on signed.supplier_id = their_supplier.id
      join theirs on theirs.id = signed.contract_id
      union
      select batch.id, theirs.id, theirs.deal_id
      from batch
      join contract_products as ours on ours.contract_id = batch.id
      join contract_products as used on used.product_id = ours.product_id
      join theirs on theirs.id = used.contract_id
      union
      select batch.id, theirs.id, theirs.deal_id
      from batch
      join contracts on contracts.ocid = batch.ocid
      join theirs on theirs.id = contracts.id
    )
    select distinct pairs.left_id, pairs.deal_id as right_id
    from pairs
    where pairs.left_id <> pairs.deal_id
      and exists (select 1 from participants as ours join participants as others on others.buyer_id = ours.buyer_id
        where ours.contract_id = pairs.left_id and others.contract_id = pairs.row_id and ours.buyer_id like 'E09%')`.execute(
    database,
  );
  return rows.map((row) => ({ left: row.left_id, right: row.right_id }));
}

/** Suppliers under one id: the firm's number where the name is known with one. */
async function canonicalSuppliers(
  database: Reader,
  records: readonly StoredRecord[],
): Promise<Map<string, string>> {
  const ids = [...new Set(records.flatMap((record) => record.facts.supplierIds))];
  if (ids.length === 0) return new Map();
  const rows = await database
    .selectFrom('suppliers')
    .select(['id', 'canonical_id', 'normalised_name', 'company_number'])
    .where('id', 'in', ids)
    .execute();
  const firmOfName = new Map<string, string | null>();
  for (const row of rows) {
    if (row.company_number === null) continue;
    // Two numbers under one name: the name alone tells neither.
    firmOfName.set(
      row.normalised_name,
      firmOfName.has(row.normalised_name) && firmOfName.get(row.normalised_name) !== row.canonical_id
        ? null
        : row.canonical_id,
    );
  }
  return new Map(
    rows.map((row) => [
      row.id,
      row.company_number === null
        ? (firmOfName.get(row.normalised_name) ?? row.canonical_id)
        : row.canonical_id,
    ]),
  );
}

function withCanonical(record: StoredRecord, canonical: ReadonlyMap<string, string>): RecordFacts {
  return { ...record.facts, supplierIds: record.facts.supplierIds.map((id) => canonical.get(id) ?? id) };
}

/** What persons have decided about these records; the key is both record keys in order. */
async function decisionsAbout(database: Reader, keys: readonly string[]): Promise<Map<string, boolean>> {
  if (keys.length === 0) return new Map();
  const rows = await database
    .selectFrom('merge_decisions')
    .select(['first_key', 'second_key', 'is_same'])
    .where((builder) =>
      builder.or([builder('first_key', 'in', [...keys]), builder('second_key', 'in', [...keys])]),
    )
    .execute();
  return new Map(rows.map((row) => [pairKey(row.first_key, row.second_key), row.is_same]));
}

/** Both keys in alphabetical order, as decisions and reviews are stored. */
export function pairKey(left: string, right: string): string {
  return left < right ? `${left}\n${right}` : `${right}\n${left}`;
}

type Scored = Pair & { readonly decided: boolean | null };

/** The best candidate of each deal in each provenance, when no other comes close from either side. */
function isClearBest(pair: Scored, all: readonly Scored[]): boolean {
  const rivals = all.filter(
    (other) =>
      other !== pair &&
      ((other.first.dealId === pair.first.dealId &&
        other.second.dealId !== pair.second.dealId &&
        other.second.facts.provenance === pair.second.facts.provenance) ||
        (other.second.dealId === pair.second.dealId &&
          other.first.dealId !== pair.first.dealId &&
          other.first.facts.provenance === pair.first.facts.provenance)),
  );
  return rivals.every((rival) => pair.score - rival.score >= clearMargin);
}

/** Scores what was just written against the rest; nothing is changed here. */
export async function findMatches(
  database: Reader,
  dealIds: readonly string[],
  provenances: readonly string[],
  counts: ProvenanceCounts,
): Promise<Matches> {
  if (dealIds.length === 0) return { merge: [], review: [] };
  const candidates = await candidatePairs(database, dealIds, provenances, counts);
  if (candidates.length === 0) return { merge: [], review: [] };
  const records = await recordsOfDeals(database, [
    ...new Set(candidates.flatMap(({ left, right }) => [left, right])),
  ]);
  const canonical = await canonicalSuppliers(database, records);
  const byDeal = groupByDeal(records);
  const decisions = await decisionsAbout(
    database,
    records.map((record) => record.facts.key),
  );
  const scored: Scored[] = [];
  for (const { left, right } of candidates) {
    for (const first of byDeal.get(left) ?? []) {
      for (const second of byDeal.get(right) ?? []) {
        const decided = decisions.get(pairKey(first.facts.key, second.facts.key)) ?? null;
        if (decided === false || (first.facts.provenance === second.facts.provenance && decided !== true))
          continue;
        const { score, reasons } = scorePair(
          withCanonical(first, canonical),
          withCanonical(second, canonical),
        );
        if (decided === true || score >= reviewFrom)
          scored.push({ first, second, score: decided === true ? 1 : score, reasons, decided });
      }
    }
  }
  const provenancesOf = (dealId: string) =>
    (byDeal.get(dealId) ?? []).map((record) => record.facts.provenance);
  const merge: Scored[] = [];
  const review: Scored[] = [];
  for (const pair of scored.sort((one, other) => other.score - one.score)) {
    const sharesProvenance = provenancesOf(pair.first.dealId).some((provenance) =>
      provenancesOf(pair.second.dealId).includes(provenance),
    );
    if (
      pair.decided === true ||
      (pair.score >= autoMergeFrom && !sharesProvenance && isClearBest(pair, scored))
    )
      merge.push(pair);
    else review.push(pair);
  }
  return { merge, review };
}

function groupByDeal(records: readonly StoredRecord[]): Map<string, StoredRecord[]> {
  const groups = new Map<string, StoredRecord[]>();
  for (const record of records) groups.set(record.dealId, [...(groups.get(record.dealId) ?? []), record]);
  return groups;
}
