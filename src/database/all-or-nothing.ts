/** Does work whole or not at all, whether or not the caller has a transaction already. */
import { type Kysely, sql, type Transaction } from 'kysely';
import type { Tables } from './tables.ts';

/**
 * Runs `work` in a transaction of its own, or, inside a caller's transaction, behind a savepoint: what it rejects with
 * undoes its own writes and leaves the caller's. What it did inside a caller's transaction stands or falls with that.
 */
export async function allOrNothing<Result>(
  database: Kysely<Tables>,
  work: (transaction: Transaction<Tables>) => Promise<Result>,
): Promise<Result> {
  if (!database.isTransaction) return database.transaction().execute(work);
  await sql`savepoint all_or_nothing`.execute(database);
  try {
    const result = await work(database as Transaction<Tables>);
    await sql`release savepoint all_or_nothing`.execute(database);
    return result;
  } catch (error) {
    await sql`rollback to savepoint all_or_nothing`.execute(database);
    throw error;
  }
}
