/** Server-sent events: the page hears of answers without asking, and resumes where it left off. */
import type { ServerResponse } from 'node:http';
import type { Conversation } from './conversation.ts';

/** More than this unsent means that the page has stopped reading; it may reconnect and resume. */
const maxUnsentBytes = 4 * 1024 * 1024;

/**
 * Streams the conversation until the page goes away; resolves then. A heartbeat keeps the connection known to be alive.
 */
export function streamEvents(
  response: ServerResponse,
  conversation: Conversation,
  lastId: string | null,
  heartbeatMs: number,
): Promise<void> {
  response.writeHead(200, {
    'content-type': 'text/event-stream; charset=utf-8',
    'cache-control': 'no-store',
    'x-accel-buffering': 'no',
  });
  response.write('retry: 1500\n\n');
  return new Promise((resolve) => {
    const heartbeat = setInterval(() => response.write(': still here\n\n'), heartbeatMs);
    heartbeat.unref();
    const stop = conversation.listen(
      {
        send(id, event) {
          if (response.destroyed) return;
          // JSON has no raw line breaks, so one `data:` line is enough.
          response.write(`${id === null ? '' : `id: ${id}\n`}data: ${JSON.stringify(event)}\n\n`);
          if (response.writableLength > maxUnsentBytes) response.destroy();
        },
        close: () => response.end(),
      },
      lastId,
    );
    response.once('close', () => {
      clearInterval(heartbeat);
      stop();
      resolve();
    });
    // A connection may break while it is written to; the close above is all that matters.
    response.on('error', () => undefined);
  });
}
