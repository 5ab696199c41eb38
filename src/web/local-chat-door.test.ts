import { randomBytes } from 'node:crypto';
import { request as httpRequest } from 'node:http';
import { afterEach, describe, expect, it } from 'vitest';
import { type Bot, type ChatHarness, startChat } from '../../test/support/chat-harness.ts';

const open: { readonly close: () => Promise<void> }[] = [];

afterEach(async () => {
  for (const harness of open.splice(0)) await harness.close();
});

async function start(
  bot: Bot = () => undefined,
  options: Parameters<typeof startChat>[1] = {},
): Promise<ChatHarness> {
  const harness = await startChat(bot, options);
  open.push(harness);
  return harness;
}

function newSession(): { conversation: string; user: string } {
  return { conversation: randomBytes(16).toString('hex'), user: randomBytes(16).toString('hex') };
}

async function post(url: string, body: unknown, headers: Record<string, string> = {}) {
  const response = await fetch(`${url}/local/messages`, {
    method: 'POST',
    headers: { 'content-type': 'application/json', ...headers },
    body: typeof body === 'string' ? body : JSON.stringify(body),
  });
  return { status: response.status, body: (await response.json()) as Record<string, unknown> };
}

/** fetch may not set Host; this can. */
function statusOf(
  port: number,
  path: string,
  headers: Record<string, string>,
  method = 'GET',
): Promise<number> {
  return new Promise((resolve, reject) => {
    const request = httpRequest({ host: '127.0.0.1', port, path, method, headers }, (response) => {
      response.resume();
      resolve(response.statusCode ?? 0);
    });
    request.on('error', reject);
    request.end();
  });
}

describe('the door', () => {
  it.each([
    ['not JSON', 'no', 400],
    ['no session', { kind: 'text', text: 'hi' }, 400],
    ['empty text', { ...newSession(), kind: 'text', text: '  ' }, 400],
    ['unknown kind', { ...newSession(), kind: 'shell', text: 'ls' }, 400],
    ['a bad id', { conversation: '../../etc', user: newSession().user, kind: 'text', text: 'hi' }, 400],
    ['data that is a list', { ...newSession(), kind: 'submit', activityId: 'x', data: [] }, 400],
    ['more than 64 KB', { ...newSession(), kind: 'text', text: 'x'.repeat(66_000) }, 413],
  ])('refuses %s', async (_name, body, status) => {
    const chat = await start();
    expect((await post(chat.url, body)).status).toBe(status);
    expect(chat.received).toEqual([]);
  });

  it('refuses what is not sent as JSON, as a form of another site would be', async () => {
    const chat = await start();
    const body = JSON.stringify({ ...newSession(), kind: 'text', text: 'hi' });
    expect((await post(chat.url, body, { 'content-type': 'text/plain' })).status).toBe(415);
  });

  it('refuses other host names and other origins', async () => {
    const { port } = await start();
    const own = { host: `127.0.0.1:${port}` };
    expect(await statusOf(port, '/', own)).toBe(200);
    expect(await statusOf(port, '/', { host: `localhost:${port}`, origin: `http://localhost:${port}` })).toBe(
      200,
    );
    expect(await statusOf(port, '/', { host: `attacker.example:${port}` })).toBe(403);
    expect(await statusOf(port, '/', { host: '127.0.0.1:1' })).toBe(403);
    for (const origin of [
      'http://attacker.example',
      'null',
      `http://localhost:${port}`,
      'http://127.0.0.1:1',
    ])
      expect(await statusOf(port, '/local/messages', { ...own, origin }, 'POST')).toBe(403);
    for (const path of [
      '/local/events',
      '/local/boroughs',
      '/local/connector/v3/conversations/a/activities/b',
    ])
      expect(
        await statusOf(
          port,
          path,
          { ...own, 'sec-fetch-site': 'cross-site', 'sec-fetch-mode': 'no-cors' },
          path.includes('v3') ? 'DELETE' : 'GET',
        ),
      ).toBe(403);
    const link = { ...own, 'sec-fetch-site': 'cross-site', 'sec-fetch-mode': 'navigate' };
    expect(await statusOf(port, '/', link)).toBe(200);
  });

  it('serves the page with strict headers, and only files of its list', async () => {
    const chat = await start();
    const page = await fetch(chat.url);
    expect(await page.text()).toContain('Procurement assistant');
    expect(page.headers.get('content-security-policy')).toContain("default-src 'none'");
    expect(page.headers.get('x-content-type-options')).toBe('nosniff');
    const script = await fetch(`${chat.url}/local/page.js`);
    const again = await fetch(`${chat.url}/local/page.js`, {
      headers: { 'if-none-match': script.headers.get('etag') ?? '' },
    });
    expect([script.status, again.status]).toEqual([200, 304]);
    expect((await fetch(`${chat.url}/local/adaptivecards.js`)).headers.get('content-type')).toContain(
      'javascript',
    );
    for (const path of ['/local/tsconfig.json', '/local/..%2flocal-chat.ts', '/page/page.js', '/local/'])
      expect((await fetch(`${chat.url}${path}`)).status).toBe(404);
  });
});
