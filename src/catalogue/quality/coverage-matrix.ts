/** What is known of each borough in each service area, and how old it is; silence is counted, never read as absence. */
import { type Kysely, sql } from 'kysely';
import type { Tables } from '../../database/tables.ts';
import type { CoverageState } from '../queries/coverage.ts';
import { mayBeSeenBy, type Viewer } from '../viewer.ts';

/** One borough in one service area. */
export type CoverageCell = {
  readonly buyerId: string;
  readonly serviceArea: string;
  readonly state: CoverageState;
  /** Records the viewer may see. */
  readonly records: number;
  /** Newest and oldest publication among them, as precise as known. */
  readonly newest: string | null;
  readonly oldest: string | null;
  /** When somebody last read one of their sources. */
  readonly lastRead: string | null;
};

/** Cells with at least one record, seen or withheld; every borough and area that has none is `unknown`. */
export async function coverageCells(
  database: Kysely<Tables>,
  viewer: Viewer,
  areas: readonly { readonly name: string; readonly productIds: readonly string[] }[],
): Promise<CoverageCell[]> {
  const pairs = areas.flatMap(({ name, productIds }) =>
    productIds.map((product_id) => ({ product_id, area: name })),
  );
  const { rows } = await sql<{
    buyer_id: string;
    area: string;
    visible: number;
    in_house: number;
    newest: string | null;
    oldest: string | null;
    last_read: string | null;
  }>`
    with of_product as (
      select product_id, area from jsonb_to_recordset(${JSON.stringify(pairs)}::jsonb) as row (product_id text, area text)
    ), placed as (
      select contracts.id as contract_id, contracts.service_area as area from contracts
        where contracts.service_area is not null
      union
      select contract_products.contract_id, of_product.area from contract_products
        join of_product on of_product.product_id = contract_products.product_id
    )
    select participants.buyer_id, placed.area,
      count(*) filter (where ${mayBeSeenBy(viewer)}) as visible,
      count(*) filter (where ${mayBeSeenBy(viewer)} and contracts.vendor ilike '%in-house%') as in_house,
      max(contracts.published_date) filter (where ${mayBeSeenBy(viewer)}) as newest,
      min(contracts.published_date) filter (where ${mayBeSeenBy(viewer)}) as oldest,
      max(case when ${mayBeSeenBy(viewer)} then (select max(source_records.read_on) from source_records
        where source_records.contract_id = coalesce(contracts.deal_id, contracts.id)
          and source_records.level = 'public') end) as last_read
    from placed
      join contracts on contracts.id = placed.contract_id
      join participants on participants.contract_id = contracts.id
      join buyers on buyers.id = participants.buyer_id and buyers.in_london_33
    group by participants.buyer_id, placed.area
    order by placed.area, participants.buyer_id`.execute(database);
  return rows.map((row) => {
    const [visible, inHouse] = [Number(row.visible), Number(row.in_house)];
    return {
      buyerId: row.buyer_id,
      serviceArea: row.area,
      state: visible === 0 ? 'withheld' : inHouse === visible ? 'none' : 'known',
      records: visible,
      newest: row.newest,
      oldest: row.oldest,
      lastRead: row.last_read,
    };
  });
}
