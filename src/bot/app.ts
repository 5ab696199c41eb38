/** Registers our turns with a teams-ai `Application`; nothing here decides what is said. */
// Not the package's index, for the reason given in adapter.ts.
import { Application } from '@microsoft/teams-ai/lib/Application.js';
import { ActivityTypes, type TurnContext } from 'botbuilder';
import { sentenceActivity } from './activities.ts';
import type { BotAdapter } from './adapter.ts';
import { apology, logFailure } from './errors.ts';
import type { IncomingActivity } from './incoming.ts';
import { failedInvoke, type InvokeAnswer } from './invokes.ts';
import type { BotLog } from './ports.ts';
import type { Sender } from './sender.ts';
import type { Replies, Turns } from './turn.ts';

// Teams lets the typing sign fade after a few seconds.
const typingEveryMilliseconds = 4_000;

const incomingKey = Symbol('incoming activity');

/** Puts the checked activity where the handlers of this turn find it. */
export function setIncoming(context: TurnContext, incoming: IncomingActivity): void {
  context.turnState.set(incomingKey, incoming);
}

/** A handler ran in a turn that did not come through the door. */
export class UncheckedActivityError extends Error {
  readonly code = 'UNCHECKED_ACTIVITY';
  constructor() {
    super('A turn was started without a checked activity. Call setIncoming before Application.run.');
    this.name = 'UncheckedActivityError';
  }
}

function getIncoming(context: TurnContext): IncomingActivity {
  const incoming: unknown = context.turnState.get(incomingKey);
  if (incoming === undefined) throw new UncheckedActivityError();
  return incoming as IncomingActivity;
}

async function sendInvokeAnswer(context: TurnContext, answer: InvokeAnswer): Promise<void> {
  await context.sendActivity({ type: ActivityTypes.InvokeResponse, value: answer });
}

/** Typing at once and again while the work lasts; a typing sign that cannot be shown is no reason to fail. */
async function typingWhile<Result>(
  context: TurnContext,
  sender: Sender,
  log: BotLog,
  work: Promise<Result>,
): Promise<Result> {
  let latest: Promise<void> = Promise.resolve();
  function type(): void {
    latest = sender.send(context, { type: 'typing' }).then(
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

/** The application: messages, installations, conversation changes and every invoke; edits, deletions and reactions pass. */
export function createApp(adapter: BotAdapter, turns: Turns, sender: Sender, log: BotLog): Application {
  const app = new Application({
    adapter,
    // Ours are per turn; the SDK's timer is one for the whole application, so that turns stop each other's.
    startTypingTimer: false,
    removeRecipientMention: false,
    longRunningMessages: false,
  });

  function repliesIn(context: TurnContext): Replies {
    return {
      post: (activity) => sender.send(context, activity),
      typingWhile: (work) => typingWhile(context, sender, log, work),
    };
  }

  app.activity(ActivityTypes.Message, (context) => turns.message(getIncoming(context), repliesIn(context)));
  app.activity(ActivityTypes.InstallationUpdate, (context) =>
    turns.installation(getIncoming(context), repliesIn(context)),
  );
  app.activity(ActivityTypes.ConversationUpdate, (context) =>
    turns.conversationUpdate(getIncoming(context), repliesIn(context)),
  );
  // An edited or deleted message changes no answer that was given; a reaction asks for nothing.
  app.activity(
    [ActivityTypes.MessageUpdate, ActivityTypes.MessageDelete, ActivityTypes.MessageReaction],
    () => Promise.resolve(),
  );
  app.addRoute(
    (context) => Promise.resolve(context.activity.type === ActivityTypes.Invoke),
    async (context) => {
      await sendInvokeAnswer(context, await turns.invoke(getIncoming(context), repliesIn(context)));
    },
    true,
  );

  app.error(async (context, error) => {
    const reference = logFailure(log, error, 'turn failed');
    const sentence = apology(reference);
    if (context.activity.type === ActivityTypes.Invoke) {
      await sendInvokeAnswer(context, failedInvoke(context.activity.name ?? null, sentence));
      return;
    }
    if (context.activity.type !== ActivityTypes.Message) return;
    try {
      await sender.send(context, sentenceActivity(sentence));
    } catch (sendError) {
      log.error(
        { reference, cause: sendError instanceof Error ? sendError.message : typeof sendError },
        'apology not sent',
      );
    }
  });
  return app;
}
