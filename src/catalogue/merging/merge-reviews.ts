/** Keeps which records may be one deal, and what persons decided about them; both by record key. */
import { type Kysely, sql, type Transaction } from 'kysely';
import type { Tables } from '../../database/tables.ts';
import { type Decision, pairKey, type ScoredPair } from './cluster-records.ts';

type Writer = Kysely<Tables> | Transaction<Tables>;

/** Components larger than this are not followed further: then what is beyond stays as it is. */
const largestComponent = 300;

function listOf(values: readonly string[]) {
  return sql`(select json_array_elements_text(${JSON.stringify(values)}::json))`;
}

/** Replaces what was known of the written records by the pairs found now. Returns every key that stood or stands in one. */
export async function replacePairs(
  database: Writer,
  writtenKeys: readonly string[],
  pairs: readonly ScoredPair[],
): Promise<string[]> {
  const before = await sql<{ first_key: string; second_key: string }>`
    delete from merge_reviews where first_key in ${listOf(writtenKeys)} or second_key in ${listOf(writtenKeys)}
    returning first_key, second_key`.execute(database);
  if (pairs.length > 0) {
    await sql`insert into merge_reviews (first_key, second_key, score, reasons)
      select first_key, second_key, score, reasons from json_to_recordset(${JSON.stringify(
        pairs.map(({ firstKey, secondKey, score, reasons }) => ({
          first_key: firstKey,
          second_key: secondKey,
          score,
          reasons,
        })),
      )}::json) as row (first_key text, second_key text, score numeric, reasons jsonb)
      on conflict (first_key, second_key) do update set score = excluded.score, reasons = excluded.reasons`.execute(
      database,
    );
  }
  return [
    ...before.rows.flatMap((row) => [row.first_key, row.second_key]),
    ...pairs.flatMap((pair) => [pair.firstKey, pair.secondKey]),
  ];
}

/** Of the written records, those that already share a deal or were decided about. */
export async function keysWithCompany(database: Writer, keys: readonly string[]): Promise<string[]> {
  if (keys.length === 0) return [];
  const { rows } = await sql<{ key: string }>`
    with written as materialized (select json_array_elements_text(${JSON.stringify(keys)}::json) as key)
    select first_key as key from merge_decisions where first_key in (select key from written)
    union select second_key from merge_decisions where second_key in (select key from written)
    union select records.key from written join source_records as records on records.key = written.key
      where records.facts is not null and exists (select 1 from source_records as others
        where others.contract_id = records.contract_id and others.key <> records.key)`.execute(database);
  return rows.map((row) => row.key);
}

/** All records tied to these by a score, a decision or a deal they share, and the other way round. */
export async function componentOf(database: Writer, keys: readonly string[]): Promise<string[]> {
  const known = new Set(keys);
  let newest = [...known];
  while (newest.length > 0 && known.size <= largestComponent) {
    const list = listOf(newest);
    const { rows } = await sql<{ key: string }>`
      select second_key as key from merge_reviews where first_key in ${list}
      union select first_key from merge_reviews where second_key in ${list}
      union select second_key from merge_decisions where first_key in ${list}
      union select first_key from merge_decisions where second_key in ${list}
      union select others.key from source_records as records
        join source_records as others on others.contract_id = records.contract_id
        where records.key in ${list}`.execute(database);
    newest = rows.map((row) => row.key).filter((key) => !known.has(key));
    for (const key of newest) known.add(key);
  }
  return [...known];
}

/** What persons have decided about any of these records. */
export async function decisionsAbout(database: Writer, keys: readonly string[]): Promise<Decision[]> {
  if (keys.length === 0) return [];
  const { rows } = await sql<{ first_key: string; second_key: string; is_same: boolean; decided_at: string }>`
    select first_key, second_key, is_same, to_char(decided_at at time zone 'UTC', 'YYYY-MM-DD HH24:MI:SS.US') as decided_at
    from merge_decisions where first_key in ${listOf(keys)} or second_key in ${listOf(keys)}`.execute(
    database,
  );
  return rows.map((row) => ({
    firstKey: row.first_key,
    secondKey: row.second_key,
    isSame: row.is_same,
    decidedAt: row.decided_at,
  }));
}

/** Writes a decision; a later one about the same two records takes its place. */
export async function writeDecision(
  database: Writer,
  decision: {
    readonly firstKey: string;
    readonly secondKey: string;
    readonly isSame: boolean;
    readonly decidedBy: string;
    readonly reason: string;
  },
): Promise<void> {
  const [firstKey, secondKey] = pairKey(decision.firstKey, decision.secondKey).split('\n');
  await sql`insert into merge_decisions (first_key, second_key, is_same, decided_by, reason)
    values (${firstKey}, ${secondKey}, ${decision.isSame}, ${decision.decidedBy}, ${decision.reason})
    on conflict (first_key, second_key) do update set is_same = excluded.is_same, decided_by = excluded.decided_by,
      reason = excluded.reason, decided_at = clock_timestamp()`.execute(database);
}

/** One side of a pair that waits for a person. */
export type ReviewRecord = {
  readonly key: string;
  readonly source: string;
  readonly publisher: string;
  readonly url: string | null;
  readonly title: string;
  readonly buyers: readonly string[];
  readonly startDate: string | null;
  readonly endDate: string | null;
};

/** Two records that may be one deal. */
export type Review = {
  readonly score: number;
  readonly reasons: readonly string[];
  readonly first: ReviewRecord;
  readonly second: ReviewRecord;
};

const side = sql`jsonb_build_object('key', records.key, 'source', records.source, 'publisher', records.publisher, 'url', records.url,
    'title', coalesce(records.facts -> 'contract' ->> 'title', shown.title, ''),
    'startDate', coalesce(records.facts -> 'contract' ->> 'start_date', shown.start_date::text),
    'endDate', coalesce(records.facts -> 'contract' ->> 'end_date', shown.end_date::text),
    'buyers', (select coalesce(jsonb_agg(buyers.short_name order by buyers.short_name), '[]') from participants
      join buyers on buyers.id = participants.buyer_id where participants.contract_id = shown.id))
  from source_records as records
  left join lateral (select id, title, start_date, end_date from contracts
    where contracts.id = records.contract_id or contracts.deal_id = records.contract_id order by contracts.id limit 1) as shown on true`;

/** Pairs that wait for a person, surest first; for whoever runs the catalogue, since it looks at every record. */
export async function openReviews(
  database: Writer,
  limit: number,
): Promise<{ total: number; reviews: Review[] }> {
  const waiting = sql`from merge_reviews as reviews
    join source_records as one on one.key = reviews.first_key
    join source_records as other on other.key = reviews.second_key
    where one.contract_id <> other.contract_id and not exists (select 1 from merge_decisions as decided
      where decided.first_key = reviews.first_key and decided.second_key = reviews.second_key)`;
  const counted = await sql<{ total: number }>`select count(*) as total ${waiting}`.execute(database);
  const { rows } = await sql<{
    score: number;
    reasons: string[];
    first: ReviewRecord;
    second: ReviewRecord;
  }>`select reviews.score, reviews.reasons,
      (select ${side} where records.key = reviews.first_key) as first,
      (select ${side} where records.key = reviews.second_key) as second
    ${waiting} order by reviews.score desc, reviews.first_key, reviews.second_key limit ${limit}`.execute(
    database,
  );
  return {
    total: Number(counted.rows[0]?.total ?? 0),
    reviews: rows.map((row) => ({ ...row, score: Number(row.score) })),
  };
}
