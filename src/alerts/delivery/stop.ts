/** The switch for all sending, shared by every instance. */
import { type Kysely, sql } from 'kysely';
import type { Tables } from '../../database/tables.ts';

/** Name of the mark; nothing is taken while it is there. */
export const stopMark = 'stopped';

/** Ends all sending until `resumeSending`; what is on its way still arrives. The first reason is kept. */
export async function stopSending(database: Kysely<Tables>, reason: string): Promise<void> {
  await sql`insert into delivery_marks (name, value, marked_at) values (${stopMark}, ${reason}, now())
    on conflict (name) do nothing`.execute(database);
}

/** Lets sending go on; false when it was not stopped. */
export async function resumeSending(database: Kysely<Tables>): Promise<boolean> {
  const row = await database
    .deleteFrom('delivery_marks')
    .where('name', '=', stopMark)
    .returning('name')
    .executeTakeFirst();
  return row !== undefined;
}

/** Why and since when nothing is sent; null while sending goes on. */
export async function whyStopped(
  database: Kysely<Tables>,
): Promise<{ readonly reason: string; readonly since: string } | null> {
  const row = await database
    .selectFrom('delivery_marks')
    .select(['value', 'marked_at'])
    .where('name', '=', stopMark)
    .executeTakeFirst();
  return row === undefined ? null : { reason: row.value, since: row.marked_at };
}
