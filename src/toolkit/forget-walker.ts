/** “Forget me”, for purchases. */
import { type Kysely, sql } from 'kysely';
import type { Tables } from '../database/tables.ts';

/** Removes an officer's own purchases and takes their hand off shared ones; resolves to the number of rows touched. */
export async function forgetWalker(
  database: Kysely<Tables>,
  tenantId: string,
  officerId: string,
): Promise<number> {
  const own = await database
    .deleteFrom('opportunities')
    .where('tenant_id', '=', tenantId)
    .where('place', 'is', null)
    .where(
      sql<boolean>`exists (select 1 from opportunity_events
        where opportunity_id = opportunities.id and officer_id = ${officerId})`,
    )
    .executeTakeFirst();
  const shared = await database
    .updateTable('opportunity_events')
    .set({ officer_id: null })
    .where('officer_id', '=', officerId)
    .where(sql<boolean>`opportunity_id in (select id from opportunities where tenant_id = ${tenantId})`)
    .executeTakeFirst();
  return Number(own.numDeletedRows) + Number(shared.numUpdatedRows);
}
