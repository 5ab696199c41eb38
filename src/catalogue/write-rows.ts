/** The statements that put rows of contracts, and what belongs to them, into the database. */
import { type Kysely, type RawBuilder, sql, type Transaction } from 'kysely';
import type { Tables } from '../database/tables.ts';
import type { RecordFacts } from './merging/facts.ts';

/** A database or a transaction of it. */
export type Writer = Kysely<Tables> | Transaction<Tables>;

/** Columns of a contract that come from its record, with their types; `id` first. */
export const contractColumns = [
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
  ['start_precision', 'text'],
  ['end_precision', 'text'],
  ['max_extent_precision', 'text'],
  ['start_from', 'text'],
  ['end_from', 'text'],
  ['max_extent_from', 'text'],
  ['option_months', 'integer'],
  ['notice_months', 'integer'],
  ['critical_after', 'date'],
] as const;

const columnNames = contractColumns.map(([name]) => name).join(', ');
const columnDefinitions = contractColumns.map(([name, type]) => `${name} ${type}`).join(', ');

/** Rows as one JSON parameter: a statement of any number of rows keeps one shape and one plan. */
export function rowsOf(items: readonly unknown[]): RawBuilder<unknown> {
  // Read once from end to end, which text allows at two thirds of the cost of making `jsonb` of it first.
  return sql`${JSON.stringify(items)}::json`;
}

/** Column names, definitions for `json_to_recordset`, and assignments for an update, as SQL. */
export const contractSql = {
  names: sql.raw(columnNames),
  definitions: sql.raw(columnDefinitions),
  assignments: sql.raw(
    contractColumns
      .slice(1)
      .map(([name]) => `${name} = excluded.${name}`)
      .join(', '),
  ),
};

/** Inserts rows of deals; their ids must not be there. */
export async function insertContractRows(database: Writer, rows: readonly object[]): Promise<void> {
  if (rows.length === 0) return;
  await sql`insert into contracts (${contractSql.names}, deal_id, conflicts, hidden_from_officers, hidden_from_owner, owners)
    select ${contractSql.names}, deal_id, conflicts::jsonb, hidden_from_officers = 1, hidden_from_owner = 1, string_to_array(owners, ' ')
    from json_to_recordset(${rowsOf(rows)})
      as row (${contractSql.definitions}, deal_id text, conflicts text, hidden_from_officers integer, hidden_from_owner integer, owners text)`.execute(
    database,
  );
}

/** Who buys, who sells and what, for contracts that have none of it yet. */
export type Parts = {
  readonly contractId: string;
  readonly endDate: unknown;
  readonly participants: RecordFacts['participants'];
  readonly supplierIds: readonly string[];
  readonly productIds: readonly string[];
};

/** Inserts participants, suppliers in order, and products. */
export async function insertParts(database: Writer, parts: readonly Parts[]): Promise<void> {
  const participants = parts.flatMap(({ contractId, endDate, participants: list }) =>
    list.map((participant) => ({ contract_id: contractId, end_date: endDate, ...participant })),
  );
  const products = parts.flatMap(({ contractId, productIds }) =>
    productIds.map((product_id) => ({ contract_id: contractId, product_id })),
  );
  const suppliers = parts.flatMap(({ contractId, supplierIds }) =>
    [...new Set(supplierIds)].map((supplier_id, position) => ({
      contract_id: contractId,
      supplier_id,
      position,
    })),
  );
  if (participants.length > 0) {
    await sql`insert into participants (contract_id, buyer_id, role, name_as_published, end_date)
      select contract_id, buyer_id, role, name_as_published, end_date from json_to_recordset(${rowsOf(participants)})
        as row (contract_id text, buyer_id text, role text, name_as_published text, end_date date)`.execute(
      database,
    );
  }
  if (products.length > 0) {
    await sql`insert into contract_products (contract_id, product_id)
      select contract_id, product_id from json_to_recordset(${rowsOf(products)}) as row (contract_id text, product_id text)`.execute(
      database,
    );
  }
  if (suppliers.length > 0) {
    await sql`insert into contract_suppliers (contract_id, supplier_id, position)
      select contract_id, supplier_id, position from json_to_recordset(${rowsOf(suppliers)})
        as row (contract_id text, supplier_id text, position integer)`.execute(database);
  }
}
