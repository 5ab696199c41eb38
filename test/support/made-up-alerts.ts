/** Made-up subscriptions and contract dates, and a conversation that is told what is due. */
import type { ContractFact } from '../../src/alerts/due/contract-fact.ts';
import {
  type DueAlert,
  type DueSubscription,
  dueAlerts,
  type Told,
} from '../../src/alerts/due/due-alerts.ts';
import type { AlertFilter } from '../../src/alerts/subscription.ts';
import { addDays, addMonths, type IsoDate, isoDate } from '../../src/procurement/iso-date.ts';

/** A filter that asks for nothing. */
export const anything: AlertFilter = {
  buyerIds: [],
  serviceAreas: [],
  productIds: [],
  vendors: [],
  supplierIds: [],
  amountFrom: null,
  amountTo: null,
  subject: null,
};
/** A subscription to everything, 18 and 9 months before the day to act by. */
export const subscription = (changes: Partial<DueSubscription> = {}): DueSubscription => ({
  id: 'S-1',
  filter: anything,
  ladder: [18, 9],
  measuredFrom: 'act-by',
  conversationKey: 'one',
  ...changes,
});
/** A contract to act on by this day, which ends a year later. */
export const fact = (actBy: string | null, changes: Partial<ContractFact> = {}): ContractFact => ({
  contractId: 'c1',
  endDate: actBy === null ? null : addMonths(isoDate(actBy), 12),
  actBy: actBy === null ? null : isoDate(actBy),
  amount: 100_000,
  areas: ['Parking'],
  buyers: ['E09000006'],
  suppliers: ['s1'],
  products: ['p1'],
  maker: 'maker',
  ...changes,
});

/** What telling leaves behind. */
export const toldBy = (alert: DueAlert, madeOn: IsoDate, snoozedUntil: IsoDate | null = null): Told => ({
  key: alert.key,
  conversationKey: alert.conversationKey,
  measuredFrom: alert.measuredFrom,
  rung: alert.rung,
  endDate: alert.endDate,
  actBy: alert.actBy,
  madeOn,
  snoozedUntil,
});

/** A conversation over days: what is due is told at once. */
export function run(
  days: readonly IsoDate[],
  factOn: (day: IsoDate) => ContractFact | null,
  subscriptionsOn: (day: IsoDate) => readonly DueSubscription[] = () => [subscription()],
): { readonly day: IsoDate; readonly alert: DueAlert }[] {
  const told: Told[] = [];
  const alerts: { day: IsoDate; alert: DueAlert }[] = [];
  for (const day of days) {
    const now = factOn(day);
    const due = dueAlerts(now === null ? [] : [now], subscriptionsOn(day), () => told, day);
    for (const alert of due) {
      told.push(toldBy(alert, day));
      alerts.push({ day, alert });
    }
  }
  return alerts;
}

/** So many days in a row. */
export const daysFrom = (first: string, count: number) =>
  Array.from({ length: count }, (_none, at) => addDays(isoDate(first), at));
