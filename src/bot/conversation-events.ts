/** Keeps stored references and what waits for them true when Teams tells that a team or channel has changed. */
import type { DeliveryConversations } from '../alerts/delivery/conversations.ts';
import { type ConversationReference, type ConversationStore, conversationKey } from './conversations.ts';
import { type IncomingActivity, keyOf, tenantOf } from './incoming.ts';

/** What an event does to references and waiting deliveries. */
export type ConversationEvents = {
  /** Somebody wrote, or the assistant was installed: it may send there again. */
  readonly present: (reference: ConversationReference) => Promise<void>;
  /** The assistant was taken out: of a team, that is out of all its channels. */
  readonly removed: (incoming: IncomingActivity) => Promise<void>;
  /** Renamed, archived, deleted, restored; other events do nothing. */
  readonly changed: (incoming: IncomingActivity) => Promise<void>;
};

/** `deliveries` null: nothing is ever sent unasked. */
export function createConversationEvents(
  conversations: ConversationStore,
  deliveries: DeliveryConversations | null,
): ConversationEvents {
  /** The conversation of the event, and the channels of its team. */
  async function wholeTeam(incoming: IncomingActivity): Promise<readonly string[]> {
    const own = keyOf(incoming);
    if (incoming.scope !== 'channel' || incoming.teamId === null) return [own];
    const keys = await conversations.keysOfTeam(tenantOf(incoming), incoming.teamId);
    return [...new Set([own, ...keys])];
  }

  async function end(keys: readonly string[], reason: string): Promise<void> {
    for (const key of keys) await conversations.markUninstalled(key);
    await deliveries?.ended(keys, reason);
  }

  /** A reference that is there is refreshed; one that is not is not made from an event. */
  async function refresh(incoming: IncomingActivity, key: string): Promise<void> {
    const stored = await conversations.get(key);
    if (stored !== null)
      await conversations.remember({
        ...stored.reference,
        serviceUrl: incoming.serviceUrl,
        botId: incoming.bot.id,
        teamId: incoming.teamId ?? stored.reference.teamId,
      });
  }

  function channelKey(incoming: IncomingActivity): string {
    return incoming.eventChannelId === null
      ? keyOf(incoming)
      : conversationKey(tenantOf(incoming), incoming.eventChannelId);
  }

  return {
    async present(reference) {
      await conversations.remember(reference);
      await deliveries?.resumed([reference.key]);
    },
    removed: async (incoming) => end(await wholeTeam(incoming), 'uninstalled'),
    async changed(incoming) {
      switch (incoming.eventType) {
        case 'channelDeleted':
          if (incoming.eventChannelId !== null) await end([channelKey(incoming)], 'channelDeleted');
          return;
        case 'teamDeleted':
        case 'teamHardDeleted':
          return await end(await wholeTeam(incoming), 'teamDeleted');
        case 'teamArchived':
          return await deliveries?.paused(await wholeTeam(incoming), 'teamArchived');
        case 'teamUnarchived':
          return await deliveries?.resumed(await wholeTeam(incoming));
        // The id stays; a move to another region shows in the service address.
        case 'teamRenamed': {
          for (const key of await wholeTeam(incoming)) await refreshInstalled(incoming, key);
          return;
        }
        case 'channelRenamed':
          return await refreshInstalled(incoming, channelKey(incoming));
        case 'channelRestored':
          return await refresh(incoming, channelKey(incoming));
        case 'teamRestored':
          return await refresh(incoming, keyOf(incoming));
        default:
          return;
      }
    },
  };

  async function refreshInstalled(incoming: IncomingActivity, key: string): Promise<void> {
    const stored = await conversations.get(key);
    if (stored?.isInstalled === true) await refresh(incoming, key);
  }
}
