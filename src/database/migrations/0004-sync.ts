/** What is remembered of the official feeds: how far each was read, its kept releases, and who reads them now. */
import { type Kysely, sql } from 'kysely';

const statements = [
  // Instants are text in UTC (`2026-11-23T07:00:00Z`), as the feeds are asked with them.
  `create table sync_feeds (
     feed text primary key,
     covered_from text, covered_to text,
     window_from text, window_to text, window_started_at text, cursor text,
     not_before text, last_attempt_at text, last_success_at text, last_failure text,
     pages bigint not null default 0, releases bigint not null default 0, kept bigint not null default 0)`,
  `create table sync_pages (
     feed text not null, address text not null, etag text, last_modified text, next_cursor text,
     rules_hash text not null, read_at text not null, primary key (feed, address))`,
  `create table sync_releases (
     feed text not null, ocid text not null, release_id text not null, released_at text, release jsonb not null,
     primary key (feed, ocid, release_id))`,
  `create table sync_locks (name text primary key, holder text not null, expires_at timestamptz not null)`,
];

/** Makes the tables; runs inside one transaction. */
export async function up(database: Kysely<never>): Promise<void> {
  for (const statement of statements) await sql.raw(statement).execute(database);
}
