/** Finds records that may tell of the same deal as records just written. */
import { type Kysely, sql, type Transaction } from 'kysely';
import type { Tables } from '../../database/tables.ts';
import { pairKey, type ScoredPair } from './cluster-records.ts';
import { plainKey, type RecordFacts } from './facts.ts';
import { candidateDeals } from './match-keys.ts';
import { reviewFrom, scorePair } from './score-pair.ts';
import { recordsOfDeals, type StoredRecord } from './stored-facts.ts';

type Reader = Kysely<Tables> | Transaction<Tables>;

/** How many records of each provenance there are. */
export type ProvenanceCounts = ReadonlyMap<string, number>;

/** Counted once an import: where there is one provenance only, nothing can match. */
export async function countProvenances(database: Reader): Promise<Map<string, number>> {
  const { rows } = await sql<{ provenance: string; count: number }>`
    select provenance, count(*) as count from source_records group by provenance`.execute(database);
  return new Map(rows.map((row) => [row.provenance, Number(row.count)]));
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
      where id in (select json_array_elements_text(${JSON.stringify(ids)}::json)))`.execute(database);
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
export async function findPairs(database: Reader, writtenKeys: ReadonlySet<string>): Promise<ScoredPair[]> {
  if (writtenKeys.size === 0) return [];
  const candidates = await candidateDeals(database, [...writtenKeys]);
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
