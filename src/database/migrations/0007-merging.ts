/** Several records of one deal: what each said, who decided that two are one, and views of different openness. */
import { type Kysely, sql } from 'kysely';

const statements = [
  // A deal may have no row that everybody sees, so records point at the deal and not at one of its rows.
  `alter table source_records drop constraint source_records_contract_id_fkey`,
  `alter table source_records
     add column provenance text not null default '',
     add column level text not null default 'public',
     add column record_hash text,
     add column facts jsonb`,
  `create index source_records_kept_facts on source_records (key) where facts is not null`,
  `create index source_records_provenance on source_records (provenance)`,
  `alter table contracts
     add column deal_id text,
     add column hidden_from_officers boolean not null default false,
     add column hidden_from_owner boolean not null default false,
     add column owners text[],
     add column replaced_by text,
     add column conflicts jsonb`,
  `create index contracts_hidden on contracts (id) where hidden_from_officers or hidden_from_owner`,
  `create index contracts_deal on contracts (deal_id) where deal_id is not null`,
  `create index contracts_ocid on contracts (ocid) where ocid is not null`,
  `create table match_keys (
     match_key text not null, record_key text not null, provenance text not null, primary key (match_key, record_key))`,
  `create index match_keys_record on match_keys (record_key)`,
  `create table merge_decisions (
     first_key text not null, second_key text not null,
     is_same boolean not null, decided_by text not null, reason text not null,
     decided_at timestamptz not null default now(), primary key (first_key, second_key))`,
  `create table merge_reviews (
     first_key text not null, second_key text not null, score numeric(4,3) not null, reasons jsonb not null,
     found_at timestamptz not null default now(), primary key (first_key, second_key))`,
  `create index merge_reviews_second on merge_reviews (second_key)`,
  `create index merge_decisions_second on merge_decisions (second_key)`,
];

/** Adds what merging needs; existing rows are single public records and stay as they are. */
export async function up(database: Kysely<never>): Promise<void> {
  for (const statement of statements) await sql.raw(statement).execute(database);
}
