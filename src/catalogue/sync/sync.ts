/** Reads the official feeds since the last run, one after the other; one instance at a time. */
import { ordinaryPatience, type Patience } from './ask-feed.ts';
import type { Feed } from './feeds.ts';
import { holdSeconds, takeHold } from './lock.ts';
import type { FeedReport, SyncReport } from './report.ts';
import { forgetCoverage } from './store.ts';
import { type FeedReading, readFeed } from './sync-feed.ts';

/** What is the same for every run. */
export type SyncSetUp = Pick<
  FeedReading,
  'database' | 'fetch' | 'now' | 'today' | 'resolvers' | 'leadTimes' | 'rulesHash'
> & {
  readonly feeds: readonly Feed[];
  readonly random?: () => number;
  readonly patience?: Patience;
  /** After how long a holder that was killed no longer keeps others out. */
  readonly holdSeconds?: number;
};

/** How one run is to be done. */
export type SyncOptions = {
  /** First day to be covered, `YYYY-MM-DD`; null: ninety days before today. */
  readonly from: string | null;
  /** Reads everything since `from` again, also what was read before. */
  readonly isAgain: boolean;
  readonly signal: AbortSignal;
  readonly onProgress: (line: string) => void;
};

/** How far back a feed is read that was never read before. */
const defaultDays = 90;

/**
 * Reads every feed; a feed that fails does not keep the others from being read. Whatever is wrong with a feed is in
 * the report; rejects only when the database fails, or with `HoldLostError`.
 */
export async function syncFeeds(setUp: SyncSetUp, options: SyncOptions): Promise<SyncReport> {
  const hold = await takeHold(setUp.database, 'feeds', setUp.holdSeconds ?? holdSeconds);
  if ('heldUntil' in hold) {
    return {
      kind: 'busy',
      message: `Another instance is reading the feeds now (its hold ends at ${hold.heldUntil} unless it goes on); nothing was read.`,
    };
  }
  const defaultFrom = new Date(setUp.now() - defaultDays * 24 * 3_600_000).toISOString().slice(0, 10);
  const reading: FeedReading = {
    ...setUp,
    hold,
    random: setUp.random ?? Math.random,
    patience: setUp.patience ?? ordinaryPatience,
    from: `${options.from ?? defaultFrom}T00:00:00Z`,
    signal: options.signal,
    onProgress: options.onProgress,
  };
  const feeds: FeedReport[] = [];
  try {
    for (const feed of setUp.feeds) {
      if (options.isAgain) await forgetCoverage(setUp.database, feed.name);
      feeds.push(await readFeed(feed, reading));
    }
  } finally {
    await hold.release();
  }
  return { kind: 'ran', feeds };
}
