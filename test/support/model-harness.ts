/** The assistant with a model over a server of recorded replies, for tests. */
import { randomUUID } from 'node:crypto';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Answer } from '../../src/assistant/answer.ts';
import { createAnswerLog } from '../../src/assistant/answer-log.ts';
import type { Assistant } from '../../src/assistant/assistant.ts';
import { createAssistant } from '../../src/assistant/create-assistant.ts';
import { createMemory } from '../../src/assistant/memory.ts';
import { embeddedPlanner } from '../../src/assistant/planners/embedded/planner.ts';
import { createOpenAiChat, type ModelSettings } from '../../src/assistant/planners/openai/openai-chat.ts';
import { createOpenAiPlanner, type ModelLimits } from '../../src/assistant/planners/openai/planner.ts';
import { composeProduct } from '../../src/compose.ts';
import { readConfig } from '../../src/config.ts';
import { type FakeOpenAi, type RecordedReply, startFakeOpenAi } from './fake-openai.ts';

type Options = {
  readonly limits?: Partial<ModelLimits>;
  readonly retries?: number;
  readonly settings?: ModelSettings;
};

export type ModelHarness = {
  readonly peer: FakeOpenAi;
  /** An assistant whose model gives these replies, one a request. */
  readonly assistantWith: (replies: readonly RecordedReply[], options?: Options) => Assistant;
  readonly ask: (
    assistant: Assistant,
    text: string,
    onSentence?: (text: string) => void,
    threadId?: string,
  ) => Promise<Answer>;
  readonly close: () => Promise<void>;
};

/** One database with the shipped contracts and one model server, for a whole file. */
export async function startModelHarness(): Promise<ModelHarness> {
  const folder = mkdtempSync(join(tmpdir(), 'procurement-assistant-model-'));
  const product = await composeProduct(
    readConfig({ DATA_DIR: folder, TODAY: '2026-11-23', LOG_LEVEL: 'silent' }),
  );
  const peer = await startFakeOpenAi();
  return {
    peer,
    assistantWith: (replies, options = {}) => {
      peer.replies = [...replies];
      peer.requests.length = 0;
      const settings: ModelSettings = options.settings ?? {
        kind: 'openai',
        apiKey: 'recorded',
        baseUrl: peer.address,
        model: 'recorded-model',
      };
      return createAssistant({
        catalogue: product.catalogue,
        guidance: product.guidance,
        planner: createOpenAiPlanner({
          chat: createOpenAiChat(settings, { fetch, retries: options.retries ?? 0 }),
          clock: () => performance.now(),
          ...(options.limits === undefined ? {} : { limits: options.limits }),
        }),
        fallback: embeddedPlanner,
        memory: createMemory(product.database.kysely),
        answers: createAnswerLog(product.database.kysely),
        today: product.today,
        clock: () => 0,
        isVouchedFor: () => false,
      });
    },
    ask: (assistant, text, onSentence, threadId = randomUUID()) =>
      assistant.answer(
        {
          text,
          officer: { tenantId: 'tenant', userId: 'model' },
          threadId,
          scope: 'personal',
          boroughHint: null,
        },
        onSentence,
      ),
    close: async () => {
      await peer.close();
      await product.close();
      rmSync(folder, { recursive: true, force: true });
    },
  };
}

/** What the recorded question asks. */
export const question = 'who uses NEC housing?';

/** The call that answers it. */
export const usersOfNec = {
  kind: 'calls',
  calls: [
    {
      name: 'who_uses',
      input: {
        name: 'NEC Housing',
        service_area: null,
        except_boroughs: null,
        ends_after: null,
        ends_before: null,
        sort: null,
      },
    },
  ],
} as const satisfies RecordedReply;
