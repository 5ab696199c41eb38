/** Sends to a conversation without being asked: the stored reference, the real adapter, one request, a named outcome. */
import type { ConversationReference as SdkReference, TurnContext } from 'botbuilder';
import type { DeliverySender, OutgoingDelivery, PostOutcome } from '../alerts/delivery/outcome.ts';
import type { MessageActivity } from './activities.ts';
import { createAdapter, type IdentityAddresses } from './adapter.ts';
import type { ConversationReference, ConversationStore } from './conversations.ts';
import { deliveryMessage, type RenderDelivery } from './delivery-message.ts';
import type { BotIdentity, BotLog, Clock } from './ports.ts';
import { outcomeOfError } from './send-outcome.ts';
import { createSender, noteRequests } from './sender.ts';
import { mayServe, type ServiceUrlPolicy } from './service-url.ts';

/** What the sender is made from. */
export type ProactiveSettings = {
  /** Null: local mode, which sends to this machine only. */
  readonly bot: BotIdentity | null;
  readonly conversations: Pick<ConversationStore, 'get'>;
  readonly render: RenderDelivery;
  readonly log: BotLog;
  readonly clock: Clock;
  readonly identity?: IdentityAddresses;
  readonly extraServiceHosts?: readonly string[];
  /** How long Teams may take to answer. */
  readonly timeoutMilliseconds?: number;
};

function sdkReference(reference: ConversationReference, serviceUrl: string): Partial<SdkReference> {
  return {
    bot: { id: reference.botId, name: '' },
    channelId: reference.channelId,
    serviceUrl,
    conversation: {
      id: reference.conversationId,
      isGroup: reference.scope !== 'personal',
      name: '',
      conversationType: reference.scope === 'group' ? 'groupChat' : reference.scope,
      ...(reference.tenantId === 'local' ? {} : { tenantId: reference.tenantId }),
    },
  };
}

function refused(code: Extract<PostOutcome, { kind: 'refused' }>['code']): PostOutcome {
  return { kind: 'refused', code };
}

/** Each call is at most one request; nothing is ever rejected, and every failure has a name. */
export function createProactiveSender(settings: ProactiveSettings): DeliverySender {
  const { bot, log, clock } = settings;
  const policy: ServiceUrlPolicy = { isLocal: bot === null, extraHosts: settings.extraServiceHosts ?? [] };
  const adapter = createAdapter({ bot, identity: settings.identity ?? {}, clock });
  const sender = createSender(adapter.ConnectorClientKey, policy, settings.timeoutMilliseconds ?? 20_000);

  function draw(delivery: OutgoingDelivery): MessageActivity | null {
    try {
      return deliveryMessage(settings.render, delivery);
    } catch (error) {
      log.error(
        { cause: error instanceof Error ? error.message : typeof error },
        'a delivery cannot be drawn',
      );
      return null;
    }
  }

  async function inConversation(
    delivery: OutgoingDelivery,
    work: (context: TurnContext, message: MessageActivity) => Promise<string | null>,
  ): Promise<PostOutcome> {
    let isWritten = false;
    try {
      const stored = await settings.conversations.get(delivery.conversationKey);
      if (stored === null || !stored.isInstalled) return refused('NotInstalled');
      const message = draw(delivery);
      if (message === null) return refused('RenderFailed');
      const serviceUrl = delivery.serviceUrl ?? stored.reference.serviceUrl;
      if (!mayServe(serviceUrl, policy)) return refused('ServiceUrlRefused');
      let activityId: string | null = null;
      let failure: unknown = null;
      let hasFailed = false;
      await adapter.continueConversationAsync(
        bot?.id ?? '',
        sdkReference(stored.reference, serviceUrl),
        async (context) => {
          // Caught here: the adapter would hand it to a handler made for turns of officers.
          try {
            // Without it the post would be a reply to an activity that never was.
            delete context.activity.id;
            noteRequests(context, adapter.ConnectorClientKey, () => {
              isWritten = true;
            });
            activityId = await work(context, message);
          } catch (error) {
            hasFailed = true;
            failure = error;
          }
        },
      );
      if (hasFailed) throw failure;
      return { kind: 'accepted', activityId };
    } catch (error) {
      const outcome = outcomeOfError(error, isWritten, clock.now());
      log.debug(
        { outcome, cause: error instanceof Error ? error.message.slice(0, 200) : typeof error },
        'not sent',
      );
      return outcome;
    }
  }

  return {
    post: (delivery) => inConversation(delivery, (context, message) => sender.send(context, message)),
    update: (delivery, activityId) =>
      inConversation(delivery, async (context, message) => {
        await sender.update(context, activityId, message);
        return activityId;
      }),
  };
}
