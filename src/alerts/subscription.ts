/** A subscription: which contracts a conversation is told of, how long before which day, and when. */
import { z } from 'zod';
import type { IsoDate } from '../procurement/iso-date.ts';

/** Which day the months of the ladder are counted back from. */
export const measures = ['act-by', 'end'] as const;
/** One of `measures`. */
export type Measure = (typeof measures)[number];

/** `proposed` sends nothing; `stopped` is final. */
export type SubscriptionState = 'proposed' | 'active' | 'paused' | 'stopped';

/** Fewest and most months of a rung; five years is longer than any lead time. */
export const rungMonths = { least: 1, most: 60 } as const;
/** Most rungs of one ladder. */
export const mostRungs = 6;
/** Subscriptions of one conversation that are not stopped. */
export const mostSubscriptions = 20;
/** A filter that fits more contracts than this is asked to be narrowed. */
export const mostContracts = 1_000;

/**
 * Used when the officer names no months. The day to act by has the lead time taken off already, so a year and half a
 * year before it leave room to plan and to test the market; the end has not, so its ladder is longer.
 */
export const usualLadder: Readonly<Record<Measure, readonly number[]>> = {
  'act-by': [12, 6],
  end: [18, 9, 3],
};

/** Stands for the last call, four weeks before the day to act by, in place of a number of months. */
export const lastCall = 0;
/** How many days before the day to act by the last call comes, and how near an urgent alert is. */
export const lastCallDays = 28;

/** Conditions that hold together; within one of them any is enough, and an empty list means any. */
export type AlertFilter = {
  readonly buyerIds: readonly string[];
  readonly serviceAreas: readonly string[];
  readonly productIds: readonly string[];
  readonly vendors: readonly string[];
  readonly supplierIds: readonly string[];
  readonly amountFrom: number | null;
  readonly amountTo: number | null;
  /** The product or firm in words, for sentences; null when none was named. */
  readonly subject: string | null;
};

/** When the digest comes: 1 is Monday, 5 is Friday, 0 every working day; the time is London's. */
export type DigestTime = { readonly day: number; readonly time: string };

/** Used when the officer names no day. */
export const usualDigest: DigestTime = { day: 1, time: '09:00' };

/** Where alerts go: a private chat, a group chat or a channel, and nowhere else. */
export type AlertPlace = {
  readonly tenantId: string;
  readonly conversationKey: string;
  readonly scope: 'personal' | 'group' | 'channel';
};

/** What a subscription is made of, before anybody has confirmed it. */
export type SubscriptionTerms = {
  readonly filter: AlertFilter;
  /** Months before the day measured from, longest first, each once. */
  readonly ladder: readonly number[];
  readonly measuredFrom: Measure;
  readonly digest: DigestTime;
};

/** A subscription as stored. */
export type Subscription = SubscriptionTerms &
  AlertPlace & {
    /** `S-1A2B3C4D5E`, as officers type it. */
    readonly id: string;
    readonly madeBy: string;
    readonly ownerId: string | null;
    readonly state: SubscriptionState;
    readonly confirmedOn: IsoDate | null;
    /** Planned day of the last digest made; null before the first. */
    readonly digestedOn: IsoDate | null;
  };

/** Form of a subscription's id. */
export const subscriptionId = z.string().regex(/^S-[0-9A-F]{10}$/);

const ids = z.array(z.string().min(1).max(120)).max(60);

/** Checks a filter that comes from the database. */
export const filterSchema: z.ZodType<AlertFilter> = z.object({
  buyerIds: ids,
  serviceAreas: ids,
  productIds: z.array(z.string().min(1).max(120)).max(500),
  vendors: ids,
  supplierIds: z.array(z.string().min(1).max(200)).max(500),
  amountFrom: z.number().min(0).max(1e12).nullable(),
  amountTo: z.number().min(0).max(1e12).nullable(),
  subject: z.string().max(200).nullable(),
});

/** Checks a ladder that comes from outside. */
export const ladderSchema = z
  .array(z.number().int().min(rungMonths.least).max(rungMonths.most))
  .min(1)
  .max(mostRungs);

/** `09:00`: from 08:00 to 17:59, because nobody is written to outside office hours. */
export const digestTimeSchema = z.string().regex(/^(?:0[89]|1[0-7]):[0-5]\d$/);

/** Why months cannot be a ladder. */
export type LadderFault = 'none' | 'not-months' | 'too-many';

/** The months as a ladder, longest first and each once; or why they are none. */
export function ladderOf(months: readonly number[]): readonly number[] | LadderFault {
  if (months.length === 0) return 'none';
  if (months.some((rung) => !Number.isInteger(rung) || rung < rungMonths.least || rung > rungMonths.most))
    return 'not-months';
  const distinct = [...new Set(months)].sort((left, right) => right - left);
  return distinct.length > mostRungs ? 'too-many' : distinct;
}

/** Whether the filter asks for anything at all. */
export function isEmptyFilter(filter: AlertFilter): boolean {
  return (
    filter.buyerIds.length +
      filter.serviceAreas.length +
      filter.productIds.length +
      filter.vendors.length +
      filter.supplierIds.length ===
      0 &&
    filter.amountFrom === null &&
    filter.amountTo === null
  );
}
