/** A stand-in for the Teams connector: a plain HTTP server that keeps every request as it came over the wire. */
import { createServer, type IncomingHttpHeaders, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { createStrictTeams, type StreamSeen } from './strict-teams.ts';

/** One request the bot made, with the JSON exactly as sent. */
export type SentRequest = {
  readonly method: string;
  readonly path: string;
  readonly headers: IncomingHttpHeaders;
  readonly raw: string;
  /** The parsed body, or null when there was none. */
  // biome-ignore lint/suspicious/noExplicitAny: tests look into JSON of any shape
  readonly body: any;
};

/** What to do with a request instead of accepting it. `reset-after-read` reads it whole, then cuts the connection. */
export type Fault =
  | {
      readonly kind: 'status';
      readonly status: number;
      readonly headers?: Record<string, string>;
      readonly body?: object;
    }
  | { readonly kind: 'reset-after-read' }
  | { readonly kind: 'delay'; readonly milliseconds: number };

/** A running fake connector. */
export type FakeTeams = {
  /** Its service address, without a slash at the end. */
  readonly url: string;
  readonly host: string;
  /** Every request, oldest first. */
  readonly requests: readonly SentRequest[];
  /** Bodies of posted messages (not typing signs). */
  readonly messages: () => readonly SentRequest[];
  /** The next requests meet these faults, one each; `null` accepts. Typing signs are not counted. */
  readonly failNext: (...faults: readonly (Fault | null)[]) => void;
  /** Every request that is not a typing sign meets this fault, until called with null. */
  readonly failAlways: (fault: Fault | null) => void;
  /** Streamed messages as an officer sees them grow. */
  readonly streams: () => readonly StreamSeen[];
  readonly clear: () => void;
  readonly close: () => Promise<void>;
};

async function readText(request: IncomingMessage): Promise<string> {
  const chunks: Buffer[] = [];
  for await (const chunk of request as AsyncIterable<Buffer>) chunks.push(chunk);
  return Buffer.concat(chunks).toString('utf8');
}

function respond(
  response: ServerResponse,
  status: number,
  body: object,
  headers: Record<string, string> = {},
): void {
  response.writeHead(status, { 'content-type': 'application/json', ...headers });
  response.end(JSON.stringify(body));
}

/** Starts a fake connector on a free port of this machine. */
export async function startFakeTeams(): Promise<FakeTeams> {
  const requests: SentRequest[] = [];
  let queue: (Fault | null)[] = [];
  let always: Fault | null = null;
  let lastId = 0;
  const strict = createStrictTeams();

  async function take(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const raw = await readText(request);
    const body: unknown = raw === '' ? null : JSON.parse(raw);
    requests.push({
      method: request.method ?? '',
      path: request.url ?? '',
      headers: request.headers,
      raw,
      body,
    });
    const isTyping = typeof body === 'object' && body !== null && 'type' in body && body.type === 'typing';
    const fault = isTyping ? null : (queue.shift() ?? always);
    if (fault?.kind === 'reset-after-read') {
      request.socket.destroy();
      return;
    }
    if (fault?.kind === 'status') {
      respond(
        response,
        fault.status,
        fault.body ?? { error: { code: 'Fault', message: 'asked for' } },
        fault.headers,
      );
      return;
    }
    if (fault?.kind === 'delay') await new Promise((resolve) => setTimeout(resolve, fault.milliseconds));
    const verdict = strict.judge({ method: request.method ?? '', path: request.url ?? '', raw, body });
    if (verdict !== null) return respond(response, verdict.status, verdict.body);
    lastId += 1;
    respond(response, request.method === 'POST' ? 201 : 200, { id: `1:activity-${lastId}` });
  }

  const server = createServer((request, response) => {
    take(request, response).catch(() => response.destroy());
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  return {
    url: `http://127.0.0.1:${port}`,
    host: `127.0.0.1:${port}`,
    requests,
    messages: () => requests.filter(({ body, method }) => method === 'POST' && body?.type === 'message'),
    failNext(...faults) {
      queue = [...faults];
    },
    failAlways(fault) {
      always = fault;
    },
    streams: strict.streams,
    clear() {
      requests.length = 0;
      queue = [];
      always = null;
    },
    async close() {
      server.closeAllConnections();
      await new Promise<void>((resolve) => server.close(() => resolve()));
    },
  };
}
