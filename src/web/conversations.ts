/** The conversations of this process; the least recently used one goes when there are too many. */
import { randomBytes } from 'node:crypto';
import { type Conversation, createConversation } from './conversation.ts';
import type { EventLogLimits } from './event-log.ts';

/** A random id made by the page: whoever does not know it can neither read nor write the conversation. */
export const pageIdPattern = /^[0-9a-f]{32}$/;

export type Conversations = {
  /** The conversation of this page, made when it is new; null when it belongs to another officer's session. */
  readonly open: (pageConversationId: string, pageUserId: string) => Conversation | null;
  /** By the id the bot uses; null when there is none (any more). */
  readonly find: (conversationId: string) => Conversation | null;
  readonly size: () => number;
  /** Ends every open stream; nothing can be opened afterwards. */
  readonly close: () => void;
};

export const defaultMaxConversations = 200;

export function createConversations(
  maxConversations: number = defaultMaxConversations,
  limits?: EventLogLimits,
): Conversations {
  // A Map keeps insertion order: the first key is the least recently used one.
  const kept = new Map<string, Conversation>();

  function touch(conversation: Conversation): Conversation {
    kept.delete(conversation.id);
    kept.set(conversation.id, conversation);
    return conversation;
  }

  return {
    open(pageConversationId, pageUserId) {
      const id = `a:local-${pageConversationId}`;
      const userId = `29:local-${pageUserId}`;
      const existing = kept.get(id);
      if (existing !== undefined) return existing.userId === userId ? touch(existing) : null;
      // A page that comes back to a chat begun anew must not mistake new event numbers for old ones.
      const epoch = randomBytes(6).toString('hex');
      const conversation = touch(
        createConversation({ id, userId, epoch, ...(limits === undefined ? {} : { limits }) }),
      );
      if (kept.size > maxConversations) {
        const [oldest] = kept.values();
        if (oldest !== undefined) {
          kept.delete(oldest.id);
          oldest.close();
        }
      }
      return conversation;
    },
    find(conversationId) {
      const existing = kept.get(conversationId);
      return existing === undefined ? null : touch(existing);
    },
    size: () => kept.size,
    close() {
      for (const conversation of kept.values()) conversation.close();
      kept.clear();
    },
  };
}
