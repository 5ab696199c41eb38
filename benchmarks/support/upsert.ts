/** One bare `insert … on conflict do update` for many rows of one table. */
import { type Kysely, sql, type Transaction } from 'kysely';
import type { Tables } from '../../src/database/tables.ts';

/** `recordset`: one JSON parameter, as the product writes. `values`: one parameter a cell, as most programs write. */
export type StatementShape = 'recordset' | 'values';

export type TableRows = {
  readonly table: string;
  readonly keys: readonly string[];
  readonly rows: readonly Readonly<Record<string, unknown>>[];
};

/** SQL type of every column, by `table.column`. */
export type ColumnTypes = ReadonlyMap<string, string>;

/** Read from the database itself, so that the baseline follows every change of the tables. */
export async function readColumnTypes(database: Kysely<Tables>): Promise<ColumnTypes> {
  const { rows } = await sql<{ name: string; type: string }>`
    select table_name || '.' || column_name as name, udt_name as type
    from information_schema.columns where table_schema = current_schema()`.execute(database);
  return new Map(rows.map(({ name, type }) => [name, type.startsWith('_') ? `${type.slice(1)}[]` : type]));
}

function cellOf(value: unknown): unknown {
  return typeof value === 'object' && value !== null ? JSON.stringify(value) : value;
}

/** Writes all rows in one statement; every row has the columns of the first. */
export async function upsert(
  database: Kysely<Tables> | Transaction<Tables>,
  shape: StatementShape,
  types: ColumnTypes,
  { table, keys, rows }: TableRows,
): Promise<void> {
  const [first] = rows;
  if (first === undefined) return;
  const columns = Object.keys(first);
  const typeOf = (column: string) => types.get(`${table}.${column}`) ?? 'text';
  const names = sql.raw(columns.join(', '));
  const updates = sql.raw(
    columns
      .filter((column) => !keys.includes(column))
      .map((column) => `${column} = excluded.${column}`)
      .join(', '),
  );
  const action = keys.length === columns.length ? sql`nothing` : sql`update set ${updates}`;
  const definitions = sql.raw(columns.map((column) => `${column} ${typeOf(column)}`).join(', '));
  const source =
    shape === 'recordset'
      ? sql`select ${names} from jsonb_to_recordset(${JSON.stringify(rows)}::jsonb) as row (${definitions})`
      : sql`values ${sql.join(
          rows.map(
            (row) =>
              sql`(${sql.join(columns.map((column) => sql`${cellOf(row[column])}::${sql.raw(typeOf(column))}`))})`,
          ),
        )}`;
  await sql`insert into ${sql.table(table)} (${names}) ${source}
    on conflict (${sql.raw(keys.join(', '))}) do ${action}`.execute(database);
}
