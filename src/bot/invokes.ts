/** Every invoke Teams can send, by name, and what it is answered with. None is left to the SDK, which says 501. */
import type { IAdaptiveCard } from '@microsoft/teams.cards';
import { z } from 'zod';
import { cardContentType } from './activities.ts';
import { stripHidden, tidy } from './clean-text.ts';

/** HTTP status and JSON body of an invoke answer. */
export type InvokeAnswer = { readonly status: number; readonly body: object };

/** What a button sent, unchecked but for its verb; the one who knows the verb checks the rest. */
export type PressedData = { readonly verb: string } & Readonly<Record<string, unknown>>;

/** What the app does for the invokes that mean something. */
export type InvokeActions = {
  /** Card to show in place of the one whose button was pressed; null when the data is not ours. */
  readonly runCard: (data: PressedData) => Promise<IAdaptiveCard | null>;
  /** The same from a suggested action: the answer is posted as a message; data that is not ours is passed over. */
  readonly runMessage: (data: PressedData) => Promise<unknown>;
  readonly saveFeedback: (reaction: 'like' | 'dislike', text: string) => Promise<void>;
};

const executeValue = z.object({
  action: z.object({
    verb: z.string().max(200).nullish(),
    data: z.record(z.string(), z.unknown()).nullish(),
  }),
});
const feedbackValue = z.object({
  actionName: z.literal('feedback'),
  actionValue: z.object({
    reaction: z.enum(['like', 'dislike']),
    feedback: z.union([z.string().max(262_144), z.record(z.string(), z.unknown())]).nullish(),
  }),
});
const feedbackWords = z.object({ feedbackText: z.string() });

/** Said when a button's data is not ours, or no longer. */
export const olderCard = 'This button belongs to an older card. Please ask your question again.';
const nothingHere = 'There is nothing to open here. Ask your question in the chat instead.';

/** Body of an `adaptiveCard/action` answer that replaces the card. */
export function cardAnswer(card: IAdaptiveCard): InvokeAnswer {
  return { status: 200, body: { statusCode: 200, type: cardContentType, value: card } };
}

/** Body that makes Teams show a polite error beside the card, which stays as it is. */
export function cardError(statusCode: 400 | 500, message: string): InvokeAnswer {
  return {
    status: 200,
    body: {
      statusCode,
      type: 'application/vnd.microsoft.error',
      value: { code: statusCode === 400 ? 'BadRequest' : 'InternalServerError', message },
    },
  };
}

const pressed = z.looseObject({ verb: z.string().min(1).max(200) });

/** The data with its verb, or null when there is none: no button of ours. */
export function pressedData(value: unknown): PressedData | null {
  const parsed = pressed.safeParse(value);
  return parsed.success ? parsed.data : null;
}

/** What a card button carries, wherever the client put it. */
function executeData(value: unknown): PressedData | null {
  const parsed = executeValue.safeParse(value);
  if (!parsed.success) return null;
  const { verb, data } = parsed.data.action;
  return pressedData({ ...(typeof verb === 'string' ? { verb } : {}), ...data });
}

function feedbackText(feedback: z.infer<typeof feedbackValue>['actionValue']['feedback']): string {
  let value: unknown = feedback;
  if (typeof feedback === 'string') {
    try {
      value = JSON.parse(feedback);
    } catch {
      return tidy(stripHidden(feedback));
    }
  }
  const parsed = feedbackWords.safeParse(value);
  return parsed.success ? tidy(stripHidden(parsed.data.feedbackText)) : '';
}

type Handler = (value: unknown, actions: InvokeActions) => Promise<InvokeAnswer> | InvokeAnswer;

function always(body: object): Handler {
  return () => ({ status: 200, body });
}

async function runExecute(value: unknown, actions: InvokeActions): Promise<InvokeAnswer> {
  const data = executeData(value);
  const card = data === null ? null : await actions.runCard(data);
  return card === null ? cardError(400, olderCard) : cardAnswer(card);
}

async function takeFeedback(value: unknown, actions: InvokeActions): Promise<InvokeAnswer> {
  const parsed = feedbackValue.safeParse(value);
  if (parsed.success) {
    const { reaction, feedback } = parsed.data.actionValue;
    await actions.saveFeedback(reaction, feedbackText(feedback));
  }
  return { status: 200, body: {} };
}

async function runSuggested(value: unknown, actions: InvokeActions): Promise<InvokeAnswer> {
  const data = pressedData(value) ?? executeData(value);
  if (data !== null) await actions.runMessage(data);
  return { status: 200, body: {} };
}

const noResults = {
  composeExtension: { type: 'result', attachmentLayout: 'list', attachments: [] },
};
const dialogMessage = { task: { type: 'message', value: nothingHere } };

const handlers: ReadonlyMap<string, Handler> = new Map<string, Handler>([
  ['adaptiveCard/action', runExecute],
  ['message/submitAction', takeFeedback],
  ['message/fetchTask', always(dialogMessage)],
  // Microsoft's page spells it both ways.
  ['suggestedActions/submit', runSuggested],
  ['suggestedAction/submit', runSuggested],
  ['composeExtension/query', always(noResults)],
  ['composeExtension/queryLink', always(noResults)],
  ['composeExtension/anonymousQueryLink', always(noResults)],
  ['composeExtension/selectItem', always(noResults)],
  ['composeExtension/submitAction', always(dialogMessage)],
  ['composeExtension/fetchTask', always(dialogMessage)],
  ['composeExtension/querySettingUrl', always({})],
  ['composeExtension/setting', always({})],
  ['composeExtension/onCardButtonClicked', always({})],
  ['task/fetch', always(dialogMessage)],
  ['task/submit', always(dialogMessage)],
  [
    'application/search',
    always({
      statusCode: 200,
      type: 'application/vnd.microsoft.search.searchResponse',
      value: { results: [] },
    }),
  ],
  ['signin/verifyState', always({})],
  ['signin/tokenExchange', always({})],
  ['fileConsent/invoke', always({})],
  ['actionableMessage/executeAction', always({})],
]);

/** Names with an answer of their own; any other name is answered 200 with an empty object. */
export const invokeNames: readonly string[] = [...handlers.keys()];

/** Answers one invoke. Rejects only when the assistant or a store does. */
export async function answerInvoke(
  name: string | null,
  value: unknown,
  actions: InvokeActions,
): Promise<InvokeAnswer> {
  const handler = handlers.get(name ?? '');
  return handler === undefined ? { status: 200, body: {} } : await handler(value, actions);
}

/** What an invoke is answered with when it failed: no card, search or dialog may end without a sentence. */
export function failedInvoke(name: string | null, sentence: string): InvokeAnswer {
  if (name === 'adaptiveCard/action') return cardError(500, sentence);
  if (/^composeExtension\/(?:query|queryLink)$/.test(name ?? ''))
    return { status: 200, body: { composeExtension: { type: 'message', text: sentence } } };
  return /^(?:composeExtension\/(?:fetchTask|submitAction)|task\/(?:fetch|submit))$/.test(name ?? '')
    ? { status: 200, body: { task: { type: 'message', value: sentence } } }
    : { status: 200, body: {} };
}
