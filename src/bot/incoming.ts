/** The door for activities: what a channel sent, checked, becomes plain input; nothing after this file sees the rest. */
import { z } from 'zod';
import type { Scope } from '../assistant/assistant.ts';
import { cleanText, cut, maxRawLength, stripHidden } from './clean-text.ts';
import { conversationKey, withoutThread } from './conversations.ts';
import { filesOf, type SentFile } from './file-attachments.ts';
import { type Mention, stripBotMention } from './mention.ts';

// Ids become keys and addresses: no control characters, no half surrogates, no more than Teams ever sends.
const id = z
  .string()
  .min(1)
  .max(1_000)
  .regex(/^[^\p{Cc}\p{Cs}]+$/u, 'holds control characters');
const word = z.string().max(200);
const words = z.string().max(262_144);

const account = z.object({
  id,
  name: word.nullish(),
  aadObjectId: id.max(200).nullish(),
});
const member = z.object({ id });

const channelData = z.object({
  tenant: z.object({ id: id.max(200) }).nullish(),
  team: z.object({ id: id.nullish() }).nullish(),
  channel: z.object({ id: id.nullish() }).nullish(),
  eventType: word.nullish(),
});

const activitySchema = z.object({
  type: z.string().regex(/^[A-Za-z][A-Za-z0-9/._-]{0,99}$/, 'is not the name of an activity type'),
  id: id.nullish(),
  name: word.nullish(),
  serviceUrl: z.string().min(1).max(1_000),
  channelId: id.max(100),
  from: account,
  recipient: account,
  conversation: z.object({
    id,
    conversationType: word.nullish(),
    isGroup: z.boolean().nullish(),
    tenantId: id.max(200).nullish(),
  }),
  locale: z.string().max(50).nullish(),
  text: words.nullish(),
  replyToId: id.nullish(),
  action: word.nullish(),
  entities: z.array(z.unknown()).max(1_000).nullish(),
  attachments: z.array(z.unknown()).max(1_000).nullish(),
  membersAdded: z.array(member).max(10_000).nullish(),
  membersRemoved: z.array(member).max(10_000).nullish(),
  channelData: channelData.nullish(),
  value: z.unknown().optional(),
});

type ParsedActivity = z.infer<typeof activitySchema>;

const mentionSchema = z.object({
  type: z.string().regex(/^mention$/i),
  mentioned: z.object({ id: z.string() }),
  text: z.string().max(1_000).nullish(),
});
const attachmentSchema = z.object({ contentType: z.string().max(300) });

/** One activity as the rest of the Teams edge sees it: checked, bounded and cleaned. */
export type IncomingActivity = {
  readonly type: string;
  /** Name of an invoke or event, else null. */
  readonly name: string | null;
  readonly activityId: string | null;
  readonly replyToId: string | null;
  readonly channelId: string;
  readonly serviceUrl: string;
  readonly locale: string | null;
  /** In small letters; null when the channel named none. */
  readonly tenantId: string | null;
  /** Two places of the activity name different tenants. */
  readonly hasTenantConflict: boolean;
  /** The person's directory id where known, else the channel's own id of the person. */
  readonly userId: string;
  readonly from: { readonly id: string; readonly name: string | null; readonly aadObjectId: string | null };
  readonly bot: { readonly id: string; readonly name: string | null };
  /** As sent; in channels with `;messageid=`, so one thread has one id. */
  readonly threadId: string;
  readonly conversationId: string;
  readonly conversationType: string | null;
  readonly scope: Exclude<Scope, 'terminal'>;
  readonly teamId: string | null;
  /** The channel an event is about, for instance one that was deleted. */
  readonly eventChannelId: string | null;
  /** `add`, `remove`, `add-upgrade` … of an installation. */
  readonly action: string | null;
  readonly eventType: string | null;
  /** What was typed: bot mention, markup and hidden characters removed, at most 2,000 characters. */
  readonly text: string;
  /** Files and pictures, not the HTML copy Teams adds to every message. */
  readonly hasAttachments: boolean;
  /** Those of them that can be fetched. */
  readonly files: readonly SentFile[];
  readonly isBotAdded: boolean;
  readonly isBotRemoved: boolean;
  /** Data of a card or an invoke; unchecked, to be parsed by the one who knows its shape. */
  readonly value: unknown;
};

/** The checked activity, or one sentence saying which field is wrong. */
export type IncomingResult =
  | { readonly ok: true; readonly activity: IncomingActivity }
  | { readonly ok: false; readonly reason: string };

function scopeOf(conversation: ParsedActivity['conversation']): IncomingActivity['scope'] {
  switch (conversation.conversationType?.toLowerCase()) {
    case 'personal':
      return 'personal';
    case 'channel':
      return 'channel';
    case 'groupchat':
      return 'group';
    case undefined:
      return conversation.isGroup === true ? 'group' : 'personal';
    default:
      // A kind of conversation we do not know may have many readers.
      return 'group';
  }
}

function mentionsOf(entities: readonly unknown[]): Mention[] {
  const mentions: Mention[] = [];
  for (const entity of entities.slice(0, 100)) {
    const parsed = mentionSchema.safeParse(entity);
    if (parsed.success)
      mentions.push({ mentionedId: parsed.data.mentioned.id, text: stripHidden(parsed.data.text ?? '') });
  }
  return mentions;
}

function isRealAttachment(attachment: unknown): boolean {
  const parsed = attachmentSchema.safeParse(attachment);
  return parsed.success && parsed.data.contentType.toLowerCase() !== 'text/html';
}

function hasBot(members: readonly { id: string }[] | null | undefined, botId: string): boolean {
  return (members ?? []).some((added) => added.id === botId);
}

function typedText(activity: ParsedActivity, bot: IncomingActivity['bot']): string {
  // Cut first: a mention pattern over a quarter of a megabyte would cost more than the whole answer.
  const visible = stripHidden(cut(activity.text ?? '', maxRawLength));
  return cleanText(stripBotMention(visible, bot, mentionsOf(activity.entities ?? [])));
}

/** Checks and cleans one activity; pure. */
export function readActivity(raw: unknown): IncomingResult {
  if (typeof raw !== 'object' || raw === null || Array.isArray(raw))
    return { ok: false, reason: 'The body must be one activity, a JSON object.' };
  const parsed = activitySchema.safeParse(raw);
  if (!parsed.success) {
    const issue = parsed.error.issues[0];
    const path = (issue?.path ?? []).map(String).join('.').slice(0, 100);
    return { ok: false, reason: `The activity is not valid: ${path || 'it'} is missing or wrong.` };
  }
  const activity = parsed.data;
  const tenants = new Set(
    [activity.channelData?.tenant?.id, activity.conversation.tenantId]
      .filter((tenant): tenant is string => typeof tenant === 'string')
      .map((tenant) => tenant.toLowerCase()),
  );
  const bot = { id: activity.recipient.id, name: activity.recipient.name ?? null };
  return {
    ok: true,
    activity: {
      type: activity.type,
      name: activity.name ?? null,
      activityId: activity.id ?? null,
      replyToId: activity.replyToId ?? null,
      channelId: activity.channelId,
      serviceUrl: activity.serviceUrl,
      locale: activity.locale ?? null,
      tenantId: [...tenants][0] ?? null,
      hasTenantConflict: tenants.size > 1,
      userId: activity.from.aadObjectId ?? activity.from.id,
      from: {
        id: activity.from.id,
        name: activity.from.name ?? null,
        aadObjectId: activity.from.aadObjectId ?? null,
      },
      bot,
      threadId: activity.conversation.id,
      conversationId: withoutThread(activity.conversation.id),
      conversationType: activity.conversation.conversationType ?? null,
      scope: scopeOf(activity.conversation),
      teamId: activity.channelData?.team?.id ?? null,
      eventChannelId: activity.channelData?.channel?.id ?? null,
      action: activity.action?.toLowerCase() ?? null,
      eventType: activity.channelData?.eventType ?? null,
      text: typedText(activity, bot),
      hasAttachments: (activity.attachments ?? []).some(isRealAttachment),
      files: filesOf(activity.attachments ?? []),
      isBotAdded: hasBot(activity.membersAdded, bot.id),
      isBotRemoved: hasBot(activity.membersRemoved, bot.id),
      value: activity.value ?? null,
    },
  };
}

/** Tenant under which everything of this activity is kept; `local` when the channel names none. */
export function tenantOf(activity: IncomingActivity): string {
  return activity.tenantId ?? 'local';
}

/** Key under which its conversation and answers are kept. */
export function keyOf(activity: IncomingActivity): string {
  return conversationKey(tenantOf(activity), activity.conversationId);
}
