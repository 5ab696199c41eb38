/** Where the deliveries stand. The six states always add up to the total: one look at one moment. */
import { type Kysely, sql } from 'kysely';
import type { Tables } from '../../database/tables.ts';
import { instant } from './claim.ts';
import type { DeliveryState } from './delivery.ts';

/** Counts only; nothing of what was written or to whom. */
export type DeliveryStatistics = {
  readonly total: number;
  readonly states: Readonly<Record<DeliveryState, number>>;
  /** Failed, ambiguous and suppressed ones by code, the most frequent first. */
  readonly codes: readonly { readonly state: string; readonly code: string; readonly count: number }[];
  /** Of the queued: in conversations that are paused. */
  readonly paused: number;
  /** Of the ambiguous: those that will be posted once more, marked. */
  readonly toRepeat: number;
  /** Of the sent: shown with older facts than are known. */
  readonly outdated: number;
  /** Seconds the longest waiting delivery is overdue; 0 when none is. */
  readonly overdueSeconds: number;
};

type Row = {
  state: DeliveryState;
  code: string | null;
  count: number;
  paused: number;
  to_repeat: number;
  outdated: number;
  overdue: number | null;
};

const none: Readonly<Record<DeliveryState, number>> = {
  queued: 0,
  sending: 0,
  sent: 0,
  ambiguous: 0,
  failed: 0,
  suppressed: 0,
};

/** Of all deliveries, or of those that changed since `since` (milliseconds since 1970). */
export async function deliveryStatistics(
  database: Kysely<Tables>,
  now: number,
  since: number | null = null,
): Promise<DeliveryStatistics> {
  const { rows } = await sql<Row>`
    select d.state, case when d.state in ('failed', 'ambiguous', 'suppressed') then coalesce(d.code, 'none') end as code,
      count(*)::float8 as count,
      (count(*) filter (where c.paused_code is not null))::float8 as paused,
      (count(*) filter (where d.next_attempt_at is not null))::float8 as to_repeat,
      (count(*) filter (where d.revision > d.sent_revision))::float8 as outdated,
      max(extract(epoch from ${instant(now)} - d.next_attempt_at))::float8 as overdue
    from deliveries d left join delivery_conversations c on c.key = d.conversation_key
    where ${since === null ? sql`true` : sql`d.changed_at >= ${instant(since)}`}
    group by 1, 2 order by 3 desc, 1, 2`.execute(database);
  const states = { ...none };
  for (const { state, count } of rows) states[state] += count;
  const sum = (state: DeliveryState, of: (row: Row) => number) =>
    rows.filter((row) => row.state === state).reduce((total, row) => total + of(row), 0);
  return {
    total: Object.values(states).reduce((total, count) => total + count, 0),
    states,
    codes: rows.flatMap(({ state, code, count }) => (code === null ? [] : [{ state, code, count }])),
    paused: sum('queued', (row) => row.paused),
    toRepeat: sum('ambiguous', (row) => row.to_repeat),
    outdated: sum('sent', (row) => row.outdated),
    overdueSeconds: Math.max(
      0,
      ...rows.filter(({ state }) => state === 'queued').map(({ overdue }) => overdue ?? 0),
    ),
  };
}
