/** What officers learnt from suppliers before a procurement, and two indexes by which a pasted notice address is found. */
import { type Kysely, sql } from 'kysely';

const statements = [
  // Organisation and summary are an officer's words; ids beside them are what they were taken to mean on that day.
  `create table engagements (
     id text primary key,
     form_key text unique,
     state text not null check (state in ('draft','saved')),
     organisation text not null,
     organisation_name text,
     supplier_ids text[] not null default '{}',
     product_ids text[] not null default '{}',
     service_area text,
     met_on date not null,
     summary text not null,
     people text,
     sharing text not null check (sharing in ('public','boroughs','owner')),
     borough_id text references buyers (id),
     is_vouched boolean not null,
     tenant_id text not null,
     officer_id text not null,
     logged_on date not null,
     expires_on date not null,
     created_at timestamptz not null default now(),
     search tsvector generated always as (to_tsvector('english',
       organisation || ' ' || coalesce(organisation_name, '') || ' ' || coalesce(service_area, '') || ' ' || summary)) stored)`,
  `create index engagements_search on engagements using gin (search)`,
  `create index engagements_officer on engagements (tenant_id, officer_id)`,
  `create index engagements_expiry on engagements (expires_on)`,
  // Addresses may be longer than an index entry can be.
  `create index source_records_address on source_records (md5(url)) where url is not null`,
  `create index source_records_notice on source_records (notice_id) where notice_id is not null`,
];

/** Makes the table and the indexes; runs inside one transaction. */
export async function up(database: Kysely<never>): Promise<void> {
  for (const statement of statements) await sql.raw(statement).execute(database);
}
