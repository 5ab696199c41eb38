/** What happens to deliveries when something happens to their conversation. */
import { type Kysely, sql } from 'kysely';
import type { Tables } from '../../database/tables.ts';
import { endConversations } from './record-outcome.ts';

/** Told by whoever hears from Teams; unknown keys do nothing. */
export type DeliveryConversations = {
  /** Uninstalled or deleted: what was not sent yet is taken back, with this reason. */
  readonly ended: (keys: readonly string[], reason: string) => Promise<void>;
  /** Archived or disabled: what is not sent yet waits. */
  readonly paused: (keys: readonly string[], reason: string) => Promise<void>;
  /** Somebody is there again: what waits goes on. */
  readonly resumed: (keys: readonly string[]) => Promise<void>;
  /** A button of the message was pressed there, so it was shown; settles a delivery nobody knew the end of. */
  readonly shown: (key: string, conversationKey: string, activityId: string) => Promise<boolean>;
};

/** Over the database, for every instance alike. */
export function createDeliveryConversations(database: Kysely<Tables>): DeliveryConversations {
  return {
    ended: (keys, reason) => endConversations(database, keys, 'suppressed', reason),
    async paused(keys, reason) {
      if (keys.length === 0) return;
      // Kept also when nothing was sent there yet; the tenant is part of the key.
      await sql`insert into delivery_conversations (key, tenant_id, paused_code)
        select key, split_part(key, '|', 1), ${reason}
        from jsonb_array_elements_text(${JSON.stringify(keys)}::jsonb) as row (key)
        on conflict (key) do update set paused_code = excluded.paused_code`.execute(database);
    },
    async resumed(keys) {
      await sql`update delivery_conversations set paused_code = null, service_url = null
        where paused_code is not null
          and key in (select jsonb_array_elements_text(${JSON.stringify(keys)}::jsonb))`.execute(database);
    },
    async shown(key, conversationKey, activityId) {
      const result = await sql`update deliveries set state = 'sent', activity_id = ${activityId}, code = null,
          sent_revision = greatest(sent_revision, 1), next_attempt_at = null, changed_at = now()
        where key = ${key} and conversation_key = ${conversationKey} and state = 'ambiguous'`.execute(
        database,
      );
      return Number(result.numAffectedRows ?? 0) > 0;
    },
  };
}

/** What a person may ask to be sent again. */
export type ResendChoice = 'failed' | 'ambiguous';

/**
 * Puts these deliveries back, and no others: failed ones as they were, ambiguous ones with the mark that they may
 * repeat. Resolves to how many. Those of conversations that are gone fail again by themselves.
 */
export async function resend(
  database: Kysely<Tables>,
  choice: ResendChoice,
  nowIso: string,
): Promise<number> {
  const result =
    choice === 'failed'
      ? await sql`update deliveries set state = 'queued', code = null, retries = 0, is_smaller = false,
          next_attempt_at = greatest(not_before, ${nowIso}::timestamptz), changed_at = now()
          where state = 'failed'`.execute(database)
      : await sql`update deliveries set next_attempt_at = ${nowIso}::timestamptz, changed_at = now()
          where state = 'ambiguous' and next_attempt_at is null`.execute(database);
  return Number(result.numAffectedRows ?? 0);
}
