/** How other folders add pages to the server without knowing its framework. */
import type { IncomingMessage, ServerResponse } from 'node:http';

/** One address of the server. `handle` must end the response; if it throws, the caller answers 500 without detail. */
export type HttpRoute = {
  readonly method: 'GET' | 'POST' | 'PUT' | 'DELETE';
  /** May name parts: `/v3/conversations/:conversationId/activities`. */
  readonly path: string;
  readonly handle: (
    request: IncomingMessage,
    response: ServerResponse,
    /** Named parts of the path, decoded. */
    parameters: Readonly<Record<string, string>>,
  ) => Promise<void> | void;
};

/** Sends `body` as JSON and ends the response; does nothing when it has been ended already. */
export function sendJson(response: ServerResponse, status: number, body: unknown): void {
  if (response.writableEnded) return;
  const text = JSON.stringify(body);
  response.statusCode = status;
  response.setHeader('content-type', 'application/json; charset=utf-8');
  response.setHeader('content-length', Buffer.byteLength(text));
  response.end(text);
}
