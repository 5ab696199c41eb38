/** What lists and coverage are read from at any size: ends beside buyers, sort keys beside facts, coverage kept ready. */
import { type Kysely, sql } from 'kysely';

const statements = [
  `alter table participants add column end_date date`,
  `update participants set end_date = contracts.end_date from contracts
     where contracts.id = participants.contract_id and contracts.end_date is not null`,
  `drop index participants_buyer`,
  `create index participants_buyer on participants (buyer_id, end_date, contract_id)`,
  // The facts are made anew at the next start, with what they hold now.
  `delete from contract_facts`,
  `delete from summary_cells`,
  `alter table contract_facts
     add column end_date date,
     add column act_by date,
     add column value_amount numeric(18,2),
     add column published_date text,
     add column read_on date,
     add column is_in_house boolean not null default false,
     add column maker text generated always as (lower(vendor)) stored`,
  // Lists are put in order from indexes alone: with these columns in them the wide rows are not looked at.
  `alter table contract_facts drop constraint contract_facts_pkey`,
  `alter table contract_facts add primary key (contract_id) include (end_date, act_by, amount, kind, value_amount)`,
  `drop index contracts_area`,
  `create index contracts_area on contracts (service_area, end_date) include (id)`,
  `create index contract_facts_end on contract_facts (end_date) include (act_by, contract_id, kind, amount)`,
  `create index contract_facts_maker on contract_facts (maker, contract_id) where maker is not null`,
  `create table coverage_cells (
     buyer_id text not null, service_area text not null,
     contracts bigint not null, in_house bigint not null,
     newest text, oldest text, last_read date, is_stale boolean not null default false,
     primary key (service_area, buyer_id))`,
];

/** Needs no import: everything is worked out of what is there. */
export async function up(database: Kysely<never>): Promise<void> {
  for (const statement of statements) await sql.raw(statement).execute(database);
}
