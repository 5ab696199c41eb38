/** Writes down how an attempt went, for the delivery, its conversation, its tenant and sending as a whole. */
import { type Kysely, sql } from 'kysely';
import { allOrNothing } from '../../database/all-or-nothing.ts';
import type { Tables } from '../../database/tables.ts';
import { type Claimed, instant } from './claim.ts';
import type { Settlement } from './settle.ts';
import { stopSending } from './stop.ts';

async function recordDelivery(
  transaction: Kysely<Tables>,
  claimed: Claimed,
  settlement: Settlement,
  now: number,
): Promise<void> {
  const next = settlement.waitMilliseconds === null ? null : instant(now + settlement.waitMilliseconds);
  // A late outcome still counts while no newer attempt has begun: it is the truth about this one.
  await sql`
    update deliveries set state = ${settlement.state}, code = ${settlement.code}, worker = null, lease_until = null,
      activity_id = ${settlement.activityId}, sent_revision = ${settlement.sentRevision},
      retries = ${settlement.retries}, is_smaller = ${settlement.isSmaller},
      next_attempt_at = case
        when ${settlement.state} = 'sent' and ${settlement.activityId}::text is not null and ${next}::timestamptz is null
          and ${settlement.code}::text is null and revision > ${settlement.sentRevision} then ${instant(now)}
        else ${next}::timestamptz end,
      changed_at = now()
    where key = ${claimed.key} and attempts = ${claimed.attempt}`.execute(transaction);
}

async function recordConversation(
  transaction: Kysely<Tables>,
  claimed: Claimed,
  step: Settlement['conversation'],
  now: number,
): Promise<void> {
  if (step === null) return;
  const conversations = transaction
    .updateTable('delivery_conversations')
    .where('key', '=', claimed.conversationKey);
  if (step.kind === 'wait') await conversations.set({ next_at: instant(now + step.milliseconds) }).execute();
  else if (step.kind === 'pause') await conversations.set({ paused_code: step.code }).execute();
  else if (step.kind === 'other-host') await conversations.set({ service_url: step.serviceUrl }).execute();
  else await endConversations(transaction, [claimed.conversationKey], 'failed', step.code);
}

/** What waits for these conversations ends as `state`; one that may have been shown already stays ambiguous. */
export async function endConversations(
  database: Kysely<Tables>,
  conversationKeys: readonly string[],
  state: 'failed' | 'suppressed',
  code: string,
): Promise<void> {
  await sql`
    update deliveries set next_attempt_at = null, code = ${code}, changed_at = now(),
      state = case when state = 'queued' then ${state} else state end
    where conversation_key in (select jsonb_array_elements_text(${JSON.stringify(conversationKeys)}::jsonb))
      and next_attempt_at is not null and state <> 'sending'`.execute(database);
}

/** Keeps all of it or nothing. */
export async function recordOutcome(
  database: Kysely<Tables>,
  claimed: Claimed,
  settlement: Settlement,
  now: number,
): Promise<void> {
  await allOrNothing(database, async (transaction) => {
    await recordDelivery(transaction, claimed, settlement, now);
    await recordConversation(transaction, claimed, settlement.conversation, now);
    if (settlement.tenant === 'fault' || settlement.tenantWaitMilliseconds !== null) {
      const until = instant(now + (settlement.tenantWaitMilliseconds ?? 0));
      // What was on its way when the wait began says nothing new, so the next wait is no longer for it.
      await sql`update delivery_tenants set
          faults = faults + case when blocked_until > ${instant(now)} then 0 else ${settlement.tenant === 'fault' ? 1 : 0} end,
          blocked_until = greatest(blocked_until, ${until})
        where tenant_id = ${claimed.tenantId}`.execute(transaction);
    } else if (settlement.tenant === 'fine' && claimed.tenantFaults > 0) {
      await sql`update delivery_tenants set faults = 0 where tenant_id = ${claimed.tenantId} and faults > 0`.execute(
        transaction,
      );
    }
    if (settlement.stopAll !== null) await stopSending(transaction, settlement.stopAll);
  });
}

/** Gives back what was taken and not posted; it is due at once. */
export async function giveBack(database: Kysely<Tables>, claimed: Claimed, now: number): Promise<void> {
  await sql`
    update deliveries set worker = null, lease_until = null, next_attempt_at = ${instant(now)}, changed_at = now(),
      state = case when state = 'sent' then 'sent' when ${claimed.mayRepeat} then 'ambiguous' else 'queued' end
    where key = ${claimed.key} and attempts = ${claimed.attempt} and state in ('sending', 'sent')`.execute(
    database,
  );
}
