/** One run of the alerts: keeps the old ones true, works out what is due, and hands the messages to the sender. */
import { type Kysely, sql } from 'kysely';
import type { Catalogue } from '../catalogue/catalogue.ts';
import type { Tables } from '../database/tables.ts';
import { type IsoDate, todayInLondon } from '../procurement/iso-date.ts';
import { insertAlerts } from './alert-rows.ts';
import type { DeliveryRequest, Outbox } from './delivery/delivery.ts';
import { postingTime } from './due/digest-day.ts';
import { type DueAlert, isUrgent } from './due/due-alerts.ts';
import { findDue } from './due/find-due.ts';
import { type ContentMaker, createContentMaker } from './make-content.ts';
import { type ConversationPlan, openDigest, planConversation, type SentToday } from './plan.ts';
import { refreshAlerts } from './refresh.ts';
import type { Subscription } from './subscription.ts';
import { createSubscriptions, markDigested } from './subscriptions.ts';

/** What a run did, in numbers; nothing in it names a contract or a person. */
export type DueReport = {
  readonly day: IsoDate;
  readonly subscriptions: number;
  /** Alerts that are due by the dates, whether or not their digest is open yet. */
  readonly due: number;
  /** Of those, written and put into a message by this run. */
  readonly alerts: number;
  /** Messages handed to the sender that it did not have. */
  readonly queued: number;
  readonly revised: number;
  readonly suppressed: number;
  /** Due, and waiting for the day of their digest. */
  readonly waiting: number;
};

/** What runs are made of. */
export type DueParts = {
  readonly database: Kysely<Tables>;
  readonly catalogue: Catalogue;
  readonly outbox: Outbox;
};

/** Content by delivery is drawn and queued in portions, so that a large backlog stays small in memory. */
const deliveriesAtOnce = 100;

async function sentToday(database: Kysely<Tables>, today: IsoDate): Promise<ReadonlyMap<string, SentToday>> {
  const { rows } = await sql<{ conversation_key: string; digests: number; urgent: number }>`
    select conversation_key, count(*) filter (where kind = 'digest') as digests,
      count(*) filter (where kind = 'urgent') as urgent
    from alerts where made_on = ${today} group by conversation_key`.execute(database);
  return new Map(
    rows.map((row) => [
      row.conversation_key,
      { hasDigest: Number(row.digests) > 0, urgent: Number(row.urgent) },
    ]),
  );
}

function byConversation<T>(items: readonly T[], keyOf: (item: T) => string): Map<string, T[]> {
  const groups = new Map<string, T[]>();
  for (const item of items) {
    const group = groups.get(keyOf(item));
    if (group === undefined) groups.set(keyOf(item), [item]);
    else group.push(item);
  }
  return groups;
}

/** Writes what a conversation is told, and that its digest is made: both or neither. */
function write(database: Kysely<Tables>, plan: ConversationPlan, today: IsoDate): Promise<number> {
  return database.transaction().execute(async (transaction) => {
    const inserted = await insertAlerts(transaction, plan.alerts, today);
    for (const { subscriptionId, planned } of plan.digested)
      await markDigested(transaction, [subscriptionId], planned);
    return inserted;
  });
}

/** A key the sender can still take: one that was taken back stays so for ever, and its successor is another delivery. */
async function openKey(database: Kysely<Tables>, outbox: Outbox, key: string): Promise<string> {
  const [name = key] = key.split('.');
  let fresh = key;
  for (let number = 2; (await outbox.stateOf(fresh)) === 'suppressed'; number += 1)
    fresh = `${name}.${number}`;
  if (fresh !== key)
    await database
      .updateTable('alerts')
      .set({ delivery_key: fresh })
      .where('delivery_key', '=', key)
      .where('queued_at', 'is', null)
      .execute();
  return fresh;
}

/**
 * Hands every delivery to the sender that it has not taken yet, those of a run that was stopped in between included:
 * the sender knows a key it has, so handing over twice queues once.
 */
async function queueWaiting(
  database: Kysely<Tables>,
  outbox: Outbox,
  maker: ContentMaker,
  now: Date,
): Promise<number> {
  const today = todayInLondon(now);
  let queued = 0;
  for (;;) {
    const waiting = await database
      .selectFrom('alerts')
      .select(['delivery_key', 'tenant_id', 'conversation_key', 'kind'])
      .distinct()
      .where('queued_at', 'is', null)
      .orderBy('delivery_key')
      .limit(deliveriesAtOnce)
      .execute();
    if (waiting.length === 0) return queued;
    const requests: DeliveryRequest[] = [];
    const keys: string[] = [];
    for (const row of waiting) {
      const key = await openKey(database, outbox, row.delivery_key);
      keys.push(key);
      const content = await maker(key, today);
      if (content === null) continue;
      requests.push({
        key,
        tenantId: row.tenant_id,
        conversationKey: row.conversation_key,
        kind: row.kind as DeliveryRequest['kind'],
        content,
        notBefore: postingTime(now).toISOString(),
      });
    }
    queued += await outbox.enqueue(requests);
    await database
      .updateTable('alerts')
      .set({ queued_at: now.toISOString() })
      .where('queued_at', 'is', null)
      .where('delivery_key', 'in', keys)
      .execute();
  }
}

/** The plans of all conversations at that moment, without writing anything: what `--dry-run` shows. */
export async function planRun(
  database: Kysely<Tables>,
  subscriptions: readonly Subscription[],
  now: Date,
): Promise<{ readonly plans: readonly ConversationPlan[]; readonly due: number }> {
  const today = todayInLondon(now);
  const openNow = new Set(
    subscriptions.flatMap((subscription) =>
      openDigest(subscription, now) === null ? [] : [subscription.id],
    ),
  );
  const due: DueAlert[] = [];
  let count = 0;
  for await (const page of findDue(database, subscriptions, today)) {
    count += page.length;
    // What waits for its digest is only counted: on most days that is nearly all of it.
    for (const alert of page)
      if (openNow.has(alert.subscriptionId) || isUrgent(alert, today)) due.push(alert);
  }
  const sent = await sentToday(database, today);
  const dueIn = byConversation(due, (alert) => alert.conversationKey);
  const plans: ConversationPlan[] = [];
  for (const [key, own] of byConversation(subscriptions, (subscription) => subscription.conversationKey)) {
    const before = sent.get(key) ?? { hasDigest: false, urgent: 0 };
    // Nothing is due and no digest is open: the usual case, and nothing is written for it.
    const hasWork = dueIn.has(key) || own.some(({ id }) => openNow.has(id));
    if (hasWork) plans.push(planConversation(key, own, dueIn.get(key) ?? [], before, now));
  }
  return { plans, due: count };
}

/**
 * Runs once at `now`; safe to repeat, to break off at any point and to run on two machines at once. Rejects only when
 * the database or the sender's store is out of reach.
 */
export async function runDue(parts: DueParts, now: Date): Promise<DueReport> {
  const { database, catalogue, outbox } = parts;
  const today = todayInLondon(now);
  const maker = createContentMaker(database, catalogue);
  const subscriptions = await createSubscriptions(database).active();
  const { revised, suppressed } = await refreshAlerts(
    database,
    catalogue,
    outbox,
    maker,
    subscriptions,
    today,
  );
  const { plans, due } = await planRun(database, subscriptions, now);
  let alerts = 0;
  for (const plan of plans) alerts += await write(database, plan, today);
  const planned = plans.reduce((count, plan) => count + plan.alerts.length, 0);
  const queued = await queueWaiting(database, outbox, maker, now);
  return {
    day: today,
    subscriptions: subscriptions.length,
    due,
    alerts,
    queued,
    revised,
    suppressed,
    waiting: due - planned,
  };
}
