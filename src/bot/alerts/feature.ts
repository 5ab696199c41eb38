/** Alerts as a part of the bot: every button of their cards, and the card of a subscription in answers. */
import type { IAdaptiveCard } from '@microsoft/teams.cards';
import { z } from 'zod';
import type { ActionResult, Presser } from '../../alerts/actions.ts';
import { deliveryKeySchema } from '../../alerts/content.ts';
import type { AlertsDesk } from '../../alerts/desk.ts';
import { nextDigestDay } from '../../alerts/due/digest-day.ts';
import {
  type AlertPlace,
  digestTimeSchema,
  ladderOf,
  measures,
  mostSubscriptions,
  rungMonths,
  type Subscription,
  subscriptionId,
} from '../../alerts/subscription.ts';
import type { SubscriptionChange, TermsChange } from '../../alerts/subscriptions.ts';
import type { Panel } from '../../assistant/panel.ts';
import { formatDate, parseIsoDate } from '../../procurement/iso-date.ts';
import { noticeCard } from '../cards/notice-card.ts';
import { stripHidden, tidy } from '../clean-text.ts';
import { type BotFeature, type CardReply, type CardVerb, defineVerb, type Visit } from '../features.ts';
import { alertCard, alertForm, entriesPerPage, entryText, type FormName } from './alert-card.ts';
import { digestCard, digestText } from './digest-card.ts';
import {
  type BoroughName,
  manageCard,
  type SubscriptionView,
  subscriptionCard,
  subscriptionText,
} from './subscription-card.ts';

/** What the cards of alerts need. */
export type AlertsFeatureParts = { readonly alerts: AlertsDesk; readonly boroughName: BoroughName };

const alertKey = z.string().regex(/^[\w-]{22}$/);
const typed = (length: number) =>
  z
    .string()
    .max(2_000)
    .nullish()
    .transform((words) => tidy(stripHidden(words ?? ''), length));
const typedDay = z
  .string()
  .max(40)
  .nullish()
  .transform((words) => (words == null ? null : parseIsoDate(words)));
const termsData = z.object({
  id: subscriptionId,
  months: z.string().max(200).nullish(),
  measured: z.enum(measures).nullish(),
  day: z
    .string()
    .regex(/^[0-5]$/)
    .nullish(),
  time: digestTimeSchema.nullish(),
});

const gone = 'There is no such alert in this conversation, or it is no longer kept.';
const badMonths = `Give ${rungMonths.least} to ${rungMonths.most} months ahead, at most six numbers, for instance 18, 9. Nothing was changed.`;
const full = `There are ${mostSubscriptions} subscriptions here already, which is the most. Stop one first.`;

function placeOf({ officer, conversationKey, scope }: Visit): AlertPlace {
  return { tenantId: officer.tenantId, conversationKey, scope };
}

function presserOf({ officer, conversationKey }: Visit): Presser {
  return { tenantId: officer.tenantId, conversationKey, officerId: officer.userId };
}

function notice(title: string, sentence: string): CardReply {
  return { card: noticeCard(title, sentence), text: sentence };
}

/** The terms as typed on the card; null when the months are none. */
function termsIn(data: z.infer<typeof termsData>, before: Subscription): TermsChange | null {
  const ladder =
    data.months == null
      ? before.ladder
      : ladderOf((data.months.match(/-?\d+/g) ?? []).slice(0, 40).map(Number));
  if (typeof ladder === 'string') return null;
  return {
    ladder,
    measuredFrom: data.measured ?? before.measuredFrom,
    digest: {
      day: data.day == null ? before.digest.day : Number(data.day),
      time: data.time ?? before.digest.time,
    },
  };
}

/** The buttons and panels of alerts. */
export function alertsFeature({ alerts, boroughName }: AlertsFeatureParts): BotFeature {
  async function viewOf(subscription: Subscription): Promise<SubscriptionView> {
    const [fitting, previews] = await Promise.all([
      alerts.fitting(subscription.filter),
      alerts.previews(subscription),
    ]);
    return { subscription, fitting, previews, firstDigest: alerts.firstDigest(subscription), boroughName };
  }

  async function shown(
    change: SubscriptionChange,
    note: string,
    fault: string | null = null,
  ): Promise<CardReply> {
    if (change.kind === 'full') return notice('Enough alerts here', full);
    if (change.kind === 'unknown') return notice('No such alerts here', gone);
    const view = await viewOf(change.subscription);
    // A second click finds it done; the card says how it stands.
    const said = change.kind === 'done' ? note : null;
    return {
      card: subscriptionCard(view, fault === null ? said : null, fault),
      text: subscriptionText(view),
    };
  }

  async function saveTerms(
    data: z.infer<typeof termsData>,
    visit: Visit,
    then: (place: AlertPlace, edited: SubscriptionChange) => Promise<CardReply>,
  ): Promise<CardReply> {
    const place = placeOf(visit);
    const subscription = await alerts.subscriptions.byId(data.id, place);
    if (subscription === null) return notice('No such alerts here', gone);
    const terms = termsIn(data, subscription);
    if (terms === null) return shown({ kind: 'same', subscription }, '', badMonths);
    return then(place, await alerts.subscriptions.edit(data.id, place, terms, visit.now));
  }

  /** Shows the alert, with what the press did; and has the posted message drawn anew for everybody else. */
  async function after(key: string, visit: Visit, result: ActionResult, note: string): Promise<CardReply> {
    const content = await alerts.opened(key, placeOf(visit));
    const [entry] = content?.entries ?? [];
    if (content === null || entry === undefined || result.kind === 'unknown')
      return notice('No such alert here', gone);
    if (result.kind === 'done') await alerts.redraw(result.deliveryKey);
    return { card: alertCard(content, entry, result.kind === 'done' ? note : null), text: entryText(entry) };
  }

  async function form(key: string, name: FormName, visit: Visit, fault: string | null): Promise<CardReply> {
    const [entry] = (await alerts.opened(key, placeOf(visit)))?.entries ?? [];
    if (entry === undefined) return notice('No such alert here', gone);
    return { card: alertForm(name, entry, alerts.today(), fault), text: fault ?? entryText(entry) };
  }

  async function page(
    delivery: string,
    offset: number,
    visit: Visit,
    note: string | null = null,
  ): Promise<CardReply> {
    const content = await alerts.content(delivery, placeOf(visit), offset, entriesPerPage);
    if (content === null) return notice('No such digest here', gone);
    return { card: digestCard(content, note), text: digestText(content) };
  }

  async function manage(visit: Visit): Promise<CardReply> {
    const subscriptions = (await alerts.subscriptions.list(placeOf(visit))).map((subscription) => ({
      subscription,
      nextDigest: nextDigestDay(subscription.digest, visit.now),
    }));
    const count = subscriptions.length;
    return {
      card: manageCard(subscriptions, boroughName),
      text: count === 0 ? 'No alerts are set up here.' : `${count} alerts are set up here.`,
    };
  }

  const ofSubscription = z.object({ id: subscriptionId });
  const ofAlert = z.object({ key: alertKey });
  const verbs: readonly CardVerb[] = [
    defineVerb('alerts.confirm', termsData, (data, visit) =>
      saveTerms(data, visit, async (place) => {
        const change = await alerts.subscriptions.confirm(data.id, place, visit.officer.userId, visit.now);
        const first = change.kind === 'done' ? formatDate(alerts.firstDigest(change.subscription)) : '';
        return shown(
          change,
          `Confirmed. The first digest comes on ${first} and says where every contract stands.`,
        );
      }),
    ),
    defineVerb('alerts.save', termsData, (data, visit) =>
      saveTerms(data, visit, (_place, edited) => shown(edited, 'Saved.')),
    ),
    defineVerb('alerts.pause', ofSubscription, async ({ id }, visit) =>
      shown(await alerts.silence(id, placeOf(visit), 'paused'), 'Paused.'),
    ),
    defineVerb('alerts.stop', ofSubscription, async ({ id }, visit) =>
      shown(await alerts.silence(id, placeOf(visit), 'stopped'), 'Stopped. Nothing more is sent for it.'),
    ),
    defineVerb('alerts.resume', ofSubscription, async ({ id }, visit) =>
      shown(
        await alerts.subscriptions.setState(id, placeOf(visit), 'active', visit.now),
        'On again. What came due meanwhile comes in one digest.',
      ),
    ),
    defineVerb('alerts.subscription', ofSubscription, async ({ id }, visit) => {
      const subscription = await alerts.subscriptions.byId(id, placeOf(visit));
      return subscription === null
        ? notice('No such alerts here', gone)
        : shown({ kind: 'same', subscription }, '');
    }),
    defineVerb('alerts.manage', z.object({}), (_data, visit) => manage(visit)),
    defineVerb('alerts.open', ofAlert, ({ key }, visit) =>
      after(key, visit, { kind: 'done-before', deliveryKey: '' }, ''),
    ),
    defineVerb(
      'alerts.page',
      z.object({ delivery: deliveryKeySchema, offset: z.number().int().min(0).max(100_000) }),
      ({ delivery, offset }, visit) => page(delivery, offset, visit),
    ),
    defineVerb('alerts.acknowledge', ofAlert, async ({ key }, visit) =>
      after(
        key,
        visit,
        await alerts.actions.acknowledge(key, presserOf(visit), alerts.today()),
        'Acknowledged.',
      ),
    ),
    defineVerb(
      'alerts.acknowledge-all',
      z.object({ delivery: deliveryKeySchema }),
      async ({ delivery }, visit) => {
        const result = await alerts.actions.acknowledgeAll(delivery, presserOf(visit), alerts.today());
        if (result.kind === 'done') await alerts.redraw(delivery);
        return page(delivery, 0, visit, result.kind === 'done' ? 'All acknowledged.' : null);
      },
    ),
    defineVerb(
      'alerts.form',
      ofAlert.extend({ form: z.enum(['assign', 'snooze', 'extended']) }),
      (data, visit) => form(data.key, data.form, visit, null),
    ),
    defineVerb('alerts.assign', ofAlert.extend({ owner: typed(60) }), async ({ key, owner }, visit) =>
      after(
        key,
        visit,
        await alerts.actions.assign(key, presserOf(visit), owner, alerts.today()),
        'Owner saved.',
      ),
    ),
    defineVerb(
      'alerts.snooze',
      ofAlert.extend({ until: typedDay, reason: typed(200) }),
      async ({ key, until, reason }, visit) => {
        const result = await alerts.actions.snooze(key, presserOf(visit), until, reason, alerts.today());
        return result.kind === 'unusable'
          ? form(key, 'snooze', visit, result.sentence)
          : after(key, visit, result, 'Put off.');
      },
    ),
    defineVerb('alerts.extended', ofAlert.extend({ end: typedDay }), async ({ key, end }, visit) => {
      const result = await alerts.actions.reportEnd(key, presserOf(visit), end, null, alerts.today());
      if (result.kind === 'unusable') return form(key, 'extended', visit, result.sentence);
      const id = result.correctionId ?? '';
      return after(
        key,
        visit,
        result,
        `Proposed as ${id}. An officer of the borough confirms it with “Confirm correction ${id}”.`,
      );
    }),
  ];

  return {
    verbs,
    panelCard: async (panel: Panel, visit: Visit): Promise<IAdaptiveCard | null> => {
      if (panel.kind !== 'subscription') return null;
      const subscription = await alerts.subscriptions.byId(panel.id, placeOf(visit));
      return subscription === null ? null : subscriptionCard(await viewOf(subscription));
    },
  };
}
