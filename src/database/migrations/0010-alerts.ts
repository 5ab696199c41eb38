/** Subscriptions to contract alerts, and what each conversation was told of which contract. */
import { type Kysely, sql } from 'kysely';

const statements = [
  `create table subscriptions (
     id text primary key,
     tenant_id text not null, conversation_key text not null,
     scope text not null check (scope in ('personal','group','channel')),
     made_by text not null, owner_id text,
     filter jsonb not null, ladder jsonb not null,
     measured_from text not null check (measured_from in ('act-by','end')),
     digest_day integer not null check (digest_day between 0 and 5), digest_time text not null,
     state text not null check (state in ('proposed','active','paused','stopped')),
     proposed_at timestamptz not null, changed_at timestamptz not null,
     confirmed_on date, digested_on date)`,
  `create index subscriptions_conversation on subscriptions (tenant_id, conversation_key)`,
  `create index subscriptions_active on subscriptions (id) where state = 'active'`,
  // told_* stay as they were when the conversation was told; end_date and act_by follow the records.
  `create table alerts (
     key text primary key,
     tenant_id text not null, conversation_key text not null, subscription_id text not null,
     contract_id text not null, delivery_key text not null,
     kind text not null check (kind in ('digest','urgent')),
     measured_from text not null, rung integer not null, is_reminder boolean not null default false,
     relevant_date date not null, reached_on date not null, made_on date not null,
     told_end_date date, told_act_by date, end_date date, act_by date,
     state text not null check (state in ('open','superseded','withdrawn')),
     acknowledged_on date, acknowledged_by text, owner_id text, owner_words text,
     snoozed_until date, snooze_reason text, correction_id text,
     history jsonb not null default '[]', queued_at timestamptz)`,
  `create index alerts_contract on alerts (contract_id, conversation_key)`,
  `create index alerts_delivery on alerts (delivery_key)`,
  `create index alerts_waiting on alerts (delivery_key) where queued_at is null`,
  `create index alerts_open on alerts (contract_id) where state = 'open'`,
];

/** Makes the tables; runs inside one transaction. */
export async function up(database: Kysely<never>): Promise<void> {
  for (const statement of statements) await sql.raw(statement).execute(database);
}
