/** First tables: the catalogue, what officers told us, and the record of answers. */
import { type Kysely, sql } from 'kysely';

const statements = [
  `create extension if not exists pg_trgm`,
  `create table buyers (
     id text primary key, short_name text not null, official_name text not null, in_london_33 boolean not null)`,
  `create table suppliers (
     id text primary key, name text not null, normalised_name text not null, company_number text, canonical_id text not null)`,
  `create index suppliers_canonical on suppliers (canonical_id)`,
  `create index suppliers_normalised on suppliers (normalised_name)`,
  `create index suppliers_trigram on suppliers using gin (normalised_name gin_trgm_ops)`,
  `create table contracts (
     id text primary key,
     record_key text not null,
     record_hash text not null,
     kind text not null check (kind in ('contract','system','procurement','framework','service')),
     title text not null,
     service_area text,
     product_as_published text,
     vendor text,
     supplier_as_published text,
     route text,
     framework text,
     regime text not null,
     status text not null,
     start_date date,
     initial_end_date date,
     end_date date,
     max_extent_date date,
     term text not null check (term in ('fixed','rolling','event','unknown')),
     dates_as_published text,
     options_as_published text,
     value_amount numeric(18,2),
     value_currency text,
     value_basis text,
     vat text,
     value_as_published text,
     ocid text,
     cpv text,
     notes text,
     flags text,
     visibility text not null check (visibility in ('public','boroughs','owner')),
     published_date text,
     act_by date,
     search tsvector generated always as (to_tsvector('english',
       coalesce(title,'') || ' ' || coalesce(product_as_published,'') || ' ' || coalesce(vendor,'') || ' ' ||
       coalesce(supplier_as_published,'') || ' ' || coalesce(service_area,'') || ' ' || coalesce(framework,'') || ' ' ||
       coalesce(route,''))) stored)`,
  `create index contracts_end on contracts (end_date) where end_date is not null`,
  `create index contracts_act_by on contracts (act_by) where act_by is not null`,
  `create index contracts_area on contracts (service_area, end_date)`,
  `create index contracts_search on contracts using gin (search)`,
  `create table participants (
     contract_id text not null references contracts (id) on delete cascade,
     buyer_id text not null references buyers (id),
     role text not null, name_as_published text not null,
     primary key (contract_id, buyer_id))`,
  `create index participants_buyer on participants (buyer_id, contract_id)`,
  `create table contract_suppliers (
     contract_id text not null references contracts (id) on delete cascade,
     supplier_id text not null references suppliers (id),
     position integer not null,
     primary key (contract_id, supplier_id))`,
  `create index contract_suppliers_supplier on contract_suppliers (supplier_id, contract_id)`,
  `create table contract_products (
     contract_id text not null references contracts (id) on delete cascade,
     product_id text not null,
     primary key (contract_id, product_id))`,
  `create index contract_products_product on contract_products (product_id, contract_id)`,
  `create table source_records (
     key text primary key,
     contract_id text not null references contracts (id) on delete cascade,
     source text not null, publisher text not null, url text, published_date text, read_on date,
     confidence text not null, notice_id text, record jsonb not null, import_id text not null)`,
  `create index source_records_contract on source_records (contract_id)`,
  `create table imports (
     id text primary key, source text not null, origin text not null, content_hash text,
     finished_at timestamptz not null default now(), report jsonb not null)`,
  `create table officer_profiles (
     tenant_id text not null, user_id text not null, borough_id text references buyers (id),
     updated_at timestamptz not null default now(), primary key (tenant_id, user_id))`,
  `create table thread_focus (
     tenant_id text not null, thread_id text not null, user_id text not null, focus jsonb not null,
     updated_at timestamptz not null default now(), primary key (tenant_id, thread_id, user_id))`,
  `create table conversations (
     key text primary key, tenant_id text not null, scope text not null, reference jsonb not null,
     welcomed_at timestamptz, uninstalled_at timestamptz, updated_at timestamptz not null default now())`,
  `create table seen_activities (key text primary key, seen_at timestamptz not null default now())`,
  `create index seen_activities_at on seen_activities (seen_at)`,
  `create table answers (
     id text primary key, tenant_id text not null, user_id text not null, thread_id text not null, question text not null,
     status text not null, planner text not null, answer jsonb not null, steps jsonb not null,
     milliseconds integer not null, answered_at timestamptz not null default now(),
     conversation_key text, activity_id text)`,
  `create index answers_officer on answers (tenant_id, user_id)`,
  `create index answers_activity on answers (tenant_id, conversation_key, activity_id) where activity_id is not null`,
  `create table feedback (
     tenant_id text not null, conversation_key text not null, activity_id text not null, user_id text not null,
     answer_id text, reaction text not null, comment text not null, given_at timestamptz not null,
     primary key (tenant_id, conversation_key, activity_id, user_id))`,
  `create table settings (name text primary key, value text not null)`,
];

/** Makes every table; runs inside one transaction. */
export async function up(database: Kysely<never>): Promise<void> {
  for (const statement of statements) await sql.raw(statement).execute(database);
}
