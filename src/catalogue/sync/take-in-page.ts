/** Takes one page of a feed into the catalogue: all of it and the place to go on from, or nothing. */
import { setImmediate } from 'node:timers/promises';
import type { Kysely } from 'kysely';
import type { Tables } from '../../database/tables.ts';
import type { LeadTimes } from '../../procurement/act-by.ts';
import type { IsoDate } from '../../procurement/iso-date.ts';
import { type Resolvers, shortHash } from '../contract-row.ts';
import { type ImportReport, importContracts } from '../import-contracts.ts';
import { ocds } from '../sources/ocds/index.ts';
import type { Asked } from './ask-feed.ts';
import type { Feed } from './feeds.ts';
import type { Hold } from './lock.ts';
import { reduceRelease } from './reduce-release.ts';
import { judgeRelease, type Relevance } from './relevance.ts';
import { countOf, type FeedCounts } from './report.ts';
import {
  addTotals,
  type FeedState,
  type KeptRelease,
  keepReleases,
  knownProcesses,
  loadReleases,
  savePage,
  saveState,
} from './store.ts';
import { instant } from './windows.ts';

/** What taking a page in needs. */
export type TakeIn = {
  readonly database: Kysely<Tables>;
  readonly hold: Hold;
  readonly now: () => number;
  readonly today: () => IsoDate;
  readonly resolvers: Resolvers;
  readonly leadTimes: LeadTimes;
  readonly rulesHash: string;
};

/** A page that has arrived, or of which the server says that it is as it was. */
export type ArrivedPage = {
  readonly address: string;
  readonly asked: Extract<Asked, { readonly kind: 'page' | 'not-modified' }>;
  readonly nextCursor: string | null;
  /** How far the feed is read once this page is in. */
  readonly next: Pick<FeedState, 'coverage' | 'open'>;
};

/** Releases judged before others get their turn. */
const releasesAtOnce = 5;

type Judged = { readonly relevance: Relevance; readonly kept: KeptRelease | null };

/** Counts are added only when the page has been written. */
export async function takeInPage(
  feed: Feed,
  needs: TakeIn,
  page: ArrivedPage,
  counts: FeedCounts,
): Promise<void> {
  const { asked } = page;
  if (asked.kind === 'not-modified') {
    await needs.database.transaction().execute(async (transaction) => {
      await needs.hold.renew(transaction);
      await saveState(transaction, feed.name, page.next);
    });
    counts.unchangedPages += 1;
    return;
  }
  const judged: Judged[] = [];
  for (const [index, release] of asked.page.releases.entries()) {
    // A page of large releases takes a while, and officers are being answered beside it.
    if (index % releasesAtOnce === 0) await setImmediate();
    judged.push(judge(release, needs));
  }
  const { kept, imported } = await needs.database.transaction().execute(async (transaction) => {
    await needs.hold.renew(transaction);
    const ours = await releasesToKeep(transaction, feed, judged);
    const ocids = [...new Set(ours.map((release) => release.ocid))].sort();
    await keepReleases(transaction, feed.name, ours);
    const report = await importProcesses(transaction, feed, needs, page.address, ocids);
    await saveState(transaction, feed.name, page.next);
    await addTotals(transaction, feed.name, { releases: judged.length, kept: ours.length });
    await savePage(transaction, feed.name, page.address, {
      validators: asked.validators,
      nextCursor: page.nextCursor,
      rulesHash: needs.rulesHash,
      readAt: instant(needs.now()),
    });
    return { kept: new Set(ours), imported: report };
  });
  counts.pages += 1;
  counts.releases += judged.length;
  counts.kept += kept.size;
  for (const { relevance, kept: release } of judged) {
    if (relevance !== 'ours' && (release === null || !kept.has(release))) counts[countOf[relevance]] += 1;
  }
  if (imported === null) return;
  counts.added += imported.added;
  counts.changed += imported.changed;
  counts.unchanged += imported.unchanged;
  counts.dropped += imported.dropped.reduce((sum, entry) => sum + entry.count, 0);
}

function judge(release: unknown, needs: TakeIn): Judged {
  const reduced = reduceRelease(release);
  if (reduced === null) return { relevance: 'unreadable', kept: null };
  const { ocid, relevance } = judgeRelease(reduced, needs.resolvers, needs.today());
  if (ocid === null) return { relevance, kept: null };
  const { id, date } = reduced;
  const releaseId = (typeof id === 'string' || typeof id === 'number') && id !== '' ? String(id) : null;
  return {
    relevance,
    kept: {
      ocid,
      // A release without an id is known by what it says.
      releaseId: (releaseId ?? shortHash(JSON.stringify(reduced))).slice(0, 500),
      releasedAt: typeof date === 'string' ? date.slice(0, 40) : null,
      release: reduced,
    },
  };
}

/** What is ours, and whatever else is published of a process that was ours before: it may end or change the contract. */
async function releasesToKeep(
  database: Kysely<Tables>,
  feed: Feed,
  judged: readonly Judged[],
): Promise<readonly KeptRelease[]> {
  const onPage = judged.flatMap(({ kept }) => (kept === null ? [] : [kept.ocid]));
  const known = await knownProcesses(database, feed.name, [...new Set(onPage)]);
  const ours = new Set(
    judged.flatMap(({ relevance, kept }) => (relevance === 'ours' && kept !== null ? [kept.ocid] : [])),
  );
  return judged.flatMap(({ kept }) =>
    kept !== null && (ours.has(kept.ocid) || known.has(kept.ocid)) ? [kept] : [],
  );
}

/** Imports these processes with all their kept releases, so that a later page merges with the earlier ones. */
async function importProcesses(
  database: Kysely<Tables>,
  feed: Feed,
  needs: TakeIn,
  address: string,
  ocids: readonly string[],
): Promise<ImportReport | null> {
  if (ocids.length === 0) return null;
  const releases = await loadReleases(database, feed.name, ocids);
  async function* lines(): AsyncGenerator<Buffer> {
    for (const release of releases) yield Buffer.from(`${JSON.stringify(release)}\n`);
  }
  return importContracts({
    database,
    source: ocds,
    bytes: lines(),
    readOptions: { buyer: null, today: needs.today(), origin: { url: address, fileName: feed.name } },
    resolvers: needs.resolvers,
    leadTimes: needs.leadTimes,
    rulesHash: needs.rulesHash,
    dryRun: false,
    onProgress: () => undefined,
  });
}
