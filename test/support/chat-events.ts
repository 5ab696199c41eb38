/** Reads the event stream of the local chat the way a page does. */

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
