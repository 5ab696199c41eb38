/** The other side of Teams for benchmarks: takes what a bot posts and tells at once that it has come. */
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';

export type Arrival = {
  /** `performance.now()` when the whole body had been received. */
  readonly at: number;
  readonly text: string;
  /** The body as sent. */
  readonly raw: string;
};

export type Connector = {
  readonly url: string;
  /** Resolves with the next message (not typing sign) posted to this conversation; rejects after a minute. */
  readonly nextMessage: (conversationId: string) => Promise<Arrival>;
  readonly close: () => Promise<void>;
};

/** A bot did not answer. */
export class NoAnswerError extends Error {
  readonly code = 'NO_ANSWER';
  constructor(conversationId: string) {
    super(`No answer arrived in conversation ${conversationId} within a minute.`);
    this.name = 'NoAnswerError';
  }
}

const patienceMilliseconds = 60_000;

async function readText(request: IncomingMessage): Promise<string> {
  const chunks: Buffer[] = [];
  for await (const chunk of request as AsyncIterable<Buffer>) chunks.push(chunk);
  return Buffer.concat(chunks).toString('utf8');
}

/** Starts on a free port of this machine. */
export async function startConnector(): Promise<Connector> {
  const waiting = new Map<string, ((arrival: Arrival) => void)[]>();
  let lastId = 0;

  async function take(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const raw = await readText(request);
    const at = performance.now();
    lastId += 1;
    response.writeHead(201, { 'content-type': 'application/json' });
    response.end(JSON.stringify({ id: `1:${lastId}` }));
    const body = JSON.parse(raw === '' ? '{}' : raw) as { type?: string; text?: string };
    const conversation = /\/v3\/conversations\/([^/]+)\/activities/.exec(request.url ?? '')?.[1];
    if (body.type !== 'message' || conversation === undefined) return;
    waiting.get(decodeURIComponent(conversation))?.shift()?.({ at, text: body.text ?? '', raw });
  }

  const server = createServer((request, response) => {
    take(request, response).catch(() => response.destroy());
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  return {
    url: `http://127.0.0.1:${port}`,
    nextMessage: (conversationId) =>
      new Promise((resolve, reject) => {
        const timer = setTimeout(() => reject(new NoAnswerError(conversationId)), patienceMilliseconds);
        const list = waiting.get(conversationId) ?? [];
        list.push((arrival) => {
          clearTimeout(timer);
          resolve(arrival);
        });
        waiting.set(conversationId, list);
      }),
    close: async () => {
      server.closeAllConnections();
      await new Promise<void>((resolve) => server.close(() => resolve()));
    },
  };
}
