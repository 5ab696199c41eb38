/** From a question to a message in the conversation: asked, kept, streamed where that is allowed, shown, linked. */
import type { IAdaptiveCard } from '@microsoft/teams.cards';
import type { Answer } from '../assistant/answer.ts';
import {
  answerActivity,
  type MessageActivity,
  panelActivity,
  plainActivity,
  smallerActivity,
} from './activities.ts';
import type { AnswerStream } from './answer-stream.ts';
import type { AnswerPlace } from './answers.ts';
import { answerCard } from './cards/answer-card.ts';
import type { CardPlace } from './cards/forms/picture.ts';
import { panelCardOf, type Visit } from './features.ts';
import { type IncomingActivity, keyOf, tenantOf } from './incoming.ts';
import type { BotLog, BotServices, Clock } from './ports.ts';

/** How a turn replies. Everything may also be called after the turn is over, and is then sent by itself. */
export type Replies = {
  /** Posts a message; resolves to its id, or null when Teams gave none. */
  readonly post: (activity: MessageActivity) => Promise<string | null>;
  /** Replaces a message posted earlier. */
  readonly update: (activityId: string, activity: MessageActivity) => Promise<void>;
  /** Shows the typing sign while `work` runs; it has been sent before the result is given. */
  readonly typingWhile: <Result>(work: Promise<Result>) => Promise<Result>;
  /** A stream that has not begun; null where Teams allows none, which is everywhere but in private chats. */
  readonly openStream: () => AnswerStream | null;
};

/** The steps from a question to its answer on the screen. */
export type Answering = {
  readonly visitOf: (incoming: IncomingActivity) => Visit;
  /** Asks on the officer's behalf and keeps the answer for its buttons. */
  readonly ask: (
    incoming: IncomingActivity,
    text: string,
    onSentence?: (sentence: string) => void,
  ) => Promise<Answer>;
  readonly cardOf: (incoming: IncomingActivity, answer: Answer) => Promise<IAdaptiveCard>;
  readonly cardPlace: (incoming: IncomingActivity) => CardPlace;
  /** Asks, shows the answer and remembers which message it stands in. */
  readonly postAnswer: (incoming: IncomingActivity, text: string, replies: Replies) => Promise<void>;
  /** The message was changed: the answer to it is made anew and put in place of the old one. */
  readonly answerAgain: (incoming: IncomingActivity, replies: Replies) => Promise<void>;
  readonly link: (incoming: IncomingActivity, activityId: string, answer: Answer) => Promise<void>;
  /** A failure is logged and forgotten. */
  readonly tryTo: (what: string, work: () => Promise<unknown>) => Promise<void>;
};

/** Where an answer to this activity is kept. */
export function placeOf(incoming: IncomingActivity): AnswerPlace {
  return { tenantId: tenantOf(incoming), conversationKey: keyOf(incoming) };
}

const lookingMilliseconds = 1_500;
const looking = 'Looking it up in the catalogue …';

function statusOf(error: unknown): unknown {
  return typeof error === 'object' && error !== null && 'statusCode' in error ? error.statusCode : null;
}

/**
 * Posts. What Teams finds too big goes out once more in its smallest form; what it finds wrong, once more in words alone.
 * After either status nothing was shown, so nothing comes twice.
 */
export async function postFitting(replies: Replies, activity: MessageActivity): Promise<string | null> {
  try {
    return await replies.post(activity);
  } catch (error) {
    const status = statusOf(error);
    if (status === 413) return await replies.post(smallerActivity(activity));
    if (status === 400) return await replies.post(plainActivity(activity));
    throw error;
  }
}

/** The steps over the given services. */
export function createAnswering(services: BotServices, log: BotLog, clock: Clock): Answering {
  const { assistant, answers, features = [], boroughs = [] } = services;

  async function tryTo(what: string, work: () => Promise<unknown>): Promise<void> {
    try {
      await work();
    } catch (error) {
      log.warn({ what, cause: error instanceof Error ? error.message : typeof error }, 'side work failed');
    }
  }

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

  function cardPlace(incoming: IncomingActivity): CardPlace {
    return { boroughs, isShared: incoming.scope !== 'personal', entry: null };
  }

  async function ownCard(incoming: IncomingActivity, answer: Answer): Promise<IAdaptiveCard | null> {
    const { panel } = answer;
    return panel === undefined ? null : await panelCardOf(features, panel, visitOf(incoming));
  }

  async function messageOf(
    incoming: IncomingActivity,
    answer: Answer,
    text?: string,
  ): Promise<MessageActivity> {
    const own = await ownCard(incoming, answer);
    if (own === null) return answerActivity(answer, cardPlace(incoming), text);
    const activity = panelActivity(answer, own);
    return text === undefined ? activity : { ...activity, text };
  }

  async function ask(
    incoming: IncomingActivity,
    text: string,
    onSentence?: (sentence: string) => void,
  ): Promise<Answer> {
    const question = {
      text,
      officer: { tenantId: tenantOf(incoming), userId: incoming.userId },
      threadId: incoming.threadId,
      scope: incoming.scope,
      boroughHint: null,
      conversationKey: keyOf(incoming),
    };
    const answer = await assistant.answer(question, onSentence);
    // Keeping it serves “show more” and feedback; failing that must not cost the officer the answer.
    await tryTo('keep the answer', () =>
      answers.keep(answer, placeOf(incoming), incoming.type === 'invoke' ? null : incoming.activityId),
    );
    return answer;
  }

  async function link(incoming: IncomingActivity, activityId: string, answer: Answer): Promise<void> {
    await tryTo('link the answer', () => answers.linkActivity(activityId, answer.id, placeOf(incoming)));
  }

  /** Finishes the stream if one has begun; else, and where Teams takes no more of it, an ordinary message. */
  async function show(
    incoming: IncomingActivity,
    answer: Answer,
    stream: AnswerStream | null,
    replies: Replies,
  ): Promise<string | null> {
    if (stream?.hasBegun() === true) {
      const streamed = await messageOf(incoming, answer, stream.textFor(answer));
      const end = await stream.finish(streamed);
      if (end.kind === 'shown') return end.activityId;
      if (end.kind === 'stopped') return null;
      if (end.kind === 'replace') {
        const whole = await messageOf(incoming, answer);
        try {
          await replies.update(end.activityId, whole);
          return end.activityId;
        } catch {
          return await postFitting(replies, whole);
        }
      }
    }
    return await postFitting(replies, await messageOf(incoming, answer));
  }

  async function askAloud(
    incoming: IncomingActivity,
    text: string,
    stream: AnswerStream | null,
    replies: Replies,
  ): Promise<Answer> {
    if (stream === null) return await replies.typingWhile(ask(incoming, text));
    const timer = setTimeout(() => stream.inform(looking), lookingMilliseconds);
    try {
      return await replies.typingWhile(ask(incoming, text, stream.say));
    } finally {
      clearTimeout(timer);
    }
  }

  async function postAnswer(incoming: IncomingActivity, text: string, replies: Replies): Promise<void> {
    const stream = replies.openStream();
    const answer = await askAloud(incoming, text, stream, replies);
    const activityId = await show(incoming, answer, stream, replies);
    if (activityId !== null) await link(incoming, activityId, answer);
  }

  return {
    visitOf,
    ask,
    cardPlace,
    link,
    tryTo,
    postAnswer,
    cardOf: async (incoming, answer) =>
      (await ownCard(incoming, answer)) ??
      answerCard(answer, { page: 1, withProse: true, place: cardPlace(incoming) }),
    async answerAgain(incoming, replies) {
      if (incoming.activityId === null || incoming.text === '') return;
      const earlier = await answers.replyTo(incoming.activityId, placeOf(incoming));
      if (earlier === null) {
        // In a group the message may never have been meant for us.
        if (incoming.scope === 'personal') await postAnswer(incoming, incoming.text, replies);
        return;
      }
      const answer = await ask(incoming, incoming.text);
      const activity = await messageOf(incoming, answer);
      let activityId: string | null = earlier.activityId;
      try {
        if (activityId === null) activityId = await postFitting(replies, activity);
        else await replies.update(activityId, activity);
      } catch (error) {
        // The old answer may be gone, or the new one too big to take its place.
        log.info({ cause: error instanceof Error ? error.name : typeof error }, 'answer not replaced');
        activityId = await postFitting(replies, activity);
      }
      if (activityId !== null) await link(incoming, activityId, answer);
    },
  };
}
