/** Everything that chat and cards do with alerts, over one database; what is due is worked out elsewhere (`run-due.ts`). */
import type { Kysely } from 'kysely';
import type { Catalogue } from '../catalogue/catalogue.ts';
import type { Tables } from '../database/tables.ts';
import { addDays, addMonths, type IsoDate, isoDate, todayInLondon } from '../procurement/iso-date.ts';
import { londonMoment } from '../procurement/london-time.ts';
import { type AlertActions, createAlertActions } from './actions.ts';
import { alertRow, placeOf, rowsOf } from './alert-rows.ts';
import type { AlertContent } from './content.ts';
import type { Outbox } from './delivery/delivery.ts';
import { nextDigestDay } from './due/digest-day.ts';
import { createContentMaker } from './make-content.ts';
import { type Fitting, fitting, type Preview, preview } from './preview.ts';
import { takeBack } from './refresh.ts';
import type { AlertFilter, AlertPlace, Subscription, SubscriptionTerms } from './subscription.ts';
import { createSubscriptions, type SubscriptionChange, type Subscriptions } from './subscriptions.ts';

/** A year behind and a year ahead of what a subscription would send. */
export type TwoPreviews = { readonly thisYear: Preview; readonly nextYear: Preview };

type Here = Pick<AlertPlace, 'tenantId' | 'conversationKey'>;

/** The desk; every call names the conversation, and sees nothing of another. */
export type AlertsDesk = {
  readonly subscriptions: Subscriptions;
  readonly actions: AlertActions;
  readonly now: () => Date;
  readonly today: () => IsoDate;
  readonly fitting: (filter: AlertFilter) => Promise<Fitting>;
  /** From 1 January to 31 December of this year, and the twelve months from today. */
  readonly previews: (terms: SubscriptionTerms) => Promise<TwoPreviews>;
  /** Day of the first digest of a subscription confirmed now; never the same day. */
  readonly firstDigest: (terms: Pick<SubscriptionTerms, 'digest'>) => IsoDate;
  /** Pauses or stops, and takes back what is waiting to be sent for it. */
  readonly silence: (
    id: string,
    place: AlertPlace,
    state: 'paused' | 'stopped',
  ) => Promise<SubscriptionChange>;
  /** A delivery of this conversation as things stand now, from the given alert on; null when it is not of this conversation. */
  readonly content: (
    deliveryKey: string,
    place: Here,
    offset?: number,
    limit?: number,
  ) => Promise<AlertContent | null>;
  /** One alert of this conversation, alone in the content of its delivery; null when it is not of this conversation. */
  readonly opened: (key: string, place: Here) => Promise<AlertContent | null>;
  /** The newest delivery of this conversation; null before the first. */
  readonly latest: (place: Here) => Promise<AlertContent | null>;
  /** Has the posted message drawn anew, for everybody; does nothing where nothing is sent. */
  readonly redraw: (deliveryKey: string) => Promise<void>;
};

/** What the desk works with. Without an outbox nothing is sent, and cards change only for who pressed. */
export type DeskParts = {
  readonly database: Kysely<Tables>;
  readonly catalogue: Catalogue;
  readonly outbox?: Outbox;
  readonly now: () => Date;
  readonly today?: () => IsoDate;
};

/** Unsent deliveries are not older than this. */
const mostDaysWaiting = 14;

/** A desk over the database; reads no clock but the one given. */
export function createAlertsDesk(parts: DeskParts): AlertsDesk {
  const { database, catalogue, outbox, now } = parts;
  const today = parts.today ?? (() => todayInLondon(now()));
  const subscriptions = createSubscriptions(database);

  const content: AlertsDesk['content'] = async (deliveryKey, place, offset = 0, limit) => {
    const [first] = (await rowsOf(database, deliveryKey, 0, 1)).rows;
    if (first?.tenant_id !== place.tenantId || first.conversation_key !== place.conversationKey) return null;
    return createContentMaker(database, catalogue)(deliveryKey, today(), offset, limit);
  };

  async function takeBackWaiting(subscription: Subscription): Promise<void> {
    if (outbox === undefined) return;
    const rows = await database
      .selectFrom('alerts')
      .select(['key', 'delivery_key'])
      .where('subscription_id', '=', subscription.id)
      .where('made_on', '>=', addDays(today(), -mostDaysWaiting))
      .execute();
    const maker = createContentMaker(database, catalogue);
    for (const deliveryKey of new Set(rows.map((row) => row.delivery_key))) {
      const keys = rows.filter((row) => row.delivery_key === deliveryKey).map(({ key }) => key);
      await takeBack(database, outbox, maker, deliveryKey, keys, 'no longer wanted', today());
    }
  }

  return {
    subscriptions,
    actions: createAlertActions(database, catalogue),
    now,
    today,
    content,
    fitting: (filter) => fitting(database, catalogue, filter, today()),
    previews: async (terms) => {
      const year = today().slice(0, 4);
      const [thisYear, nextYear] = await Promise.all([
        preview(database, catalogue, terms, isoDate(`${year}-01-01`), isoDate(`${year}-12-31`)),
        preview(database, catalogue, terms, today(), addMonths(today(), 12)),
      ]);
      return { thisYear, nextYear };
    },
    firstDigest: ({ digest }) => nextDigestDay(digest, londonMoment(today(), '23:59')),
    silence: async (id, place, state) => {
      const change = await subscriptions.setState(id, place, state, now());
      if (change.kind === 'done') await takeBackWaiting(change.subscription);
      return change;
    },
    opened: async (key, place) => {
      const row = await alertRow(database, key, place);
      return row === null ? null : content(row.delivery_key, place, await placeOf(database, row), 1);
    },
    latest: async (place) => {
      const row = await database
        .selectFrom('alerts')
        .select('delivery_key')
        .where('tenant_id', '=', place.tenantId)
        .where('conversation_key', '=', place.conversationKey)
        .orderBy('made_on', 'desc')
        .orderBy('kind', 'desc')
        .orderBy('delivery_key')
        .limit(1)
        .executeTakeFirst();
      return row === undefined ? null : content(row.delivery_key, place);
    },
    redraw: async (deliveryKey) => {
      const drawn = await createContentMaker(database, catalogue)(deliveryKey, today());
      if (drawn !== null) await outbox?.revise(deliveryKey, drawn);
    },
  };
}
