/** Writes a batch of resolved records with a handful of set-based statements; unchanged records cost one comparison. */
import { type Kysely, sql, type Transaction } from 'kysely';
import type { Tables } from '../database/tables.ts';
import type { ResolvedRecord } from './contract-row.ts';
import { unifySuppliers } from './resolve/unify-suppliers.ts';

/** One resolved record on its way into the database. */
export type BatchItem = {
  readonly record: ResolvedRecord;
  /** False when the same key has come before in this file: then only a later publication replaces it. */
  readonly isFirstInFile: boolean;
};

/** Counts of the records that came first under their key; repeats are counted by the caller. */
export type BatchCounts = { readonly added: number; readonly changed: number; readonly unchanged: number };

const contractColumns = [
  ['id', 'text'],
  ['record_key', 'text'],
  ['record_hash', 'text'],
  ['kind', 'text'],
  ['title', 'text'],
  ['service_area', 'text'],
  ['product_as_published', 'text'],
  ['vendor', 'text'],
  ['supplier_as_published', 'text'],
  ['route', 'text'],
  ['framework', 'text'],
  ['regime', 'text'],
  ['status', 'text'],
  ['start_date', 'date'],
  ['initial_end_date', 'date'],
  ['end_date', 'date'],
  ['max_extent_date', 'date'],
  ['term', 'text'],
  ['dates_as_published', 'text'],
  ['options_as_published', 'text'],
  ['value_amount', 'numeric'],
  ['value_currency', 'text'],
  ['value_basis', 'text'],
  ['vat', 'text'],
  ['value_as_published', 'text'],
  ['ocid', 'text'],
  ['cpv', 'text'],
  ['notes', 'text'],
  ['flags', 'text'],
  ['visibility', 'text'],
  ['published_date', 'text'],
  ['act_by', 'date'],
] as const;

const names = sql.raw(contractColumns.map(([name]) => name).join(', '));
const definitions = sql.raw(contractColumns.map(([name, type]) => `${name} ${type}`).join(', '));
const assignments = sql.raw(
  contractColumns
    .slice(1)
    .map(([name]) => `${name} = excluded.${name}`)
    .join(', '),
);

type Writer = Kysely<Tables> | Transaction<Tables>;

function rowsOf(items: readonly unknown[]) {
  return sql`${JSON.stringify(items)}::jsonb`;
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
    insert into contracts (${names})
    select ${names} from jsonb_to_recordset(${rowsOf(rows)}) as row (${definitions})
    on conflict (id) do update set ${assignments}
    where contracts.record_hash <> excluded.record_hash and ${isNewer}
    returning id, (xmax = 0) as is_new`.execute(database);
  return result.rows;
}

async function writeOrganisations(database: Writer, records: readonly ResolvedRecord[]): Promise<void> {
  const buyers = new Map(records.flatMap((record) => record.otherBuyers).map((buyer) => [buyer.id, buyer]));
  if (buyers.size > 0) {
    await sql`insert into buyers (id, short_name, official_name, in_london_33)
      select id, short_name, official_name, false
      from jsonb_to_recordset(${rowsOf([...buyers.values()])}) as row (id text, short_name text, official_name text)
      on conflict (id) do nothing`.execute(database);
  }
  const suppliers = new Map(
    records.flatMap((record) => record.suppliers).map((supplier) => [supplier.id, supplier]),
  );
  if (suppliers.size > 0) {
    await sql`insert into suppliers (id, name, normalised_name, company_number, canonical_id)
      select id, name, normalised_name, company_number, id
      from jsonb_to_recordset(${rowsOf([...suppliers.values()])})
        as row (id text, name text, normalised_name text, company_number text)
      on conflict (id) do nothing`.execute(database);
  }
}

async function writeParts(
  database: Writer,
  records: readonly ResolvedRecord[],
  source: string,
  importId: string,
): Promise<void> {
  const participants = records.flatMap((record) =>
    record.participants.map((participant) => ({ contract_id: record.contract.id, ...participant })),
  );
  const products = records.flatMap((record) =>
    record.productIds.map((product_id) => ({ contract_id: record.contract.id, product_id })),
  );
  const suppliers = records.flatMap((record) =>
    record.suppliers.map((supplier, position) => ({
      contract_id: record.contract.id,
      supplier_id: supplier.id,
      position,
    })),
  );
  await sql`insert into participants (contract_id, buyer_id, role, name_as_published)
    select contract_id, buyer_id, role, name_as_published from jsonb_to_recordset(${rowsOf(participants)})
      as row (contract_id text, buyer_id text, role text, name_as_published text)`.execute(database);
  if (products.length > 0) {
    await sql`insert into contract_products (contract_id, product_id)
      select contract_id, product_id from jsonb_to_recordset(${rowsOf(products)}) as row (contract_id text, product_id text)`.execute(
      database,
    );
  }
  if (suppliers.length > 0) {
    await sql`insert into contract_suppliers (contract_id, supplier_id, position)
      select contract_id, supplier_id, position from jsonb_to_recordset(${rowsOf(suppliers)})
        as row (contract_id text, supplier_id text, position integer)`.execute(database);
  }
  const sources = records.map((record) => ({
    key: record.contract['record_key'],
    contract_id: record.contract.id,
    source,
    import_id: importId,
    ...record.source,
  }));
  await sql`insert into source_records
      (key, contract_id, source, publisher, url, published_date, read_on, confidence, notice_id, record, import_id)
    select key, contract_id, source, publisher, url, published_date, read_on, confidence, notice_id, record, import_id
    from jsonb_to_recordset(${rowsOf(sources)}) as row (key text, contract_id text, source text, publisher text, url text,
      published_date text, read_on date, confidence text, notice_id text, record jsonb, import_id text)
    on conflict (key) do update set contract_id = excluded.contract_id, source = excluded.source,
      publisher = excluded.publisher, url = excluded.url, published_date = excluded.published_date,
      read_on = excluded.read_on, confidence = excluded.confidence, notice_id = excluded.notice_id,
      record = excluded.record, import_id = excluded.import_id`.execute(database);
}

/** Writes the batch; no key may stand in it twice. */
export async function writeBatch(
  database: Writer,
  items: readonly BatchItem[],
  source: string,
  importId: string,
): Promise<BatchCounts> {
  if (items.length === 0) return { added: 0, changed: 0, unchanged: 0 };
  await writeOrganisations(
    database,
    items.map((item) => item.record),
  );
  const firsts = await writeContracts(database, items, true);
  const written = [...firsts, ...(await writeContracts(database, items, false))];
  const changed = written.filter((row) => !row.is_new).map((row) => row.id);
  if (changed.length > 0) {
    for (const table of ['participants', 'contract_products', 'contract_suppliers'] as const) {
      await database.deleteFrom(table).where('contract_id', 'in', changed).execute();
    }
  }
  const writtenIds = new Set(written.map((row) => row.id));
  const toWrite = items.map((item) => item.record).filter((record) => writtenIds.has(record.contract.id));
  if (toWrite.length > 0) await writeParts(database, toWrite, source, importId);
  const firstCount = items.filter((item) => item.isFirstInFile).length;
  const added = firsts.filter((row) => row.is_new).length;
  return { added, changed: firsts.length - added, unchanged: firstCount - firsts.length };
}

/**
 * Points every supplier known only by name at the one firm with a company number and the same name; leaves it apart
 * when two numbers share the name. Runs after each import, so the order of imports does not matter.
 */
export async function unifySupplierRows(database: Writer): Promise<void> {
  const rows = await database
    .selectFrom('suppliers')
    .select(['id', 'name', 'company_number', 'canonical_id'])
    .execute();
  const unified = unifySuppliers(
    rows.map((row) => ({ supplierId: row.id, companyNumber: row.company_number, names: [row.name] })),
  );
  const changed = rows.flatMap((row) => {
    const canonical_id = unified.get(row.id) ?? row.id;
    return canonical_id === row.canonical_id ? [] : [{ id: row.id, canonical_id }];
  });
  if (changed.length === 0) return;
  await sql`update suppliers set canonical_id = row.canonical_id
    from jsonb_to_recordset(${rowsOf(changed)}) as row (id text, canonical_id text)
    where suppliers.id = row.id`.execute(database);
}
