/** Reads one feed from where it was left to now: window by window, page by page. */
import type { Kysely } from 'kysely';
import type { Tables } from '../../database/tables.ts';
import { type Asking, askForPage, type Patience, pause } from './ask-feed.ts';
import { type Feed, pageAddress } from './feeds.ts';
import type { Hold } from './lock.ts';
import type { ReleasePackage } from './read-package.ts';
import { emptyCounts, type FeedReport } from './report.ts';
import {
  type FeedState,
  forgetPages,
  loadPage,
  loadState,
  type OpenWindow,
  saveOutcome,
  saveState,
} from './store.ts';
import { type TakeIn, takeInPage } from './take-in-page.ts';
import { extendCoverage, instant, nextWindow } from './windows.ts';

/** What reading a feed needs. */
export type FeedReading = TakeIn & {
  readonly database: Kysely<Tables>;
  readonly hold: Hold;
  readonly fetch: typeof fetch;
  readonly signal: AbortSignal;
  readonly now: () => number;
  readonly random: () => number;
  readonly patience: Patience;
  /** First day to be covered. */
  readonly from: string;
  /** Told how far it is, in one line for a person. */
  readonly onProgress: (line: string) => void;
};

/** Why reading ended early; `reason` completes "it …". */
type Ending =
  | { readonly kind: 'failed'; readonly reason: string; readonly notBefore: number | null }
  | { readonly kind: 'stopped' };

/** More pages than any week has: the feed goes round in circles. */
const mostPages = 1_000;
/** A server may give a link to a next page that is empty. */
const mostEmptyPages = 3;
/** How often an expired cursor makes us begin a window again before we give up. */
const mostRestarts = 3;
/** Older places in a list of pages are not trusted. */
const cursorLifeMs = 24 * 3_600_000;

/** Reads the feed; whatever goes wrong with the feed is in the report, only the database or a lost hold rejects. */
export async function readFeed(feed: Feed, reading: FeedReading): Promise<FeedReport> {
  const counts = emptyCounts();
  const { database } = reading;
  const began = reading.now();
  let state = await loadState(database, feed.name);

  const report = (outcome: FeedReport['outcome'], message: string | null): FeedReport => ({
    feed: feed.name,
    title: feed.title,
    outcome,
    message,
    counts,
    coverage: state.coverage,
  });

  if (state.notBefore !== null && began < Date.parse(state.notBefore)) {
    const until = state.notBefore.slice(0, 16).replace('T', ' ');
    return report(
      'failed',
      `${feed.title} asked not to be read again before ${until} UTC; run it after that.`,
    );
  }
  while (true) {
    const open = openWindow(state, reading, began);
    if (open === null) break;
    state = { ...state, open };
    const ending = await readWindow(feed, reading, state, counts);
    state = await loadState(database, feed.name);
    if (ending === null) continue;
    const at = instant(reading.now());
    if (ending.kind === 'stopped')
      return report('stopped', `${feed.title} was stopped; the next run goes on.`);
    const message = `${feed.title} could not be read to the end: it ${ending.reason}. What had arrived is kept, and the next run goes on from there.`;
    const notBefore = ending.notBefore === null ? null : instant(ending.notBefore);
    await saveOutcome(database, feed.name, { at, failure: message, notBefore });
    return report('failed', message);
  }
  await saveOutcome(database, feed.name, { at: instant(reading.now()), failure: null, notBefore: null });
  await forgetPages(database, feed.name, instant(began - 2 * cursorLifeMs));
  return report('done', null);
}

/** The window to go on with: the one broken off, else the next one; null when all is read. */
function openWindow(state: FeedState, reading: FeedReading, began: number): OpenWindow | null {
  if (state.open !== null) {
    const isOld = reading.now() - Date.parse(state.open.startedAt) > cursorLifeMs;
    return isOld ? { ...state.open, cursor: null, startedAt: instant(reading.now()) } : state.open;
  }
  const next = nextWindow(state.coverage, reading.from, instant(began));
  return next === null ? null : { ...next, startedAt: instant(reading.now()), cursor: null };
}

/** Reads the open window to its end; null when that was reached. */
async function readWindow(
  feed: Feed,
  reading: FeedReading,
  state: FeedState,
  counts: ReturnType<typeof emptyCounts>,
): Promise<Ending | null> {
  let open = state.open;
  const seen = new Circle();
  let restarts = 0;
  let emptyPages = 0;
  while (open !== null) {
    const address = pageAddress(feed, open, open.cursor);
    const known = await loadPage(reading.database, feed.name, address, reading.rulesHash);
    const asked = await askForPage(address, {
      ...reading,
      validators: known?.validators ?? null,
      onPause: (pauseMs, reason) => {
        counts.pauses += 1;
        reading.onProgress(`${feed.title} ${reason}; trying again in ${Math.ceil(pauseMs / 1_000)} s`);
      },
    } satisfies Asking);
    if (asked.kind === 'stopped' || asked.kind === 'failed') return asked;
    if (asked.kind === 'refused') {
      const now = instant(reading.now());
      if (asked.status === 400 && open.cursor === null && open.to > now) {
        // The end of today lies ahead, which a feed may refuse; then we ask up to now.
        open = { ...open, to: now };
        continue;
      }
      if (open.cursor === null || !isExpiry(asked.status) || restarts >= mostRestarts)
        return { kind: 'failed', reason: refusal(feed, asked), notBefore: null };
      // The place in the list is no longer known there: begin the week again, which changes nothing twice.
      restarts += 1;
      open = { ...open, cursor: null, startedAt: instant(reading.now()) };
      seen.clear();
      reading.onProgress(`${feed.title} no longer knows where we were; reading the week again`);
      continue;
    }
    const nextCursor: string | null =
      asked.kind === 'page' ? asked.page.nextCursor : (known?.nextCursor ?? null);
    if (seen.isRound(nextCursor, asked.kind === 'page' ? asked.page : null)) {
      await saveState(reading.database, feed.name, { ...state, open: { ...open, cursor: null } });
      return { kind: 'failed', reason: 'sends the same pages again and again', notBefore: null };
    }
    emptyPages = asked.kind === 'page' && asked.page.releases.length === 0 ? emptyPages + 1 : 0;
    const isLast = nextCursor === null || emptyPages >= mostEmptyPages;
    const next = isLast
      ? { coverage: extendCoverage(state.coverage, open, open.startedAt), open: null }
      : { coverage: state.coverage, open: { ...open, cursor: nextCursor } };
    await takeInPage(feed, reading, { address, asked, nextCursor, next }, counts);
    reading.onProgress(
      `${feed.title} ${open.from.slice(0, 10)} to ${open.to.slice(0, 10)}: ${counts.releases.toLocaleString('en-GB')} releases looked at, ${counts.kept} kept`,
    );
    open = next.open;
    if (!(await pause(open === null ? 0 : reading.patience.betweenPagesMs, reading.signal)))
      return { kind: 'stopped' };
  }
  return null;
}

/** Statuses with which a server answers to a place in a list that it no longer knows. */
function isExpiry(status: number): boolean {
  return status === 400 || status === 404 || status === 410 || status === 422;
}

function refusal(feed: Feed, asked: { readonly status: number; readonly reason: string }): string {
  return asked.status >= 300 && asked.status < 500
    ? `${asked.reason} (is ${feed.setting} right?)`
    : asked.reason;
}

/** Notices when a list of pages leads back to where it was: by what comes next, or by what is on the page. */
class Circle {
  readonly #cursors = new Set<string>();
  readonly #pages = new Set<string>();

  isRound(nextCursor: string | null, page: ReleasePackage | null): boolean {
    if (nextCursor !== null) {
      if (this.#cursors.has(nextCursor) || this.#cursors.size >= mostPages) return true;
      this.#cursors.add(nextCursor);
    }
    if (page === null || page.releases.length === 0) return false;
    const print = page.releases.map(releaseMark).join('\n');
    if (this.#pages.has(print)) return true;
    this.#pages.add(print);
    return false;
  }

  clear(): void {
    this.#cursors.clear();
    this.#pages.clear();
  }
}

function releaseMark(release: unknown): string {
  const { ocid, id } = (release ?? {}) as { ocid?: unknown; id?: unknown };
  return `${String(ocid).slice(0, 200)} ${String(id).slice(0, 200)}`;
}
