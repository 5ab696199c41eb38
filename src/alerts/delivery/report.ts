/** The daily report of the sender itself: how many messages stand in which state, to the people who run it. */
import type { Kysely } from 'kysely';
import { z } from 'zod';
import type { Tables } from '../../database/tables.ts';
import { type IsoDate, todayInLondon } from '../../procurement/iso-date.ts';
import { createOutbox } from './outbox.ts';
import { deliveryStatistics } from './statistics.ts';
import { whyStopped } from './stop.ts';

const count = z.number().int().nonnegative().max(1_000_000_000);
const states = z.object({
  queued: count,
  sending: count,
  sent: count,
  ambiguous: count,
  failed: count,
  suppressed: count,
});

/** What a report holds; read back when it is drawn. */
export const reportContent = z.object({
  part: z.literal('delivery-report'),
  day: z.string().regex(/^\d{4}-\d{2}-\d{2}$/),
  total: count,
  states,
  /** Of the deliveries that changed in the day before. */
  lastDay: z.object({ total: count, states }),
  codes: z.array(z.object({ state: z.string().max(20), code: z.string().max(200), count })).max(30),
  paused: count,
  overdueSeconds: z.number().nonnegative(),
  stopped: z.string().max(300).nullable(),
});

/** The content of a report. */
export type ReportContent = z.infer<typeof reportContent>;

const dayMilliseconds = 86_400_000;

/** The report of this moment. */
export async function makeReport(database: Kysely<Tables>, now: number): Promise<ReportContent> {
  const [all, lastDay, stopped] = await Promise.all([
    deliveryStatistics(database, now),
    deliveryStatistics(database, now, now - dayMilliseconds),
    whyStopped(database),
  ]);
  return {
    part: 'delivery-report',
    day: todayInLondon(new Date(now)),
    total: all.total,
    states: all.states,
    lastDay: { total: lastDay.total, states: lastDay.states },
    codes: lastDay.codes.slice(0, 30).map((entry) => ({ ...entry, code: entry.code.slice(0, 200) })),
    paused: all.paused,
    overdueSeconds: Math.round(all.overdueSeconds),
    stopped: stopped?.reason.slice(0, 300) ?? null,
  };
}

/** Queues the day's report for this conversation once, whoever asks how often; false when it is there already. */
export async function enqueueReport(
  database: Kysely<Tables>,
  conversationKey: string,
  now: number,
): Promise<boolean> {
  const content = await makeReport(database, now);
  const day: IsoDate = todayInLondon(new Date(now));
  const added = await createOutbox(database, () => now).enqueue([
    {
      key: `report|${day}|${conversationKey}`,
      tenantId: conversationKey.split('|')[0] ?? '',
      conversationKey,
      kind: 'report',
      content,
      notBefore: new Date(now).toISOString(),
    },
  ]);
  return added === 1;
}
