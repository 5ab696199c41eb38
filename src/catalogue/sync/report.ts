/** What a run over the feeds did, as data and in words. */
import type { FeedName } from './feeds.ts';
import type { Relevance } from './relevance.ts';
import type { Coverage } from './windows.ts';

/** Counts of one feed in one run. */
export type FeedCounts = {
  /** Pages taken in, and pages the server said had not changed. */
  pages: number;
  unchangedPages: number;
  /** Pauses, because of a fault or because the feed asked for one. */
  pauses: number;
  /** Releases looked at = `kept` + the four reasons for leaving one out. */
  releases: number;
  kept: number;
  notLondon: number;
  notTechnology: number;
  unclearBuyer: number;
  unreadable: number;
  /** Contracts of the kept releases, as `ImportReport` counts them. */
  added: number;
  changed: number;
  unchanged: number;
  dropped: number;
};

/** What became of one feed. */
export type FeedReport = {
  readonly feed: FeedName;
  readonly title: string;
  /** `failed` kept what had arrived before; `stopped` was ended from outside and goes on where it was. */
  readonly outcome: 'done' | 'failed' | 'stopped';
  /** One sentence for a person; null when it is done. */
  readonly message: string | null;
  readonly counts: Readonly<FeedCounts>;
  /** Everything published between these two instants has been looked at; null when that is nothing yet. */
  readonly coverage: Coverage | null;
};

/** What a run came to. `busy`: another instance is reading, until it is done or its hold ends. */
export type SyncReport =
  | { readonly kind: 'ran'; readonly feeds: readonly FeedReport[] }
  | { readonly kind: 'busy'; readonly message: string };

/** All zero. */
export function emptyCounts(): FeedCounts {
  return {
    pages: 0,
    unchangedPages: 0,
    pauses: 0,
    releases: 0,
    kept: 0,
    notLondon: 0,
    notTechnology: 0,
    unclearBuyer: 0,
    unreadable: 0,
    added: 0,
    changed: 0,
    unchanged: 0,
    dropped: 0,
  };
}

/** The count that a verdict other than `ours` goes to. */
export const countOf = {
  'not-london': 'notLondon',
  'not-technology': 'notTechnology',
  'unclear-buyer': 'unclearBuyer',
  unreadable: 'unreadable',
} as const satisfies Record<Exclude<Relevance, 'ours'>, keyof FeedCounts>;

/** Whether every feed was read to its end. */
export function isComplete(report: SyncReport): boolean {
  return report.kind === 'ran' && report.feeds.every((feed) => feed.outcome === 'done');
}

const number = (count: number) => count.toLocaleString('en-GB');

/** The counts of one feed as a person reads them; its `message` is said apart. */
export function feedReportText(report: FeedReport): string {
  const { counts, coverage } = report;
  const span =
    coverage === null
      ? 'nothing read to its end yet'
      : `read from ${coverage.from.slice(0, 10)} to ${coverage.to.slice(0, 16).replace('T', ' ')} UTC`;
  const unchangedPages =
    counts.unchangedPages === 0 ? '' : `, ${number(counts.unchangedPages)} more had not changed`;
  return [
    `${report.title}: ${span}`,
    `  looked at ${number(counts.releases)} releases on ${number(counts.pages)} pages${unchangedPages}`,
    `  kept ${number(counts.kept)}: technology bought by one of London’s 33 authorities`,
    `  left out ${number(counts.notLondon)} of other buyers, ${number(counts.notTechnology)} not technology, ${number(counts.unclearBuyer)} whose buyer is not clear, ${number(counts.unreadable)} that cannot be read`,
    `  contracts: ${number(counts.added)} new, ${number(counts.changed)} changed, ${number(counts.unchanged)} unchanged, ${number(counts.dropped)} dropped`,
  ].join('\n');
}
