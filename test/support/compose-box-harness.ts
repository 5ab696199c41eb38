/** The real assistant on the shipped catalogue behind a bot with its compose box, spoken to as Teams does. */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createMemoryAnswerStore } from '../../src/bot/answers.ts';
import { createComposeBox } from '../../src/bot/compose-box/compose-box.ts';
import type { ComposeBoxServices } from '../../src/bot/compose-box/services.ts';
import { composeProduct, type Product } from '../../src/compose.ts';
import { readConfig } from '../../src/config.ts';
import { type BotHarness, startBot } from './bot-harness.ts';
import { type ActivityPlace, invoke, message } from './fake-activities.ts';
import { root } from './house.ts';

/** Product and bot, and what officers do in the compose box. */
export type ComposeBoxHarness = {
  readonly product: Product;
  readonly bot: BotHarness;
  readonly place: ActivityPlace;
  /** Types into a search command. */
  readonly search: (
    commandId: unknown,
    typed: unknown,
    options?: { readonly skip?: unknown; readonly count?: unknown; readonly place?: Partial<ActivityPlace> },
  ) => Promise<Listed>;
  /** Any invoke; its body. */
  readonly invoke: (name: string, value: unknown, place?: Partial<ActivityPlace>) => Promise<unknown>;
  /** A message in the chat; the text of all replies, cards included. */
  readonly say: (text: string, place?: Partial<ActivityPlace>) => Promise<string>;
  readonly close: () => Promise<void>;
};

/** What Teams would list. */
export type Listed = {
  readonly type: string;
  readonly text: string | null;
  readonly hits: readonly { readonly title: string; readonly text: string; readonly card: unknown }[];
  readonly bytes: number;
};

type Attachment = {
  readonly content: unknown;
  readonly preview: { readonly content: { readonly title: string; readonly text: string } };
};

/** Reads the body of a search or link answer; fails when Teams would not understand it. */
export function listedIn(body: unknown): Listed {
  const { composeExtension } = body as {
    composeExtension: { type: string; text?: string; attachments?: readonly Attachment[] };
  };
  const { type, text, attachments = [] } = composeExtension;
  if (type !== 'result' && type !== 'message') throw new TypeError(`Teams knows no answer of type ${type}`);
  return {
    type,
    text: text ?? null,
    hits: attachments.map(({ content, preview }) => ({ ...preview.content, card: content })),
    bytes: Buffer.byteLength(JSON.stringify(body)),
  };
}

/** Starts everything, or another bot on a product that is there; `changes` replace parts of what the compose box works with. */
export async function startComposeBox(
  changes: Partial<ComposeBoxServices> = {},
  shared: Product | null = null,
): Promise<ComposeBoxHarness> {
  const folder = mkdtempSync(join(tmpdir(), 'compose-box-'));
  const product =
    shared ??
    (await composeProduct(
      readConfig({
        DATA_DIR: folder,
        TODAY: '2026-11-23',
        KNOWLEDGE_DIR: join(root, 'knowledge'),
        LOG_LEVEL: 'silent',
      }),
    ));
  const answers = createMemoryAnswerStore();
  let keys = 0;
  const feature = createComposeBox({
    ...product,
    answers,
    // Nothing is ever late unless a test says so.
    wait: () => new Promise(() => undefined),
    newKey: () => {
      keys += 1;
      return `form-key-${keys}`;
    },
    ...changes,
  });
  const bot = await startBot(product.assistant, {}, { answers, features: [feature] });
  const place: ActivityPlace = { serviceUrl: bot.teams.url };
  const send = async (name: string, value: unknown, at: Partial<ActivityPlace> = {}): Promise<unknown> => {
    const { status, body } = await bot.post(invoke({ ...place, ...at }, name, value));
    if (status !== 200) throw new TypeError(`${name} was answered with ${status}`);
    return body;
  };
  return {
    product,
    bot,
    place,
    invoke: send,
    search: async (commandId, typed, { skip = 0, count = 10, place: at = {} } = {}) =>
      listedIn(
        await send(
          'composeExtension/query',
          {
            commandId,
            parameters: [{ name: 'query', value: typed }],
            queryOptions: { skip, count },
          },
          at,
        ),
      ),
    say: async (text, at = {}) => {
      const before = bot.teams.messages().length;
      await bot.post(message({ ...place, ...at }, text));
      return JSON.stringify(bot.teams.messages().slice(before));
    },
    close: async () => {
      await bot.close();
      if (shared === null) await product.close();
      rmSync(folder, { recursive: true, force: true });
    },
  };
}
