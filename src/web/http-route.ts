/** One address the local chat answers; whoever runs the server mounts it without this folder knowing its framework. */
import type { IncomingMessage, ServerResponse } from 'node:http';

/** Same shape as the server's own route type. `handle` ends the response itself and never rejects for bad input. */
export type HttpRoute = {
  readonly method: 'GET' | 'POST' | 'PUT' | 'DELETE';
  /** May name parts: `/v3/conversations/:conversationId/activities`. */
  readonly path: string;
  readonly handle: (
    request: IncomingMessage,
    response: ServerResponse,
    /** Named parts of the path, decoded. */
    parameters: Readonly<Record<string, string>>,
  ) => Promise<void>;
};

/** The handler of a route. */
export type Handle = HttpRoute['handle'];

/** Sends `body` as JSON and ends the response; does nothing when it has ended already. */
export function sendJson(response: ServerResponse, status: number, body: unknown): void {
  if (response.writableEnded || response.destroyed) return;
  const text = JSON.stringify(body);
  response.writeHead(status, {
    'content-type': 'application/json; charset=utf-8',
    'content-length': Buffer.byteLength(text),
    'cache-control': 'no-store',
  });
  response.end(text);
}
