/** Where the assistant is installed: what alerts are later sent to, and who has been welcomed. */
import type { Scope } from '../assistant/assistant.ts';

/** One installed conversation: a private chat, a group chat or a channel (without the thread). */
export type ConversationReference = {
  /** `conversationKey(tenantId, conversationId)`. */
  readonly key: string;
  readonly tenantId: string;
  /** Without `;messageid=`. */
  readonly conversationId: string;
  readonly scope: Scope;
  readonly serviceUrl: string;
  readonly channelId: string;
  readonly botId: string;
  /** The officer in a private chat; null in groups and channels, whose members are many. */
  readonly userId: string | null;
  readonly teamId: string | null;
};

/** A reference as kept, with what has happened to it since. */
export type StoredConversation = {
  readonly reference: ConversationReference;
  readonly isWelcomed: boolean;
  readonly isInstalled: boolean;
};

/** Keeps references by tenant and conversation; every method is safe when two events race. */
export type ConversationStore = {
  /** Adds or refreshes a reference and counts it as installed again; `isNew` when the key was not there. */
  readonly remember: (reference: ConversationReference) => Promise<{ readonly isNew: boolean }>;
  /** True only the first time since the conversation was (re)installed; false for an unknown key. */
  readonly markWelcomed: (key: string) => Promise<boolean>;
  /** Nothing more is sent there until it is remembered again; a later installation is welcomed anew. */
  readonly markUninstalled: (key: string) => Promise<void>;
  readonly get: (key: string) => Promise<StoredConversation | null>;
  /** Keys of the installed channels of a team. */
  readonly keysOfTeam: (tenantId: string, teamId: string) => Promise<readonly string[]>;
  /** Installed conversations of one tenant, or of all. */
  readonly list: (tenantId: string | null) => Promise<readonly StoredConversation[]>;
};

/** The conversation without the channel thread: replies of one channel share a key. */
export function withoutThread(conversationId: string): string {
  const mark = conversationId.indexOf(';messageid=');
  return mark === -1 ? conversationId : conversationId.slice(0, mark);
}

/** Key of a conversation; no two tenants ever share one. */
export function conversationKey(tenantId: string, conversationId: string): string {
  return `${tenantId}|${withoutThread(conversationId)}`;
}

/** Keeps conversations in memory; a restart forgets them. */
export function createMemoryConversationStore(): ConversationStore {
  const stored = new Map<string, StoredConversation>();
  return {
    remember(reference) {
      const before = stored.get(reference.key);
      stored.set(reference.key, {
        reference,
        isWelcomed: before?.isWelcomed ?? false,
        isInstalled: true,
      });
      return Promise.resolve({ isNew: before === undefined });
    },
    markWelcomed(key) {
      const before = stored.get(key);
      if (before === undefined || before.isWelcomed) return Promise.resolve(false);
      stored.set(key, { ...before, isWelcomed: true });
      return Promise.resolve(true);
    },
    markUninstalled(key) {
      const before = stored.get(key);
      if (before !== undefined) stored.set(key, { ...before, isWelcomed: false, isInstalled: false });
      return Promise.resolve();
    },
    get: (key) => Promise.resolve(stored.get(key) ?? null),
    keysOfTeam: (tenantId, teamId) =>
      Promise.resolve(
        [...stored.values()]
          .filter(
            ({ reference, isInstalled }) =>
              isInstalled && reference.tenantId === tenantId && reference.teamId === teamId,
          )
          .map(({ reference }) => reference.key),
      ),
    list: (tenantId) =>
      Promise.resolve(
        [...stored.values()].filter(
          ({ reference, isInstalled }) =>
            isInstalled && (tenantId === null || reference.tenantId === tenantId),
        ),
      ),
  };
}
