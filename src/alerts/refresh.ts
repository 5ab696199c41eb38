/** Keeps what was told true: alerts whose records changed get a line of history, and are taken back where they were not sent. */
import { type Kysely, sql } from 'kysely';
import type { Catalogue } from '../catalogue/catalogue.ts';
import { publicViewer } from '../catalogue/viewer.ts';
import type { Tables } from '../database/tables.ts';
import { formatDate, type IsoDate } from '../procurement/iso-date.ts';
import { type AlertRow, withLine } from './alert-rows.ts';
import type { Outbox } from './delivery/delivery.ts';
import { latestRung } from './due/due-alerts.ts';
import type { ContentMaker } from './make-content.ts';
import type { Subscription } from './subscription.ts';

/** How many posted messages were revised, and how many alerts were taken back unsent. */
export type Refreshed = { readonly revised: number; readonly suppressed: number };

type Changed = AlertRow & {
  readonly fact_id: string | null;
  readonly now_end: string | null;
  readonly now_act: string | null;
};

/** More changes than this are taken up by the next run, so that one large import cannot hold a run up. */
const mostChanges = 5_000;

async function changedAlerts(database: Kysely<Tables>): Promise<readonly Changed[]> {
  const { rows } = await sql<Changed>`
    select alerts.*, facts.contract_id as fact_id, facts.end_date as now_end, facts.act_by as now_act
    from alerts left join contract_facts as facts on facts.contract_id = alerts.contract_id
    where (alerts.state = 'open' and (facts.contract_id is null
        or facts.end_date is distinct from alerts.end_date or facts.act_by is distinct from alerts.act_by))
      or (alerts.state = 'withdrawn' and facts.contract_id is not null)
    order by alerts.delivery_key, alerts.key limit ${mostChanges}`.execute(database);
  return rows;
}

const dayWords = (day: string | null) => (day === null ? 'not known' : formatDate(day as IsoDate));

/** `end moved from 31 March 2027 to 30 September 2027; act by moved from … to …`. */
function changeWords(row: AlertRow, end: string | null, act: string | null): string {
  const parts: string[] = [];
  if (row.end_date !== end) parts.push(`end moved from ${dayWords(row.end_date)} to ${dayWords(end)}`);
  if (row.act_by !== act) parts.push(`act by moved from ${dayWords(row.act_by)} to ${dayWords(act)}`);
  return parts.length === 0 ? 'back on record' : parts.join('; ');
}

/** A contract that was merged goes on under another id: what was told of it goes with it, or it would be told again. */
async function followMerges(
  database: Kysely<Tables>,
  catalogue: Catalogue,
  changed: readonly Changed[],
): Promise<boolean> {
  let hasMoved = false;
  for (const id of new Set(changed.filter((row) => row.fact_id === null).map((row) => row.contract_id))) {
    const contract = await catalogue.byId(publicViewer, id);
    if (contract === null || contract.id === id) continue;
    await database
      .updateTable('alerts')
      .set({ contract_id: contract.id })
      .where('contract_id', '=', id)
      .execute();
    hasMoved = true;
  }
  return hasMoved;
}

/** Whether the alert would still be given with the dates as they are now. */
function isStillDue(row: Changed, subscription: Subscription | undefined, today: IsoDate): boolean {
  if (subscription === undefined || row.fact_id === null) return false;
  const fact = { endDate: row.now_end as IsoDate | null, actBy: row.now_act as IsoDate | null };
  return latestRung(subscription, fact, today) !== null;
}

/**
 * Takes unsent alerts back: their delivery goes without them, or not at all. False when the delivery has been sent
 * meanwhile; then nothing was changed.
 */
export async function takeBack(
  database: Kysely<Tables>,
  outbox: Outbox,
  maker: ContentMaker,
  deliveryKey: string,
  alertKeys: readonly string[],
  reason: string,
  today: IsoDate,
): Promise<boolean> {
  const state = await outbox.stateOf(deliveryKey);
  if (state !== null && state !== 'queued') return false;
  const left = await database
    .selectFrom('alerts')
    .select('key')
    .where('delivery_key', '=', deliveryKey)
    .where('key', 'not in', [...alertKeys])
    .limit(1)
    .executeTakeFirst();
  if (left === undefined && state === 'queued' && !(await outbox.suppress(deliveryKey, reason))) return false;
  // As if it had never been told, so that it comes again if it becomes due again.
  await database
    .deleteFrom('alerts')
    .where('key', 'in', [...alertKeys])
    .execute();
  if (left !== undefined && state === 'queued') {
    const content = await maker(deliveryKey, today);
    if (content !== null) await outbox.revise(deliveryKey, content);
  }
  return true;
}

/** Compares every open alert with the records; to be run before working out what is due. */
export async function refreshAlerts(
  database: Kysely<Tables>,
  catalogue: Catalogue,
  outbox: Outbox,
  maker: ContentMaker,
  subscriptions: readonly Subscription[],
  today: IsoDate,
): Promise<Refreshed> {
  let changed = await changedAlerts(database);
  if (await followMerges(database, catalogue, changed)) changed = await changedAlerts(database);
  const byId = new Map(subscriptions.map((subscription) => [subscription.id, subscription]));
  const deliveries = new Map<string, Changed[]>();
  for (const row of changed) {
    const rows = deliveries.get(row.delivery_key);
    if (rows === undefined) deliveries.set(row.delivery_key, [row]);
    else rows.push(row);
  }
  let revised = 0;
  let suppressed = 0;
  for (const [deliveryKey, rows] of deliveries) {
    const over = rows.filter((row) => !isStillDue(row, byId.get(row.subscription_id), today));
    const keys = over.map(({ key }) => key);
    const areGone =
      keys.length > 0 &&
      (await takeBack(database, outbox, maker, deliveryKey, keys, 'no longer true', today));
    if (areGone) suppressed += keys.length;
    const kept = areGone ? rows.filter(({ key }) => !keys.includes(key)) : rows;
    for (const row of kept) {
      const isGone = row.fact_id === null;
      const line = isGone ? 'no longer on record' : changeWords(row, row.now_end, row.now_act);
      await database
        .updateTable('alerts')
        .set({
          history: withLine(row, today, line),
          state: isGone ? 'withdrawn' : 'open',
          ...(isGone ? {} : { end_date: row.now_end, act_by: row.now_act }),
        })
        .where('key', '=', row.key)
        .execute();
    }
    if (kept.length === 0) continue;
    const content = await maker(deliveryKey, today);
    if (content !== null && (await outbox.revise(deliveryKey, content)) !== 'unknown') revised += 1;
  }
  return { revised, suppressed };
}
