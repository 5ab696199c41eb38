/** A server that plays both official feeds: pages, cursors, validators, and every way in which such a server fails. */
import { createHash } from 'node:crypto';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { FeedName } from '../../src/catalogue/sync/feeds.ts';

/** One way to fail, for one request. */
export type Fault =
  /** Never answers; answers and then falls silent; breaks the connection. */
  | { readonly kind: 'silence' | 'stall' | 'drop' }
  /** Half a page: announced whole, or announced as half. */
  | { readonly kind: 'cut-body' | 'cut-json' }
  /** A page in another form than asked for. */
  | { readonly kind: 'html' | 'no-package' | 'wrongly-not-modified' }
  | { readonly kind: 'status'; readonly status: number; readonly headers?: Readonly<Record<string, string>> };

/** A request that arrived. */
export type FeedRequest = {
  readonly feed: FeedName;
  readonly address: URL;
  readonly headers: IncomingMessage['headers'];
  readonly status: number | null;
};

type Release = { readonly ocid: string; readonly id: string; readonly date: string };

/** How one feed behaves; all may be changed while it runs. */
export type FakeFeed = {
  readonly address: string;
  releases: readonly Release[];
  pageSize: number;
  /** Answers `If-None-Match` and `If-Modified-Since`. */
  hasValidators: boolean;
  /** Where the list of pages leads: to its end, to itself, round in a circle of new names, into empty pages. */
  paging: 'ends' | 'same-cursor' | 'same-page' | 'empty-pages';
  /** Refuses windows that end after this instant, as a strict server might. */
  refusesAfter: string | null;
  /** Faults for the next requests, one each, in this order. */
  readonly faults: Fault[];
  /** Cursors given out before are no longer known. */
  expireCursors: () => void;
};

/** Both feeds and what they were asked. */
export type FakeFeeds = {
  readonly contractsFinder: FakeFeed;
  readonly findATender: FakeFeed;
  readonly requests: FeedRequest[];
  /** Called with each request before it is answered. */
  onRequest: (feed: FeedName, address: URL) => void;
  readonly close: () => Promise<void>;
};

type Inner = FakeFeed & { readonly name: FeedName; generation: number; served: number };

const publicHosts = {
  'contracts-finder': 'https://www.contractsfinder.service.gov.uk/Published/Notices/OCDS/Search',
  'find-a-tender': 'https://www.find-tender.service.gov.uk/api/1.0/ocdsReleasePackages',
} as const;

/** Starts the server on this machine; it holds no releases yet. */
export async function startFakeFeeds(): Promise<FakeFeeds> {
  const feeds = new Map<string, Inner>();
  const requests: FeedRequest[] = [];
  const server = createServer((request, response) => {
    const address = new URL(request.url ?? '/', 'http://127.0.0.1');
    const feed = feeds.get(address.pathname);
    if (feed === undefined) {
      response.writeHead(404).end();
      return;
    }
    fake.onRequest(feed.name, address);
    const status = answer(feed, address, request, response);
    requests.push({ feed: feed.name, address, headers: request.headers, status });
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  const create = (name: FeedName, path: string): Inner => {
    const feed: Inner = {
      name,
      address: `http://127.0.0.1:${port}${path}`,
      releases: [],
      pageSize: 100,
      hasValidators: false,
      paging: 'ends',
      refusesAfter: null,
      faults: [],
      generation: 0,
      served: 0,
      expireCursors: () => {
        feed.generation += 1;
      },
    };
    feeds.set(path, feed);
    return feed;
  };
  const fake: FakeFeeds = {
    contractsFinder: create('contracts-finder', '/Published/Notices/OCDS/Search'),
    findATender: create('find-a-tender', '/api/1.0/ocdsReleasePackages'),
    requests,
    onRequest: () => undefined,
    close: () =>
      new Promise((resolve) => {
        server.closeAllConnections();
        server.close(() => resolve());
      }),
  };
  return fake;
}

/** Answers and gives the status; null when there was none. */
function answer(
  feed: Inner,
  address: URL,
  request: IncomingMessage,
  response: ServerResponse,
): number | null {
  const fault = feed.faults.shift();
  if (fault?.kind === 'silence') return null;
  if (fault?.kind === 'drop') {
    request.socket.destroy();
    return null;
  }
  if (fault?.kind === 'status') return send(response, fault.status, fault.headers ?? {}, 'Not now.');
  if (fault?.kind === 'html')
    return send(response, 200, { 'content-type': 'text/html' }, '<h1>Maintenance</h1>');
  if (fault?.kind === 'no-package')
    return send(response, 200, { 'content-type': 'application/json' }, '{"message":"ok"}');
  if (fault?.kind === 'wrongly-not-modified') return send(response, 304, {}, '');

  const { from, to } = windowOf(feed, address);
  if (feed.refusesAfter !== null && to > feed.refusesAfter)
    return send(response, 400, {}, 'Date in the future');
  const cursor = address.searchParams.get('cursor');
  const [generation, offset] = cursor === null ? [feed.generation, 0] : readCursor(cursor);
  if (generation !== feed.generation) return send(response, 400, {}, 'Invalid cursor');
  const body = page(feed, from, to, offset);
  const etag = `"${createHash('sha256').update(body).digest('hex').slice(0, 20)}"`;
  const validators = feed.hasValidators ? { etag } : {};
  if (feed.hasValidators && request.headers['if-none-match'] === etag)
    return send(response, 304, validators, '');
  const headers = { 'content-type': 'application/json; charset=utf-8', ...validators };
  const half = body.slice(0, Math.floor(body.length / 2));
  if (fault?.kind === 'cut-json') return send(response, 200, headers, half);
  if (fault?.kind === 'cut-body' || fault?.kind === 'stall') {
    response.writeHead(200, { ...headers, 'content-length': Buffer.byteLength(body) });
    response.write(half, () => {
      if (fault.kind === 'cut-body') request.socket.destroy();
    });
    return 200;
  }
  return send(response, 200, headers, body);
}

function send(
  response: ServerResponse,
  status: number,
  headers: Readonly<Record<string, string>>,
  body: string,
): number {
  response.writeHead(status, headers).end(body);
  return status;
}

function windowOf(feed: Inner, address: URL): { from: string; to: string } {
  const name = feed.name === 'contracts-finder' ? 'published' : 'updated';
  const read = (edge: string) => {
    const text = address.searchParams.get(`${name}${edge}`) ?? '';
    // Find a Tender takes exactly this form.
    if (!/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d$/.test(text)) throw new RangeError(`wrong ${edge}: ${text}`);
    return text;
  };
  return { from: read('From'), to: read('To') };
}

function readCursor(cursor: string): [generation: number, offset: number] {
  const [generation, offset] = Buffer.from(cursor, 'base64').toString('utf8').split(' ').map(Number);
  return [generation ?? -1, offset ?? 0];
}

function page(feed: Inner, from: string, to: string, offset: number): string {
  feed.served += 1;
  const found = feed.releases
    .filter(({ date }) => date.slice(0, 19) >= from && date.slice(0, 19) <= to)
    .sort((left, right) => right.date.localeCompare(left.date) || left.id.localeCompare(right.id));
  const releases = found.slice(offset, offset + feed.pageSize);
  const end = offset + feed.pageSize;
  // Another text for the same place, where the circle is to look like progress.
  const next = {
    ends: end < found.length ? `${feed.generation} ${end}` : null,
    'same-cursor': `${feed.generation} 0`,
    'same-page': `${feed.generation} 0 ${feed.served}`,
    'empty-pages': `${feed.generation} ${end} ${feed.served}`,
  }[feed.paging];
  const cursor = next === null ? null : Buffer.from(next).toString('base64');
  return JSON.stringify({
    uri: publicHosts[feed.name],
    version: '1.1',
    publisher: { name: 'Cabinet Office' },
    license: 'http://www.nationalarchives.gov.uk/doc/open-government-licence/version/3/',
    releases,
    // As the real ones do, the links name the public address, whatever address was asked.
    ...(cursor === null ? {} : { links: { next: `${publicHosts[feed.name]}?limit=100&cursor=${cursor}` } }),
  });
}
