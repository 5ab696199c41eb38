import { randomBytes } from 'node:crypto';
import { afterEach, describe, expect, it } from 'vitest';
import { readEvents } from '../../test/support/chat-events.ts';
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

describe('asking', () => {
  it('turns typed text into an activity like one of Teams and brings the reply back', async () => {
    const chat = await start(async ({ activity, reply }) => {
      if (activity.type !== 'message') return;
      await reply({ type: 'typing' });
      await reply({ type: 'message', text: '**Hillingdon** uses it.' });
    });
    const session = newSession();
    const page = await readEvents(chat.url, session);
    const sent = await post(chat.url, { ...session, kind: 'text', text: ' who uses it? ' });
    expect(sent).toEqual({ status: 200, body: { ok: true } });
    const answer = await page.waitFor(({ kind }) => kind === 'activity');
    expect(answer.data).toMatchObject({ activity: { type: 'message', text: '**Hillingdon** uses it.' } });
    await page.waitFor(({ kind }) => kind === 'idle');
    expect(page.events.map(({ data }) => data['kind'])).toEqual(
      ['idle', 'said', 'typing', 'activity', 'idle'].slice(page.events[0]?.data['kind'] === 'idle' ? 0 : 1),
    );
    expect(chat.received.find(({ type }) => type === 'message')).toMatchObject({
      channelId: 'msteams',
      text: 'who uses it?',
      serviceUrl: `${chat.url}/local/connector`,
      from: { id: `29:local-${session.user}` },
      conversation: {
        id: `a:local-${session.conversation}`,
        conversationType: 'personal',
        tenantId: 'local',
      },
      channelData: { tenant: { id: 'local' } },
    });
  });

  it('tells the bot once that it was installed, in both ways of Teams', async () => {
    const chat = await start();
    const session = newSession();
    await readEvents(chat.url, session);
    await readEvents(chat.url, session);
    await expect
      .poll(() => chat.received.map(({ type }) => type))
      .toEqual(['installationUpdate', 'conversationUpdate']);
  });

  it('gives every activity an id of its own', async () => {
    const chat = await start();
    for (const session of [newSession(), newSession()])
      for (const text of ['one', 'two']) await post(chat.url, { ...session, kind: 'text', text });
    expect(new Set(chat.received.map(({ id }) => id)).size).toBe(4);
  });

  it('waits for a bot that is still loading and offers the same activity again', async () => {
    let calls = 0;
    const chat = await start(() => {
      calls += 1;
      return calls < 3 ? { status: 503, retryAfter: '0' } : undefined;
    });
    expect(await post(chat.url, { ...newSession(), kind: 'text', text: 'hello' })).toMatchObject({
      status: 200,
    });
    expect(new Set(chat.received.map(({ id }) => id)).size).toBe(1);
  });

  it.each([
    ['still loading', { status: 503, retryAfter: '60' }, 'starting'],
    ['refused', { status: 400 }, 'could not take'],
    ['broken', { status: 500 }, 'could not take'],
  ])('says in one sentence that the bot is %s', async (_name, result, words) => {
    const chat = await start(() => result);
    const sent = await post(chat.url, { ...newSession(), kind: 'text', text: 'secret words' });
    expect(sent.status).toBe(502);
    expect(sent.body['message']).toContain(words);
    expect(JSON.stringify(chat.warnings)).not.toContain('secret words');
  });
});

describe('buttons', () => {
  const card = { type: 'AdaptiveCard', version: '1.5', body: [] };
  const press = {
    kind: 'execute',
    activityId: 'x-1',
    actionId: null,
    verb: 'ask',
    data: { verb: 'ask', message: 'and Bromley?' },
  };

  it('sends Action.Execute as an invoke and puts the returned card in place of the old one', async () => {
    const chat = await start(({ activity }) =>
      activity.type === 'invoke'
        ? {
            status: 200,
            body: { statusCode: 200, type: 'application/vnd.microsoft.card.adaptive', value: card },
          }
        : undefined,
    );
    const session = newSession();
    const page = await readEvents(chat.url, session);
    expect(await post(chat.url, { ...session, ...press })).toMatchObject({ status: 200 });
    const event = await page.waitFor(({ kind }) => kind === 'card');
    expect(event.data).toEqual({ kind: 'card', activityId: 'x-1', card });
    expect(chat.received.at(-1)).toMatchObject({
      name: 'adaptiveCard/action',
      replyToId: 'x-1',
      value: { action: { type: 'Action.Execute', verb: 'ask', data: press.data }, trigger: 'manual' },
    });
  });

  it('shows a returned sentence, and passes on an error of the bot', async () => {
    const results = [
      { statusCode: 200, type: 'application/vnd.microsoft.activity.message', value: 'Noted.' },
      {
        statusCode: 400,
        type: 'application/vnd.microsoft.error',
        value: { code: 'Old', message: 'This card is too old.' },
      },
    ];
    const chat = await start(({ activity }) => {
      const body = activity.type === 'invoke' ? results.shift() : undefined;
      return body === undefined ? undefined : { status: 200, body };
    });
    const session = newSession();
    const page = await readEvents(chat.url, session);
    await post(chat.url, { ...session, ...press });
    expect((await page.waitFor(({ kind }) => kind === 'notice')).data['text']).toBe('Noted.');
    expect(await post(chat.url, { ...session, ...press })).toEqual({
      status: 200,
      body: { ok: false, code: 'delivered', message: 'This card is too old.' },
    });
  });

  it('sends Action.Submit as a message with a value; imBack types on the officer’s behalf', async () => {
    const chat = await start();
    const session = newSession();
    await post(chat.url, {
      ...session,
      kind: 'submit',
      activityId: 'x-1',
      data: { verb: 'ask', message: 'hi' },
    });
    const spoken = { msteams: { type: 'imBack', value: 'help' } };
    await post(chat.url, { ...session, kind: 'submit', activityId: 'x-1', data: spoken });
    expect(chat.received[0]).toMatchObject({
      type: 'message',
      replyToId: 'x-1',
      value: { verb: 'ask', message: 'hi' },
    });
    expect(chat.received[0]).not.toHaveProperty('text');
    expect(chat.received[1]).toMatchObject({ type: 'message', text: 'help', value: {} });
  });

  it('sends feedback the way Teams does', async () => {
    const chat = await start(() => ({ status: 200, body: {} }));
    await post(chat.url, {
      ...newSession(),
      kind: 'feedback',
      activityId: 'x-1',
      reaction: 'dislike',
      text: 'wrong "year"',
    });
    expect(chat.received[0]).toMatchObject({
      type: 'invoke',
      name: 'message/submitAction',
      replyToId: 'x-1',
      value: {
        actionName: 'feedback',
        actionValue: { reaction: 'dislike', feedback: '{"feedbackText":"wrong \\"year\\""}' },
      },
    });
  });
});

describe('the connector', () => {
  it('takes posts in both forms, updates and deletions', async () => {
    const statuses: number[] = [];
    const chat = await start(async ({ activity, call, reply }) => {
      if (activity.type !== 'message') return;
      const first = await reply({ type: 'message', text: 'one' });
      const second = await call('POST', '', { type: 'message', text: 'two' });
      const changed = await call('PUT', `/${first.id}`, { type: 'message', text: 'one, corrected' });
      const gone = await call('DELETE', `/${first.id}`);
      statuses.push(first.status, second.status, changed.status, gone.status);
    });
    const session = newSession();
    const page = await readEvents(chat.url, session);
    await post(chat.url, { ...session, kind: 'text', text: 'go' });
    await page.waitFor(({ kind }) => kind === 'delete');
    expect(statuses).toEqual([201, 201, 200, 200]);
    const kinds = page.events.map(({ data }) => data['kind']).filter((kind) => kind !== 'idle');
    expect(kinds).toEqual(['said', 'activity', 'activity', 'update', 'delete']);
    const ids = page.events.map(({ data }) => data['activityId']).filter((id) => id !== undefined);
    expect(ids).toEqual([ids[0], ids[1], ids[0], ids[0]]);
  });

  it('answers as Teams does: unknown conversation 404, not an activity 400, too big 413', async () => {
    const chat = await start();
    const session = newSession();
    await readEvents(chat.url, session);
    const base = `${chat.url}/local/connector/v3/conversations`;
    const own = `${base}/${encodeURIComponent(`a:local-${session.conversation}`)}/activities`;
    async function send(address: string, body: unknown): Promise<[number, unknown]> {
      const response = await fetch(address, {
        method: 'POST',
        headers: { 'content-type': 'application/json' },
        body: JSON.stringify(body),
      });
      const { error } = (await response.json()) as { error: { code: string } };
      return [response.status, error.code];
    }
    expect(await send(`${base}/a%3Alocal-0/activities`, { type: 'message' })).toEqual([
      404,
      'ConversationNotFound',
    ]);
    expect(await send(own, ['message'])).toEqual([400, 'BadArgument']);
    expect(await send(own, { type: 'message', text: 'x'.repeat(170_000) })).toEqual([
      413,
      'MessageSizeTooBig',
    ]);
  });
});

describe('events', () => {
  it('resume after the last one seen, and replay everything on a reload', async () => {
    const chat = await start(async ({ activity, reply }) => {
      if (activity.type === 'message')
        await reply({ type: 'message', text: `re: ${String(activity['text'])}` });
    });
    const session = newSession();
    for (const text of ['one', 'two']) await post(chat.url, { ...session, kind: 'text', text });
    const all = await readEvents(chat.url, session);
    await all.waitFor(({ activity }) => (activity as { text: string } | undefined)?.text === 're: two');
    expect(all.events.filter(({ id }) => id !== null)).toHaveLength(4);
    const resumed = await readEvents(chat.url, session, all.events[1]?.id ?? '');
    await resumed.waitFor(({ activity }) => (activity as { text: string } | undefined)?.text === 're: two');
    expect(resumed.events.filter(({ id }) => id !== null)).toHaveLength(2);
  });

  it('keep the line alive with a heartbeat', async () => {
    const chat = await start(() => undefined, { heartbeatMs: 10 });
    const page = await readEvents(chat.url, newSession());
    await expect.poll(() => page.raw()).toContain(': still here');
  });

  it('belong to one officer: another session cannot listen in or write', async () => {
    const chat = await start();
    const session = newSession();
    await readEvents(chat.url, session);
    const stranger = { ...session, user: newSession().user };
    expect((await readEvents(chat.url, stranger)).status).toBe(403);
    expect((await post(chat.url, { ...stranger, kind: 'text', text: 'hi' })).status).toBe(403);
  });

  it('end for the least recently used chat when there are too many', async () => {
    const chat = await start(() => undefined, { maxConversations: 2 });
    const first = await readEvents(chat.url, newSession());
    await readEvents(chat.url, newSession());
    await readEvents(chat.url, newSession());
    await expect(first.ended).resolves.toBeUndefined();
  });
});
