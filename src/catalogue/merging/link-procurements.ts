/** A procurement is told by the contract that came of it, as long as that contract stands. */
import { type Kysely, sql, type Transaction } from 'kysely';
import type { Tables } from '../../database/tables.ts';

/**
 * Points every procurement at the public agreement of the same procurement id, and back at nothing when there is none
 * any more or it was cancelled. Returns the ids of the procurements that changed.
 */
export async function linkProcurements(database: Kysely<Tables> | Transaction<Tables>): Promise<string[]> {
  const { rows } = await sql<{ id: string }>`
    with standing as (
      select id, coalesce(deal_id, id) as deal_id, ocid from contracts
      where kind <> 'procurement' and visibility = 'public' and status <> 'cancelled'),
    agreed as (
      select ocid, id from standing where ocid is not null
      -- A deal shows one procurement id; the records behind it may have been published under others.
      union select records.facts -> 'contract' ->> 'ocid', standing.id from source_records as records
        join standing on standing.deal_id = records.contract_id
        where records.facts is not null and records.level = 'public'
          and records.facts -> 'contract' ->> 'ocid' is not null
          and records.facts -> 'contract' ->> 'kind' <> 'procurement'
          and records.facts -> 'contract' ->> 'status' <> 'cancelled'),
    wanted as (
      select contracts.id, min(agreed.id) as replaced_by
      from contracts left join agreed on agreed.ocid = contracts.ocid
      where contracts.kind = 'procurement' and (contracts.ocid is not null or contracts.replaced_by is not null)
      group by contracts.id)
    update contracts set replaced_by = wanted.replaced_by from wanted
    where wanted.id = contracts.id and contracts.replaced_by is distinct from wanted.replaced_by
    returning contracts.id`.execute(database);
  return rows.map((row) => row.id);
}
