/** Writes a batch of resolved records with a handful of set-based statements; unchanged records cost one comparison. */
import { sql } from 'kysely';
import type { ResolvedRecord } from './contract-row.ts';
import { provenanceOf, type RecordFacts } from './merging/facts.ts';
import { matchKeysOf, writeMatchKeys } from './merging/match-keys.ts';
import { mergeWritten } from './merging/merge-deals.ts';
import { type Derive, rebuildDeals } from './merging/rebuild-deals.ts';
import { keepFacts, type StoredRecord } from './merging/stored-facts.ts';
import { writeOrganisations } from './write-organisations.ts';
import { contractSql, insertParts, rowsOf, type Writer } from './write-rows.ts';

/** One resolved record on its way into the database. */
export type BatchItem = {
  readonly record: ResolvedRecord;
  /** False when the same key has come before in this file: then only a later publication replaces it. */
  readonly isFirstInFile: boolean;
};

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

export type BatchContext = {
  readonly source: string;
  readonly importId: string;
  readonly derive: Derive;
  /** How many records of each provenance there are; what a batch adds is added here. */
  readonly provenances: Map<string, number>;
};

type KeptRow = {
  readonly contract_id: string;
  readonly record_hash: string | null;
  readonly published_date: string | null;
};

const keyOf = (record: ResolvedRecord): string => String(record.contract['record_key']);

function isPlain(record: ResolvedRecord): boolean {
  return record.contract['visibility'] === 'public' && record.restricted === null;
}

/** Records that already share a deal, or are not wholly public: their rows are made from kept facts. */
async function keptRows(database: Writer, records: readonly ResolvedRecord[]): Promise<Map<string, KeptRow>> {
  const { rows } = await sql<KeptRow & { key: string }>`
    select key, contract_id, record_hash, published_date from source_records
    where facts is not null and key in (${sql.join(records.map(keyOf))})`.execute(database);
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
    where records.facts is null and records.key in (${sql.join(records.map(keyOf))})`.execute(database);
  return new Map(rows.map((row) => [row.key, row]));
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
    select ${contractSql.names} from jsonb_to_recordset(${rowsOf(rows)}) as row (${contractSql.definitions})
    on conflict (id) do update set ${contractSql.assignments}
    where contracts.record_hash <> excluded.record_hash and ${isNewer}
    returning id, (xmax = 0) as is_new`.execute(database);
  return result.rows;
}

async function writeSources(
  database: Writer,
  records: readonly { readonly record: ResolvedRecord; readonly dealId: string }[],
  context: BatchContext,
): Promise<void> {
  const rows = records.map(({ record, dealId }) => ({
    key: keyOf(record),
    contract_id: dealId,
    source: context.source,
    provenance: provenanceOf(context.source, keyOf(record)),
    level: record.contract['visibility'],
    import_id: context.importId,
    ...record.source,
  }));
  await sql`insert into source_records
      (key, contract_id, source, provenance, level, publisher, url, published_date, read_on, confidence, notice_id, record, import_id)
    select key, contract_id, source, provenance, level, publisher, url, published_date, read_on, confidence, notice_id, record, import_id
    from jsonb_to_recordset(${rowsOf(rows)}) as row (key text, contract_id text, source text, provenance text, level text, publisher text,
      url text, published_date text, read_on date, confidence text, notice_id text, record jsonb, import_id text)
    on conflict (key) do update set contract_id = excluded.contract_id, source = excluded.source,
      provenance = excluded.provenance, level = excluded.level,
      publisher = excluded.publisher, url = excluded.url, published_date = excluded.published_date,
      read_on = excluded.read_on, confidence = excluded.confidence, notice_id = excluded.notice_id,
      record = excluded.record, import_id = excluded.import_id`.execute(database);
}

type Written = {
  /** The deal the record belongs to. */
  readonly id: string;
  readonly key: string;
  readonly isNew: boolean;
  readonly isFirst: boolean;
};

/** Single public records: the record is the row. */
async function writePlain(
  database: Writer,
  items: readonly BatchItem[],
  context: BatchContext,
): Promise<Written[]> {
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

/** Records that share a deal or are restricted: facts are kept and the deal's rows made anew. */
async function writeKept(
  database: Writer,
  items: readonly BatchItem[],
  kept: ReadonlyMap<string, KeptRow>,
  context: BatchContext,
): Promise<{ written: Written[]; touched: string[] }> {
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

/** Writes the batch and joins what other sources already say of the same deals; no key may stand in it twice. */
export async function writeBatch(
  database: Writer,
  items: readonly BatchItem[],
  context: BatchContext,
): Promise<BatchCounts> {
  if (items.length === 0) return { added: 0, changed: 0, unchanged: 0, joined: 0, writtenIds: [] };
  const records = items.map((item) => item.record);
  await writeOrganisations(database, records);
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
  await writeMatchKeys(
    database,
    written.flatMap(({ key, isNew }) => {
      const record = byKey.get(key);
      return record === undefined
        ? []
        : [{ key, isNew, provenance: provenanceOf(context.source, key), matchKeys: matchKeysOf(record) }];
    }),
  );
  const provenances = [...new Set(records.map((record) => provenanceOf(context.source, keyOf(record))))];
  const merged = await mergeWritten(
    database,
    written.map((row) => row.key),
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
