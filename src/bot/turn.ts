/** What happens in a turn, in plain words and without the SDK: which activity leads to which replies. */
import type { IAdaptiveCard } from '@microsoft/teams.cards';
import type { Answer } from '../assistant/answer.ts';
import {
  answerActivity,
  cardActivity,
  helpActivity,
  type MessageActivity,
  panelActivity,
  sentenceActivity,
  welcomeActivity,
} from './activities.ts';
import { answerCard } from './cards/answer-card.ts';
import { type CardData, parseCardData } from './cards/card-data.ts';
import { noticeCard } from './cards/notice-card.ts';
import { createConversationEvents } from './conversation-events.ts';
import type { ConversationReference } from './conversations.ts';
import { postedAs } from './delivery-message.ts';
import { type CardReply, panelCardOf, type Visit, verbsOf } from './features.ts';
import type { FileAttachments } from './file-attachments.ts';
import { type IncomingActivity, keyOf, tenantOf } from './incoming.ts';
import { answerInvoke, type InvokeAnswer, olderCard, type PressedData, pressedData } from './invokes.ts';
import type { BotLog, BotServices, Clock } from './ports.ts';

/** How a turn replies. */
export type Replies = {
  /** Posts a message; resolves to its id, or null when Teams gave none. */
  readonly post: (activity: MessageActivity) => Promise<string | null>;
  /** Shows the typing sign while `work` runs; it has been sent before the result is given. */
  readonly typingWhile: <Result>(work: Promise<Result>) => Promise<Result>;
};

/** The turns of the bot; each takes one checked activity. */
export type Turns = {
  readonly message: (incoming: IncomingActivity, replies: Replies) => Promise<void>;
  readonly installation: (incoming: IncomingActivity, replies: Replies) => Promise<void>;
  readonly conversationUpdate: (incoming: IncomingActivity, replies: Replies) => Promise<void>;
  readonly invoke: (incoming: IncomingActivity, replies: Replies) => Promise<InvokeAnswer>;
};

const gonePage = 'These rows are no longer kept. Please ask your question again.';
const onlyFiles =
  'I cannot read files or pictures sent here yet. Please type your question, for instance “who uses NEC Housing?”.';

function referenceTo(incoming: IncomingActivity): ConversationReference {
  return {
    key: keyOf(incoming),
    tenantId: tenantOf(incoming),
    conversationId: incoming.conversationId,
    scope: incoming.scope,
    serviceUrl: incoming.serviceUrl,
    channelId: incoming.channelId,
    botId: incoming.bot.id,
    userId: incoming.scope === 'personal' ? incoming.userId : null,
    teamId: incoming.teamId,
  };
}

/** The turns over the given services. */
export function createTurns(services: BotServices, log: BotLog, clock: Clock): Turns {
  const { assistant, answers, conversations, feedback, features = [] } = services;
  const verbs = verbsOf(features);
  const events = createConversationEvents(conversations, services.deliveries ?? null);

  function visitOf(incoming: IncomingActivity): Visit {
    return {
      officer: { tenantId: tenantOf(incoming), userId: incoming.userId },
      scope: incoming.scope,
      threadId: incoming.threadId,
      conversationKey: keyOf(incoming),
      activityId: incoming.replyToId,
      now: clock.now(),
    };
  }

  /** The part of the app whose button it is answers; null when none does or the data is not whole. */
  async function press(incoming: IncomingActivity, data: PressedData): Promise<CardReply | null> {
    const { replyToId } = incoming;
    const key = data[postedAs];
    if (typeof key === 'string' && key.length <= 1_000 && replyToId !== null)
      await tryTo('settle the delivery', async () =>
        services.deliveries?.shown(key, keyOf(incoming), replyToId),
      );
    return (await verbs.get(data.verb)?.run(data, visitOf(incoming))) ?? null;
  }

  async function cardOf(incoming: IncomingActivity, answer: Answer): Promise<IAdaptiveCard> {
    const { panel } = answer;
    const own = panel === undefined ? null : await panelCardOf(features, panel, visitOf(incoming));
    return own ?? answerCard(answer);
  }

  async function messageOf(incoming: IncomingActivity, answer: Answer): Promise<MessageActivity> {
    if (answer.panel === undefined) return answerActivity(answer);
    const own = await panelCardOf(features, answer.panel, visitOf(incoming));
    return own === null ? answerActivity(answer) : panelActivity(answer, own);
  }

  function placeOf(incoming: IncomingActivity) {
    return { tenantId: tenantOf(incoming), conversationKey: keyOf(incoming) };
  }

  async function ask(incoming: IncomingActivity, text: string): Promise<Answer> {
    const answer = await assistant.answer({
      text,
      officer: { tenantId: tenantOf(incoming), userId: incoming.userId },
      threadId: incoming.threadId,
      scope: incoming.scope,
      boroughHint: null,
      conversationKey: keyOf(incoming),
    });
    // Keeping it serves “show more” and feedback; failing that must not cost the officer the answer.
    await tryTo('keep the answer', () => answers.keep(answer, placeOf(incoming)));
    return answer;
  }

  /** A failure is logged and forgotten. */
  async function tryTo(what: string, work: () => Promise<unknown>): Promise<void> {
    try {
      await work();
    } catch (error) {
      log.warn({ what, cause: error instanceof Error ? error.message : typeof error }, 'side work failed');
    }
  }

  async function postAnswer(incoming: IncomingActivity, text: string, replies: Replies): Promise<void> {
    const remembered = tryTo('remember the conversation', () => events.present(referenceTo(incoming)));
    const [answer] = await replies.typingWhile(Promise.all([ask(incoming, text), remembered]));
    const activityId = await replies.post(await messageOf(incoming, answer));
    if (activityId !== null) await link(incoming, activityId, answer);
  }

  /** A file is shown as what it would change; nothing is loaded by sending it. */
  async function previewFiles(
    incoming: IncomingActivity,
    files: FileAttachments,
    replies: Replies,
  ): Promise<void> {
    const sender = { tenantId: tenantOf(incoming), officerId: incoming.userId };
    for (const file of incoming.files) {
      const taken = await replies.typingWhile(files.take(sender, file));
      if (taken.kind === 'kept') await postAnswer(incoming, `Preview file ${taken.id}`, replies);
      else await replies.post(sentenceActivity(taken.sentence));
    }
  }

  async function link(incoming: IncomingActivity, activityId: string, answer: Answer): Promise<void> {
    await tryTo('link the answer', () => answers.linkActivity(activityId, answer.id, placeOf(incoming)));
  }

  async function keptPage(
    incoming: IncomingActivity,
    data: Extract<CardData, { verb: 'page' }>,
  ): Promise<IAdaptiveCard | null> {
    const answer = await answers.get(data.answerId, placeOf(incoming));
    return answer === null ? null : answerCard(answer, { page: data.page, withProse: true });
  }

  /** False when the data is no button of ours. */
  async function runMessage(
    incoming: IncomingActivity,
    pressed: PressedData,
    replies: Replies,
  ): Promise<boolean> {
    const reply = await press(incoming, pressed);
    if (reply !== null) {
      await replies.post(cardActivity(reply.card, reply.text));
      return true;
    }
    const data = parseCardData(pressed);
    if (data === null) return false;
    if (data.verb === 'ask') {
      await postAnswer(incoming, data.message, replies);
      return true;
    }
    const answer = await answers.get(data.answerId, placeOf(incoming));
    await replies.post(
      answer === null
        ? sentenceActivity(gonePage)
        : { ...answerActivity(answer), ...pageOf(answer, data.page) },
    );
    return true;
  }

  function pageOf(answer: Answer, page: number): Pick<MessageActivity, 'attachments'> {
    const [attachment] = answerActivity(answer).attachments;
    return attachment === undefined
      ? { attachments: [] }
      : { attachments: [{ ...attachment, content: answerCard(answer, { page, withProse: true }) }] };
  }

  async function welcome(incoming: IncomingActivity, replies: Replies): Promise<void> {
    const reference = referenceTo(incoming);
    await events.present(reference);
    // Teams tells of one installation twice, in either order: whoever marks it first greets.
    if (await conversations.markWelcomed(reference.key))
      await replies.post(welcomeActivity(incoming.scope, incoming.from.name));
  }

  return {
    async message(incoming, replies) {
      if (incoming.files.length > 0 && services.files !== undefined && incoming.scope === 'personal')
        return await previewFiles(incoming, services.files, replies);
      if (incoming.text !== '') return await postAnswer(incoming, incoming.text, replies);
      if (incoming.value !== null) {
        const data = pressedData(incoming.value);
        if (data !== null && (await runMessage(incoming, data, replies))) return;
        await replies.post(helpActivity(olderCard));
        return;
      }
      await replies.post(incoming.hasAttachments ? helpActivity(onlyFiles) : helpActivity(null));
    },

    async installation(incoming, replies) {
      const action = incoming.action ?? 'add';
      if (action === 'remove') await events.removed(incoming);
      else if (action === 'add') await welcome(incoming, replies);
      else await events.present(referenceTo(incoming));
    },

    async conversationUpdate(incoming, replies) {
      if (incoming.isBotRemoved) return await events.removed(incoming);
      if (incoming.isBotAdded) return await welcome(incoming, replies);
      await events.changed(incoming);
    },

    async invoke(incoming, replies) {
      return await answerInvoke(incoming.name, incoming.value, {
        async runCard(pressed) {
          const reply = await press(incoming, pressed);
          if (reply !== null) return reply.card;
          const data = parseCardData(pressed);
          if (data === null) return null;
          if (data.verb === 'ask') {
            const answer = await ask(incoming, data.message);
            if (incoming.replyToId !== null) await link(incoming, incoming.replyToId, answer);
            return await cardOf(incoming, answer);
          }
          return (await keptPage(incoming, data)) ?? noticeCard('Please ask again', gonePage);
        },
        runMessage: (data) => runMessage(incoming, data, replies),
        async saveFeedback(reaction, text) {
          if (incoming.replyToId === null) return;
          await feedback.save({
            tenantId: tenantOf(incoming),
            userId: incoming.userId,
            conversationKey: keyOf(incoming),
            activityId: incoming.replyToId,
            answerId: await answers.answerIdOf(incoming.replyToId, placeOf(incoming)),
            reaction,
            text,
            receivedAt: clock.now(),
          });
        },
      });
    },
  };
}
