/** How one turn replies: through its own context while it runs, and by a message of its own after that. */
import { type TurnContext, TurnContext as TurnContextClass } from 'botbuilder';
import { sentenceActivity } from './activities.ts';
import type { BotAdapter } from './adapter.ts';
import { createAnswerStream } from './answer-stream.ts';
import type { Replies } from './answering.ts';
import { apology, logFailure } from './errors.ts';
import type { IncomingActivity } from './incoming.ts';
import { inTime } from './patience.ts';
import type { BotLog } from './ports.ts';
import type { Outgoing, Sender } from './sender.ts';

// Teams lets the typing sign fade after a few seconds.
const typingEveryMilliseconds = 4_000;

const takesLonger = 'This takes a little longer than usual. I am still working on it and will answer here.';

/** What replies are made from. */
export type ReplyParts = {
  readonly sender: Sender;
  readonly log: BotLog;
  /** Runs `use` in a context of its own for the conversation of a turn that may be over. */
  readonly later: Later;
  /** How long a turn may take; the service gives up on it after ten to fifteen seconds. */
  readonly turnMilliseconds: number;
};

/** Makes a fresh context in the conversation of `context`, thread included. */
export type Later = (context: TurnContext) => (use: (fresh: TurnContext) => Promise<void>) => Promise<void>;

/** Replies of one turn, and the way to let go of it. */
export type TurnReplies = Replies & {
  /** Runs the work; a turn that takes too long is acknowledged, ended, and the work goes on by itself. Rejects only while the turn lasts. */
  readonly run: (work: Promise<void>) => Promise<void>;
  /** From now on everything is sent by itself: the turn is about to end. */
  readonly letGo: () => void;
};

/** Contexts after the turn, by the adapter’s own proactive messages. */
export function laterWith(adapter: BotAdapter, botId: string): Later {
  return (context) => {
    const reference = TurnContextClass.getConversationReference(context.activity);
    return (use) => adapter.continueConversationAsync(botId, reference, use);
  };
}

/** The replies of a turn. */
export function createReplies(
  context: TurnContext,
  incoming: IncomingActivity,
  parts: ReplyParts,
): TurnReplies {
  const { sender, log } = parts;
  const later = parts.later(context);
  let isOver = false;
  let hasStreamed = false;

  async function send(activity: Outgoing): Promise<string | null> {
    if (!isOver) return await sender.send(context, activity);
    let id: string | null = null;
    await later(async (fresh) => {
      id = await sender.send(fresh, activity);
    });
    return id;
  }

  /** Typing at once and again while the work lasts; a typing sign that cannot be shown is no reason to fail. */
  async function typingWhile<Result>(work: Promise<Result>): Promise<Result> {
    let latest: Promise<void> = Promise.resolve();
    function type(): void {
      // What is streamed shows by itself that somebody is at work.
      if (hasStreamed) return;
      latest = send({ type: 'typing' }).then(
        () => undefined,
        (error: unknown) => {
          log.debug({ cause: error instanceof Error ? error.message : typeof error }, 'typing sign not sent');
        },
      );
    }
    type();
    const timer = setInterval(type, typingEveryMilliseconds);
    try {
      return await work;
    } finally {
      clearInterval(timer);
      // A typing sign that arrives after the answer would stay.
      await latest;
    }
  }

  async function goOn(work: Promise<void>): Promise<void> {
    try {
      await work;
    } catch (error) {
      const reference = logFailure(log, error, 'work after the turn failed');
      await send(sentenceActivity(apology(reference))).catch((sendError: unknown) => {
        log.error(
          { reference, cause: sendError instanceof Error ? sendError.message : '' },
          'apology not sent',
        );
      });
    }
  }

  return {
    post: send,
    async update(activityId, activity) {
      if (!isOver) return await sender.update(context, activityId, activity);
      await later((fresh) => sender.update(fresh, activityId, activity));
    },
    typingWhile,
    openStream: () =>
      incoming.scope !== 'personal'
        ? null
        : createAnswerStream({
            send(activity) {
              hasStreamed = true;
              return send(activity);
            },
            now: () => performance.now(),
            wait: (milliseconds) => new Promise((resolve) => setTimeout(resolve, milliseconds)),
            onRefusal: (refusal) => log.info({ refusal }, 'stream ended by Teams'),
          }),
    letGo() {
      isOver = true;
    },
    async run(work) {
      const outcome = await inTime(work, parts.turnMilliseconds);
      if (outcome.kind === 'done') return;
      if (!hasStreamed)
        await send(sentenceActivity(takesLonger)).catch(() => log.info({}, 'acknowledgement not sent'));
      isOver = true;
      void goOn(work);
    },
  };
}
