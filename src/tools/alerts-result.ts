/** What the tools about alerts come to. */
import type { AlertContent } from '../alerts/content.ts';
import type { TwoPreviews } from '../alerts/desk.ts';
import type { Fitting } from '../alerts/preview.ts';
import type { AlertPlace, Subscription, SubscriptionTerms } from '../alerts/subscription.ts';
import type { CatalogueContract } from '../catalogue/queries/load-contracts.ts';
import type { IsoDate } from '../procurement/iso-date.ts';
import type { ToolPlace } from './officer.ts';

/**
 * `proposed` waits for a yes; `no-place`: asked where nothing can be sent; `too-wide`: the filter fits too many;
 * `bad-months`, `bad-time`: said, and unusable; `full`: enough subscriptions here; `unknown-name`: a borough, product or
 * service the catalogue does not know; `several`: more than one subscription may be meant; `unknown`: none is. The
 * others say what was done, `same` that it was so already.
 */
export type SubscriptionOutcome =
  | 'proposed'
  | 'no-place'
  | 'too-wide'
  | 'bad-months'
  | 'bad-time'
  | 'full'
  | 'unknown-name'
  | 'several'
  | 'unknown'
  | 'confirmed'
  | 'cancelled'
  | 'paused'
  | 'resumed'
  | 'stopped'
  | 'edited'
  | 'same';

/** A subscription proposed or changed, or why not. */
export type SubscriptionResult = {
  readonly outcome: 'subscription';
  readonly result: SubscriptionOutcome;
  readonly scope: AlertPlace['scope'] | null;
  readonly subscription: Subscription | null;
  /** What was understood, also where nothing was stored. */
  readonly terms: SubscriptionTerms | null;
  /** False when no day was named that the months count back from. */
  readonly isMeasureSaid: boolean;
  readonly fitting: Fitting | null;
  readonly previews: TwoPreviews | null;
  /** The first contracts of the previews, for their names. */
  readonly contracts: readonly CatalogueContract[];
  readonly firstDigest: IsoDate | null;
  /** The subscriptions that may be meant. */
  readonly candidates: readonly Subscription[];
  /** The name that is not known, or the months that cannot be. */
  readonly text: string;
};

/** Alerts of a conversation as they stand. */
export type AlertsShown = {
  readonly outcome: 'alerts';
  readonly view: 'list' | 'why' | 'preview';
  readonly scope: AlertPlace['scope'] | null;
  readonly subscriptions: readonly {
    readonly subscription: Subscription;
    readonly nextDigest: IsoDate;
    readonly previews: TwoPreviews | null;
  }[];
  readonly latest: AlertContent | null;
  readonly contracts: readonly CatalogueContract[];
};

/** A result with nothing in it but what became of the wish. */
export function noSubscription(
  result: SubscriptionOutcome,
  scope: AlertPlace['scope'] | null,
): SubscriptionResult {
  return {
    outcome: 'subscription',
    result,
    scope,
    subscription: null,
    terms: null,
    isMeasureSaid: true,
    fitting: null,
    previews: null,
    contracts: [],
    firstDigest: null,
    candidates: [],
    text: '',
  };
}

/** Where alerts can be sent; null in the terminal. */
export function alertPlaceOf(place: ToolPlace | undefined): AlertPlace | null {
  if (place === undefined || place.scope === 'terminal') return null;
  const { tenantId, conversationKey, scope } = place;
  return { tenantId, conversationKey, scope };
}

/** Most contracts of a preview that are named one by one. */
export const mostNamed = 10;

/** Contracts named first in the previews: those to come before those that were. */
export function namedIn({ thisYear, nextYear }: TwoPreviews): string[] {
  const ids = [...nextYear.alerts, ...thisYear.alerts].map(({ contractId }) => contractId);
  return [...new Set(ids)].slice(0, mostNamed);
}
