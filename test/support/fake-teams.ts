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

/**
 * What to do with a request instead of accepting it. `reset-after-read` reads it whole, then cuts the connection. With
 * `isAccepted` the message is shown all the same, and only the answer goes wrong.
 */
export type Fault =
  | {
      readonly kind: 'status';
      readonly status: number;
      readonly headers?: Record<string, string>;
      readonly body?: object;
      readonly isAccepted?: boolean;
    }
  | { readonly kind: 'reset-after-read'; readonly isAccepted?: boolean }
  | { readonly kind: 'delay'; readonly milliseconds: number; readonly next?: Fault };

/** A message as it stands in a conversation, with every form it had. */
export type ShownMessage = {
  readonly conversationId: string;
  readonly activityId: string;
  readonly at: number;
  readonly bodies: SentRequest['body'][];
};

/** How strict the fake is beyond taking everything; nothing of it by default. */
export type FakeTeamsRules = {
  /** Most bytes of a message, counted as UTF-16; more are answered 413. */
  readonly maxBytes?: number;
  /** Most posts within any second in one conversation; more are answered 429 with this `Retry-After`, if any. */
  readonly perSecond?: { readonly posts: number; readonly retryAfter: string | null };
  /** Updates of activities that were never posted are answered 404. */
  readonly knowsItsActivities?: boolean;
  /** Asked for every request that is no typing sign and met no other fault. */
  readonly decide?: (request: SentRequest) => Fault | null;
};

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
  /** When each post came, in milliseconds since the process began. */
  readonly arrivals: () => readonly number[];
  /** What is to be seen in the conversations, in the order of posting. */
  readonly shown: () => readonly ShownMessage[];
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

/** The activity a path names, or the one replied to. */
function activityOf(path: string): string {
  return decodeURIComponent(/\/activities\/([^/?]+)/.exec(path)?.[1] ?? '');
}

function error(code: string): object {
  return { error: { code, message: 'as asked' } };
}

/** Starts a fake connector on a free port of this machine. */
export async function startFakeTeams(rules: FakeTeamsRules = {}): Promise<FakeTeams> {
  const requests: SentRequest[] = [];
  const shown = new Map<string, ShownMessage>();
  const arrivals: number[] = [];
  const recent = new Map<string, number[]>();
  let queue: (Fault | null)[] = [];
  let always: Fault | null = null;
  let lastId = 0;
  const strict = createStrictTeams();

  /** What the rules say to a request that met no fault. */
  function objection({ method, path, raw, body }: SentRequest, conversationId: string): Fault | null {
    if (body?.type !== 'message') return null;
    if (rules.maxBytes !== undefined && raw.length * 2 > rules.maxBytes)
      return { kind: 'status', status: 413, body: error('MessageSizeTooBig') };
    if (method === 'PUT' && rules.knowsItsActivities === true && !shown.has(activityOf(path)))
      return { kind: 'status', status: 404, body: error('ActivityNotFoundInConversation') };
    if (method !== 'POST' || rules.perSecond === undefined) return null;
    const now = performance.now();
    const times = (recent.get(conversationId) ?? []).filter((at) => now - at < 1_000);
    recent.set(conversationId, [...times, now]);
    if (times.length < rules.perSecond.posts) return null;
    const { retryAfter } = rules.perSecond;
    return {
      kind: 'status',
      status: 429,
      body: error('Throttled'),
      ...(retryAfter === null ? {} : { headers: { 'retry-after': retryAfter } }),
    };
  }

  /** Shows a post, or the new form of one; the activity's id. */
  function accept({ method, path, body }: SentRequest, conversationId: string): string {
    if (method === 'PUT') {
      shown.get(activityOf(path))?.bodies.push(body);
      return activityOf(path);
    }
    lastId += 1;
    const activityId = `1:activity-${lastId}`;
    if (method === 'POST' && body?.type === 'message')
      shown.set(activityId, { conversationId, activityId, at: performance.now(), bodies: [body] });
    return activityId;
  }

  async function take(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const raw = await readText(request);
    const sent: SentRequest = {
      method: request.method ?? '',
      path: request.url ?? '',
      headers: request.headers,
      raw,
      body: raw === '' ? null : JSON.parse(raw),
    };
    requests.push(sent);
    if (sent.method === 'POST') arrivals.push(performance.now());
    const isTyping = sent.body?.type === 'typing';
    const conversationId = decodeURIComponent(/\/v3\/conversations\/([^/]+)/.exec(sent.path)?.[1] ?? '');
    let fault = isTyping ? null : (queue.shift() ?? always ?? rules.decide?.(sent) ?? null);
    if (fault?.kind === 'delay') {
      const { milliseconds, next } = fault;
      await new Promise((resolve) => setTimeout(resolve, milliseconds));
      fault = next ?? null;
    }
    fault ??= objection(sent, conversationId);
    if (fault === null) {
      const verdict = strict.judge(sent);
      if (verdict !== null) return respond(response, verdict.status, verdict.body);
      respond(response, sent.method === 'POST' ? 201 : 200, { id: accept(sent, conversationId) });
      return;
    }
    if (fault.kind !== 'delay' && fault.isAccepted === true) accept(sent, conversationId);
    if (fault.kind === 'reset-after-read') request.socket.destroy();
    else if (fault.kind === 'status')
      respond(
        response,
        fault.status,
        fault.body ?? { error: { code: 'Fault', message: 'asked for' } },
        fault.headers,
      );
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
    arrivals: () => arrivals,
    shown: () => [...shown.values()],
    streams: strict.streams,
    clear() {
      requests.length = 0;
      shown.clear();
      arrivals.length = 0;
      queue = [];
      always = null;
    },
    async close() {
      server.closeAllConnections();
      await new Promise<void>((resolve) => server.close(() => resolve()));
    },
  };
}
