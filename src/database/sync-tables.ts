/** Row types of what is remembered of the official feeds. */
import type { Generated, JSONColumnType } from 'kysely';

/** How far an official feed was read, and where its reading was broken off; instants are ISO text in UTC. */
export type SyncFeedsTable = {
  feed: string;
  covered_from: string | null;
  covered_to: string | null;
  window_from: string | null;
  window_to: string | null;
  window_started_at: string | null;
  cursor: string | null;
  not_before: string | null;
  last_attempt_at: string | null;
  last_success_at: string | null;
  last_failure: string | null;
  pages: Generated<number>;
  releases: Generated<number>;
  kept: Generated<number>;
};

/** Pages of a feed as last taken in, so that an unchanged page is neither sent nor imported again. */
export type SyncPagesTable = {
  feed: string;
  address: string;
  etag: string | null;
  last_modified: string | null;
  next_cursor: string | null;
  rules_hash: string;
  read_at: string;
};

/** Releases kept from the feeds, without personal data, so that later releases of a process are merged with them. */
export type SyncReleasesTable = {
  feed: string;
  ocid: string;
  release_id: string;
  released_at: string | null;
  release: JSONColumnType<Record<string, unknown>>;
};

/** Who reads the feeds now; a hold that was not renewed ends by itself. */
export type SyncLocksTable = { name: string; holder: string; expires_at: string };
