/** The outbox in the database: what was asked for is kept with the transaction that asked, and posted once. */
import { type Kysely, sql } from 'kysely';
import { allOrNothing } from '../../database/all-or-nothing.ts';
import type { Tables } from '../../database/tables.ts';
import { instant } from './claim.ts';
import type { DeliveryRequest, DeliveryState, Outbox } from './delivery.ts';

async function enqueue(database: Kysely<Tables>, requests: readonly DeliveryRequest[]): Promise<number> {
  if (requests.length === 0) return 0;
  const rows = JSON.stringify(
    requests.map((request) => ({
      key: request.key,
      tenant_id: request.tenantId,
      conversation_key: request.conversationKey,
      kind: request.kind,
      content: request.content,
      not_before: request.notBefore,
    })),
  );
  return allOrNothing(database, async (transaction) => {
    await sql`insert into delivery_tenants (tenant_id)
      select distinct tenant_id from jsonb_to_recordset(${rows}::jsonb) as row (tenant_id text) order by 1
      on conflict do nothing`.execute(transaction);
    await sql`insert into delivery_conversations (key, tenant_id)
      select distinct on (conversation_key) conversation_key, tenant_id
      from jsonb_to_recordset(${rows}::jsonb) as row (conversation_key text, tenant_id text)
      order by 1 on conflict do nothing`.execute(transaction);
    const { rows: added } = await sql<{ key: string }>`
      insert into deliveries (key, tenant_id, conversation_key, kind, content, not_before, next_attempt_at)
      select distinct on (key) key, tenant_id, conversation_key, kind, content, not_before, not_before
      from jsonb_to_recordset(${rows}::jsonb) as row (key text, tenant_id text, conversation_key text, kind text,
        content jsonb, not_before timestamptz)
      order by key on conflict (key) do nothing returning key`.execute(transaction);
    return added.length;
  });
}

/** The outbox over `database`, which may be a transaction of the caller; `now` gives milliseconds since 1970. */
export function createOutbox(database: Kysely<Tables>, now: () => number = Date.now): Outbox {
  return {
    enqueue: (requests) => enqueue(database, requests),
    async revise(key, content) {
      // While it is on its way the outcome is not known: what was drawn before is then updated to this.
      const { rows } = await sql<{ state: string; has_next: boolean }>`
        update deliveries set content = ${JSON.stringify(content)}::jsonb, revision = revision + 1,
          next_attempt_at = case when state = 'sent' then coalesce(next_attempt_at, ${instant(now())})
            else next_attempt_at end,
          retries = case when state = 'sent' then 0 else retries end, changed_at = now()
        where key = ${key} and (state in ('queued', 'sending') or (state = 'sent' and activity_id is not null)
          or (state = 'ambiguous' and next_attempt_at is not null))
        returning state, next_attempt_at is not null as has_next`.execute(database);
      const row = rows[0];
      if (row === undefined) return 'unknown';
      return row.state === 'sent' || row.state === 'sending' ? 'update-queued' : 'replaced';
    },
    async suppress(key, reason) {
      // One that may have been shown is not taken back, but is not shown again either.
      const { rows } = await sql<{ state: string }>`
        update deliveries set next_attempt_at = null, changed_at = now(),
          state = case when state = 'queued' then 'suppressed' else state end,
          code = case when state = 'queued' then ${reason} else code end
        where key = ${key} and (state = 'queued' or (state = 'ambiguous' and next_attempt_at is not null))
        returning state`.execute(database);
      return rows[0]?.state === 'suppressed';
    },
    async stateOf(key) {
      const row = await database
        .selectFrom('deliveries')
        .select('state')
        .where('key', '=', key)
        .executeTakeFirst();
      // The table's own check allows no other state.
      return row === undefined ? null : (row.state as DeliveryState);
    },
  };
}
