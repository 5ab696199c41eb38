/** Finds records that may tell of the same deal as records just written. */
import { type Kysely, sql, type Transaction } from 'kysely';
import type { Tables } from '../../database/tables.ts';
import { pairKey, type ScoredPair } from './cluster-records.ts';
import { plainKey, type RecordFacts } from './facts.ts';
import { reviewFrom, scorePair } from './score-pair.ts';
import { recordsOfDeals, type StoredRecord } from './stored-facts.ts';

type Reader = Kysely<Tables> | Transaction<Tables>;

/** Above this many records of other sources the search starts from the batch, below it from the others. */
const fewOthers = 20_000;

/** How many records of each provenance there are. */
export type ProvenanceCounts = ReadonlyMap<string, number>;

/** Counted once an import: it decides how to search, never what is found. */
export async function countProvenances(database: Reader): Promise<Map<string, number>> {
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
    with batch as materialized (select id, coalesce(deal_id, id) as deal_id, ocid from contracts
      where (id in (${ids}) or deal_id in (${ids})) and kind <> 'procurement'),
    ${theirs},
    pairs as (
      select batch.id as left_row, batch.deal_id as left_id, theirs.id as row_id, theirs.deal_id
      from batch
      join contract_suppliers as ours on ours.contract_id = batch.id
      join suppliers as our_supplier on our_supplier.id = ours.supplier_id
      join suppliers as their_supplier on their_supplier.normalised_name = our_supplier.normalised_name or their_supplier.canonical_id = our_supplier.canonical_id
      join contract_suppliers as signed on signed.supplier_id = their_supplier.id
      join theirs on theirs.id = signed.contract_id
      union
      select batch.id, batch.deal_id, theirs.id, theirs.deal_id
      from batch
      join contract_products as ours on ours.contract_id = batch.id
      join contract_products as used on used.product_id = ours.product_id
      join theirs on theirs.id = used.contract_id
      union
      select batch.id, batch.deal_id, theirs.id, theirs.deal_id
      from batch
      join contracts on contracts.ocid = batch.ocid
      join theirs on theirs.id = contracts.id
    )
    select distinct pairs.left_id, pairs.deal_id as right_id
    from pairs
    where pairs.left_id <> pairs.deal_id
      and exists (select 1 from participants as ours join participants as others on others.buyer_id = ours.buyer_id
        where ours.contract_id = pairs.left_row and others.contract_id = pairs.row_id and ours.buyer_id like 'E09%')`.execute(
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
  // Every firm of these names, not only those of the records: a second number under one name tells neither.
  const { rows } = await sql<{
    id: string;
    canonical_id: string;
    normalised_name: string;
    company_number: string | null;
  }>`select id, canonical_id, normalised_name, company_number from suppliers
    where normalised_name in (select normalised_name from suppliers
      where id in (select jsonb_array_elements_text(${JSON.stringify(ids)}::jsonb)))`.execute(database);
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

/** Suppliers under one id, as scores compare them; records keep what they said. */
export async function comparable(
  database: Reader,
  records: readonly StoredRecord[],
): Promise<Map<string, RecordFacts>> {
  const canonical = await canonicalSuppliers(database, records);
  return new Map(
    records
      .filter((record) => plainKey(record.facts.key) === record.facts.key)
      .map(({ facts }) => [
        facts.key,
        { ...facts, supplierIds: facts.supplierIds.map((id) => canonical.get(id) ?? id) },
      ]),
  );
}

/** Every pair of records of different provenance, scored; those that say nothing are left out. */
export function scorePairs(
  records: ReadonlyMap<string, RecordFacts>,
  isWanted: (firstKey: string, secondKey: string) => boolean,
): ScoredPair[] {
  const list = [...records.values()].sort((one, other) => (one.key < other.key ? -1 : 1));
  const pairs: ScoredPair[] = [];
  for (const [at, first] of list.entries()) {
    for (const second of list.slice(at + 1)) {
      if (first.provenance === second.provenance || !isWanted(first.key, second.key)) continue;
      const score = scorePair(first, second);
      if (score.score > 0 || score.isContradicted)
        pairs.push({ ...score, firstKey: first.key, secondKey: second.key });
    }
  }
  return pairs;
}

/** Pairs of a written record and another that may be one deal, or wait for a person; nothing is changed here. */
export async function findPairs(
  database: Reader,
  dealIds: readonly string[],
  writtenKeys: ReadonlySet<string>,
  provenances: readonly string[],
  counts: ProvenanceCounts,
): Promise<ScoredPair[]> {
  const candidates = dealIds.length === 0 ? [] : await candidatePairs(database, dealIds, provenances, counts);
  if (candidates.length === 0) return [];
  const stored = await recordsOfDeals(database, [
    ...new Set(candidates.flatMap(({ left, right }) => [left, right])),
  ]);
  const records = await comparable(database, stored);
  const byDeal = new Map<string, RecordFacts[]>();
  for (const { dealId, facts } of stored) {
    const found = records.get(facts.key);
    if (found !== undefined) byDeal.set(dealId, [...(byDeal.get(dealId) ?? []), found]);
  }
  const pairs = new Map<string, ScoredPair>();
  for (const { left, right } of candidates) {
    for (const one of byDeal.get(left) ?? []) {
      if (!writtenKeys.has(one.key)) continue;
      for (const other of byDeal.get(right) ?? []) {
        if (one.provenance === other.provenance) continue;
        const [firstKey = '', secondKey = ''] = pairKey(one.key, other.key).split('\n');
        const score = scorePair(one, other);
        if (score.score >= reviewFrom)
          pairs.set(pairKey(firstKey, secondKey), { ...score, firstKey, secondKey });
      }
    }
  }
  return [...pairs.values()];
}
