/** One request to a feed, and what came of it. */

/** What a server gave with a page so that it can be asked whether the page has changed. */
export type Validators = { readonly etag: string | null; readonly lastModified: string | null };

/** What one request came to. */
export type PageAnswer =
  | { readonly kind: 'page'; readonly body: unknown; readonly validators: Validators }
  | { readonly kind: 'not-modified' }
  /** The server asks for patience; `waitMs` is null when it does not say how long. */
  | { readonly kind: 'throttled'; readonly status: number; readonly waitMs: number | null }
  /** May go better next time; `reason` completes "it …". */
  | { readonly kind: 'faulty'; readonly reason: string }
  /** Will not go better by asking the same again. */
  | { readonly kind: 'refused'; readonly status: number; readonly reason: string }
  /** The caller's signal ended it. */
  | { readonly kind: 'stopped' };

/** What a request needs beside its address. */
export type PageRequest = {
  readonly fetch: typeof fetch;
  /** Longest wait for an answer, and for each further piece of it. */
  readonly timeoutMs: number;
  readonly validators: Validators | null;
  readonly signal: AbortSignal;
  readonly now: () => number;
};

/** A page of a hundred releases has about one megabyte; parsing much more would hold up everybody else. */
const largestPage = 32 * 1024 * 1024;

const tooSlow = Symbol('too slow');

/** Asks for one page; never rejects. */
export async function fetchPage(address: string, request: PageRequest): Promise<PageAnswer> {
  if (request.signal.aborted) return { kind: 'stopped' };
  const controller = new AbortController();
  const stop = () => controller.abort();
  request.signal.addEventListener('abort', stop);
  try {
    const response = await within(
      request.timeoutMs,
      request.fetch(address, {
        headers: headersOf(request.validators),
        redirect: 'manual',
        signal: controller.signal,
      }),
    );
    return response.status === 200
      ? await readPage(response, request.timeoutMs)
      : answerOfStatus(response, request);
  } catch (error) {
    if (request.signal.aborted) return { kind: 'stopped' };
    return { kind: 'faulty', reason: faultOf(error, request.timeoutMs) };
  } finally {
    request.signal.removeEventListener('abort', stop);
    // Also closes a connection whose body was not read.
    controller.abort();
  }
}

function headersOf(validators: Validators | null): Record<string, string> {
  return {
    accept: 'application/json',
    'user-agent': 'procurement-assistant (reads open contracting data)',
    ...(validators?.etag == null ? {} : { 'if-none-match': validators.etag }),
    ...(validators?.lastModified == null ? {} : { 'if-modified-since': validators.lastModified }),
  };
}

async function within<T>(milliseconds: number, work: Promise<T>): Promise<T> {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<never>((_resolve, reject) => {
    timer = setTimeout(() => reject(tooSlow), milliseconds);
  });
  try {
    return await Promise.race([work, late]);
  } finally {
    clearTimeout(timer);
    // The loser of the race may still reject once the connection is closed.
    work.catch(() => undefined);
  }
}

async function readPage(response: Response, timeoutMs: number): Promise<PageAnswer> {
  const type = response.headers.get('content-type') ?? '';
  if (!/\bjson\b/i.test(type)) {
    return { kind: 'faulty', reason: `sent ${type.split(';')[0] || 'something unnamed'} instead of JSON` };
  }
  if (response.body === null) return { kind: 'faulty', reason: 'sent an empty answer' };
  const reader = response.body.getReader();
  const pieces: Uint8Array[] = [];
  let length = 0;
  while (true) {
    const piece = await within(timeoutMs, reader.read());
    if (piece.done) break;
    length += piece.value.byteLength;
    if (length > largestPage)
      return { kind: 'refused', status: 200, reason: 'sent a page of more than 32 MB' };
    pieces.push(piece.value);
  }
  try {
    return {
      kind: 'page',
      body: JSON.parse(Buffer.concat(pieces).toString('utf8')) as unknown,
      validators: {
        etag: headerOf(response, 'etag'),
        lastModified: headerOf(response, 'last-modified'),
      },
    };
  } catch {
    return { kind: 'faulty', reason: 'sent a page that breaks off in the middle' };
  }
}

function headerOf(response: Response, name: string): string | null {
  const value = response.headers.get(name);
  return value === null || value.length > 500 ? null : value;
}

function answerOfStatus(response: Response, request: PageRequest): PageAnswer {
  const { status } = response;
  const waitMs = retryAfter(response.headers.get('retry-after'), request.now());
  if (status === 304) {
    return request.validators === null
      ? { kind: 'faulty', reason: 'sent no page although we have none' }
      : { kind: 'not-modified' };
  }
  // Contracts Finder says 403 to whoever asks too fast, and documents five minutes of rest.
  if (status === 403) return { kind: 'throttled', status, waitMs: waitMs ?? 5 * 60_000 };
  if (status === 429 || (status >= 500 && waitMs !== null)) return { kind: 'throttled', status, waitMs };
  if (status >= 500 || status === 408 || status === 425)
    return { kind: 'faulty', reason: `answered with status ${status}` };
  if (status >= 300 && status < 400)
    return { kind: 'refused', status, reason: 'has moved to another address' };
  return { kind: 'refused', status, reason: `answered with status ${status}` };
}

/** Milliseconds that `Retry-After` asks for, in seconds or as a date; null when it says nothing readable. */
export function retryAfter(header: string | null, now: number): number | null {
  const text = header?.trim() ?? '';
  if (/^\d{1,9}$/.test(text)) return Number(text) * 1_000;
  // Dates in headers begin with the name of the day; anything else Date.parse would guess at.
  if (!/^[A-Z][a-z]{2,8},? /.test(text)) return null;
  const instant = Date.parse(text);
  return Number.isNaN(instant) ? null : Math.max(0, instant - now);
}

function faultOf(error: unknown, timeoutMs: number): string {
  if (error === tooSlow) return `did not answer within ${Math.max(1, Math.round(timeoutMs / 1_000))} seconds`;
  const { cause } = error as { cause?: { code?: unknown } };
  const code = typeof cause?.code === 'string' ? cause.code : null;
  if (code === 'ENOTFOUND' || code === 'EAI_AGAIN') return 'was not found: check the network';
  if (code === 'ECONNREFUSED') return 'refused the connection';
  return 'broke off the connection';
}
