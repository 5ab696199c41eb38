/** What a digest or an urgent alert holds, as plain JSON: kept by the sender, and checked again when it is drawn. */
import { z } from 'zod';
import { type IsoDate, parseIsoDate } from '../procurement/iso-date.ts';

/** Most contracts whose words travel with a delivery; the others are read when somebody turns the page. */
export const mostEntries = 40;

const day = z
  .string()
  .refine((text) => parseIsoDate(text) !== null)
  .transform((text) => text as IsoDate);
const words = z.string().max(600);

/** Form of the key of our deliveries; the number counts those that were taken back before. */
export const deliveryKeySchema = z.string().regex(/^(?:digest|urgent)-[\w-]{22,40}(?:\.\d{1,3})?$/);

const entrySchema = z.object({
  /** Key of the alert: what buttons send back. */
  key: z.string().regex(/^[\w-]{22}$/),
  contractId: z.string().max(40),
  what: words,
  boroughs: words,
  supplier: words.nullable(),
  value: words.nullable(),
  serviceArea: words.nullable(),
  endDate: day.nullable(),
  actBy: day.nullable(),
  /** `late` and `critical` are past; null where there is no such day. */
  urgency: z.enum(['ok', 'soon', 'late', 'critical', 'ended']).nullable(),
  /** Arithmetic of the day to act by, a line each. */
  steps: z.array(words).max(12),
  /** Why it comes now. */
  why: words,
  todo: words,
  /** Who else is in the same position; null when nobody is known. */
  joint: words.nullable(),
  source: z
    .object({
      publisher: words,
      url: z.string().max(1_000).nullable(),
      publishedDate: z.string().max(20).nullable(),
      readOn: day.nullable(),
    })
    .nullable(),
  state: z.enum(['open', 'superseded', 'withdrawn']),
  acknowledgedOn: day.nullable(),
  owner: words.nullable(),
  snoozedUntil: day.nullable(),
  snoozeReason: words.nullable(),
  correctionId: z.string().max(20).nullable(),
  history: z.array(words).max(20),
});

/** One contract of a digest. */
export type AlertEntry = z.infer<typeof entrySchema>;

/** Checks content that comes back from the sender. */
export const contentSchema = z.object({
  version: z.literal(1),
  kind: z.enum(['digest', 'urgent']),
  deliveryKey: deliveryKeySchema,
  /** The day it was made. */
  day,
  subscriptions: z.array(z.object({ id: z.string().max(20), words })).max(20),
  /** Alerts of the whole delivery, of which `entries` are some, in order. */
  total: z.number().int().min(0),
  /** How many stand before the first of `entries`. */
  offset: z.number().int().min(0),
  entries: z.array(entrySchema).max(mostEntries),
});

/** A digest or an urgent alert. */
export type AlertContent = z.infer<typeof contentSchema>;
