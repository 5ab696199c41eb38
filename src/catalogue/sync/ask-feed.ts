/** Asks a feed for a page with patience: waits as told, tries again with growing pauses, gives up with a reason. */
import { setTimeout as sleep } from 'node:timers/promises';
import type { PageAnswer, PageRequest, Validators } from './fetch-page.ts';
import { fetchPage } from './fetch-page.ts';
import { type ReleasePackage, readPackage } from './read-package.ts';

/** How patient reading is; tests make everything short. */
export type Patience = {
  /** Requests for one page before giving up. */
  readonly attempts: number;
  readonly timeoutMs: number;
  readonly firstPauseMs: number;
  readonly longestPauseMs: number;
  /** Asked to wait longer than this, the feed is left for a later run. */
  readonly longestWaitMs: number;
  /** Between pages, out of politeness. */
  readonly betweenPagesMs: number;
};

/** Gives a feed that has a bad quarter of an hour time to recover. */
export const ordinaryPatience: Patience = {
  attempts: 6,
  timeoutMs: 30_000,
  firstPauseMs: 1_000,
  longestPauseMs: 60_000,
  longestWaitMs: 15 * 60_000,
  betweenPagesMs: 300,
};

/** The outcome of asking for one page. */
export type Asked =
  | { readonly kind: 'page'; readonly page: ReleasePackage; readonly validators: Validators }
  | { readonly kind: 'not-modified' }
  | { readonly kind: 'refused'; readonly status: number; readonly reason: string }
  /** `reason` completes "it …"; `notBefore` is the instant it asked us to wait for, in milliseconds. */
  | { readonly kind: 'failed'; readonly reason: string; readonly notBefore: number | null }
  | { readonly kind: 'stopped' };

/** What asking needs from its caller. */
export type Asking = Pick<PageRequest, 'fetch' | 'validators' | 'signal' | 'now'> & {
  readonly patience: Patience;
  /** Between 0 and 1, so that many instances do not come back at the same moment. */
  readonly random: () => number;
  /** Told about each pause and why, in words for a person. */
  readonly onPause: (pauseMs: number, reason: string) => void;
};

/** Waits, unless the signal ends it; answers whether the wait was completed. */
export async function pause(milliseconds: number, signal: AbortSignal): Promise<boolean> {
  if (signal.aborted) return false;
  if (milliseconds <= 0) return true;
  return sleep(milliseconds, true, { signal }).catch(() => false);
}

/** Asks until there is an answer that settles it; never rejects. */
export async function askForPage(address: string, asking: Asking): Promise<Asked> {
  const { patience } = asking;
  for (let attempt = 1; ; attempt += 1) {
    const settled = settle(await fetchPage(address, { ...asking, timeoutMs: patience.timeoutMs }));
    if (settled.kind !== 'again') return settled;
    const pauseMs = settled.waitMs ?? backOff(attempt, patience, asking.random);
    if (settled.waitMs !== null && settled.waitMs > patience.longestWaitMs) {
      return { kind: 'failed', reason: 'asked us to come back later', notBefore: asking.now() + pauseMs };
    }
    if (attempt >= patience.attempts) {
      return {
        kind: 'failed',
        reason: `${settled.reason} (asked ${attempt} times)`,
        // The last wait it asked for still stands.
        notBefore: settled.waitMs === null ? null : asking.now() + settled.waitMs,
      };
    }
    asking.onPause(pauseMs, settled.reason);
    if (!(await pause(pauseMs, asking.signal))) return { kind: 'stopped' };
  }
}

type Again = { readonly kind: 'again'; readonly reason: string; readonly waitMs: number | null };

function settle(answer: PageAnswer): Asked | Again {
  if (answer.kind === 'page') {
    const page = readPackage(answer.body);
    return page === null
      ? { kind: 'again', reason: 'sent JSON that is no release package', waitMs: null }
      : { kind: 'page', page, validators: answer.validators };
  }
  if (answer.kind === 'faulty') return { kind: 'again', reason: answer.reason, waitMs: null };
  if (answer.kind === 'throttled')
    return {
      kind: 'again',
      reason: `asked us to slow down (status ${answer.status})`,
      waitMs: answer.waitMs,
    };
  return answer;
}

/** Doubles with each attempt; the upper half of it is left to chance. */
function backOff(attempt: number, patience: Patience, random: () => number): number {
  const full = Math.min(patience.longestPauseMs, patience.firstPauseMs * 2 ** (attempt - 1));
  return Math.round(full * (0.5 + random() / 2));
}
