/** Purchases on their way through the toolkit, what was done to them, and links to their records. */
import { type Kysely, sql } from 'kysely';

const statements = [
  // No foreign key to contracts: a purchase outlives the contract it replaces.
  `create table opportunities (
     id text primary key,
     tenant_id text not null,
     place text,
     borough_id text,
     title text not null,
     contract_id text,
     service_area text,
     name text,
     state jsonb not null,
     version integer not null,
     created_on date not null,
     updated_at timestamptz not null default now())`,
  `create index opportunities_place on opportunities (tenant_id, place)`,
  `create table opportunity_events (
     id bigint generated always as identity primary key,
     opportunity_id text not null references opportunities (id) on delete cascade,
     version integer not null,
     officer_id text,
     kind text not null,
     part text,
     detail jsonb not null,
     happened_at timestamptz not null default now())`,
  `create index opportunity_events_of on opportunity_events (opportunity_id, version)`,
  `create index opportunity_events_officer on opportunity_events (officer_id)`,
  `create table opportunity_links (
     token_hash text primary key,
     opportunity_id text not null references opportunities (id) on delete cascade,
     viewer jsonb not null,
     expires_at timestamptz not null)`,
];

/** Makes the three tables; runs inside one transaction. */
export async function up(database: Kysely<never>): Promise<void> {
  for (const statement of statements) await sql.raw(statement).execute(database);
}
