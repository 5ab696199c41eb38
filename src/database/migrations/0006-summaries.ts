/** Summary tables for counts and sums: what each contract adds, and the totals made of it. */
import { type Kysely, sql } from 'kysely';

const statements = [
  `create table product_areas (
     product_id text not null, service_area text not null, primary key (product_id, service_area))`,
  `create table contract_facts (
     contract_id text primary key,
     kind text not null,
     vendor text,
     start_year integer,
     end_year integer,
     areas text[] not null,
     buyers text[] not null,
     suppliers text[] not null,
     products text[] not null,
     value_key text not null,
     amount numeric(18,2))`,
  `create table summary_cells (
     buyer_id text not null,
     service_area text not null,
     dimension text not null,
     key text not null,
     kind text not null,
     value_key text not null,
     contracts bigint not null,
     amount numeric(30,2) not null,
     primary key (dimension, buyer_id, service_area, key, kind, value_key))`,
  `create index summary_cells_empty on summary_cells (contracts) where contracts = 0`,
  `create index contracts_restricted on contracts (visibility) where visibility <> 'public'`,
];

/** Makes the tables; they are empty until `refreshSummaries` or `rebuildSummaries` has run. */
export async function up(database: Kysely<never>): Promise<void> {
  for (const statement of statements) await sql.raw(statement).execute(database);
}
