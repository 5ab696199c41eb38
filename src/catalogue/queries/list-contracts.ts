/** The one list of the catalogue; every tool that lists contracts asks through it. */
import { type Kysely, type RawBuilder, sql } from 'kysely';
import type { Tables } from '../../database/tables.ts';
import type { Viewer } from '../viewer.ts';
import type { ContractCriteria } from './find-contracts.ts';
import { type ContractRow, contractColumns } from './load-contracts.ts';
import { matchingRows } from './matching.ts';

/** Undated and unvalued ones last, then by id, so that pages never overlap. An amount that is not believed is none. */
function orderOf(sort: ContractCriteria['sort'], of: string): RawBuilder<unknown> {
  const column = (name: string) => sql.ref(`${of}.${name}`);
  if (sort === 'title') return sql`title, ${column('id')}`;
  if (sort === 'ends') return sql`${column('end_date')} asc nulls last, ${column('id')}`;
  if (sort === 'value') return sql`${column('amount')} desc nulls last, ${column('id')}`;
  return sql`${column('act_by')} asc nulls last, ${column('id')}`;
}

/** One page of rows in the order asked for, and the number of all. */
export async function findContractRows(
  database: Kysely<Tables>,
  viewer: Viewer,
  criteria: ContractCriteria,
): Promise<{ rows: ContractRow[]; total: number }> {
  const { sort, limit, offset } = criteria;
  const titles = sort === 'title' ? sql` join contracts as titled on titled.id = matching.id` : sql``;
  const { rows } = await sql<ContractRow & { total: number }>`
    with matching as materialized (${matchingRows(viewer, criteria)}),
    page as materialized (select matching.* from matching${titles} order by ${orderOf(sort, 'matching')}
      limit ${limit} offset ${offset})
    select ${sql.join(contractColumns.map((column) => sql.ref(column)))}, (select count(*) from matching) as total
    from page join contracts on contracts.id = page.id order by ${orderOf(sort, 'page')}`.execute(database);
  const total = rows[0]?.total;
  if (total !== undefined)
    return { rows: rows.map(({ total: _total, ...row }) => row), total: Number(total) };
  if (offset === 0) return { rows: [], total: 0 };
  // Behind the last page there is no row to carry the number.
  const counted = await sql<{ count: number }>`
    select count(*) as count from (${matchingRows(viewer, criteria)}) as matching`.execute(database);
  return { rows: [], total: Number(counted.rows[0]?.count ?? 0) };
}
