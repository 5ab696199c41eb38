/** Writes buyers outside London and suppliers, and brings suppliers of one name together. */
import { sql } from 'kysely';
import type { ResolvedRecord } from './contract-row.ts';
import { unifySuppliers } from './resolve/unify-suppliers.ts';
import { rowsOf, type Writer } from './write-rows.ts';

/** One row an id, whatever the order: of several spellings the one that sorts last by code point (not all capitals). */
function onePerId<Row extends { readonly id: string }>(
  rows: readonly Row[],
  nameOf: (row: Row) => string,
): Row[] {
  const chosen = new Map<string, Row>();
  for (const row of rows) {
    const known = chosen.get(row.id);
    if (known === undefined || Buffer.compare(Buffer.from(nameOf(row)), Buffer.from(nameOf(known))) > 0)
      chosen.set(row.id, row);
  }
  return [...chosen.values()].sort((left, right) => (left.id < right.id ? -1 : 1));
}

/** Names that one transaction has written, by id: what stands there already need not be written again. */
export type WrittenNames = Map<string, string>;

function notWritten<Row extends { readonly id: string }>(
  rows: readonly Row[],
  nameOf: (row: Row) => string,
  written: WrittenNames,
): Row[] {
  const wanted = onePerId(
    rows.filter((row) => written.get(row.id) !== nameOf(row)),
    nameOf,
  );
  for (const row of wanted) written.set(row.id, nameOf(row));
  return wanted;
}

/**
 * Adds what the records name; the same whatever the order in which records come. `written` belongs to the transaction
 * and must not outlive it.
 */
export async function writeOrganisations(
  database: Writer,
  records: readonly ResolvedRecord[],
  written: WrittenNames,
): Promise<void> {
  const buyers = notWritten(
    records.flatMap((record) => record.otherBuyers),
    (buyer) => `${buyer.official_name}\n${buyer.short_name}`,
    written,
  );
  if (buyers.length > 0) {
    await sql`insert into buyers (id, short_name, official_name, in_london_33)
      select id, short_name, official_name, false
      from json_to_recordset(${rowsOf(buyers)}) as row (id text, short_name text, official_name text)
      on conflict (id) do update set short_name = excluded.short_name, official_name = excluded.official_name
      where not buyers.in_london_33
        and (excluded.official_name || chr(10) || excluded.short_name) collate "C"
          > (buyers.official_name || chr(10) || buyers.short_name) collate "C"`.execute(database);
  }
  const suppliers = notWritten(
    records.flatMap((record) => record.suppliers),
    (supplier) => `${supplier.name}\n${supplier.normalised_name}`,
    written,
  );
  if (suppliers.length > 0) {
    await sql`insert into suppliers (id, name, normalised_name, company_number, canonical_id)
      select id, name, normalised_name, company_number, id
      from json_to_recordset(${rowsOf(suppliers)})
        as row (id text, name text, normalised_name text, company_number text)
      on conflict (id) do update set name = excluded.name, normalised_name = excluded.normalised_name
      where (excluded.name || chr(10) || excluded.normalised_name) collate "C"
        > (suppliers.name || chr(10) || suppliers.normalised_name) collate "C"`.execute(database);
  }
}

/**
 * Points every supplier known only by name at the one firm with a company number and the same name; leaves it apart
 * when two numbers share the name. Runs after each import, so the order of imports does not matter. Resolves to the
 * suppliers that now stand for another firm than before.
 */
export async function unifySupplierRows(database: Writer): Promise<readonly string[]> {
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
  if (changed.length === 0) return [];
  await sql`update suppliers set canonical_id = row.canonical_id
    from json_to_recordset(${rowsOf(changed)}) as row (id text, canonical_id text)
    where suppliers.id = row.id`.execute(database);
  return changed.map((row) => row.id);
}
