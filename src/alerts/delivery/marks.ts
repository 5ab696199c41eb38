/** Small facts about the running of alerts that outlive a process: when what is due was last worked out, and such. */
import { type Kysely, sql } from 'kysely';
import type { Tables } from '../../database/tables.ts';
import { instant } from './claim.ts';

/** A fact and when it was noted, in milliseconds since 1970. */
export type Mark = { readonly value: string; readonly at: number };

/** The mark of this name; null when there is none. */
export async function readMark(database: Kysely<Tables>, name: string): Promise<Mark | null> {
  const { rows } = await sql<Mark>`
    select value, (extract(epoch from marked_at) * 1000)::float8 as at from delivery_marks
    where name = ${name}`.execute(database);
  return rows[0] ?? null;
}

/** Notes the mark in place of the one before. */
export async function writeMark(
  database: Kysely<Tables>,
  name: string,
  value: string,
  now: number,
): Promise<void> {
  await sql`insert into delivery_marks (name, value, marked_at) values (${name}, ${value}, ${instant(now)})
    on conflict (name) do update set value = excluded.value, marked_at = excluded.marked_at`.execute(
    database,
  );
}
