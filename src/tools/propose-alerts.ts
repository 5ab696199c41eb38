import { z } from 'zod';
import type { AlertsDesk } from '../alerts/desk.ts';
import {
  type AlertFilter,
  type AlertPlace,
  digestTimeSchema,
  isEmptyFilter,
  ladderOf,
  measures,
  mostContracts,
  type SubscriptionTerms,
  usualDigest,
  usualLadder,
} from '../alerts/subscription.ts';
import { alertPlaceOf, namedIn, noSubscription, type SubscriptionResult } from './alerts-result.ts';
import * as inputs from './inputs.ts';
import { readSearch, wholeCatalogue } from './search-contracts.ts';
import { defineTool, type ToolContext, type Unclear } from './tool.ts';

const input = z.object({
  boroughs: inputs.boroughs,
  service_area: inputs.serviceArea,
  name: inputs.name,
  amount_from: inputs.amount,
  amount_to: inputs.amount,
  months: z
    .array(z.number().int().min(0).max(100_000))
    .max(40)
    .nullable()
    .describe('Months before the day measured from at which to alert; null for the usual ones.'),
  measured_from: z
    .enum(measures)
    .nullable()
    .describe('act-by (default) counts back from the day to act by, end from the end date.'),
  digest_day: z
    .number()
    .int()
    .min(0)
    .max(7)
    .nullable()
    .describe('1 Monday to 5 Friday, 0 every working day.'),
  digest_time: z.string().max(5).nullable().describe('Time in London, such as 09:00; null for that.'),
});
type Asked = z.infer<typeof input>;

/** Months, day and time in use, or which of them cannot be. */
function whenOf(asked: Asked): Omit<SubscriptionTerms, 'filter'> | 'bad-months' | 'bad-time' {
  const measuredFrom = asked.measured_from ?? 'act-by';
  const ladder = asked.months === null ? usualLadder[measuredFrom] : ladderOf(asked.months);
  if (typeof ladder === 'string') return 'bad-months';
  const digest = { day: asked.digest_day ?? usualDigest.day, time: asked.digest_time ?? usualDigest.time };
  if (digest.day > 5 || !digestTimeSchema.safeParse(digest.time).success) return 'bad-time';
  return { ladder, measuredFrom, digest };
}

/** The filter with its names resolved; an unclear name comes back as such. */
async function filterOf(asked: Asked, context: ToolContext): Promise<AlertFilter | Unclear> {
  const read = await readSearch(
    {
      ...wholeCatalogue,
      name: asked.name,
      serviceAreas: inputs.areasIn(asked.service_area),
      boroughs: asked.boroughs ?? [],
      amountFrom: asked.amount_from,
      amountTo: asked.amount_to,
    },
    context,
  );
  if ('outcome' in read) return read;
  const { subject, buyerIds } = read.criteria;
  return {
    buyerIds: buyerIds ?? [],
    // The area of a product says nothing more than the product.
    serviceAreas: subject === null ? read.understood.serviceAreas : [],
    productIds: subject?.productIds ?? [],
    vendors: subject?.vendors ?? [],
    supplierIds: subject?.supplierIds ?? [],
    amountFrom: asked.amount_from,
    amountTo: asked.amount_to,
    subject: read.understood.subject,
  };
}

/** What a subscription of these terms finds and would send. */
export async function describe(
  terms: SubscriptionTerms,
  desk: AlertsDesk,
  context: ToolContext,
): Promise<Pick<SubscriptionResult, 'terms' | 'fitting' | 'previews' | 'contracts' | 'firstDigest'>> {
  const [fitting, previews] = await Promise.all([desk.fitting(terms.filter), desk.previews(terms)]);
  const contracts = await context.catalogue.byIds(context.viewer, namedIn(previews));
  return { terms, fitting, previews, contracts, firstDigest: desk.firstDigest(terms) };
}

async function propose(asked: Asked, context: ToolContext): Promise<SubscriptionResult | Unclear> {
  const { alerts: desk, officer } = context;
  const place: AlertPlace | null = alertPlaceOf(context.place);
  const scope = place?.scope ?? null;
  const when = whenOf(asked);
  if (typeof when === 'string')
    return { ...noSubscription(when, scope), text: (asked.months ?? []).join(', ') };
  const filter = await filterOf(asked, context);
  if ('outcome' in filter)
    return filter.options.length > 0
      ? filter
      : { ...noSubscription('unknown-name', scope), text: filter.text };
  if (desk === undefined || officer === undefined) return noSubscription('no-place', scope);
  const terms: SubscriptionTerms = { filter, ...when };
  const described = {
    ...noSubscription('no-place', scope),
    ...(await describe(terms, desk, context)),
    isMeasureSaid: asked.measured_from !== null,
  };
  if (isEmptyFilter(filter) || (described.fitting?.live ?? 0) > mostContracts)
    return { ...described, result: 'too-wide' };
  if (place === null) return described;
  const subscription = await desk.subscriptions.propose(terms, place, officer.officerId, desk.now());
  return subscription === null
    ? { ...described, result: 'full' }
    : { ...described, result: 'proposed', subscription };
}

/**
 * Proposes alerts for the conversation; nothing is sent before somebody confirms them. Stands apart from the tools a
 * planner chooses from, as it writes.
 */
export const proposeAlerts = defineTool<Asked>({
  name: 'propose_alerts',
  description: 'Proposes contract alerts for this conversation, to be confirmed by a person.',
  input,
  run: propose,
});
