/** What is known of each of the 33 authorities: silence is counted, never read as absence. */
import { type Kysely, type SqlBool, sql } from 'kysely';
import type { Tables } from '../../database/tables.ts';
import { mayBeSeenBy, type Viewer } from '../viewer.ts';

/**
 * `known`: at least one record the viewer may see. `none`: the only records say that it is built in-house, so there
 * is no contract. `withheld`: there are records, but not for this viewer. `unknown`: nobody has told us.
 */
export type CoverageState = 'known' | 'none' | 'withheld' | 'unknown';

/** What is known of one authority. */
export type BoroughCoverage = {
  readonly buyerId: string;
  readonly shortName: string;
  readonly state: CoverageState;
  /** Records the viewer may see. */
  readonly records: number;
  /** Date of the newest publication among them, as precise as known. */
  readonly newest: string | null;
};

/** One row per authority, in alphabetical order; `area` null looks at the whole catalogue. */
export async function coverageByBorough(
  database: Kysely<Tables>,
  viewer: Viewer,
  area: { readonly name: string; readonly productIds: readonly string[] } | null,
): Promise<BoroughCoverage[]> {
  const inArea =
    area === null
      ? sql<SqlBool>`true`
      : area.productIds.length === 0
        ? sql<SqlBool>`contracts.service_area = ${area.name}`
        : sql<SqlBool>`(contracts.service_area = ${area.name} or exists (select 1 from contract_products
            where contract_products.contract_id = contracts.id and contract_products.product_id in (${sql.join([...area.productIds])})))`;
  const { rows } = await sql<{
    id: string;
    short_name: string;
    visible: number;
    in_house: number;
    total: number;
    newest: string | null;
  }>`
    select buyers.id, buyers.short_name,
      count(contracts.id) filter (where ${mayBeSeenBy(viewer)}) as visible,
      count(contracts.id) filter (where ${mayBeSeenBy(viewer)} and contracts.vendor ilike '%in-house%') as in_house,
      count(contracts.id) as total,
      max(contracts.published_date) filter (where ${mayBeSeenBy(viewer)}) as newest
    from buyers
    left join participants on participants.buyer_id = buyers.id
    left join contracts on contracts.id = participants.contract_id and contracts.replaced_by is null and ${inArea}
    where buyers.in_london_33
    group by buyers.id, buyers.short_name
    order by buyers.short_name`.execute(database);
  return rows.map((row) => ({
    buyerId: row.id,
    shortName: row.short_name,
    records: Number(row.visible),
    newest: row.newest,
    state: stateOf(Number(row.visible), Number(row.in_house), Number(row.total)),
  }));
}

function stateOf(visible: number, inHouse: number, total: number): CoverageState {
  if (visible > 0) return inHouse === visible ? 'none' : 'known';
  return total > 0 ? 'withheld' : 'unknown';
}
