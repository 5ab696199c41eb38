/** How many public records there are of each of the 33 in each service area, and how old: kept true with the facts. */
import { type Kysely, type RawBuilder, sql, type Transaction } from 'kysely';
import type { Tables } from '../../database/tables.ts';
import { everything } from './facts.ts';

type Writer = Kysely<Tables> | Transaction<Tables>;

/** A row for every buyer and every area a fact counts in, and one for the buyer in all areas. */
const places = sql`unnest(facts.buyers) as buyer_id cross join lateral (
  select ${sql.lit(everything)}::text as service_area
  union all select area from unnest(facts.areas) as area where area <> '') as place`;

/** Adds (or with -1 takes away) the facts for which `condition` holds; `settleCoverage` must follow. */
export async function addCoverage(
  database: Writer,
  condition: RawBuilder<unknown>,
  sign: 1 | -1,
): Promise<void> {
  // What is taken away may have been the newest: then only a look at all that is left tells which is now.
  const dates =
    sign === 1
      ? sql`newest = greatest(coverage_cells.newest, excluded.newest), oldest = least(coverage_cells.oldest, excluded.oldest),
          last_read = greatest(coverage_cells.last_read, excluded.last_read)`
      : sql`is_stale = coverage_cells.is_stale or coalesce(excluded.newest = coverage_cells.newest
          or excluded.oldest = coverage_cells.oldest or excluded.last_read = coverage_cells.last_read, false)`;
  await sql`
    insert into coverage_cells (buyer_id, service_area, contracts, in_house, newest, oldest, last_read)
    select buyer_id, place.service_area, ${sql.lit(sign)} * count(*),
      ${sql.lit(sign)} * count(*) filter (where facts.is_in_house),
      max(facts.published_date), min(facts.published_date), max(facts.read_on)
    from (select * from contract_facts where ${condition}) as facts cross join lateral ${places}
    group by 1, 2
    on conflict (service_area, buyer_id) do update set contracts = coverage_cells.contracts + excluded.contracts,
      in_house = coverage_cells.in_house + excluded.in_house, ${dates}`.execute(database);
}

/** Removes cells without contracts, and looks the dates up again where the record that gave them has gone. */
export async function settleCoverage(database: Writer): Promise<void> {
  await sql`delete from coverage_cells where contracts = 0`.execute(database);
  await sql`
    with found as (
      select buyer_id, place.service_area, max(facts.published_date) as newest, min(facts.published_date) as oldest,
        max(facts.read_on) as last_read
      from contract_facts as facts cross join lateral ${places}
      where exists (select 1 from coverage_cells where is_stale)
        and (place.service_area, buyer_id) in (select service_area, buyer_id from coverage_cells where is_stale)
      group by 1, 2)
    update coverage_cells set newest = found.newest, oldest = found.oldest, last_read = found.last_read, is_stale = false
    from found where found.buyer_id = coverage_cells.buyer_id and found.service_area = coverage_cells.service_area
      and coverage_cells.is_stale`.execute(database);
}
