/** What is to be posted without being asked and where each message stands; the pace of sending, shared by instances. */
import { type Kysely, sql } from 'kysely';

const statements = [
  // Work is due exactly when next_attempt_at is set: rows that are done have none and are in no index of the worker.
  `create table deliveries (
     key text primary key, tenant_id text not null, conversation_key text not null, kind text not null,
     content jsonb not null,
     state text not null default 'queued'
       check (state in ('queued', 'sending', 'sent', 'ambiguous', 'failed', 'suppressed')),
     code text,
     not_before timestamptz not null, next_attempt_at timestamptz,
     attempts integer not null default 0, retries integer not null default 0,
     revision integer not null default 1, sent_revision integer not null default 0, activity_id text,
     may_repeat boolean not null default false, is_smaller boolean not null default false,
     worker text, lease_until timestamptz,
     enqueued_at timestamptz not null default now(), changed_at timestamptz not null default now())`,
  `create index deliveries_due on deliveries (conversation_key, next_attempt_at) where next_attempt_at is not null`,
  `create index deliveries_due_tenant on deliveries (tenant_id, next_attempt_at) where next_attempt_at is not null`,
  `create index deliveries_leased on deliveries (conversation_key, lease_until) where lease_until is not null`,
  // The pace: one row a tenant and one a conversation, looked at and moved on in the transaction that takes work.
  `create table delivery_tenants (
     tenant_id text primary key, next_at timestamptz not null default '2000-01-01Z',
     blocked_until timestamptz, faults integer not null default 0)`,
  `create table delivery_conversations (
     key text primary key, tenant_id text not null, next_at timestamptz not null default '2000-01-01Z',
     paused_code text, service_url text)`,
  // Whether sending is stopped, when what is due was last worked out, the day of the last report.
  `create table delivery_marks (name text primary key, value text not null, marked_at timestamptz not null)`,
  // Numbers holds over all their holders, so that a late writer can be told from the present one.
  `create sequence hold_fences`,
];

/** Makes the tables; runs inside one transaction. */
export async function up(database: Kysely<never>): Promise<void> {
  for (const statement of statements) await sql.raw(statement).execute(database);
}
