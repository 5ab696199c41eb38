/** What the next run would do, and why a contract or subscription has alerts, in lines for whoever runs the server. */
import type { Kysely } from 'kysely';
import type { Tables } from '../database/tables.ts';
import { formatDate, type IsoDate, todayInLondon } from '../procurement/iso-date.ts';
import { nextDigestDay } from './due/digest-day.ts';
import type { DueAlert } from './due/due-alerts.ts';
import { findDue } from './due/find-due.ts';
import { planRun } from './run-due.ts';
import { type Measure, type Subscription, subscriptionId } from './subscription.ts';
import { rungWords, subscriptionWords } from './subscription-words.ts';
import { createSubscriptions } from './subscriptions.ts';

type BoroughName = (buyerId: string) => string | null;

const mostLines = 50;

function count(number: number, one: string, many: string): string {
  return `${number} ${number === 1 ? one : many}`;
}

/** Lines of a run at `now`, of which nothing is kept. */
export async function describeRun(database: Kysely<Tables>, now: Date): Promise<readonly string[]> {
  const subscriptions = await createSubscriptions(database).active();
  const { plans, due } = await planRun(database, subscriptions, now);
  const planned = plans.reduce((sum, { alerts }) => sum + alerts.length, 0);
  return [
    `${count(subscriptions.length, 'active subscription', 'active subscriptions')}; ${count(due, 'alert is', 'alerts are')} due, of which ${planned} would be queued now and ${due - planned} wait for the day of their digest.`,
    ...plans
      .filter(({ alerts }) => alerts.length > 0)
      .slice(0, mostLines)
      .map(
        ({ conversationKey, alerts }) => `  ${conversationKey}: ${count(alerts.length, 'alert', 'alerts')}`,
      ),
  ];
}

function toldLine(row: {
  readonly made_on: string;
  readonly conversation_key: string;
  readonly rung: number;
  readonly measured_from: string;
  readonly relevant_date: string;
  readonly subscription_id: string;
  readonly state: string;
  readonly delivery_key: string;
}): string {
  const rung = rungWords(row.rung, row.measured_from as Measure);
  return `Told on ${formatDate(row.made_on as IsoDate)} in ${row.conversation_key}: ${rung}, ${formatDate(row.relevant_date as IsoDate)}; ${row.subscription_id}, ${row.state}; in ${row.delivery_key}.`;
}

function dueLine({
  conversationKey,
  rung,
  measuredFrom,
  relevantDate,
  subscriptionId: id,
}: DueAlert): string {
  return `Due and not told yet in ${conversationKey}: ${rungWords(rung, measuredFrom)}, ${formatDate(relevantDate)}; ${id}.`;
}

function subscriptionLine(subscription: Subscription, boroughName: BoroughName, now: Date): string {
  const next = formatDate(nextDigestDay(subscription.digest, now));
  return `${subscription.id} in ${subscription.conversationKey}: ${subscriptionWords(subscription, boroughName)}; ${subscription.state}, next digest ${next}.`;
}

/** Lines about one contract or one active subscription, by its id; one line says so when there is nothing to tell. */
export async function explainAlerts(
  database: Kysely<Tables>,
  boroughName: BoroughName,
  subject: string,
  now: Date,
): Promise<readonly string[]> {
  const subscriptions = await createSubscriptions(database).active();
  const isSubscription = subscriptionId.safeParse(subject).success;
  const own = isSubscription ? subscriptions.filter(({ id }) => id === subject) : subscriptions;
  const rows = await database
    .selectFrom('alerts')
    .selectAll()
    .where(isSubscription ? 'subscription_id' : 'contract_id', '=', subject)
    .orderBy('made_on', 'desc')
    .orderBy('key')
    .limit(mostLines)
    .execute();
  const due: string[] = [];
  for await (const page of findDue(database, own, todayInLondon(now)))
    for (const alert of page)
      if ((isSubscription || alert.contractId === subject) && due.length < mostLines)
        due.push(dueLine(alert));
  const lines = [
    ...(isSubscription ? own.map((one) => subscriptionLine(one, boroughName, now)) : []),
    ...rows.map(toldLine),
    ...due,
  ];
  return lines.length > 0
    ? lines
    : [`No alert was told or is due for ${subject}, and there is no active subscription of that id.`];
}
