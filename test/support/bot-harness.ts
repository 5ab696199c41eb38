/** A running bot over HTTP with a fake Teams behind it; tests talk to it as Teams does. */
import type { Assistant } from '../../src/assistant/assistant.ts';
import { createMemoryAnswerStore } from '../../src/bot/answers.ts';
import { createMemoryConversationStore } from '../../src/bot/conversations.ts';
import { createMemoryFeedbackStore } from '../../src/bot/feedback.ts';
import type { BotLog, BotServices } from '../../src/bot/ports.ts';
import { createMemorySeenActivities } from '../../src/bot/seen.ts';
import { createServer, type ServerSettings } from '../../src/bot/server.ts';
import { type FakeTeams, startFakeTeams } from './fake-teams.ts';
import { createStubAssistant } from './stub-assistant.ts';

/** One line the bot logged. */
export type LogLine = { readonly level: string; readonly fields: object; readonly text: string };

/** The bot and everything around it. */
export type BotHarness = {
  readonly url: string;
  readonly teams: FakeTeams;
  readonly services: BotServices;
  readonly feedback: ReturnType<typeof createMemoryFeedbackStore>;
  readonly log: readonly LogLine[];
  /** Posts one activity to `/api/messages`. */
  readonly post: (
    body: unknown,
    headers?: Record<string, string>,
  ) => Promise<{ status: number; body: unknown }>;
  readonly close: () => Promise<void>;
};

function recordingLog(lines: LogLine[]): BotLog {
  const at = (level: string) => (fields: object, text: string) => {
    lines.push({ level, fields, text });
  };
  return { debug: at('debug'), info: at('info'), warn: at('warn'), error: at('error') };
}

/** Starts bot and fake Teams; `settings` replace the defaults of local mode. */
export async function startBot(
  assistant: Assistant = createStubAssistant(),
  settings: Partial<ServerSettings> = {},
  services: Partial<BotServices> = {},
): Promise<BotHarness> {
  const teams = await startFakeTeams();
  const feedback = createMemoryFeedbackStore();
  const log: LogLine[] = [];
  const all: BotServices = {
    assistant,
    seen: createMemorySeenActivities(),
    conversations: createMemoryConversationStore(),
    answers: createMemoryAnswerStore(),
    feedback,
    ...services,
  };
  const server = createServer({
    config: { host: '127.0.0.1', port: 0, bot: null },
    services: all,
    log: recordingLog(log),
    clock: { now: () => new Date() },
    notReady: () => [],
    ...settings,
  });
  const { url } = await server.listen();
  await server.loaded();
  return {
    url,
    teams,
    services: all,
    feedback,
    log,
    async post(body, headers = {}) {
      const response = await fetch(`${url}/api/messages`, {
        method: 'POST',
        headers: { 'content-type': 'application/json', ...headers },
        body: typeof body === 'string' ? body : JSON.stringify(body),
      });
      const text = await response.text();
      return { status: response.status, body: text === '' ? null : JSON.parse(text) };
    },
    async close() {
      await server.close();
      await teams.close();
    },
  };
}
