/** The web server itself: health, readiness, bodies, headers, local mode. */
import { request as httpRequest } from 'node:http';
import { connect } from 'node:net';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type BotHarness, startBot } from '../../test/support/bot-harness.ts';
import { message } from '../../test/support/fake-activities.ts';
import { createStubAssistant } from '../../test/support/stub-assistant.ts';
import { createMemoryAnswerStore } from './answers.ts';
import { createMemoryConversationStore } from './conversations.ts';
import { createMemoryFeedbackStore } from './feedback.ts';
import { sendJson } from './http-route.ts';
import type { BotServices } from './ports.ts';
import { createMemorySeenActivities } from './seen.ts';
import { createServer, type ServerSettings } from './server.ts';

const silent = { debug() {}, info() {}, warn() {}, error() {} };
const services: BotServices = {
  assistant: createStubAssistant(),
  seen: createMemorySeenActivities(),
  conversations: createMemoryConversationStore(),
  answers: createMemoryAnswerStore(),
  feedback: createMemoryFeedbackStore(),
};
const settings: ServerSettings = {
  config: { host: '127.0.0.1', port: 0, bot: null },
  services,
  log: silent,
  clock: { now: () => new Date() },
  notReady: () => [],
};

/** A request with headers `fetch` would not let us set. */
function rawPost(url: string, headers: Record<string, string>, body: string): Promise<number> {
  return new Promise((resolve, reject) => {
    const sent = httpRequest(`${url}/api/messages`, { method: 'POST', headers }, (response) => {
      response.resume();
      resolve(response.statusCode ?? 0);
    });
    sent.on('error', reject);
    sent.end(body);
  });
}

describe('before everything is loaded', () => {
  it('lives at once, is not ready, and asks callers to come back', async () => {
    let provide: (value: BotServices) => void = () => undefined;
    const later = new Promise<BotServices>((resolve) => {
      provide = resolve;
    });
    const waiting: string[] = ['database'];
    const server = createServer({ ...settings, services: later, notReady: () => waiting });
    const { url } = await server.listen();
    const health = await fetch(`${url}/healthz`);
    expect([health.status, await health.json()]).toEqual([200, { status: 'ok' }]);
    const ready = await fetch(`${url}/readyz`);
    expect([ready.status, await ready.json()]).toEqual([
      503,
      { status: 'starting', notReady: ['Teams packages', 'database'] },
    ]);
    const early = await fetch(`${url}/api/messages`, { method: 'POST', body: 'anything' });
    expect([early.status, early.headers.get('retry-after')]).toEqual([503, '2']);
    waiting.pop();
    provide(services);
    await server.loaded();
    expect((await fetch(`${url}/readyz`)).status).toBe(200);
    await server.close();
    // Loading the Teams packages for the first time takes a busy machine several seconds.
  }, 60_000);

  it('says so when the services never come, and closes', async () => {
    const server = createServer({ ...settings, services: Promise.reject(new Error('no database')) });
    const { url } = await server.listen();
    await expect(server.loaded()).rejects.toThrow('no database');
    expect((await fetch(`${url}/readyz`)).status).toBe(503);
    expect((await fetch(`${url}/healthz`)).status).toBe(200);
    await server.close();
  }, 60_000);
});

describe('the server', () => {
  let bot: BotHarness;

  beforeAll(async () => {
    bot = await startBot(createStubAssistant(), {
      routes: [
        {
          method: 'GET',
          path: '/thing/:name',
          handle: (_request, response, parameters) => sendJson(response, 200, parameters),
        },
        {
          method: 'GET',
          path: '/broken',
          handle: () => Promise.reject(new Error('inner detail')),
        },
      ],
    });
  });
  afterAll(() => bot.close());

  const url = () => `${bot.url}/api/messages`;
  const json = { 'content-type': 'application/json' };

  it.each([
    ['nothing', '', 400],
    ['blanks', '  \n ', 400],
    ['broken JSON', '{"type":"message"', 400],
    ['a list', '[]', 400],
    ['null', 'null', 400],
    ['a text', '"message"', 400],
    ['a number', '7', 400],
    ['an empty object', '{}', 400],
    ['10,000 levels', `{"a":${'['.repeat(10_000)}${']'.repeat(10_000)}}`, 400],
    ['300 KB', `{"text":"${'x'.repeat(300_000)}"}`, 413],
    ['6 MB', `{"text":"${'x'.repeat(6_000_000)}"}`, 413],
    ['bytes that are not UTF-8', Buffer.from([0x7b, 0xff, 0xfe, 0x7d]), 400],
  ])('refuses %s politely', async (_name, body, status) => {
    let answered: number | 'cut' = 'cut';
    try {
      const response = await fetch(url(), { method: 'POST', headers: json, body });
      answered = response.status;
      expect(await response.json()).toMatchObject({ error: { message: expect.any(String) } });
    } catch (error) {
      // Far beyond the limit the connection may be cut before the client has finished writing.
      if (status !== 413) throw error;
    }
    if (answered !== 'cut') expect(answered).toBe(status);
  });

  it.each([
    [{ 'content-type': 'text/plain' }],
    [{ 'content-type': 'application/x-www-form-urlencoded' }],
    [{ 'content-type': 'application/json; charset=utf-16' }],
    [{ 'content-type': 'application/json', 'content-encoding': 'gzip' }],
  ])('takes JSON in UTF-8 only: %j', async (headers) => {
    const response = await fetch(url(), { method: 'POST', headers, body: '{}' });
    expect(response.status).toBe(415);
  });

  it('sets security headers on every answer, found or not', async () => {
    for (const path of ['/healthz', '/nowhere', '/thing/x']) {
      const { headers } = await fetch(`${bot.url}${path}`);
      expect(headers.get('x-content-type-options')).toBe('nosniff');
      expect(headers.get('x-frame-options')).toBe('DENY');
      expect(headers.get('content-security-policy')).toContain("default-src 'none'");
      expect(headers.get('server')).toBeNull();
    }
  });

  it('serves further routes with decoded parts, and hides their faults', async () => {
    expect(await (await fetch(`${bot.url}/thing/a%3A19%3Bx%2Fy`)).json()).toEqual({ name: 'a:19;x/y' });
    const broken = await fetch(`${bot.url}/broken`);
    const text = await broken.text();
    expect(broken.status).toBe(500);
    expect(text).toMatch(/Reference E-/);
    expect(text).not.toContain('inner detail');
  });

  it('does not run a method or a path it does not have', async () => {
    expect((await fetch(url())).status).toBe(405);
    expect((await fetch(`${bot.url}/nowhere`)).status).toBe(404);
    expect((await fetch(`${bot.url}/thing/%zz`)).status).toBeLessThan(500);
  });

  it('in local mode serves no page of another site and no other name of this machine', async () => {
    const body = JSON.stringify(message({ serviceUrl: bot.teams.url }, 'hello'));
    const { host } = new URL(bot.url);
    expect(await rawPost(bot.url, { ...json, host }, body)).toBe(200);
    expect(await rawPost(bot.url, { ...json, host: 'evil.example' }, body)).toBe(403);
    expect(await rawPost(bot.url, { ...json, host, origin: 'https://evil.example' }, body)).toBe(403);
    expect(await rawPost(bot.url, { ...json, host, origin: 'null' }, body)).toBe(403);
    expect(await rawPost(bot.url, { ...json, host, origin: bot.url }, body)).toBe(200);
  });

  it('in local mode sends to this machine only', async () => {
    for (const serviceUrl of [
      'https://smba.trafficmanager.net/uk/',
      'http://evil.example',
      'ftp://127.0.0.1',
      'x',
    ])
      expect((await bot.post(message({ serviceUrl }, 'hello'))).status).toBe(403);
  });

  it('says that a port is taken', async () => {
    const port = Number(new URL(bot.url).port);
    const second = createServer({ ...settings, config: { host: '127.0.0.1', port, bot: null } });
    await expect(second.listen()).rejects.toMatchObject({
      code: 'LISTEN',
      message: expect.stringContaining(`Port ${port} is in use`),
    });
  });

  it('lives through half requests and broken lines', async () => {
    for (const text of [
      'GARBAGE\r\n\r\n',
      'POST /api/messages HTTP/1.1\r\nhost: x\r\ncontent-length: 99\r\n\r\n{',
    ]) {
      await new Promise<void>((resolve) => {
        const socket = connect(Number(new URL(bot.url).port), '127.0.0.1', () => {
          socket.write(text);
          setTimeout(() => {
            socket.destroy();
            resolve();
          }, 20);
        });
        socket.on('error', () => resolve());
      });
    }
    expect((await fetch(`${bot.url}/healthz`)).status).toBe(200);
  });
});
