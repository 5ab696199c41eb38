/** What is known of each of the 33 authorities: silence is counted, never read as absence. */
import { type Kysely, sql } from 'kysely';
import type { Tables } from '../../database/tables.ts';
import { everything } from '../figures/facts.ts';
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

type Place = { readonly buyer_id: string; readonly area: string };
type Special = Place & {
  readonly visible: number;
  readonly in_house: number;
  readonly total: number;
  readonly newest: string | null;
  readonly oldest: string | null;
  readonly last_read: string | null;
};

/** What a viewer may see of one authority in one service area (`*`: in any), and whether there is more than that. */
export type SeenCell = Place & {
  readonly records: number;
  readonly inHouse: number;
  readonly total: number;
  readonly newest: string | null;
  readonly oldest: string | null;
  readonly lastRead: string | null;
};

const latest = (one: string | null, other: string | null) =>
  one === null || other === null ? (one ?? other) : one > other ? one : other;
const earliest = (one: string | null, other: string | null) =>
  one === null || other === null ? (one ?? other) : one < other ? one : other;

/**
 * The records that not everybody sees, by place: few, and looked up by their own indexes. Public rows that give way to
 * a fuller row of the same deal are taken away from what the viewer sees.
 */
async function specialCells(
  database: Kysely<Tables>,
  viewer: Viewer,
  area: string | null,
): Promise<Special[]> {
  const seen = mayBeSeenBy(viewer);
  const { rows } = await sql<Special>`
    with special as (
      select contracts.*, case when ${seen} then 1 else 0 end as sign, 1 as counted from contracts
        where contracts.visibility <> 'public' and contracts.replaced_by is null
      union all select contracts.*, -1, 0 from contracts
        where (contracts.hidden_from_officers or contracts.hidden_from_owner) and contracts.visibility = 'public'
          and contracts.replaced_by is null and not ${seen}
    ), placed as (
      select id, ${everything}::text as area from special
      union select id, service_area from special where service_area is not null
      union select special.id, product_areas.service_area from special
        join contract_products on contract_products.contract_id = special.id
        join product_areas on product_areas.product_id = contract_products.product_id
    )
    select participants.buyer_id, placed.area, sum(special.sign) as visible,
      coalesce(sum(special.sign) filter (where special.vendor ilike '%in-house%'), 0) as in_house,
      sum(special.counted) as total,
      max(special.published_date) filter (where special.sign = 1) as newest,
      min(special.published_date) filter (where special.sign = 1) as oldest,
      max(case when special.sign = 1 then (select max(source_records.read_on) from source_records
        where source_records.contract_id = coalesce(special.deal_id, special.id)
          and source_records.level = 'public') end) as last_read
    from placed join special on special.id = placed.id
      join participants on participants.contract_id = special.id
      join buyers on buyers.id = participants.buyer_id and buyers.in_london_33
    where ${area === null ? sql`true` : sql`placed.area = ${area}`}
    group by 1, 2`.execute(database);
  return rows;
}

/** Every place with a record, seen or withheld; `area` null gives all areas and `*`. */
export async function seenCells(
  database: Kysely<Tables>,
  viewer: Viewer,
  area: string | null,
): Promise<SeenCell[]> {
  const [kept, special] = await Promise.all([
    database
      .selectFrom('coverage_cells')
      .selectAll()
      .$if(area !== null, (query) => query.where('service_area', '=', area ?? everything))
      .execute(),
    specialCells(database, viewer, area),
  ]);
  const cells = new Map<string, SeenCell>();
  for (const row of kept)
    cells.set(`${row.buyer_id} ${row.service_area}`, {
      buyer_id: row.buyer_id,
      area: row.service_area,
      records: Number(row.contracts),
      inHouse: Number(row.in_house),
      total: Number(row.contracts),
      newest: row.newest,
      oldest: row.oldest,
      lastRead: row.last_read,
    });
  for (const row of special) {
    const key = `${row.buyer_id} ${row.area}`;
    const known = cells.get(key);
    cells.set(key, {
      buyer_id: row.buyer_id,
      area: row.area,
      records: (known?.records ?? 0) + Number(row.visible),
      inHouse: (known?.inHouse ?? 0) + Number(row.in_house),
      total: (known?.total ?? 0) + Number(row.total),
      newest: latest(known?.newest ?? null, row.newest),
      oldest: earliest(known?.oldest ?? null, row.oldest),
      lastRead: latest(known?.lastRead ?? null, row.last_read),
    });
  }
  return [...cells.values()];
}

/** One row per authority, in alphabetical order; `area` null looks at the whole catalogue. */
export async function coverageByBorough(
  database: Kysely<Tables>,
  viewer: Viewer,
  area: string | null,
): Promise<BoroughCoverage[]> {
  const [boroughs, cells] = await Promise.all([
    database
      .selectFrom('buyers')
      .select(['id', 'short_name'])
      .where('in_london_33', '=', true)
      .orderBy('short_name')
      .execute(),
    seenCells(database, viewer, area ?? everything),
  ]);
  const cellOf = new Map(cells.map((cell) => [cell.buyer_id, cell]));
  return boroughs.map(({ id, short_name }) => {
    const cell = cellOf.get(id);
    return {
      buyerId: id,
      shortName: short_name,
      records: cell?.records ?? 0,
      newest: cell === undefined || cell.records === 0 ? null : cell.newest,
      state: stateOf(cell?.records ?? 0, cell?.inHouse ?? 0, cell?.total ?? 0),
    };
  });
}

/** What is known, told from what is seen and what there is. */
export function stateOf(visible: number, inHouse: number, total: number): CoverageState {
  if (visible > 0) return inHouse === visible ? 'none' : 'known';
  return total > 0 ? 'withheld' : 'unknown';
}
