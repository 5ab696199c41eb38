/** Messages and events as Teams sends them, over HTTP. */
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { type BotHarness, startBot } from '../../test/support/bot-harness.ts';
import {
  activity,
  botAccount,
  homeTenantId,
  installation,
  membership,
  message,
} from '../../test/support/fake-activities.ts';
import { createStubAssistant, type StubAssistant } from '../../test/support/stub-assistant.ts';

describe('the bot', () => {
  let bot: BotHarness;
  let assistant: StubAssistant;
  let place: { serviceUrl: string };
  const texts = () => bot.teams.messages().map(({ body }) => String(body.text));

  beforeEach(async () => {
    assistant = createStubAssistant();
    bot = await startBot(assistant);
    place = { serviceUrl: bot.teams.url };
  });
  afterEach(() => bot.close());

  it.each([
    ['personal', 'a:personal-officer-1'],
    ['group', '19:group@thread.v2'],
    ['channel', '19:channel@thread.tacv2;messageid=1700000000000'],
  ] as const)('asks the assistant with who, where and in which scope: %s', async (scope, threadId) => {
    await bot.post(message({ ...place, scope }, 'who uses NEC?'));
    expect(assistant.questions).toEqual([
      {
        text: 'who uses NEC?',
        officer: { tenantId: homeTenantId, userId: 'aad-officer-1' },
        threadId,
        scope,
        boroughHint: null,
        // Replies of one channel share the installed conversation.
        conversationKey: `${homeTenantId}|${threadId.split(';')[0]}`,
      },
    ]);
    expect(bot.teams.messages()[0]?.path).toContain(encodeURIComponent(threadId));
  });

  it.each([
    'personal',
    'group',
    'channel',
  ] as const)('welcomes once in a %s conversation, whichever event comes first', async (scope) => {
    const events = [
      installation({ ...place, scope }, 'add'),
      membership({ ...place, scope }, 'membersAdded'),
    ];
    for (const event of events) await bot.post(event);
    expect(texts()).toHaveLength(1);
    await bot.post(installation({ ...place, scope }, 'remove'));
    bot.teams.clear();
    for (const event of events.toReversed()) await bot.post({ ...event, id: `again-${String(event['id'])}` });
    expect(texts()).toHaveLength(1);
    expect(texts()[0]).toContain('procurement assistant');
  });

  it('welcomes once when both events arrive at the same moment', async () => {
    await Promise.all([bot.post(installation(place, 'add')), bot.post(membership(place, 'membersAdded'))]);
    expect(texts()).toHaveLength(1);
  });

  it('does not welcome when somebody else joins, or on an upgrade', async () => {
    await bot.post(membership({ ...place, scope: 'channel' }, 'membersAdded', '29:somebody'));
    await bot.post(installation({ ...place, scope: 'channel' }, 'add-upgrade'));
    expect(bot.teams.requests).toEqual([]);
  });

  it('keeps where it is installed, and forgets it on removal', async () => {
    const channel = { ...place, scope: 'channel' as const };
    const key = `${homeTenantId}|19:channel@thread.tacv2`;
    await bot.post(installation(channel, 'add'));
    expect(await bot.services.conversations.get(key)).toMatchObject({
      isInstalled: true,
      isWelcomed: true,
      reference: { scope: 'channel', serviceUrl: bot.teams.url, botId: botAccount.id, userId: null },
    });
    await bot.post(membership(channel, 'membersRemoved'));
    expect(await bot.services.conversations.get(key)).toMatchObject({ isInstalled: false });
    expect(await bot.services.conversations.list(null)).toEqual([]);
  });

  it('stops sending to a channel that was deleted', async () => {
    const channel = { ...place, scope: 'channel' as const };
    await bot.post(installation(channel, 'add'));
    await bot.post(
      activity(channel, 'conversationUpdate', {
        channelData: {
          tenant: { id: homeTenantId },
          eventType: 'channelDeleted',
          channel: { id: '19:channel@thread.tacv2' },
          team: { id: '19:team@thread.tacv2' },
        },
      }),
    );
    expect(await bot.services.conversations.list(homeTenantId)).toEqual([]);
  });

  it('works on an activity once however often it is delivered', async () => {
    const twice = message(place, 'who uses NEC?');
    await Promise.all([bot.post(twice), bot.post(twice)]);
    expect((await bot.post(twice)).status).toBe(200);
    expect(assistant.questions).toHaveLength(1);
    expect(texts()).toHaveLength(1);
  });

  it('lets edits, deletions and reactions pass without a word', async () => {
    const first = message(place, 'who uses NEC?');
    await bot.post(first);
    bot.teams.clear();
    for (const type of [
      'messageUpdate',
      'messageDelete',
      'messageReaction',
      'event',
      'endOfConversation',
      'trace',
    ])
      expect((await bot.post({ ...first, type })).status).toBe(200);
    expect(bot.teams.requests).toEqual([]);
    expect(assistant.questions).toHaveLength(1);
  });

  it('answers a file without words politely, and shows how to ask when only mentioned', async () => {
    await bot.post(
      message(place, '', {
        attachments: [{ contentType: 'application/vnd.microsoft.teams.file.download.info', content: {} }],
      }),
    );
    await bot.post(message({ ...place, scope: 'channel' }, ''));
    expect(texts()[0]).toContain('I cannot read files');
    expect(texts()[1]).toContain('Ask in your own words');
    expect(assistant.questions).toEqual([]);
  });

  it('treats a button of an older client like typed words', async () => {
    await bot.post(message(place, '', { text: null, value: { verb: 'ask', message: 'and Bromley?' } }));
    await bot.post(message(place, '', { text: null, value: { verb: 'explode' } }));
    expect(assistant.questions.map(({ text }) => text)).toEqual(['and Bromley?']);
    expect(texts()[1]).toContain('older card');
  });

  it('keeps tenants apart when they use the same conversation id', async () => {
    await bot.post(message({ ...place, tenantId: 'tenant-a' }, 'one', { id: 'same' }));
    await bot.post(message({ ...place, tenantId: 'tenant-b' }, 'two', { id: 'same' }));
    expect(assistant.questions.map(({ officer }) => officer.tenantId)).toEqual(['tenant-a', 'tenant-b']);
  });
});

describe('when something breaks', () => {
  it('the officer reads one sentence with the reference the log has', async () => {
    const failure = Object.assign(new Error('no connection to the database'), {
      code: 'DATABASE_UNAVAILABLE',
    });
    const bot = await startBot(createStubAssistant(() => Promise.reject(failure)));
    expect((await bot.post(message({ serviceUrl: bot.teams.url }, 'secret words'))).status).toBe(200);
    const [sent] = bot.teams.messages();
    const reference = /E-[2-9A-Z]{6}/.exec(String(sent?.body.text))?.[0];
    expect(reference).toBeDefined();
    expect(bot.log.filter(({ level }) => level === 'error')).toEqual([
      {
        level: 'error',
        text: 'turn failed',
        fields: expect.objectContaining({
          reference,
          code: 'DATABASE_UNAVAILABLE',
          cause: 'no connection to the database',
        }),
      },
    ]);
    expect(JSON.stringify(bot.log)).not.toContain('secret words');
    expect(JSON.stringify(sent?.body)).not.toContain('database');
    await bot.close();
  });

  it('a store that fails costs the officer nothing but “show more”', async () => {
    const fail = () => Promise.reject(new Error('store is down'));
    const bot = await startBot(
      createStubAssistant(),
      {},
      {
        seen: { firstTime: fail },
        answers: {
          keep: fail,
          get: fail,
          linkActivity: fail,
          answerIdOf: fail,
          replyTo: fail,
          forgetQuestion: fail,
        },
        conversations: { remember: fail, markWelcomed: fail, markUninstalled: fail, get: fail, list: fail },
      },
    );
    await bot.post(message({ serviceUrl: bot.teams.url }, 'who uses NEC?'));
    expect(bot.teams.messages()).toHaveLength(1);
    expect(bot.teams.messages()[0]?.body.text).toContain('3 boroughs use NEC Housing');
    await bot.close();
  });
});
