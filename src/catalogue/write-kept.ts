/** Writes records that share a deal or are not wholly public: their facts are kept and the deal's rows made anew. */
import { sql } from 'kysely';
import { type BatchContext, type BatchItem, keyOf, type WrittenRecord } from './batch-item.ts';
import type { ResolvedRecord } from './contract-row.ts';
import { provenanceOf, type RecordFacts } from './merging/facts.ts';
import { rebuildDeals } from './merging/rebuild-deals.ts';
import { keepFacts, type StoredRecord } from './merging/stored-facts.ts';
import { rowsOf, type Writer } from './write-rows.ts';
import { writeSources } from './write-sources.ts';

/** How a kept record stands in the database; `contract_id` is its deal. */
export type KeptRow = {
  readonly contract_id: string;
  readonly record_hash: string | null;
  readonly published_date: string | null;
};

/** By key, those that already share a deal or are not wholly public: their rows are made from kept facts. */
export async function keptRows(
  database: Writer,
  records: readonly ResolvedRecord[],
): Promise<Map<string, KeptRow>> {
  const { rows } = await sql<KeptRow & { key: string }>`
    select key, contract_id, record_hash, published_date from source_records
    where facts is not null and key in (select json_array_elements_text(${rowsOf(records.map(keyOf))}))`.execute(
    database,
  );
  return new Map(rows.map((row) => [row.key, row]));
}

/** Records that were wholly public and alone when last read, and now are not: their row tells what they said. */
async function formerRows(
  database: Writer,
  records: readonly ResolvedRecord[],
): Promise<Map<string, KeptRow>> {
  if (records.length === 0) return new Map();
  const { rows } = await sql<KeptRow & { key: string }>`
    select records.key, records.contract_id, contracts.record_hash, records.published_date
    from source_records as records join contracts on contracts.id = records.contract_id
    where records.facts is null
      and records.key in (select json_array_elements_text(${rowsOf(records.map(keyOf))}))`.execute(database);
  return new Map(rows.map((row) => [row.key, row]));
}

/** The record's facts at each level: a public copy without the restricted fields, and the whole for those who may see it. */
function levelsOf(
  record: ResolvedRecord,
  source: string,
): { facts: RecordFacts; level: StoredRecord['level'] }[] {
  const { contract, restricted } = record;
  const facts = (key: string, fields: RecordFacts['contract']): RecordFacts => ({
    key,
    provenance: provenanceOf(source, keyOf(record)),
    publishedDate: record.source['published_date'] as string | null,
    confidence: String(record.source['confidence']),
    contract: fields,
    participants: record.participants,
    supplierIds: record.suppliers.map((supplier) => supplier.id),
    productIds: record.productIds,
  });
  const level = contract['visibility'] as StoredRecord['level'];
  if (restricted === null) return [{ facts: facts(keyOf(record), contract), level }];
  const open = Object.fromEntries(
    Object.entries(contract).map(([name, value]) => [name, restricted.columns.includes(name) ? null : value]),
  );
  return [
    { facts: facts(keyOf(record), open), level },
    { facts: facts(`${keyOf(record)}#${restricted.level}`, contract), level: restricted.level },
  ];
}

/** `written` has the items that changed something; `touched` the ids of all contract rows made anew or taken away. */
export async function writeKept(
  database: Writer,
  items: readonly BatchItem[],
  kept: ReadonlyMap<string, KeptRow>,
  context: BatchContext,
): Promise<{ written: WrittenRecord[]; touched: string[] }> {
  const stored: { record: ResolvedRecord; dealId: string; isNew: boolean; isFirst: boolean }[] = [];
  const former = await formerRows(
    database,
    items.map((item) => item.record).filter((record) => !kept.has(keyOf(record))),
  );
  for (const { record, isFirstInFile } of items) {
    const known = kept.get(keyOf(record)) ?? former.get(keyOf(record));
    const [before, now] = [known?.published_date ?? '', String(record.source['published_date'] ?? '')];
    // As for plain records: of two in one file of one day the one with the greater hash stays.
    const isOlder =
      before > now ||
      (!isFirstInFile && before === now && (known?.record_hash ?? '') > record.contract.record_hash);
    if (known !== undefined && (known.record_hash === record.contract.record_hash || isOlder)) continue;
    stored.push({
      record,
      dealId: known?.contract_id ?? record.contract.id,
      isNew: known === undefined,
      isFirst: isFirstInFile,
    });
  }
  if (stored.length === 0) return { written: [], touched: [] };
  await writeSources(database, stored, context);
  const levels = stored.flatMap(({ record, dealId }) =>
    levelsOf(record, context.source).map((entry) => ({ ...entry, dealId, record })),
  );
  const extra = levels.filter(({ facts, record }) => facts.key !== keyOf(record));
  await writeSources(
    database,
    extra.map(({ record, dealId, facts, level }) => ({
      dealId,
      record: { ...record, contract: { ...record.contract, record_key: facts.key, visibility: level } },
    })),
    context,
  );
  await keepFacts(
    database,
    levels.map(({ facts, level, dealId, record }) => ({
      facts,
      level,
      dealId,
      source: context.source,
      recordHash: record.contract.record_hash,
    })),
  );
  // A record that opened up leaves no half behind that only some may see.
  await database
    .deleteFrom('source_records')
    .where(
      'key',
      'in',
      stored.flatMap(({ record }) =>
        ['boroughs', 'owner']
          .filter((level) => record.restricted?.level !== level)
          .map((level) => `${keyOf(record)}#${level}`),
      ),
    )
    .execute();
  const touched = await rebuildDeals(
    database,
    stored.map(({ dealId }) => dealId),
    context.derive,
  );
  return {
    touched,
    written: stored.map(({ record, dealId, isNew, isFirst }) => ({
      id: dealId,
      key: keyOf(record),
      isNew,
      isFirst,
    })),
  };
}
