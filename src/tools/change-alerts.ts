import { z } from 'zod';
import type { AlertsDesk } from '../alerts/desk.ts';
import {
  type AlertPlace,
  digestTimeSchema,
  ladderOf,
  measures,
  type Subscription,
  subscriptionId,
} from '../alerts/subscription.ts';
import type { SubscriptionChange, TermsChange } from '../alerts/subscriptions.ts';
import {
  alertPlaceOf,
  noSubscription,
  type SubscriptionOutcome,
  type SubscriptionResult,
} from './alerts-result.ts';
import * as inputs from './inputs.ts';
import { describe } from './propose-alerts.ts';
import { resolveBoroughs, resolveServiceArea, resolveSubject } from './resolve-names.ts';
import { defineTool, type ToolContext } from './tool.ts';

const changes = ['confirm', 'cancel', 'pause', 'resume', 'stop', 'edit'] as const;
type Change = (typeof changes)[number];

const input = z.object({
  subscription_id: subscriptionId
    .nullable()
    .describe('Id as shown with it; null to find it by what it is for.'),
  change: z.enum(changes),
  service_area: inputs.serviceArea,
  name: inputs.name,
  boroughs: inputs.boroughs,
  months: z.array(z.number().int().min(0).max(100_000)).max(40).nullable(),
  measured_from: z.enum(measures).nullable(),
  digest_day: z.number().int().min(0).max(7).nullable(),
  digest_time: z.string().max(5).nullable(),
});
type Asked = z.infer<typeof input>;

/** Subscriptions here that the words may mean: all of them when nothing is named. */
async function meant(
  asked: Asked,
  place: AlertPlace,
  desk: AlertsDesk,
  context: ToolContext,
): Promise<Subscription[]> {
  const all = await desk.subscriptions.list(place);
  const [area] = inputs.areasIn(asked.service_area);
  const [serviceArea, subject, boroughs] = await Promise.all([
    resolveServiceArea(area ?? null, context),
    resolveSubject(asked.name, area ?? null, context),
    resolveBoroughs(asked.boroughs ?? [], context),
  ]);
  const wanted = {
    area: serviceArea.ok ? serviceArea.value : null,
    products: subject.ok ? (subject.value?.subject.productIds ?? []) : [],
    boroughs: boroughs.ok ? boroughs.value.map(({ id }) => id) : [],
  };
  const areasOfProducts = ({ filter }: Subscription) =>
    filter.productIds.map((id) => context.catalogue.productById(id)?.serviceArea);
  return all.filter(
    (subscription) =>
      (wanted.area === null ||
        subscription.filter.serviceAreas.includes(wanted.area) ||
        areasOfProducts(subscription).includes(wanted.area)) &&
      (wanted.products.length === 0 ||
        subscription.filter.productIds.some((id) => wanted.products.includes(id))) &&
      (wanted.boroughs.length === 0 ||
        subscription.filter.buyerIds.some((id) => wanted.boroughs.includes(id))),
  );
}

/** Other months, day or time for what is there; or which of them cannot be. */
export function termsOf(
  asked: Pick<Asked, 'months' | 'measured_from' | 'digest_day' | 'digest_time'>,
  { digest }: Pick<Subscription, 'digest'>,
): TermsChange | 'bad-months' | 'bad-time' {
  const ladder = asked.months === null ? null : ladderOf(asked.months);
  if (typeof ladder === 'string') return 'bad-months';
  const changed = { day: asked.digest_day ?? digest.day, time: asked.digest_time ?? digest.time };
  if (changed.day > 5 || !digestTimeSchema.safeParse(changed.time).success) return 'bad-time';
  return {
    ...(ladder === null ? {} : { ladder }),
    ...(asked.measured_from === null ? {} : { measuredFrom: asked.measured_from }),
    ...(asked.digest_day === null && asked.digest_time === null ? {} : { digest: changed }),
  };
}

const outcomes: Readonly<Record<Change, SubscriptionOutcome>> = {
  confirm: 'confirmed',
  cancel: 'cancelled',
  pause: 'paused',
  resume: 'resumed',
  stop: 'stopped',
  edit: 'edited',
};

async function apply(
  subscription: Subscription,
  asked: Asked,
  place: AlertPlace,
  desk: AlertsDesk,
  officerId: string,
): Promise<SubscriptionChange | 'bad-months' | 'bad-time'> {
  const { subscriptions } = desk;
  const now = desk.now();
  if (asked.change === 'confirm') return subscriptions.confirm(subscription.id, place, officerId, now);
  if (asked.change === 'resume') return subscriptions.setState(subscription.id, place, 'active', now);
  if (asked.change === 'pause') return desk.silence(subscription.id, place, 'paused');
  if (asked.change === 'edit') {
    const terms = termsOf(asked, subscription);
    if (typeof terms === 'string') return terms;
    return Object.keys(terms).length === 0
      ? { kind: 'same', subscription }
      : subscriptions.edit(subscription.id, place, terms, now);
  }
  // “Cancel” takes a proposal back; what is confirmed is stopped, in those words.
  if (asked.change === 'cancel' && subscription.state !== 'proposed') return { kind: 'same', subscription };
  return desk.silence(subscription.id, place, 'stopped');
}

async function change(asked: Asked, context: ToolContext): Promise<SubscriptionResult> {
  const { alerts: desk, officer } = context;
  const place = alertPlaceOf(context.place);
  if (desk === undefined || officer === undefined || place === null) return noSubscription('no-place', null);
  const candidates =
    asked.subscription_id === null
      ? await meant(asked, place, desk, context)
      : [await desk.subscriptions.byId(asked.subscription_id, place)].filter((found) => found !== null);
  const [only, ...others] = candidates;
  if (only === undefined) return noSubscription('unknown', place.scope);
  if (others.length > 0) return { ...noSubscription('several', place.scope), candidates };
  const done = await apply(only, asked, place, desk, officer.officerId);
  if (typeof done === 'string')
    return { ...noSubscription(done, place.scope), text: (asked.months ?? []).join(', ') };
  if (done.kind === 'unknown' || done.kind === 'full') return noSubscription(done.kind, place.scope);
  return {
    ...noSubscription(done.kind === 'done' ? outcomes[asked.change] : 'same', place.scope),
    ...(await describe(done.subscription, desk, context)),
    subscription: done.subscription,
  };
}

/**
 * Confirms, changes, pauses or stops alerts of this conversation. Only somebody who writes or presses here reaches
 * them; it runs on the officer's own words alone.
 */
export const changeAlerts = defineTool<Asked>({
  name: 'change_alerts',
  description: 'Confirms, cancels, edits, pauses, resumes or stops contract alerts of this conversation.',
  input,
  run: change,
});
