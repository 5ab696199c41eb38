/** Rows of `alerts` as the parts of this folder use them. */
import { createHash } from 'node:crypto';
import { type Kysely, type Selectable, sql } from 'kysely';
import { z } from 'zod';
import type { Tables } from '../database/tables.ts';
import type { AlertsTable } from '../database/tables-alerts.ts';
import { formatDate, type IsoDate } from '../procurement/iso-date.ts';
import type { DueAlert } from './due/due-alerts.ts';
import type { Subscription } from './subscription.ts';

/** A row as read. */
export type AlertRow = Selectable<AlertsTable>;

const mostHistory = 20;
const historySchema = z.array(z.string().max(600)).max(200);

/** What happened to an alert, oldest first; empty when it cannot be read. */
export function historyOf(row: Pick<AlertRow, 'history'>): readonly string[] {
  const parsed = historySchema.safeParse(row.history);
  return parsed.success ? parsed.data : [];
}

/** The history with one more line, the oldest ones given up, as it is stored. */
export function withLine(row: Pick<AlertRow, 'history'>, today: IsoDate, line: string): string {
  return JSON.stringify([...historyOf(row), `${formatDate(today)}: ${line}`].slice(-mostHistory));
}

/** Key of a delivery: one digest a conversation and day, one urgent message an alert. */
export function deliveryKey(kind: 'digest' | 'urgent', of: string, day: IsoDate): string {
  const name = createHash('sha256').update(of).digest('base64url').slice(0, 22);
  return kind === 'digest' ? `digest-${name}-${day}` : `urgent-${name}`;
}

/** An alert and the delivery it goes with. */
export type PlannedAlert = {
  readonly alert: DueAlert;
  readonly subscription: Subscription;
  readonly kind: 'digest' | 'urgent';
  readonly deliveryKey: string;
};

const rowsAtOnce = 500;

/** Writes alerts that are new; older ones of the same contract and conversation are superseded by them. */
export async function insertAlerts(
  database: Kysely<Tables>,
  planned: readonly PlannedAlert[],
  today: IsoDate,
): Promise<number> {
  let inserted = 0;
  for (let from = 0; from < planned.length; from += rowsAtOnce) {
    const rows = planned
      .slice(from, from + rowsAtOnce)
      .map(({ alert, subscription, kind, deliveryKey: to }) => ({
        key: alert.key,
        tenant_id: subscription.tenantId,
        conversation_key: subscription.conversationKey,
        subscription_id: subscription.id,
        contract_id: alert.contractId,
        delivery_key: to,
        kind,
        measured_from: alert.measuredFrom,
        rung: alert.rung,
        is_reminder: alert.isReminder,
        relevant_date: alert.relevantDate,
        reached_on: alert.reachedOn,
        made_on: today,
        told_end_date: alert.endDate,
        told_act_by: alert.actBy,
        end_date: alert.endDate,
        act_by: alert.actBy,
        state: 'open',
        acknowledged_on: null,
        acknowledged_by: null,
        owner_id: null,
        owner_words: null,
        snoozed_until: null,
        snooze_reason: null,
        correction_id: null,
        queued_at: null,
      }));
    const written = await database
      .insertInto('alerts')
      .values(rows)
      .onConflict((conflict) => conflict.column('key').doNothing())
      .returning('key')
      .execute();
    inserted += written.length;
    const keys = written.map(({ key }) => key);
    if (keys.length === 0) continue;
    // Whoever took the matter on stays its owner.
    await sql`update alerts set owner_id = older.owner_id, owner_words = older.owner_words from alerts as older
      where alerts.key = any(${sql.val(keys)}::text[]) and older.state = 'open' and older.key <> alerts.key
        and older.contract_id = alerts.contract_id and older.conversation_key = alerts.conversation_key
        and older.owner_id is not null`.execute(database);
    await sql`update alerts set state = 'superseded' from alerts as newer
      where newer.key = any(${sql.val(keys)}::text[]) and alerts.state = 'open' and newer.key <> alerts.key
        and newer.contract_id = alerts.contract_id and newer.conversation_key = alerts.conversation_key`.execute(
      database,
    );
  }
  return inserted;
}

/** Alerts of one delivery, those to act on first at the top. */
export async function rowsOf(
  database: Kysely<Tables>,
  delivery: string,
  offset: number,
  limit: number,
): Promise<{ readonly rows: readonly AlertRow[]; readonly total: number }> {
  const [rows, count] = await Promise.all([
    database
      .selectFrom('alerts')
      .selectAll()
      .where('delivery_key', '=', delivery)
      .orderBy(sql`coalesce(told_act_by, told_end_date)`)
      .orderBy('key')
      .offset(offset)
      .limit(limit)
      .execute(),
    database
      .selectFrom('alerts')
      .select(({ fn }) => fn.countAll<number>().as('count'))
      .where('delivery_key', '=', delivery)
      .executeTakeFirst(),
  ]);
  return { rows, total: Number(count?.count ?? 0) };
}

/** How many alerts of its delivery stand before this one. */
export async function placeOf(database: Kysely<Tables>, row: AlertRow): Promise<number> {
  const before = await database
    .selectFrom('alerts')
    .select(({ fn }) => fn.countAll<number>().as('count'))
    .where('delivery_key', '=', row.delivery_key)
    .where(
      sql<boolean>`(coalesce(told_act_by, told_end_date), key)
        < (${row.told_act_by ?? row.told_end_date}::date, ${row.key})`,
    )
    .executeTakeFirst();
  return Number(before?.count ?? 0);
}

/** The alert of that key in that conversation, or null. */
export async function alertRow(
  database: Kysely<Tables>,
  key: string,
  place: { readonly tenantId: string; readonly conversationKey: string },
): Promise<AlertRow | null> {
  const row = await database
    .selectFrom('alerts')
    .selectAll()
    .where('key', '=', key)
    .where('tenant_id', '=', place.tenantId)
    .where('conversation_key', '=', place.conversationKey)
    .executeTakeFirst();
  return row ?? null;
}
