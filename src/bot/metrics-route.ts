/** `GET /metrics`: for a program on this machine only, because the server has no password for it. */
import type { IncomingMessage } from 'node:http';
import { type HttpRoute, sendJson } from './http-route.ts';
import { isLocalRequest } from './local-request.ts';

/** What a proxy adds when it passes on a request from elsewhere. */
const forwardedHeaders = ['forwarded', 'x-forwarded-for', 'x-real-ip', 'via'];

/** Whether the request was made on this machine and by no proxy for somebody else. */
export function isOwnRequest(request: IncomingMessage): boolean {
  return isLocalRequest(request) && forwardedHeaders.every((name) => request.headers[name] === undefined);
}

/** The route; `page` null while the database is still opening. */
export function metricsRoute(
  page: () => Promise<{ readonly contentType: string; readonly text: string } | null>,
): HttpRoute {
  return {
    method: 'GET',
    path: '/metrics',
    async handle(request, response) {
      if (!isOwnRequest(request)) {
        sendJson(response, 403, {
          error: { code: 'LOCAL_ONLY', message: 'Metrics are given to programs on this machine only.' },
        });
        return;
      }
      const made = await page();
      if (made === null) {
        sendJson(response, 503, { error: { code: 'NOT_READY', message: 'The assistant is starting.' } });
        return;
      }
      response.statusCode = 200;
      response.setHeader('content-type', made.contentType);
      response.end(made.text);
    },
  };
}
