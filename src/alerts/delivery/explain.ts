/** One delivery in words: where it stands, why, and what a person can do. */
import { type Kysely, sql } from 'kysely';
import type { Tables } from '../../database/tables.ts';
import type { DeliveryState } from './delivery.ts';

/** A delivery as the people who run the assistant see it; its content is not shown. */
export type ExplainedDelivery = {
  readonly key: string;
  readonly conversationKey: string;
  readonly kind: string;
  readonly state: DeliveryState;
  readonly code: string | null;
  readonly attempts: number;
  readonly nextAttemptAt: string | null;
  readonly changedAt: string;
  readonly sentence: string;
};

type Row = {
  key: string;
  conversation_key: string;
  kind: string;
  state: DeliveryState;
  code: string | null;
  attempts: number;
  next_attempt_at: string | null;
  changed_at: string;
  paused_code: string | null;
  revision: number;
  sent_revision: number;
};

const waitingCodes: Readonly<Record<string, string>> = {
  Throttled: 'Teams asked to wait',
  PreconditionFailed: 'Teams was busy with the conversation',
  NotConnected: 'Teams could not be reached',
  NotSent: 'no token could be obtained (check BOT_ID, BOT_PASSWORD and BOT_TENANT_ID)',
  BotNotRegistered: 'Teams did not accept the bot (check BOT_ID, BOT_PASSWORD and the Azure registration)',
  InvalidBotApiHost: 'the tenant is served by another host, which is tried next',
  MessageSizeTooBig: 'it was too big and is sent in a smaller form next',
};

const failedCodes: Readonly<Record<string, string>> = {
  BadArgument: 'Teams found the message malformed; this is a fault of the assistant, please report it',
  BotNotInConversationRoster: 'the assistant was removed there; install it again, then resend',
  ConversationBlockedByUser: 'the person has blocked the assistant',
  MessageWritesBlocked: 'the person has blocked or muted the assistant',
  ForbiddenOperationException: 'the assistant is not installed for that person',
  ConversationNotFound: 'the conversation was deleted',
  NotInstalled: 'the assistant is not installed there',
  NotEnoughPermissions: 'the assistant may not post there; ask the team’s owner',
  Forbidden: 'Teams refused without a reason it documents; sending there waits until somebody writes there',
  ServiceUrlRefused: 'the address kept for the conversation is not one of Teams',
  RenderFailed: 'it could not be drawn; see the log',
  MessageSizeTooBig: 'it is too big even in its smaller form',
  InvalidBotApiHost: 'neither host of Teams serves that tenant',
};

function sentenceOf(row: Row): string {
  const code = row.code ?? '';
  switch (row.state) {
    case 'queued': {
      if (row.paused_code !== null)
        return `Waits: the conversation is paused (${row.paused_code}) until somebody writes there or the team is active again.`;
      const why = waitingCodes[code];
      return `Waits to be sent${why === undefined ? '' : `: ${why}`}.`;
    }
    case 'sending':
      return 'A worker has it now. If that worker dies it becomes ambiguous within a minute or two.';
    case 'sent':
      return row.revision > row.sent_revision
        ? `Sent; the newest facts are ${row.next_attempt_at === null ? 'not shown, because the update failed' : 'still to be shown'}${code === '' ? '' : ` (${code})`}.`
        : code === ''
          ? 'Sent.'
          : `Sent; ${code === 'ActivityNotFoundInConversation' ? 'the message has been deleted in Teams since' : code}.`;
    case 'ambiguous':
      return `Posted, and Teams did not tell whether it was shown (${code || 'no code'}). ${
        row.next_attempt_at === null
          ? 'It was posted once more, marked, without a clear answer either; look into the conversation, and use --resend ambiguous if it is not there.'
          : 'It is posted once more, marked as a possible repeat.'
      }`;
    case 'failed':
      return `Not sent (${code || 'no code'}): ${failedCodes[code] ?? 'Teams put it off too often'}.`;
    case 'suppressed':
      return `Taken back before it was sent: ${code || 'no reason given'}.`;
  }
}

/** Deliveries whose key or conversation holds `words`, the newest first; what waits when it is null. At most `most`. */
export async function explainDeliveries(
  database: Kysely<Tables>,
  words: string | null,
  most: number,
): Promise<readonly ExplainedDelivery[]> {
  const isWanted =
    words === null
      ? sql`d.next_attempt_at is not null`
      : sql`(position(${words} in d.key) > 0 or position(${words} in d.conversation_key) > 0
          or position(${words} in d.content::text) > 0)`;
  const order = words === null ? sql`d.next_attempt_at, d.key` : sql`d.changed_at desc, d.key`;
  const { rows } = await sql<Row>`
    select d.key, d.conversation_key, d.kind, d.state, d.code, d.attempts, d.next_attempt_at, d.changed_at, c.paused_code,
      d.revision, d.sent_revision
    from deliveries d left join delivery_conversations c on c.key = d.conversation_key
    where ${isWanted} order by ${order} limit ${most}`.execute(database);
  return rows.map((row) => ({
    key: row.key,
    conversationKey: row.conversation_key,
    kind: row.kind,
    state: row.state,
    code: row.code,
    attempts: row.attempts,
    nextAttemptAt: row.next_attempt_at,
    changedAt: row.changed_at,
    sentence: sentenceOf(row),
  }));
}
