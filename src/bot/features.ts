/** Parts of the app with cards of their own: what each adds to the turns, so that the turns need not know them. */
import type { IAdaptiveCard } from '@microsoft/teams.cards';
import type { z } from 'zod';
import type { Officer, Scope } from '../assistant/assistant.ts';
import type { Panel } from '../assistant/panel.ts';
import type { InvokeAnswer } from './invokes.ts';

/** Who looks at or presses a card, and where. */
export type Visit = {
  readonly officer: Officer;
  readonly scope: Exclude<Scope, 'terminal'>;
  readonly threadId: string;
  /** Key of the conversation the assistant is installed in. */
  readonly conversationKey: string;
  /** The message whose card was pressed, where Teams says so. */
  readonly activityId: string | null;
  readonly now: Date;
};

/** What pressing a button leads to: the card in place of the one pressed, and its words where a message is posted instead. */
export type CardReply = { readonly card: IAdaptiveCard; readonly text: string };

/** One button's meaning. `run` is given data that came from outside, from an old card, a forged one or a second click. */
export type CardVerb = {
  /** Unique in the app, `part.what`: `alerts.confirm`. */
  readonly name: string;
  /** Resolves to null when the data is not ours or not whole: the officer is told that the card is an older one. */
  readonly run: (data: unknown, visit: Visit) => Promise<CardReply | null>;
};

/** An invoke that a part of the app answers; null leaves it to the next part, and at last to the plain answer. */
export type InvokeHandler = {
  readonly name: string;
  readonly run: (value: unknown, visit: Visit) => Promise<InvokeAnswer | null>;
};

/** A part of the app: its buttons, the cards of its panels, and the invokes it answers. */
export type BotFeature = {
  readonly verbs: readonly CardVerb[];
  /** The card of a panel as things stand now; null when it is not of this part, or what it is about is gone. */
  readonly panelCard?: (panel: Panel, visit: Visit) => Promise<IAdaptiveCard | null>;
  readonly invokes?: readonly InvokeHandler[];
};

/** Ties the schema of a button's data, inputs included, to what pressing it does. */
export function defineVerb<Data>(
  name: string,
  schema: z.ZodType<Data>,
  run: (data: Data, visit: Visit) => Promise<CardReply>,
): CardVerb {
  return {
    name,
    run: async (data, visit) => {
      const parsed = schema.safeParse(data);
      return parsed.success ? await run(parsed.data, visit) : null;
    },
  };
}

/** Two parts claim the same button. */
export class DoubleVerbError extends Error {
  readonly code = 'DOUBLE_VERB';
  constructor(name: string) {
    super(`Two parts of the bot answer the button “${name}”. Rename one of them.`);
    this.name = 'DoubleVerbError';
  }
}

/** The verbs of all parts by name; throws `DoubleVerbError`. */
export function verbsOf(features: readonly BotFeature[]): ReadonlyMap<string, CardVerb> {
  const verbs = new Map<string, CardVerb>();
  for (const verb of features.flatMap((feature) => feature.verbs)) {
    if (verbs.has(verb.name)) throw new DoubleVerbError(verb.name);
    verbs.set(verb.name, verb);
  }
  return verbs;
}

/** The first answer that one of the parts has for the invoke. */
export async function invokeAnswerOf(
  features: readonly BotFeature[],
  name: string | null,
  value: unknown,
  visit: Visit,
): Promise<InvokeAnswer | null> {
  for (const handler of features.flatMap(({ invokes = [] }) => invokes)) {
    const answer = handler.name === name ? await handler.run(value, visit) : null;
    if (answer !== null) return answer;
  }
  return null;
}

/** The first card that one of the parts has for the panel. */
export async function panelCardOf(
  features: readonly BotFeature[],
  panel: Panel,
  visit: Visit,
): Promise<IAdaptiveCard | null> {
  for (const feature of features) {
    const card = await feature.panelCard?.(panel, visit);
    if (card !== null && card !== undefined) return card;
  }
  return null;
}
