/** What officers say is wrong with a record, and files they sent that wait for a yes. */
import { type Kysely, sql } from 'kysely';

const statements = [
  // No foreign keys: a correction must outlive the contract row it was made on, and finds it again by its record key.
  `create table corrections (
     id text primary key,
     contract_id text not null,
     record_key text not null,
     contract_title text not null,
     field text not null,
     published_value text,
     value text not null,
     precision text check (precision in ('day','month','year')),
     words text not null,
     evidence text not null check (evidence in ('statement','address')),
     source_url text,
     borough_id text,
     tenant_id text not null,
     officer_id text not null,
     visibility text not null check (visibility in ('public','boroughs','owner')),
     state text not null check (state in ('proposed','confirmed','rejected','withdrawn')),
     proposed_on date not null,
     decided_on date,
     decided_by text,
     created_at timestamptz not null default now())`,
  `create index corrections_key on corrections (record_key)`,
  `create index corrections_contract on corrections (contract_id)`,
  `create table register_files (
     id text primary key,
     tenant_id text not null,
     officer_id text not null,
     buyer_id text,
     file_name text not null,
     content text not null,
     content_hash text not null,
     received_at timestamptz not null default now())`,
  `create index register_files_officer on register_files (tenant_id, officer_id)`,
];

/** Makes both tables; runs inside one transaction. */
export async function up(database: Kysely<never>): Promise<void> {
  for (const statement of statements) await sql.raw(statement).execute(database);
}
