/** The time that sending goes by: the database's, so that instances whose machines disagree keep one pace. */
import { type Kysely, sql } from 'kysely';
import type { Tables } from '../../database/tables.ts';

/** Now, and the passing of time. */
export type DeliveryClock = {
  /** Milliseconds since 1970. */
  readonly now: () => number;
  /** Resolves after so long, or at once when the signal ends; never rejects. */
  readonly wait: (milliseconds: number, signal: AbortSignal) => Promise<void>;
};

/** Waits on this machine's timers. */
export function waitFor(milliseconds: number, signal: AbortSignal): Promise<void> {
  if (signal.aborted || milliseconds <= 0) return Promise.resolve();
  return new Promise((resolve) => {
    const done = () => {
      clearTimeout(timer);
      signal.removeEventListener('abort', done);
      resolve();
    };
    const timer = setTimeout(done, milliseconds);
    signal.addEventListener('abort', done);
  });
}

/** This machine's time. */
export const machineClock: DeliveryClock = { now: Date.now, wait: waitFor };

/** How often the database is asked again how late it is. */
const askAgainAfter = 60_000;

/** A clock that follows the database's; `refresh` asks it when the last answer is a minute old. */
export type DatabaseClock = DeliveryClock & { readonly refresh: () => Promise<void> };

/** Goes by this machine's time until the database was asked; `machine` gives milliseconds since 1970. */
export function createDatabaseClock(
  database: Kysely<Tables>,
  machine: () => number = Date.now,
): DatabaseClock {
  let offset = 0;
  let askedAt: number | null = null;
  return {
    now: () => machine() + offset,
    wait: waitFor,
    async refresh() {
      const before = machine();
      if (askedAt !== null && before - askedAt < askAgainAfter && before >= askedAt) return;
      const { rows } = await sql<{ at: number }>`
        select (extract(epoch from clock_timestamp()) * 1000)::float8 as at`.execute(database);
      const after = machine();
      offset = (rows[0]?.at ?? after) - (before + after) / 2;
      askedAt = after;
    },
  };
}
