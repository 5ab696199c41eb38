/** Posts without being asked, through the real adapter to a fake Teams: what arrives, and what each answer is called. */
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { type FakeTeams, type Fault, startFakeTeams } from '../../test/support/fake-teams.ts';
import { plainRender } from '../../test/support/plain-render.ts';
import type { OutgoingDelivery } from '../alerts/delivery/outcome.ts';
import { type ConversationReference, createMemoryConversationStore } from './conversations.ts';
import { mayRepeatWords } from './delivery-message.ts';
import { createProactiveSender, type ProactiveSettings } from './proactive-sender.ts';
import { readRetryAfter } from './send-outcome.ts';

const silent = () => undefined;
const log = { debug: silent, info: silent, warn: silent, error: silent };
const key = 'tenant|19:channel@thread.tacv2';

function reference(serviceUrl: string): ConversationReference {
  return {
    key,
    tenantId: 'tenant',
    conversationId: '19:channel@thread.tacv2',
    scope: 'channel',
    serviceUrl,
    channelId: 'msteams',
    botId: '28:bot',
    userId: null,
    teamId: '19:team@thread.tacv2',
  };
}

const delivery: OutgoingDelivery = {
  key: 'd-1',
  conversationKey: key,
  content: { words: 'Three contracts end soon' },
  form: { mayRepeat: false, isSmaller: false },
  serviceUrl: null,
};

describe('a message nobody asked for', () => {
  let teams: FakeTeams;

  beforeEach(async () => {
    teams = await startFakeTeams();
  });
  afterEach(() => teams.close());

  async function senderFor(settings: Partial<ProactiveSettings> = {}, serviceUrl = teams.url) {
    const conversations = createMemoryConversationStore();
    await conversations.remember(reference(serviceUrl));
    return createProactiveSender({
      bot: null,
      conversations,
      render: plainRender,
      log,
      clock: { now: () => new Date() },
      ...settings,
    });
  }

  it('is a card alone with its summary, posted to the channel as a thread of its own', async () => {
    const sender = await senderFor();
    expect(await sender.post(delivery)).toEqual({ kind: 'accepted', activityId: '1:activity-1' });
    const [sent] = teams.requests;
    expect(sent?.method).toBe('POST');
    expect(sent?.path).toBe('/v3/conversations/19%3Achannel%40thread.tacv2/activities');
    expect(sent?.body.text ?? '').toBe('');
    expect(sent?.body.replyToId).toBeUndefined();
    expect(sent?.body.summary).toBe('Three contracts end soon');
    expect(sent?.body.attachments).toHaveLength(1);
    expect(sent?.body.conversation.tenantId).toBe('tenant');
  });

  it('is updated in place, and says when it may repeat', async () => {
    const sender = await senderFor();
    const marked = { ...delivery, form: { mayRepeat: true, isSmaller: false } };
    expect(await sender.update(marked, '1:earlier')).toMatchObject({ kind: 'accepted' });
    const [sent] = teams.requests;
    expect(sent?.method).toBe('PUT');
    expect(decodeURIComponent(sent?.path ?? '')).toContain('/activities/1:earlier');
    expect(sent?.body.summary).toBe('May repeat: Three contracts end soon');
    expect(JSON.stringify(sent?.body.attachments[0].content.body[0])).toContain(mayRepeatWords);
  });

  const status = (code: number, body?: object, headers?: Record<string, string>): Fault => ({
    kind: 'status',
    status: code,
    ...(body === undefined ? {} : { body }),
    ...(headers === undefined ? {} : { headers }),
  });
  const forbidden = (code: string) => status(403, { error: { code, message: 'no' } });
  it.each([
    [
      '429 with seconds',
      status(429, undefined, { 'retry-after': '7' }),
      { kind: 'throttled', retryAfterMilliseconds: 7_000 },
    ],
    ['429 without', status(429), { kind: 'throttled', retryAfterMilliseconds: null }],
    ['412', status(412), { kind: 'busy', code: 'PreconditionFailed' }],
    ['413', status(413), { kind: 'refused', code: 'MessageSizeTooBig' }],
    ['400', status(400), { kind: 'refused', code: 'BadArgument' }],
    ['401', status(401), { kind: 'refused', code: 'BotNotRegistered' }],
    ['404', status(404), { kind: 'refused', code: 'ConversationNotFound' }],
    ['409', status(409), { kind: 'refused', code: 'Refused' }],
    ['403 disabled', forbidden('BotDisabledByAdmin'), { kind: 'refused', code: 'BotDisabledByAdmin' }],
    [
      '403 not in the roster',
      forbidden('BotNotInConversationRoster'),
      { kind: 'refused', code: 'BotNotInConversationRoster' },
    ],
    ['403 wrong host', forbidden('InvalidBotApiHost'), { kind: 'refused', code: 'InvalidBotApiHost' }],
    ['403 nobody described', forbidden('Whatever'), { kind: 'refused', code: 'Forbidden' }],
    [
      '403 of the 209 form',
      status(403, { errorCode: 209, message: '{"subCode":"MessageWritesBlocked","details":null}' }),
      { kind: 'refused', code: 'MessageWritesBlocked' },
    ],
    ['403 without a body', status(403, {}), { kind: 'refused', code: 'Forbidden' }],
    ['500', status(500), { kind: 'unknown', code: 'Http500' }],
    ['502', status(502), { kind: 'unknown', code: 'Http502' }],
    ['503', status(503), { kind: 'unknown', code: 'Http503' }],
    [
      '503 that names a time',
      status(503, undefined, { 'retry-after': '2' }),
      { kind: 'throttled', retryAfterMilliseconds: 2_000 },
    ],
    ['504', status(504), { kind: 'unknown', code: 'Http504' }],
    ['a reset', { kind: 'reset-after-read' } as Fault, { kind: 'unknown', code: 'ConnectionLost' }],
    [
      'no answer in time',
      { kind: 'delay', milliseconds: 900 } as Fault,
      { kind: 'unknown', code: 'TimeOut' },
    ],
  ] as const)('names %s, after one request', async (_name, fault, outcome) => {
    const sender = await senderFor(fault.kind === 'delay' ? { timeoutMilliseconds: 100 } : {});
    teams.failAlways(fault);
    expect(await sender.post(delivery)).toEqual(outcome);
    expect(teams.requests).toHaveLength(1);
  });

  it('is known not to be sent when nothing was written', async () => {
    const gone = await startFakeTeams();
    await gone.close();
    expect(await (await senderFor({}, gone.url)).post(delivery)).toEqual({
      kind: 'busy',
      code: 'NotConnected',
    });
    const unregistered = {
      id: 'app',
      password: 'secret',
      type: 'SingleTenant',
      ownTenantId: 'tenant',
      allowedTenantIds: [],
    } as const;
    const withoutToken = await senderFor({
      bot: unregistered,
      extraServiceHosts: [teams.host],
      identity: {
        credentialsFactory: {
          isValidAppId: async () => true,
          isAuthenticationDisabled: async () => false,
          createCredentials: async () => {
            throw new RangeError('no token');
          },
        },
      },
    });
    expect(await withoutToken.post(delivery)).toEqual({ kind: 'busy', code: 'NotSent' });
    expect(teams.requests).toEqual([]);
  });

  it('goes to no address but those of the policy, whatever the reference or the other host says', async () => {
    const sender = await senderFor({}, 'https://evil.example.org');
    expect(await sender.post(delivery)).toEqual({ kind: 'refused', code: 'ServiceUrlRefused' });
    const local = await senderFor();
    expect(
      await local.post({ ...delivery, serviceUrl: 'https://smba.infra.gcc.teams.microsoft.com' }),
    ).toEqual({
      kind: 'refused',
      code: 'ServiceUrlRefused',
    });
  });

  it('is not sent where the assistant is not installed, nor when it cannot be drawn', async () => {
    const conversations = createMemoryConversationStore();
    const sender = await senderFor({ conversations });
    expect(await sender.post(delivery)).toEqual({ kind: 'refused', code: 'NotInstalled' });
    await conversations.remember(reference(teams.url));
    await conversations.markUninstalled(key);
    expect(await sender.post(delivery)).toEqual({ kind: 'refused', code: 'NotInstalled' });
    const undrawn = await senderFor();
    expect(await undrawn.post({ ...delivery, content: 'not ours' })).toEqual({
      kind: 'refused',
      code: 'RenderFailed',
    });
    expect(teams.requests).toEqual([]);
  });

  it('is cut down to its words when its drawing does not get smaller by itself', async () => {
    const sender = await senderFor();
    const long = { words: 'word '.repeat(8_000) };
    await sender.post({ ...delivery, content: long });
    await sender.post({ ...delivery, content: long, form: { mayRepeat: false, isSmaller: true } });
    const [whole, cut] = teams.requests.map(({ raw }) => raw.length);
    expect(whole ?? 0).toBeGreaterThan(40_000);
    expect(cut ?? 0).toBeLessThan(10_000);
  });
});

describe('a strict Teams', () => {
  it('takes the smaller form of what was too big, knows its messages, and slows a conversation down', async () => {
    const teams = await startFakeTeams({
      maxBytes: 40_000,
      knowsItsActivities: true,
      perSecond: { posts: 1, retryAfter: '2' },
    });
    const conversations = createMemoryConversationStore();
    await conversations.remember(reference(teams.url));
    const sender = createProactiveSender({
      bot: null,
      conversations,
      render: plainRender,
      log,
      clock: { now: () => new Date() },
    });
    const long = { ...delivery, content: { words: 'word '.repeat(8_000) } };
    expect(await sender.post(long)).toEqual({ kind: 'refused', code: 'MessageSizeTooBig' });
    const smaller = { ...long, form: { mayRepeat: false, isSmaller: true } };
    expect(await sender.post(smaller)).toEqual({ kind: 'accepted', activityId: '1:activity-1' });
    expect(await sender.update(delivery, '1:nobody')).toEqual({
      kind: 'refused',
      code: 'ActivityNotFoundInConversation',
    });
    expect(await sender.update(delivery, '1:activity-1')).toMatchObject({ kind: 'accepted' });
    expect(teams.shown()).toMatchObject([{ activityId: '1:activity-1', bodies: [{}, {}] }]);
    const hurried = await Promise.all(Array.from({ length: 5 }, () => sender.post(delivery)));
    expect(hurried).toContainEqual({ kind: 'throttled', retryAfterMilliseconds: 2_000 });
    await teams.close();
  });
});

describe('Retry-After', () => {
  it.each([
    ['3', 3_000],
    ['0', 0],
    ['-4', 0],
    ['99999999', 3_600_000],
    ['Mon, 23 Nov 2026 09:00:10 GMT', 10_000],
    ['soon', null],
    ['', null],
    [null, null],
  ])('%s', (value, expected) => {
    expect(readRetryAfter(value, new Date('2026-11-23T09:00:00Z'))).toBe(expected);
  });
});
