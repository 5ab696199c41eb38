/** Reads made-up feeds into a database of either engine; a fresh catalogue and server for each test. */
import { resolve } from 'node:path';
import { sql } from 'kysely';
import { afterAll, afterEach, beforeAll, beforeEach } from 'vitest';
import { writeBoroughs } from '../../src/catalogue/catalogue.ts';
import { loadReferenceData, type ReferenceData } from '../../src/catalogue/reference-data.ts';
import { createResolvers } from '../../src/catalogue/resolve/resolvers.ts';
import { type FeedName, officialFeeds } from '../../src/catalogue/sync/feeds.ts';
import type { FeedReport, SyncReport } from '../../src/catalogue/sync/report.ts';
import { type SyncOptions, type SyncSetUp, syncFeeds } from '../../src/catalogue/sync/sync.ts';
import type { Database } from '../../src/database/connect.ts';
import { isoDate } from '../../src/procurement/iso-date.ts';
import type { Engine } from './databases.ts';
import { type FakeFeeds, type FeedRequest, startFakeFeeds } from './fake-feeds.ts';
import { type MadeUpRelease, madeUpRelease } from './made-up-releases.ts';

/** Milliseconds. */
export const day = 24 * 3_600_000;

/** Pauses of milliseconds; a slow machine is still not taken for a silent feed. */
export const hurried = {
  attempts: 4,
  timeoutMs: 10_000,
  firstPauseMs: 1,
  longestPauseMs: 4,
  longestWaitMs: 2_500,
  betweenPagesMs: 0,
};

/** What a test works with; everything is there once the test runs. */
export type SyncHarness = {
  /** The clock; tests set it forward. */
  now: number;
  readonly database: Database;
  readonly feeds: FakeFeeds;
  readonly reference: ReferenceData;
  readonly run: (options?: Partial<SyncOptions>, change?: Partial<SyncSetUp>) => Promise<SyncReport>;
  /** Titles of all contracts, sorted. */
  readonly titles: () => Promise<string[]>;
  readonly stateOf: (feed: FeedName) => Promise<Readonly<Record<string, unknown>>>;
  /** Requests that this feed has answered. */
  readonly asked: (feed: FeedName) => readonly FeedRequest[];
};

/** Releases of one feed, `count` of them, an hour apart, the newest an hour before `now`. */
export function hourly(now: number, count: number, extra: Partial<MadeUpRelease> = {}) {
  return Array.from({ length: count }, (_unused, index) =>
    madeUpRelease({
      number: index + 1,
      date: new Date(now - (index + 1) * 3_600_000).toISOString(),
      ...extra,
    }),
  );
}

/** The reports of both feeds of a run that was not kept out. */
export function ran(report: SyncReport): readonly [contractsFinder: FeedReport, findATender: FeedReport] {
  if (report.kind !== 'ran') throw new RangeError(report.message);
  const [first, second] = report.feeds;
  if (first === undefined || second === undefined) throw new RangeError('two feeds are read');
  return [first, second];
}

/** Registers the hooks of a suite over this engine. */
export function useSyncHarness(engine: Engine): SyncHarness {
  let database: Database;
  let feeds: FakeFeeds;
  let reference: ReferenceData;

  beforeAll(async () => {
    [database, reference] = await Promise.all([
      engine.open(),
      loadReferenceData(resolve(import.meta.dirname, '../../knowledge')),
    ]);
  });
  afterAll(() => database.close());
  beforeEach(async () => {
    harness.now = Date.parse('2026-11-23T09:30:00Z');
    feeds = await startFakeFeeds();
    await sql`truncate contracts, buyers, suppliers, source_records, imports, sync_feeds, sync_pages, sync_releases,
      sync_locks cascade`.execute(database.kysely);
    await writeBoroughs(database.kysely, reference);
  });
  afterEach(() => feeds.close());

  const setUp = (): SyncSetUp => ({
    database: database.kysely,
    feeds: officialFeeds({
      contractsFinder: feeds.contractsFinder.address,
      findATender: feeds.findATender.address,
    }),
    fetch,
    now: () => harness.now,
    today: () => isoDate('2026-11-23'),
    resolvers: createResolvers(reference),
    leadTimes: reference.leadTimes,
    rulesHash: 'rules',
    random: () => 0.5,
    patience: hurried,
  });
  const harness: SyncHarness = {
    now: 0,
    get database() {
      return database;
    },
    get feeds() {
      return feeds;
    },
    get reference() {
      return reference;
    },
    run: (options = {}, change = {}) =>
      syncFeeds(
        { ...setUp(), ...change },
        {
          from: '2026-11-20',
          isAgain: false,
          signal: new AbortController().signal,
          onProgress: () => undefined,
          ...options,
        },
      ),
    titles: async () => {
      const rows = await database.kysely.selectFrom('contracts').select('title').orderBy('title').execute();
      return rows.map((row) => row.title);
    },
    stateOf: (feed) =>
      database.kysely.selectFrom('sync_feeds').selectAll().where('feed', '=', feed).executeTakeFirstOrThrow(),
    asked: (feed) => feeds.requests.filter((request) => request.feed === feed),
  };
  return harness;
}
