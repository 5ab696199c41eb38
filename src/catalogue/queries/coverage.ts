/** What is known of each of the 33 authorities: silence is counted, never read as absence. */
import { type Kysely, sql } from 'kysely';
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
  // The few contracts of the area first; asking every contract whether it belongs costs seconds at 100,000.
  const relevant =
    area === null
      ? sql`select id from contracts`
      : area.productIds.length === 0
        ? sql`select id from contracts where service_area = ${area.name}`
        : sql`select id from contracts where service_area = ${area.name}
            union select contract_id from contract_products where product_id in (${sql.join([...area.productIds])})`;
  const { rows } = await sql<{
    id: string;
    short_name: string;
    visible: number;
    in_house: number;
    total: number;
    newest: string | null;
  }>`
    with held as (
      select participants.buyer_id, ${mayBeSeenBy(viewer)} as is_visible, contracts.published_date,
        contracts.vendor ilike '%in-house%' as is_in_house
      from (${relevant}) as relevant
      join contracts on contracts.id = relevant.id and contracts.replaced_by is null
      join participants on participants.contract_id = relevant.id
    ), counts as (
      select buyer_id, count(*) filter (where is_visible) as visible,
        count(*) filter (where is_visible and is_in_house) as in_house,
        count(*) as total, max(published_date) filter (where is_visible) as newest
      from held group by buyer_id
    )
    select buyers.id, buyers.short_name, coalesce(visible, 0) as visible, coalesce(in_house, 0) as in_house,
      coalesce(total, 0) as total, newest
    from buyers left join counts on counts.buyer_id = buyers.id
    where buyers.in_london_33
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
