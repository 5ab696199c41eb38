/** A server that speaks chat completions: recorded replies one after another, streamed, and every way to fail. */
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';

/** One recorded reply, for one request. */
export type RecordedReply =
  | { readonly kind: 'text'; readonly text: string }
  | {
      readonly kind: 'calls';
      readonly calls: readonly { readonly name: string; readonly input: unknown }[];
    }
  /** Arguments as the model wrote them, JSON or not. */
  | { readonly kind: 'raw-call'; readonly name: string; readonly input: string }
  | { readonly kind: 'refusal' | 'filtered' | 'cut-off' }
  | { readonly kind: 'status'; readonly status: number; readonly headers?: Readonly<Record<string, string>> }
  /** Never answers; starts and falls silent; breaks the connection in the middle; streams what is no JSON. */
  | { readonly kind: 'silence' | 'stall' | 'drop' | 'garbage' };

/** A request that arrived, as the model would see it. */
export type ModelRequest = {
  readonly path: string;
  readonly headers: IncomingMessage['headers'];
  readonly body: {
    readonly model?: string;
    readonly stream?: boolean;
    readonly messages: readonly { readonly role: string; readonly content: string | null }[];
    readonly tools?: readonly {
      readonly function: { readonly name: string; readonly parameters: unknown };
    }[];
  };
};

export type FakeOpenAi = {
  /** Base address of the interface, `/v1` included. */
  readonly address: string;
  readonly requests: ModelRequest[];
  /** Replies still to come; the last one is given again and again. */
  replies: RecordedReply[];
  readonly close: () => Promise<void>;
};

function chunk(delta: unknown, finish: string | null = null, usage: unknown = null): string {
  return `data: ${JSON.stringify({
    id: 'chatcmpl-recorded',
    object: 'chat.completion.chunk',
    created: 0,
    model: 'recorded',
    choices: usage === null ? [{ index: 0, delta, finish_reason: finish }] : [],
    usage,
  })}\n\n`;
}

const usage = { prompt_tokens: 900, completion_tokens: 100, total_tokens: 1000 };

function streamOf(reply: RecordedReply): string[] | null {
  switch (reply.kind) {
    case 'text':
      // Parts that break words and lines, as services send them.
      return [
        ...(reply.text.match(/[\s\S]{1,7}/g) ?? []).map((part) => chunk({ content: part })),
        chunk({}, 'stop'),
      ];
    case 'calls':
      return [
        ...reply.calls.flatMap(({ name, input }, index) => {
          const text = JSON.stringify(input);
          return [
            chunk({
              tool_calls: [
                { index, id: `call_${index}_${name}`, type: 'function', function: { name, arguments: '' } },
              ],
            }),
            ...(text.match(/[\s\S]{1,11}/g) ?? []).map((part) =>
              chunk({ tool_calls: [{ index, function: { arguments: part } }] }),
            ),
          ];
        }),
        chunk({}, 'tool_calls'),
      ];
    case 'raw-call':
      return [
        chunk({
          tool_calls: [
            {
              index: 0,
              id: 'call_raw',
              type: 'function',
              function: { name: reply.name, arguments: reply.input },
            },
          ],
        }),
        chunk({}, 'tool_calls'),
      ];
    case 'refusal':
      return [chunk({ refusal: 'I can’t help with that.' }), chunk({}, 'stop')];
    case 'filtered':
      return [chunk({ content: 'Part' }), chunk({}, 'content_filter')];
    case 'cut-off':
      return [chunk({ content: 'Part of an ans' }), chunk({}, 'length')];
    default:
      return null;
  }
}

function send(reply: RecordedReply, response: ServerResponse): void {
  if (reply.kind === 'silence') return;
  if (reply.kind === 'status') {
    response.writeHead(reply.status, { 'content-type': 'application/json', ...reply.headers });
    response.end(JSON.stringify({ error: { message: 'recorded', type: 'recorded', code: null } }));
    return;
  }
  response.writeHead(200, { 'content-type': 'text/event-stream' });
  const parts = streamOf(reply);
  if (parts !== null) {
    for (const part of parts) response.write(part);
    response.write(chunk(null, null, usage));
    response.end('data: [DONE]\n\n');
    return;
  }
  response.write(chunk({ content: 'Hillingdon runs' }));
  if (reply.kind === 'drop') setImmediate(() => response.destroy());
  if (reply.kind === 'garbage') response.end('data: {"choices": [\n\n');
}

/** Starts the server on a free port of this machine. */
export async function startFakeOpenAi(replies: readonly RecordedReply[] = []): Promise<FakeOpenAi> {
  const requests: ModelRequest[] = [];
  const server = createServer((request, response) => {
    const parts: Buffer[] = [];
    request.on('data', (part: Buffer) => parts.push(part));
    request.on('end', () => {
      requests.push({
        path: request.url ?? '',
        headers: request.headers,
        body: JSON.parse(Buffer.concat(parts).toString('utf8')) as ModelRequest['body'],
      });
      const reply = fake.replies.length > 1 ? fake.replies.shift() : fake.replies[0];
      send(reply ?? { kind: 'status', status: 500 }, response);
    });
  });
  await new Promise<void>((done) => server.listen(0, '127.0.0.1', done));
  const { port } = server.address() as AddressInfo;
  const fake: FakeOpenAi = {
    address: `http://127.0.0.1:${port}/v1`,
    requests,
    replies: [...replies],
    close: () =>
      new Promise((done) => {
        server.closeAllConnections();
        server.close(() => done());
      }),
  };
  return fake;
}
