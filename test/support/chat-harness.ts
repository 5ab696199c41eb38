/** The local chat on a plain HTTP server with a stand-in bot behind `/api/messages`; needs neither restify nor botbuilder. */
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { HttpRoute } from '../../src/web/http-route.ts';
import { createLocalChat, type LocalChatOptions } from '../../src/web/local-chat.ts';

/** An activity as the stand-in bot received it. */
export type Received = Readonly<Record<string, unknown>> & {
  readonly type: string;
  readonly id: string;
  readonly serviceUrl: string;
  readonly conversation: { readonly id: string };
};

/** What the stand-in bot can do in a turn. */
export type Turn = {
  readonly activity: Received;
  /** Posts to the connector the way botbuilder does; resolves to status and id. */
  readonly reply: (activity: object) => Promise<{ readonly status: number; readonly id: string }>;
  readonly call: (method: string, path: string, body?: object) => Promise<Response>;
};

/** Its answer to the post, a JSON body for invokes; undefined stands for 200. */
export type TurnResult = {
  readonly status: number;
  readonly body?: object;
  readonly retryAfter?: string;
};

/** What the bot does with one activity. */
export type Bot = (turn: Turn) => Promise<TurnResult | undefined> | TurnResult | undefined;

export type ChatHarness = {
  readonly url: string;
  readonly port: number;
  readonly received: readonly Received[];
  readonly warnings: readonly object[];
  readonly close: () => Promise<void>;
};

function match(path: string, pathname: string): Record<string, string> | null {
  const wanted = path.split('/');
  const given = pathname.split('/');
  if (wanted.length !== given.length) return null;
  const parameters: Record<string, string> = {};
  for (const [index, part] of wanted.entries()) {
    const value = given[index] ?? '';
    if (part.startsWith(':')) parameters[part.slice(1)] = decodeURIComponent(value);
    else if (part !== value) return null;
  }
  return parameters;
}

async function bodyOf(request: IncomingMessage): Promise<string> {
  const chunks: Buffer[] = [];
  for await (const chunk of request as AsyncIterable<Buffer>) chunks.push(chunk);
  return Buffer.concat(chunks).toString('utf8');
}

function turnOf(activity: Received): Turn {
  const base = `${activity.serviceUrl}/v3/conversations/${encodeURIComponent(activity.conversation.id)}/activities`;
  const call: Turn['call'] = (method, path, body) =>
    fetch(`${base}${path}`, {
      method,
      ...(body === undefined
        ? {}
        : { headers: { 'content-type': 'application/json' }, body: JSON.stringify(body) }),
    });
  return {
    activity,
    call,
    async reply(reply) {
      const response = await call('POST', `/${encodeURIComponent(activity.id)}`, reply);
      const { id } = (await response.json()) as { id?: string };
      return { status: response.status, id: id ?? '' };
    },
  };
}

/** Starts both; `bot` is called once per activity. */
export async function startChat(bot: Bot, options: Partial<LocalChatOptions> = {}): Promise<ChatHarness> {
  const received: Received[] = [];
  const warnings: object[] = [];
  const chat = createLocalChat({
    boroughs: ['Barnet', 'Bromley', 'Hillingdon'],
    log: { warn: (fields) => warnings.push(fields) },
    patience: { startingMs: 2_000, turnMs: 5_000 },
    ...options,
  });

  async function takeMessage(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const activity = JSON.parse(await bodyOf(request)) as Received;
    received.push(activity);
    const result = (await bot(turnOf(activity))) ?? { status: 200 };
    if (result.retryAfter !== undefined) response.setHeader('retry-after', result.retryAfter);
    response.writeHead(result.status, { 'content-type': 'application/json' });
    response.end(result.body === undefined ? '' : JSON.stringify(result.body));
  }

  const routes: readonly HttpRoute[] = [
    { method: 'POST', path: '/api/messages', handle: takeMessage },
    ...chat.routes,
  ];
  const server = createServer((request, response) => {
    const { pathname } = new URL(request.url ?? '/', 'http://local');
    for (const route of routes) {
      const parameters = route.method === request.method ? match(route.path, pathname) : null;
      if (parameters === null) continue;
      route.handle(request, response, parameters).catch(() => response.destroy());
      return;
    }
    response.writeHead(404).end();
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  return {
    url: `http://127.0.0.1:${port}`,
    port,
    received,
    warnings,
    async close() {
      chat.close();
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}

/** One event as a page receives it. */
export type PageEvent = { readonly id: string | null; readonly data: Readonly<Record<string, unknown>> };

/** A page that listens. */
export type EventReader = {
  readonly status: number;
  readonly events: readonly PageEvent[];
  /** Resolves with the first event, past or coming, that fits; rejects when the stream ends before. */
  readonly waitFor: (fits: (data: PageEvent['data']) => boolean) => Promise<PageEvent>;
  /** Resolves when the server ends the stream. */
  readonly ended: Promise<void>;
  readonly raw: () => string;
  readonly stop: () => void;
};

function parseEvent(block: string): PageEvent | null {
  const lines = block.split('\n');
  const data = lines.find((line) => line.startsWith('data: '))?.slice(6);
  if (data === undefined) return null;
  return { id: lines.find((line) => line.startsWith('id: '))?.slice(4) ?? null, data: JSON.parse(data) };
}

/** Opens the event stream of a chat. */
export async function readEvents(
  url: string,
  session: { readonly conversation: string; readonly user: string },
  lastEventId: string | null = null,
): Promise<EventReader> {
  const stopping = new AbortController();
  const response = await fetch(`${url}/local/events?${new URLSearchParams(session)}`, {
    headers: lastEventId === null ? {} : { 'last-event-id': lastEventId },
    signal: stopping.signal,
  });
  const events: PageEvent[] = [];
  const waiting = new Set<() => void>();
  let isEnded = false;
  let all = '';
  async function read(): Promise<void> {
    let rest = '';
    try {
      for await (const chunk of (response.body ?? []) as AsyncIterable<Uint8Array>) {
        const text = Buffer.from(chunk).toString('utf8');
        all += text;
        rest += text;
        const blocks = rest.split('\n\n');
        rest = blocks.pop() ?? '';
        for (const block of blocks) {
          const event = parseEvent(block);
          if (event !== null) events.push(event);
        }
        for (const wake of waiting) wake();
      }
    } catch {
      // Stopped by the test or cut by the server.
    }
    isEnded = true;
    for (const wake of waiting) wake();
  }
  const ended = read();
  return {
    status: response.status,
    events,
    ended,
    raw: () => all,
    waitFor: (fits) =>
      new Promise((resolve, reject) => {
        function look(): void {
          const found = events.find(({ data }) => fits(data));
          if (found !== undefined) resolve(found);
          else if (isEnded) reject(new TypeError('The event stream ended.'));
          else return;
          waiting.delete(look);
        }
        waiting.add(look);
        look();
      }),
    stop: () => stopping.abort(),
  };
}
