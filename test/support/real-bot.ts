/** The bot with the real assistant over the shipped catalogue, on a day that does not change, and the chat page beside it. */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createAnswerButtons } from '../../src/bot/answer-buttons.ts';
import { createAnswerStore, createFeedbackStore } from '../../src/bot/database-stores.ts';
import { composeProduct, type Product } from '../../src/compose.ts';
import { answerButtonParts } from '../../src/compose-buttons.ts';
import { readConfig } from '../../src/config.ts';
import { createLocalChat } from '../../src/web/local-chat.ts';
import { type BotHarness, startBot } from './bot-harness.ts';

/** Everything of it; `close` removes its folder too. */
export type RealBot = {
  readonly product: Product;
  readonly bot: BotHarness;
  readonly close: () => Promise<void>;
};

/** Starts it in a folder of its own. */
export async function startRealBot(): Promise<RealBot> {
  const folder = mkdtempSync(join(tmpdir(), 'procurement-assistant-real-bot-'));
  const product = await composeProduct(
    readConfig({ DATA_DIR: folder, TODAY: '2026-11-23', LOG_LEVEL: 'silent' }),
  );
  const answers = createAnswerStore(product.database.kysely);
  const parts = answerButtonParts(product);
  const chat = createLocalChat({ boroughs: ['Hillingdon'], log: { warn: () => undefined } });
  const bot = await startBot(
    product.assistant,
    { routes: chat.routes },
    {
      answers,
      feedback: createFeedbackStore(product.database.kysely),
      boroughs: parts.boroughs,
      features: [createAnswerButtons({ ...parts, answers })],
    },
  );
  return {
    product,
    bot,
    async close() {
      chat.close();
      await bot.close();
      await product.close();
      rmSync(folder, { recursive: true, force: true });
    },
  };
}
