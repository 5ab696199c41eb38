/** Writes a batch of resolved records with a handful of set-based statements; unchanged records cost one comparison. */
import { sql } from 'kysely';
import { type BatchContext, type BatchItem, keyOf, type WrittenRecord } from './batch-item.ts';
import type { ResolvedRecord } from './contract-row.ts';
import { provenanceOf } from './merging/facts.ts';
import { matchKeysOf, writeMatchKeys } from './merging/match-keys.ts';
import { mergeWritten } from './merging/merge-deals.ts';
import { keptRows, writeKept } from './write-kept.ts';
import { writeOrganisations } from './write-organisations.ts';
import { contractSql, insertParts, rowsOf, type Writer } from './write-rows.ts';
import { writeSources } from './write-sources.ts';

/** Counts of the records that came first under their key; repeats are counted by the caller. */
export type BatchCounts = {
  readonly added: number;
  readonly changed: number;
  readonly unchanged: number;
  /** Deals that were found to be one with a deal of another source. */
  readonly joined: number;
  /** Ids of all contract rows that were written or taken away. */
  readonly writtenIds: readonly string[];
};

function isPlain(record: ResolvedRecord): boolean {
  return record.contract['visibility'] === 'public' && record.restricted === null;
}

async function writeContracts(
  database: Writer,
  items: readonly BatchItem[],
  isFirst: boolean,
): Promise<{ id: string; is_new: boolean }[]> {
  const rows = items.filter((item) => item.isFirstInFile === isFirst).map((item) => item.record.contract);
  if (rows.length === 0) return [];
  // A later publication replaces an earlier one; of two published on one day the one with the greater hash stays,
  // so that the order of rows in a file does not matter.
  const isNewer = isFirst
    ? sql`coalesce(excluded.published_date, '') >= coalesce(contracts.published_date, '')`
    : sql`(coalesce(excluded.published_date, ''), excluded.record_hash) > (coalesce(contracts.published_date, ''), contracts.record_hash)`;
  const result = await sql<{ id: string; is_new: boolean }>`
    insert into contracts (${contractSql.names})
    select ${contractSql.names} from json_to_recordset(${rowsOf(rows)}) as row (${contractSql.definitions})
    on conflict (id) do update set ${contractSql.assignments}
    where contracts.record_hash <> excluded.record_hash and ${isNewer}
    returning id, (xmax = 0) as is_new`.execute(database);
  return result.rows;
}

/** Single public records: the record is the row. */
async function writePlain(
  database: Writer,
  items: readonly BatchItem[],
  context: BatchContext,
): Promise<WrittenRecord[]> {
  const firsts = await writeContracts(database, items, true);
  const repeats = await writeContracts(database, items, false);
  const written = [
    ...firsts.map((row) => ({ ...row, isFirst: true })),
    ...repeats.map((row) => ({ ...row, isFirst: false })),
  ];
  const changed = written.filter((row) => !row.is_new).map((row) => row.id);
  if (changed.length > 0) {
    for (const table of ['participants', 'contract_products', 'contract_suppliers'] as const) {
      await database.deleteFrom(table).where('contract_id', 'in', changed).execute();
    }
  }
  const writtenIds = new Set(written.map((row) => row.id));
  const records = items.map((item) => item.record).filter((record) => writtenIds.has(record.contract.id));
  if (records.length > 0) {
    await insertParts(
      database,
      records.map((record) => ({
        contractId: record.contract.id,
        endDate: record.contract['end_date'],
        participants: record.participants,
        supplierIds: record.suppliers.map((supplier) => supplier.id),
        productIds: record.productIds,
      })),
    );
    await writeSources(
      database,
      records.map((record) => ({ record, dealId: record.contract.id })),
      context,
    );
  }
  const keyOfId = new Map(records.map((record) => [record.contract.id, keyOf(record)]));
  return written.map((row) => ({
    id: row.id,
    key: keyOfId.get(row.id) ?? row.id,
    isNew: row.is_new,
    isFirst: row.isFirst,
  }));
}

/** Writes the batch and joins what other sources already say of the same deals; no key may stand in it twice. */
export async function writeBatch(
  database: Writer,
  items: readonly BatchItem[],
  context: BatchContext,
): Promise<BatchCounts> {
  if (items.length === 0) return { added: 0, changed: 0, unchanged: 0, joined: 0, writtenIds: [] };
  const records = items.map((item) => item.record);
  await writeOrganisations(database, records, context.writtenNames);
  const kept = await keptRows(database, records);
  const isKept = (item: BatchItem) => kept.has(keyOf(item.record)) || !isPlain(item.record);
  const plain = await writePlain(
    database,
    items.filter((item) => !isKept(item)),
    context,
  );
  const shared = await writeKept(database, items.filter(isKept), kept, context);
  const written = [...plain, ...shared.written];
  const byKey = new Map(records.map((record) => [keyOf(record), record]));
  const matched = written.flatMap(({ key, isNew }) => {
    const record = byKey.get(key);
    return record === undefined
      ? []
      : [{ key, isNew, provenance: provenanceOf(context.source, key), matchKeys: matchKeysOf(record) }];
  });
  await writeMatchKeys(database, matched);
  const provenances = [...new Set(records.map((record) => provenanceOf(context.source, keyOf(record))))];
  const merged = await mergeWritten(
    database,
    written.map((row) => row.key),
    await context.keysElsewhere.likely(database, matched, provenances, context.provenances),
    provenances,
    context.provenances,
    context.derive,
  );
  for (const { key } of written) {
    const provenance = provenanceOf(context.source, key);
    context.provenances.set(provenance, (context.provenances.get(provenance) ?? 0) + 1);
  }
  const firsts = written.filter((row) => row.isFirst);
  const added = firsts.filter((row) => row.isNew).length;
  return {
    added,
    changed: firsts.length - added,
    unchanged: items.filter((item) => item.isFirstInFile).length - firsts.length,
    joined: merged.joined,
    writtenIds: [...new Set([...written.map((row) => row.id), ...shared.touched, ...merged.touched])],
  };
}
