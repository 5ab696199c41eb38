/** What happens in a turn, in plain words and without the SDK: which activity leads to which replies. */
import type { IAdaptiveCard } from '@microsoft/teams.cards';
import type { Answer } from '../assistant/answer.ts';
import {
  answerActivity,
  cardActivity,
  helpActivity,
  type MessageActivity,
  sentenceActivity,
  welcomeActivity,
} from './activities.ts';
import { createAnswering, placeOf, postFitting, type Replies } from './answering.ts';
import { answerCard } from './cards/answer-card.ts';
import { type CardData, parseCardData } from './cards/card-data.ts';
import { noticeCard } from './cards/notice-card.ts';
import { type ConversationReference, conversationKey } from './conversations.ts';
import { type CardReply, invokeAnswerOf, verbsOf } from './features.ts';
import type { FileAttachments } from './file-attachments.ts';
import { type IncomingActivity, keyOf, tenantOf } from './incoming.ts';
import { answerInvoke, type InvokeAnswer, olderCard, type PressedData, pressedData } from './invokes.ts';
import { inTime } from './patience.ts';
import type { BotLog, BotServices, Clock } from './ports.ts';

export type { Replies } from './answering.ts';

/** The turns of the bot; each takes one checked activity. */
export type Turns = {
  readonly message: (incoming: IncomingActivity, replies: Replies) => Promise<void>;
  /** A message was changed by its author, or taken back. */
  readonly messageUpdate: (incoming: IncomingActivity, replies: Replies) => Promise<void>;
  readonly messageDelete: (incoming: IncomingActivity) => Promise<void>;
  readonly installation: (incoming: IncomingActivity, replies: Replies) => Promise<void>;
  readonly conversationUpdate: (incoming: IncomingActivity, replies: Replies) => Promise<void>;
  readonly invoke: (incoming: IncomingActivity, replies: Replies) => Promise<InvokeAnswer>;
};

const gonePage = 'These rows are no longer kept. Please ask your question again.';
const stillWorking = 'This takes a little longer. The answer follows as a new message here.';
const onlyFiles =
  'I cannot read files or pictures sent here yet. Please type your question, for instance “who uses NEC Housing?”.';
/** Teams gives up on a pressed button after ten to fifteen seconds. */
const invokeMilliseconds = 7_000;

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
export function createTurns(
  services: BotServices,
  log: BotLog,
  clock: Clock,
  patienceMilliseconds = invokeMilliseconds,
): Turns {
  const { answers, conversations, feedback, features = [] } = services;
  const verbs = verbsOf(features);
  const { visitOf, ask, cardOf, cardPlace, link, tryTo, postAnswer, answerAgain } = createAnswering(
    services,
    log,
    clock,
  );

  /** The part of the app whose button it is answers; null when none does or the data is not whole. */
  async function press(incoming: IncomingActivity, data: PressedData): Promise<CardReply | null> {
    return (await verbs.get(data.verb)?.run(data, visitOf(incoming))) ?? null;
  }

  async function remember(incoming: IncomingActivity): Promise<void> {
    await tryTo('remember the conversation', () => conversations.remember(referenceTo(incoming)));
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

  async function keptPage(
    incoming: IncomingActivity,
    data: Extract<CardData, { verb: 'page' }>,
  ): Promise<IAdaptiveCard | null> {
    const answer = await answers.get(data.answerId, placeOf(incoming));
    return answer === null
      ? null
      : answerCard(answer, { page: data.page, withProse: true, place: cardPlace(incoming) });
  }

  /** False when the data is no button of ours. */
  async function runMessage(
    incoming: IncomingActivity,
    pressed: PressedData,
    replies: Replies,
  ): Promise<boolean> {
    const reply = await press(incoming, pressed);
    if (reply !== null) {
      await postFitting(replies, cardActivity(reply.card, reply.text));
      return true;
    }
    const data = parseCardData(pressed);
    if (data === null) return false;
    if (data.verb === 'ask') {
      await postAnswer(incoming, data.message, replies);
      return true;
    }
    const answer = await answers.get(data.answerId, placeOf(incoming));
    await postFitting(
      replies,
      answer === null ? sentenceActivity(gonePage) : pageActivity(incoming, answer, data.page),
    );
    return true;
  }

  function pageActivity(incoming: IncomingActivity, answer: Answer, page: number): MessageActivity {
    const place = cardPlace(incoming);
    const activity = answerActivity(answer, place);
    const [attachment] = activity.attachments;
    if (attachment === undefined) return activity;
    const content = answerCard(answer, { page, withProse: true, place });
    return { ...activity, attachments: [{ ...attachment, content }] };
  }

  async function welcome(incoming: IncomingActivity, replies: Replies): Promise<void> {
    const reference = referenceTo(incoming);
    await conversations.remember(reference);
    // Teams tells of one installation twice, in either order: whoever marks it first greets.
    if (await conversations.markWelcomed(reference.key))
      await replies.post(welcomeActivity(incoming.scope, incoming.from.name, services.boroughs));
  }

  /** The answer as a card in place of the one pressed; one that takes long is posted when it is there. */
  async function askedByButton(
    incoming: IncomingActivity,
    message: string,
    replies: Replies,
  ): Promise<IAdaptiveCard> {
    const asking = ask(incoming, message);
    const answered = await inTime(asking, patienceMilliseconds);
    if (answered.kind === 'late') {
      void tryTo('post a late answer', async () => {
        const answer = await asking;
        const activityId = await postFitting(replies, answerActivity(answer, cardPlace(incoming)));
        if (activityId !== null) await link(incoming, activityId, answer);
      });
      return noticeCard('Still working', stillWorking);
    }
    if (incoming.replyToId !== null) await link(incoming, incoming.replyToId, answered.value);
    return await cardOf(incoming, answered.value);
  }

  return {
    async message(incoming, replies) {
      if (incoming.files.length > 0 && services.files !== undefined && incoming.scope === 'personal')
        return await previewFiles(incoming, services.files, replies);
      if (incoming.text !== '') {
        const remembered = remember(incoming);
        await postAnswer(incoming, incoming.text, replies);
        return await remembered;
      }
      if (incoming.value !== null) {
        const data = pressedData(incoming.value);
        if (data !== null && (await runMessage(incoming, data, replies))) return;
        await replies.post(helpActivity(olderCard));
        return;
      }
      await replies.post(incoming.hasAttachments ? helpActivity(onlyFiles) : helpActivity(null));
    },

    async messageUpdate(incoming, replies) {
      // Other changes, such as a restored message, ask for nothing new.
      if (incoming.eventType === 'editMessage') await answerAgain(incoming, replies);
    },

    async messageDelete(incoming) {
      if (incoming.activityId === null) return;
      const { activityId } = incoming;
      await answers.forgetQuestion(activityId, placeOf(incoming));
    },

    async installation(incoming, replies) {
      const action = incoming.action ?? 'add';
      if (action === 'remove') await conversations.markUninstalled(keyOf(incoming));
      else if (action === 'add') await welcome(incoming, replies);
      else await conversations.remember(referenceTo(incoming));
    },

    async conversationUpdate(incoming, replies) {
      if (incoming.isBotRemoved) return await conversations.markUninstalled(keyOf(incoming));
      if (incoming.isBotAdded) return await welcome(incoming, replies);
      if (incoming.eventType === 'channelDeleted' && incoming.eventChannelId !== null)
        return await conversations.markUninstalled(
          conversationKey(tenantOf(incoming), incoming.eventChannelId),
        );
      if (incoming.eventType === 'teamDeleted' || incoming.eventType === 'teamHardDeleted')
        await conversations.markUninstalled(keyOf(incoming));
    },

    async invoke(incoming, replies) {
      const owned = await invokeAnswerOf(features, incoming.name, incoming.value, visitOf(incoming));
      if (owned !== null) return owned;
      return await answerInvoke(incoming.name, incoming.value, {
        async runCard(pressed) {
          const reply = await press(incoming, pressed);
          if (reply !== null) return reply.card;
          const data = parseCardData(pressed);
          if (data === null) return null;
          if (data.verb === 'ask') return await askedByButton(incoming, data.message, replies);
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
