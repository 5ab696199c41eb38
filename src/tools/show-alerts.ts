import { z } from 'zod';
import { nextDigestDay } from '../alerts/due/digest-day.ts';
import { subscriptionId } from '../alerts/subscription.ts';
import { type AlertsShown, alertPlaceOf, namedIn } from './alerts-result.ts';
import { defineTool, type ToolContext } from './tool.ts';

const input = z.object({
  view: z
    .enum(['list', 'why', 'preview'])
    .describe('All subscriptions here; why the newest alert came; what they would send over a year.'),
  subscription_id: subscriptionId.nullable(),
});

/** Subscriptions previewed in one answer. */
const mostPreviewed = 3;

async function show(asked: z.infer<typeof input>, context: ToolContext): Promise<AlertsShown> {
  const { alerts: desk } = context;
  const place = alertPlaceOf(context.place);
  const nothing: AlertsShown = {
    outcome: 'alerts',
    view: asked.view,
    scope: place?.scope ?? null,
    subscriptions: [],
    latest: null,
    contracts: [],
  };
  if (desk === undefined || place === null) return nothing;
  const all =
    asked.subscription_id === null
      ? await desk.subscriptions.list(place)
      : [await desk.subscriptions.byId(asked.subscription_id, place)].filter((found) => found !== null);
  const latest = asked.view === 'why' ? await desk.latest(place) : null;
  const subscriptions = await Promise.all(
    all.map(async (subscription, at) => ({
      subscription,
      nextDigest: nextDigestDay(subscription.digest, desk.now()),
      previews: asked.view === 'preview' && at < mostPreviewed ? await desk.previews(subscription) : null,
    })),
  );
  const ids = subscriptions.flatMap(({ previews }) => (previews === null ? [] : namedIn(previews)));
  const contracts = await context.catalogue.byIds(context.viewer, [...new Set(ids)]);
  return { ...nothing, subscriptions, latest, contracts };
}

/** What this conversation is alerted of, and why; changes nothing. */
export const showAlerts = defineTool<z.infer<typeof input>>({
  name: 'show_alerts',
  description:
    'Contract alerts set up in this conversation: the list, why one came, or what they would send.',
  input,
  run: show,
});
