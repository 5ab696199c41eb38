/** Registers our turns with a teams-ai `Application`; nothing here decides what is said. */
// Not the package's index, for the reason given in adapter.ts.
import { Application } from '@microsoft/teams-ai/lib/Application.js';
import { ActivityTypes, type TurnContext } from 'botbuilder';
import { sentenceActivity } from './activities.ts';
import type { BotAdapter } from './adapter.ts';
import { apology, logFailure } from './errors.ts';
import type { IncomingActivity } from './incoming.ts';
import { failedInvoke, type InvokeAnswer } from './invokes.ts';
import { createReplies, type ReplyParts } from './replies.ts';
import type { Replies, Turns } from './turn.ts';

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

/** The application: messages and their changes, installations, conversation changes and every invoke; reactions pass. */
export function createApp(adapter: BotAdapter, turns: Turns, parts: ReplyParts): Application {
  const { sender, log } = parts;
  const app = new Application({
    adapter,
    // Ours are per turn; the SDK's timer is one for the whole application, so that turns stop each other's.
    startTypingTimer: false,
    removeRecipientMention: false,
    longRunningMessages: false,
  });

  type Work = (incoming: IncomingActivity, replies: Replies) => Promise<void>;

  /** A handler whose work may outlast the turn. */
  function patient(work: Work): (context: TurnContext) => Promise<void> {
    return async (context) => {
      const incoming = getIncoming(context);
      const replies = createReplies(context, incoming, parts);
      await replies.run(work(incoming, replies));
    };
  }

  app.activity(ActivityTypes.Message, patient(turns.message));
  app.activity(ActivityTypes.MessageUpdate, patient(turns.messageUpdate));
  app.activity(ActivityTypes.MessageDelete, (context) => turns.messageDelete(getIncoming(context)));
  app.activity(ActivityTypes.InstallationUpdate, patient(turns.installation));
  app.activity(ActivityTypes.ConversationUpdate, patient(turns.conversationUpdate));
  // A reaction asks for nothing.
  app.activity(ActivityTypes.MessageReaction, () => Promise.resolve());
  app.addRoute(
    (context) => Promise.resolve(context.activity.type === ActivityTypes.Invoke),
    async (context) => {
      const incoming = getIncoming(context);
      const replies = createReplies(context, incoming, parts);
      const answer = await turns.invoke(incoming, replies);
      replies.letGo();
      await sendInvokeAnswer(context, answer);
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
