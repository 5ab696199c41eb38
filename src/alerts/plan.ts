/** Which of the due alerts go out now, and in which message. Pure. */
import { type IsoDate, todayInLondon } from '../procurement/iso-date.ts';
import { isWorkingDay } from '../procurement/working-days.ts';
import { deliveryKey, type PlannedAlert } from './alert-rows.ts';
import { latestDigestDay, nextDigestDay, postingTime } from './due/digest-day.ts';
import { type DueAlert, isUrgent } from './due/due-alerts.ts';
import type { Subscription } from './subscription.ts';

/** Most messages about single contracts that a conversation gets on one day; the rest stand in its digest. */
export const mostUrgent = 3;

/** The planned day whose digest is open at `now`; null when there is none, or its time is better waited for. */
export function openDigest(subscription: Subscription, now: Date): IsoDate | null {
  const { digest, digestedOn, confirmedOn } = subscription;
  const today = todayInLondon(now);
  const planned = latestDigestDay(digest, now);
  const since = digestedOn ?? confirmedOn;
  if (since === null || planned <= since) return null;
  if (planned === today) return planned;
  // A digest that was missed comes in office hours, and not a few hours before the next one.
  const isOffice = postingTime(now).getTime() === now.getTime();
  return isOffice && nextDigestDay(digest, now) !== today ? planned : null;
}

/** What one conversation is sent now. */
export type ConversationPlan = {
  readonly conversationKey: string;
  readonly alerts: readonly PlannedAlert[];
  /** Subscriptions whose digest is thereby made, and the planned day it was for. */
  readonly digested: readonly { readonly subscriptionId: string; readonly planned: IsoDate }[];
};

/** What the day has already brought a conversation. */
export type SentToday = { readonly hasDigest: boolean; readonly urgent: number };

/** Alerts nearest first: by the day to act by, then by the end. */
function byNearest(left: DueAlert, right: DueAlert): number {
  const day = ({ actBy, endDate }: DueAlert) => actBy ?? endDate ?? '9999';
  return day(left).localeCompare(day(right)) || left.key.localeCompare(right.key);
}

/**
 * Plans one conversation: urgent alerts by themselves, at most a few a day, the others in the day's one digest. What a
 * subscription has open from the time before its first digest all stands in that, however urgent.
 */
export function planConversation(
  conversationKey: string,
  subscriptions: readonly Subscription[],
  due: readonly DueAlert[],
  sent: SentToday,
  now: Date,
): ConversationPlan {
  const today = todayInLondon(now);
  const byId = new Map(subscriptions.map((subscription) => [subscription.id, subscription]));
  const open = new Map<string, IsoDate>();
  for (const subscription of subscriptions) {
    const planned = sent.hasDigest ? null : openDigest(subscription, now);
    if (planned !== null) open.set(subscription.id, planned);
  }
  const isOffice = isWorkingDay(today) && postingTime(now).getTime() === now.getTime();
  const alerts: PlannedAlert[] = [];
  const digest = deliveryKey('digest', conversationKey, today);
  let urgent = sent.urgent;
  for (const alert of [...due].sort(byNearest)) {
    const subscription = byId.get(alert.subscriptionId);
    if (subscription === undefined) continue;
    const isFirst = subscription.digestedOn === null;
    if (!isFirst && isOffice && isUrgent(alert, today)) {
      if (urgent < mostUrgent) {
        urgent += 1;
        const key = deliveryKey('urgent', alert.key, today);
        alerts.push({ alert, subscription, kind: 'urgent', deliveryKey: key });
        continue;
      }
      if (!sent.hasDigest) alerts.push({ alert, subscription, kind: 'digest', deliveryKey: digest });
      continue;
    }
    if (open.has(subscription.id)) alerts.push({ alert, subscription, kind: 'digest', deliveryKey: digest });
  }
  return {
    conversationKey,
    alerts,
    digested: [...open].map(([subscriptionId, planned]) => ({ subscriptionId, planned })),
  };
}
