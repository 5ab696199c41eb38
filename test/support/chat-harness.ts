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
