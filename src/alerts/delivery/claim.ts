/** Takes work for one instance: rows, pace and leases move on in one transaction, committed before anything is posted. */
import { type Kysely, sql } from 'kysely';
import { allOrNothing } from '../../database/all-or-nothing.ts';
import type { Tables } from '../../database/tables.ts';
import { type Candidate, planPace, type Slot } from './pace.ts';
import type { DeliveryPolicy } from './policy.ts';
import { stopMark } from './stop.ts';

/** A delivery that one worker has to itself until its lease ends. */
export type Claimed = {
  readonly key: string;
  readonly tenantId: string;
  readonly conversationKey: string;
  readonly kind: string;
  readonly content: unknown;
  readonly isUpdate: boolean;
  readonly activityId: string | null;
  readonly mayRepeat: boolean;
  readonly isSmaller: boolean;
  /** Tells this attempt from every other of the same delivery. */
  readonly attempt: number;
  readonly retries: number;
  readonly revision: number;
  readonly sentRevision: number;
  readonly serviceUrl: string | null;
  readonly tenantFaults: number;
  /** Milliseconds since 1970. */
  readonly sendAt: number;
  readonly leaseUntil: number;
};

/** A moment as a parameter. */
export function instant(milliseconds: number) {
  return sql<string>`${new Date(milliseconds).toISOString()}::timestamptz`;
}

/** A moment as milliseconds since 1970. */
export function milliseconds(column: string) {
  return sql<number>`(extract(epoch from ${sql.raw(column)}) * 1000)::float8`;
}

type OpenTenant = { tenant_id: string; from_ms: number; faults: number };
type CandidateRow = { key: string; tenant_id: string; conversation_key: string; from_ms: number };
type ClaimedRow = {
  key: string;
  kind: string;
  content: unknown;
  state: string;
  activity_id: string | null;
  may_repeat: boolean;
  is_smaller: boolean;
  attempts: number;
  retries: number;
  revision: number;
  sent_revision: number;
  service_url: string | null;
};

async function openTenants(transaction: Kysely<Tables>, now: number, horizon: number): Promise<OpenTenant[]> {
  // Whoever has a tenant's row decides alone about its pace; the other instances take other tenants meanwhile.
  const { rows } = await sql<OpenTenant>`
    select t.tenant_id, ${milliseconds('t.next_at')} as from_ms, t.faults from delivery_tenants t
    where t.next_at <= ${instant(horizon)} and (t.blocked_until is null or t.blocked_until <= ${instant(now)})
      and exists (select 1 from deliveries d where d.tenant_id = t.tenant_id and d.next_attempt_at <= ${instant(now)})
      and not exists (select 1 from delivery_marks where name = ${stopMark})
    for update of t skip locked`.execute(transaction);
  return rows;
}

async function candidatesOf(
  transaction: Kysely<Tables>,
  tenants: readonly OpenTenant[],
  now: number,
  horizon: number,
): Promise<Candidate[]> {
  const ids = JSON.stringify(tenants.map(({ tenant_id }) => tenant_id));
  const { rows } = await sql<CandidateRow>`
    select d.key, c.tenant_id, c.key as conversation_key, ${milliseconds('c.next_at')} as from_ms
    from delivery_conversations c
    cross join lateral (
      select key, next_attempt_at, enqueued_at from deliveries
      where conversation_key = c.key and next_attempt_at <= ${instant(now)}
      order by next_attempt_at, enqueued_at, key limit 1 for update skip locked) d
    where c.tenant_id in (select jsonb_array_elements_text(${ids}::jsonb))
      and c.next_at <= ${instant(horizon)} and c.paused_code is null
      and not exists (
        select 1 from deliveries b where b.conversation_key = c.key and b.lease_until > ${instant(now)})
    order by d.next_attempt_at, d.enqueued_at, d.key limit 500`.execute(transaction);
  return rows.map((row) => ({
    key: row.key,
    tenantId: row.tenant_id,
    conversationKey: row.conversation_key,
    conversationFrom: row.from_ms,
  }));
}

async function take(
  transaction: Kysely<Tables>,
  slots: readonly Slot[],
  worker: string,
  leaseUntil: number,
): Promise<Map<string, ClaimedRow>> {
  const keys = JSON.stringify(slots.map(({ candidate }) => candidate.key));
  // An update stays sent: shown twice it shows the same. Should the worker die, it is due again when the lease ends.
  const { rows } = await sql<ClaimedRow>`
    update deliveries d set
      state = case when d.state = 'sent' then 'sent' else 'sending' end,
      may_repeat = d.may_repeat or d.state = 'ambiguous',
      attempts = d.attempts + 1, worker = ${worker}, lease_until = ${instant(leaseUntil)},
      next_attempt_at = case when d.state = 'sent' then ${instant(leaseUntil)} end, changed_at = now()
    from delivery_conversations c
    where c.key = d.conversation_key and d.key in (select jsonb_array_elements_text(${keys}::jsonb))
    returning d.key, d.kind, d.content, d.state, d.activity_id, d.may_repeat, d.is_smaller, d.attempts, d.retries,
      d.revision, d.sent_revision, c.service_url`.execute(transaction);
  return new Map(rows.map((row) => [row.key, row]));
}

async function movePace(
  transaction: Kysely<Tables>,
  slots: readonly Slot[],
  tenants: ReadonlyMap<string, number>,
  spacing: number,
): Promise<void> {
  const iso = (at: number) => new Date(at).toISOString();
  const conversations = slots.map(({ candidate, at }) => ({
    key: candidate.conversationKey,
    next_at: iso(at + spacing),
  }));
  const moved = [...tenants].map(([tenant_id, at]) => ({ tenant_id, next_at: iso(at) }));
  await sql`update delivery_conversations c set next_at = row.next_at
    from jsonb_to_recordset(${JSON.stringify(conversations)}::jsonb) as row (key text, next_at timestamptz)
    where c.key = row.key`.execute(transaction);
  await sql`update delivery_tenants t set next_at = row.next_at
    from jsonb_to_recordset(${JSON.stringify(moved)}::jsonb) as row (tenant_id text, next_at timestamptz)
    where t.tenant_id = row.tenant_id`.execute(transaction);
}

/**
 * Takes at most `most` deliveries, at most one a conversation and none of a conversation that has one on its way. When
 * it resolves, they are written down as being sent.
 */
export async function claim(
  database: Kysely<Tables>,
  worker: string,
  most: number,
  now: number,
  policy: DeliveryPolicy,
): Promise<readonly Claimed[]> {
  return allOrNothing(database, async (transaction) => {
    const horizon = now + policy.lookahead;
    const tenants = await openTenants(transaction, now, horizon);
    if (tenants.length === 0) return [];
    const candidates = await candidatesOf(transaction, tenants, now, horizon);
    const plan = planPace(
      candidates,
      new Map(tenants.map(({ tenant_id, from_ms }) => [tenant_id, from_ms])),
      now,
      most,
      policy,
    );
    if (plan.slots.length === 0) return [];
    const leaseUntil = now + policy.lease;
    const taken = await take(transaction, plan.slots, worker, leaseUntil);
    await movePace(transaction, plan.slots, plan.tenants, policy.conversationSpacing);
    const faults = new Map(tenants.map((tenant) => [tenant.tenant_id, tenant.faults]));
    return plan.slots.flatMap(({ candidate, at }) => {
      const row = taken.get(candidate.key);
      if (row === undefined) return [];
      return [
        {
          key: row.key,
          tenantId: candidate.tenantId,
          conversationKey: candidate.conversationKey,
          kind: row.kind,
          content: row.content,
          isUpdate: row.state === 'sent',
          activityId: row.activity_id,
          mayRepeat: row.may_repeat,
          isSmaller: row.is_smaller,
          attempt: row.attempts,
          retries: row.retries,
          revision: row.revision,
          sentRevision: row.sent_revision,
          serviceUrl: row.service_url,
          tenantFaults: faults.get(candidate.tenantId) ?? 0,
          sendAt: at,
          leaseUntil,
        },
      ];
    });
  });
}

/** A message that was with a worker that died is posted again, marked, until it has been taken so often. */
const mostAttemptsOfTheDead = 4;

/** What a worker had that died, nobody knows the end of; resolves to how many there were. */
export async function expireLeases(
  database: Kysely<Tables>,
  now: number,
  policy: Pick<DeliveryPolicy, 'ambiguousWait'>,
): Promise<number> {
  const result = await sql`
    update deliveries set state = 'ambiguous', code = 'WorkerDied', worker = null, lease_until = null,
      next_attempt_at = case when attempts >= ${mostAttemptsOfTheDead} then null else ${instant(now + policy.ambiguousWait)} end,
      changed_at = now()
    where state = 'sending' and lease_until <= ${instant(now)}`.execute(database);
  return Number(result.numAffectedRows ?? 0);
}
