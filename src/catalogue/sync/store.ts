/** What is remembered of a feed between runs: rows in, rows out. */
import { type Kysely, sql } from 'kysely';
import type { Tables } from '../../database/tables.ts';
import type { FeedName } from './feeds.ts';
import type { Validators } from './fetch-page.ts';
import type { Coverage, Window } from './windows.ts';

/** A window that is being read. */
export type OpenWindow = Window & {
  readonly startedAt: string;
  /** What the next page is asked for with; null before the first. */
  readonly cursor: string | null;
};

/** How far a feed has been read. */
export type FeedState = {
  readonly coverage: Coverage | null;
  readonly open: OpenWindow | null;
  /** The instant before which the feed asked not to be asked again. */
  readonly notBefore: string | null;
};

/** A page as it was last taken in. */
export type KnownPage = { readonly validators: Validators; readonly nextCursor: string | null };

/** A release fit for the database. */
export type KeptRelease = {
  readonly ocid: string;
  readonly releaseId: string;
  readonly releasedAt: string | null;
  readonly release: Readonly<Record<string, unknown>>;
};

/** How far the feed was read; nothing when it never was. */
export async function loadState(database: Kysely<Tables>, feed: FeedName): Promise<FeedState> {
  const row = await database.selectFrom('sync_feeds').selectAll().where('feed', '=', feed).executeTakeFirst();
  if (row === undefined) return { coverage: null, open: null, notBefore: null };
  const { covered_from, covered_to, window_from, window_to, window_started_at } = row;
  return {
    coverage: covered_from === null || covered_to === null ? null : { from: covered_from, to: covered_to },
    open:
      window_from === null || window_to === null || window_started_at === null
        ? null
        : { from: window_from, to: window_to, startedAt: window_started_at, cursor: row.cursor },
    notBefore: row.not_before,
  };
}

/** Remembers how far the feed is read; part of the transaction that keeps what was read. */
export async function saveState(
  database: Kysely<Tables>,
  feed: FeedName,
  state: Pick<FeedState, 'coverage' | 'open'>,
): Promise<void> {
  const row = {
    covered_from: state.coverage?.from ?? null,
    covered_to: state.coverage?.to ?? null,
    window_from: state.open?.from ?? null,
    window_to: state.open?.to ?? null,
    window_started_at: state.open?.startedAt ?? null,
    cursor: state.open?.cursor ?? null,
  };
  await database
    .insertInto('sync_feeds')
    .values({ feed, ...row })
    .onConflict((conflict) => conflict.column('feed').doUpdateSet(row))
    .execute();
}

/** Adds to the feed's running totals. */
export async function addTotals(
  database: Kysely<Tables>,
  feed: FeedName,
  counts: { readonly releases: number; readonly kept: number },
): Promise<void> {
  await database
    .updateTable('sync_feeds')
    .set({
      pages: sql`pages + 1`,
      releases: sql`releases + ${counts.releases}`,
      kept: sql`kept + ${counts.kept}`,
    })
    .where('feed', '=', feed)
    .execute();
}

/** Remembers how a run ended: `failure` is null when the feed was read to its end. */
export async function saveOutcome(
  database: Kysely<Tables>,
  feed: FeedName,
  outcome: { readonly at: string; readonly failure: string | null; readonly notBefore: string | null },
): Promise<void> {
  const row = {
    last_attempt_at: outcome.at,
    last_failure: outcome.failure,
    not_before: outcome.notBefore,
    ...(outcome.failure === null ? { last_success_at: outcome.at } : {}),
  };
  await database
    .insertInto('sync_feeds')
    .values({ feed, ...row })
    .onConflict((conflict) => conflict.column('feed').doUpdateSet(row))
    .execute();
}

/** Forgets how far the feed was read, so that all of it is read again; kept releases stay. */
export async function forgetCoverage(database: Kysely<Tables>, feed: FeedName): Promise<void> {
  await saveState(database, feed, { coverage: null, open: null });
  await database.deleteFrom('sync_pages').where('feed', '=', feed).execute();
}

/** The page as last taken in under the same rules; null when it never was. */
export async function loadPage(
  database: Kysely<Tables>,
  feed: FeedName,
  address: string,
  rulesHash: string,
): Promise<KnownPage | null> {
  const row = await database
    .selectFrom('sync_pages')
    .selectAll()
    .where('feed', '=', feed)
    .where('address', '=', address)
    .where('rules_hash', '=', rulesHash)
    .executeTakeFirst();
  if (row === undefined) return null;
  return {
    validators: { etag: row.etag, lastModified: row.last_modified },
    nextCursor: row.next_cursor,
  };
}

/** Remembers a page, when the server gave something to ask with whether it has changed. */
export async function savePage(
  database: Kysely<Tables>,
  feed: FeedName,
  address: string,
  page: KnownPage & { readonly rulesHash: string; readonly readAt: string },
): Promise<void> {
  const { etag, lastModified } = page.validators;
  if (etag === null && lastModified === null) return;
  const row = {
    etag,
    last_modified: lastModified,
    next_cursor: page.nextCursor,
    rules_hash: page.rulesHash,
    read_at: page.readAt,
  };
  await database
    .insertInto('sync_pages')
    .values({ feed, address, ...row })
    .onConflict((conflict) => conflict.columns(['feed', 'address']).doUpdateSet(row))
    .execute();
}

/** Forgets pages last read before this instant: their addresses will not be asked for again. */
export async function forgetPages(database: Kysely<Tables>, feed: FeedName, before: string): Promise<void> {
  await database.deleteFrom('sync_pages').where('feed', '=', feed).where('read_at', '<', before).execute();
}

/** Those of these processes of which a release is kept. */
export async function knownProcesses(
  database: Kysely<Tables>,
  feed: FeedName,
  ocids: readonly string[],
): Promise<ReadonlySet<string>> {
  if (ocids.length === 0) return new Set();
  const rows = await database
    .selectFrom('sync_releases')
    .select('ocid')
    .distinct()
    .where('feed', '=', feed)
    .where('ocid', 'in', ocids)
    .execute();
  return new Set(rows.map((row) => row.ocid));
}

/** Keeps these releases; one of the same id replaces the earlier unless that is dated later. */
export async function keepReleases(
  database: Kysely<Tables>,
  feed: FeedName,
  releases: readonly KeptRelease[],
): Promise<void> {
  // One statement may touch a row once; of two with one id on a page the later stands last.
  const onePerId = new Map(releases.map((kept) => [`${kept.ocid} ${kept.releaseId}`, kept]));
  if (onePerId.size === 0) return;
  const rows = JSON.stringify(
    [...onePerId.values()].map((kept) => ({
      ocid: kept.ocid,
      release_id: kept.releaseId,
      released_at: kept.releasedAt,
      release: kept.release,
    })),
  );
  await sql`insert into sync_releases (feed, ocid, release_id, released_at, release)
    select ${feed}, ocid, release_id, released_at, release
    from json_to_recordset(${rows}::json) as row (ocid text, release_id text, released_at text, release jsonb)
    on conflict (feed, ocid, release_id) do update
      set released_at = excluded.released_at, release = excluded.release
      where coalesce(excluded.released_at, '') >= coalesce(sync_releases.released_at, '')`.execute(database);
}

/** Every kept release of these processes, always in the same order. */
export async function loadReleases(
  database: Kysely<Tables>,
  feed: FeedName,
  ocids: readonly string[],
): Promise<readonly Readonly<Record<string, unknown>>[]> {
  if (ocids.length === 0) return [];
  const rows = await database
    .selectFrom('sync_releases')
    .select('release')
    .where('feed', '=', feed)
    .where('ocid', 'in', ocids)
    .orderBy('ocid')
    .orderBy('released_at')
    .orderBy('release_id')
    .execute();
  return rows.map((row) => row.release);
}
