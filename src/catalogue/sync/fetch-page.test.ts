import { describe, expect, it } from 'vitest';
import { officialFeeds, pageAddress, publicAddresses } from './feeds.ts';
import { fetchPage, retryAfter } from './fetch-page.ts';
import { readPackage } from './read-package.ts';

const now = Date.parse('2026-11-23T09:30:00Z');

/** What is made of an answer that this function gives instead of the network. */
function ask(answer: () => Promise<Response>) {
  return fetchPage('https://feed.invalid/', {
    fetch: answer as typeof fetch,
    timeoutMs: 5_000,
    validators: null,
    signal: new AbortController().signal,
    now: () => now,
  });
}

describe('Retry-After', () => {
  it.each([
    ['120', 120_000],
    ['0', 0],
    ['Mon, 23 Nov 2026 09:31:00 GMT', 60_000],
    ['Mon, 23 Nov 2026 09:00:00 GMT', 0],
    ['soon', null],
    ['-5', null],
    ['1e9', null],
    ['', null],
    [null, null],
  ])('%s is %s ms', (header, expected) => {
    expect(retryAfter(header, now)).toBe(expected);
  });
});

describe('an answer', () => {
  it('of 403 is taken as asking too fast, for five minutes', async () => {
    expect(await ask(async () => new Response('', { status: 403 }))).toEqual({
      kind: 'throttled',
      status: 403,
      waitMs: 300_000,
    });
  });

  it('that is too large is not read to its end', async () => {
    let sent = 0;
    const endless = new ReadableStream({
      pull: (controller) => {
        sent += 1;
        controller.enqueue(new Uint8Array(4 * 1024 * 1024));
      },
    });
    const headers = { 'content-type': 'application/json' };
    const answer = await ask(async () => new Response(endless, { headers }));
    expect(answer).toMatchObject({ kind: 'refused', reason: 'sent a page of more than 32 MB' });
    expect(sent).toBeLessThan(12);
  });

  it.each([
    ['ENOTFOUND', 'was not found: check the network'],
    ['ECONNREFUSED', 'refused the connection'],
    ['ECONNRESET', 'broke off the connection'],
  ])('that never comes because of %s is named', async (code, reason) => {
    const failing = () => Promise.reject(new TypeError('fetch failed', { cause: { code } }));
    expect(await ask(failing)).toEqual({ kind: 'faulty', reason });
  });
});

describe('a package', () => {
  it('gives the cursor of its next page and nothing else of the link', () => {
    const next = 'http://192.0.2.1/evil?cursor=MTAwMw%3D%3D&limit=1';
    expect(readPackage({ releases: [], links: { next } })).toEqual({ releases: [], nextCursor: 'MTAwMw==' });
    const [feed] = officialFeeds(publicAddresses);
    if (feed === undefined) throw new RangeError('no feed');
    const window = { from: '2026-11-17T00:00:00Z', to: '2026-11-23T23:59:59Z' };
    expect(pageAddress(feed, window, 'MTAwMw==')).toBe(
      'https://www.contractsfinder.service.gov.uk/Published/Notices/OCDS/Search?publishedFrom=2026-11-17T00%3A00%3A00&publishedTo=2026-11-23T23%3A59%3A59&limit=100&cursor=MTAwMw%3D%3D',
    );
  });

  it.each([[null], [[]], [{ releases: {} }], [{ message: 'ok' }], ['text']])('%j is none', (body) => {
    expect(readPackage(body)).toBeNull();
  });

  it('with odd links is the last one', () => {
    for (const links of [null, 'next', { next: '' }, { next: 'https://[' }, { next: '?page=2' }, { next: 7 }])
      expect(readPackage({ releases: [], links })).toEqual({ releases: [], nextCursor: null });
  });
});
