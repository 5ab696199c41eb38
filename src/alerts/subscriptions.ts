/** The store of subscriptions. Every change is one statement that names the conversation, so nobody reaches into another. */
import { randomBytes } from 'node:crypto';
import { type Kysely, type Selectable, sql } from 'kysely';
import { z } from 'zod';
import type { Tables } from '../database/tables.ts';
import type { SubscriptionsTable } from '../database/tables-alerts.ts';
import { type IsoDate, todayInLondon } from '../procurement/iso-date.ts';
import {
  type AlertPlace,
  digestTimeSchema,
  filterSchema,
  ladderSchema,
  measures,
  mostSubscriptions,
  type Subscription,
  type SubscriptionState,
  type SubscriptionTerms,
} from './subscription.ts';

/** A change of what somebody set up; terms that are missing stay. */
export type TermsChange = Partial<SubscriptionTerms>;

/** What became of a change; `same` when it was so already, `unknown` when there is no such subscription here. */
export type SubscriptionChange =
  | { readonly kind: 'done' | 'same'; readonly subscription: Subscription }
  | { readonly kind: 'unknown' }
  | { readonly kind: 'full' };

/** Subscriptions in this database. */
export type Subscriptions = {
  /** Keeps a proposal; one that the same officer made here before and did not confirm gives way. Null when there are too many. */
  readonly propose: (
    terms: SubscriptionTerms,
    place: AlertPlace,
    officerId: string,
    now: Date,
  ) => Promise<Subscription | null>;
  /** Null when there is none of that id in this conversation. */
  readonly byId: (
    id: string,
    place: Pick<AlertPlace, 'tenantId' | 'conversationKey'>,
  ) => Promise<Subscription | null>;
  /** Those of a conversation that send or could: active and paused, oldest first. */
  readonly list: (place: Pick<AlertPlace, 'tenantId' | 'conversationKey'>) => Promise<Subscription[]>;
  readonly confirm: (
    id: string,
    place: AlertPlace,
    officerId: string,
    now: Date,
  ) => Promise<SubscriptionChange>;
  /** Pauses, resumes or stops; a stopped one stays stopped. */
  readonly setState: (
    id: string,
    place: AlertPlace,
    state: 'active' | 'paused' | 'stopped',
    now: Date,
  ) => Promise<SubscriptionChange>;
  readonly edit: (
    id: string,
    place: AlertPlace,
    change: TermsChange,
    now: Date,
  ) => Promise<SubscriptionChange>;
  /** Every active one whose conversation still has the assistant, for working out what is due. */
  readonly active: () => Promise<Subscription[]>;
};

const rowSchema = z.object({
  filter: filterSchema,
  ladder: ladderSchema,
  measured_from: z.enum(measures),
  digest_day: z.number().int().min(0).max(5),
  digest_time: digestTimeSchema,
});

/** A row as a subscription; null when an older or a foreign hand wrote it and it cannot be read. */
function toSubscription(row: Selectable<SubscriptionsTable>): Subscription | null {
  const parsed = rowSchema.safeParse(row);
  if (!parsed.success) return null;
  const { filter, ladder, measured_from, digest_day, digest_time } = parsed.data;
  return {
    id: row.id,
    tenantId: row.tenant_id,
    conversationKey: row.conversation_key,
    scope: row.scope as AlertPlace['scope'],
    madeBy: row.made_by,
    ownerId: row.owner_id,
    filter,
    ladder,
    measuredFrom: measured_from,
    digest: { day: digest_day, time: digest_time },
    state: row.state as SubscriptionState,
    confirmedOn: row.confirmed_on as IsoDate | null,
    digestedOn: row.digested_on as IsoDate | null,
  };
}

function columnsOf(change: TermsChange) {
  const { filter, ladder, measuredFrom, digest } = change;
  return {
    ...(filter === undefined ? {} : { filter: JSON.stringify(filter) }),
    ...(ladder === undefined ? {} : { ladder: JSON.stringify(ladder) }),
    ...(measuredFrom === undefined ? {} : { measured_from: measuredFrom }),
    ...(digest === undefined ? {} : { digest_day: digest.day, digest_time: digest.time }),
  };
}

/** Subscriptions kept in the database; nothing is read until asked for. */
export function createSubscriptions(database: Kysely<Tables>): Subscriptions {
  const all = () => database.selectFrom('subscriptions').selectAll();
  const byId: Subscriptions['byId'] = async (id, place) => {
    const row = await all()
      .where('id', '=', id)
      .where('tenant_id', '=', place.tenantId)
      .where('conversation_key', '=', place.conversationKey)
      .executeTakeFirst();
    return row === undefined ? null : toSubscription(row);
  };
  const list: Subscriptions['list'] = async (place) => {
    const rows = await all()
      .where('tenant_id', '=', place.tenantId)
      .where('conversation_key', '=', place.conversationKey)
      .where('state', 'in', ['active', 'paused'])
      .orderBy('proposed_at')
      .orderBy('id')
      .execute();
    return rows.flatMap((row) => toSubscription(row) ?? []);
  };
  /** Writes where the state still allows it, and tells what stands there now. */
  const change = async (
    id: string,
    place: AlertPlace,
    from: readonly SubscriptionState[],
    values: Readonly<Record<string, string | number | null>>,
    now: Date,
  ): Promise<SubscriptionChange> => {
    const result = await database
      .updateTable('subscriptions')
      .set({ ...values, changed_at: now.toISOString() })
      .where('id', '=', id)
      .where('tenant_id', '=', place.tenantId)
      .where('conversation_key', '=', place.conversationKey)
      .where('state', 'in', [...from])
      .executeTakeFirst();
    const subscription = await byId(id, place);
    if (subscription === null) return { kind: 'unknown' };
    return { kind: Number(result.numUpdatedRows) === 1 ? 'done' : 'same', subscription };
  };
  return {
    byId,
    list,
    propose: async (terms, place, officerId, now) => {
      if ((await list(place)).length >= mostSubscriptions) return null;
      const id = `S-${randomBytes(5).toString('hex').toUpperCase()}`;
      await database.transaction().execute(async (transaction) => {
        await transaction
          .deleteFrom('subscriptions')
          .where('tenant_id', '=', place.tenantId)
          .where('conversation_key', '=', place.conversationKey)
          .where('made_by', '=', officerId)
          .where('state', '=', 'proposed')
          .execute();
        await transaction
          .insertInto('subscriptions')
          .values({
            id,
            tenant_id: place.tenantId,
            conversation_key: place.conversationKey,
            scope: place.scope,
            made_by: officerId,
            owner_id: officerId,
            filter: JSON.stringify(terms.filter),
            ladder: JSON.stringify(terms.ladder),
            measured_from: terms.measuredFrom,
            digest_day: terms.digest.day,
            digest_time: terms.digest.time,
            state: 'proposed',
            proposed_at: now.toISOString(),
            changed_at: now.toISOString(),
            confirmed_on: null,
            digested_on: null,
          })
          .execute();
      });
      return byId(id, place);
    },
    confirm: async (id, place, officerId, now) => {
      const found = await byId(id, place);
      if (found === null) return { kind: 'unknown' };
      if (found.state === 'proposed' && (await list(place)).length >= mostSubscriptions)
        return { kind: 'full' };
      // Whoever confirms takes it on: that is the person to ask.
      return change(
        id,
        place,
        ['proposed'],
        { state: 'active', owner_id: officerId, confirmed_on: todayInLondon(now) },
        now,
      );
    },
    setState: async (id, place, state, now) => {
      const from: Readonly<Record<typeof state, readonly SubscriptionState[]>> = {
        active: ['paused'],
        paused: ['active'],
        stopped: ['proposed', 'active', 'paused'],
      };
      return change(id, place, from[state], { state }, now);
    },
    edit: async (id, place, terms, now) =>
      change(id, place, ['proposed', 'active', 'paused'], columnsOf(terms), now),
    active: async () => {
      const rows = await all()
        .where('state', '=', 'active')
        // Taken out of a chat it can send nothing there; put back, what came due comes in one digest.
        .where(
          sql<boolean>`not exists (select 1 from conversations
            where conversations.key = subscriptions.conversation_key and conversations.uninstalled_at is not null)`,
        )
        .orderBy('id')
        .execute();
      return rows.flatMap((row) => toSubscription(row) ?? []);
    },
  };
}

/** Marks the planned digest as made; only ever forwards. */
export async function markDigested(
  database: Kysely<Tables>,
  subscriptionIds: readonly string[],
  planned: IsoDate,
): Promise<void> {
  if (subscriptionIds.length === 0) return;
  await sql`update subscriptions set digested_on = ${planned}
    where id = any(${sql.val([...subscriptionIds])}::text[])
      and (digested_on is null or digested_on < ${planned})`.execute(database);
}

/** Takes the officer out of what is kept of alerts: proposals go, what a conversation uses stays without the person. */
export async function forgetSubscriber(
  database: Kysely<Tables>,
  tenantId: string,
  officerId: string,
): Promise<number> {
  const gone = await database
    .deleteFrom('subscriptions')
    .where('tenant_id', '=', tenantId)
    .where('made_by', '=', officerId)
    .where((builder) => builder.or([builder('state', '=', 'proposed'), builder('scope', '=', 'personal')]))
    .executeTakeFirst();
  for (const column of ['made_by', 'owner_id'] as const)
    await database
      .updateTable('subscriptions')
      .set({ [column]: 'forgotten' })
      .where('tenant_id', '=', tenantId)
      .where(column, '=', officerId)
      .execute();
  for (const column of ['acknowledged_by', 'owner_id'] as const)
    await database
      .updateTable('alerts')
      .set({ [column]: 'forgotten' })
      .where('tenant_id', '=', tenantId)
      .where(column, '=', officerId)
      .execute();
  return Number(gone.numDeletedRows);
}
