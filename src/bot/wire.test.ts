/** What really reaches Teams: through the real adapter to a fake connector, because test adapters do not serialise. */
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { type BotHarness, startBot } from '../../test/support/bot-harness.ts';
import { message } from '../../test/support/fake-activities.ts';
import { type FakeTeams, startFakeTeams } from '../../test/support/fake-teams.ts';
import { createStubAssistant, stubAnswer } from '../../test/support/stub-assistant.ts';
import { answerActivity } from './activities.ts';
import { createAdapter } from './adapter.ts';
import { type IncomingActivity, readActivity } from './incoming.ts';
import { createSender } from './sender.ts';

const labelled = stubAnswer(3, { writtenByModel: true });

function incomingOf(raw: unknown): IncomingActivity {
  const read = readActivity(raw);
  if (!read.ok) throw new TypeError(read.reason);
  return read.activity;
}

describe('a message over the wire', () => {
  let bot: BotHarness;

  beforeEach(async () => {
    bot = await startBot(createStubAssistant(() => labelled));
  });
  afterEach(() => bot.close());

  it('carries text, card, every citation, the AI label and the feedback buttons', async () => {
    expect(await bot.post(message({ serviceUrl: bot.teams.url }, 'who uses NEC?'))).toEqual({
      status: 200,
      body: null,
    });
    const [sent] = bot.teams.messages();
    const expected = answerActivity({ ...labelled, id: 'A-STUB42-1' });
    expect(sent?.path).toMatch(/^\/v3\/conversations\/a%3Apersonal-officer-1\/activities\/f%3A\d+$/);
    expect(sent?.body.text).toBe(expected.text);
    expect(sent?.body.textFormat).toBe('markdown');
    expect(sent?.body.entities).toEqual(JSON.parse(JSON.stringify(expected.entities)));
    expect(sent?.body.entities[0].additionalType).toEqual(['AIGeneratedContent']);
    expect(sent?.body.entities[0].citation[2].appearance).toEqual({
      '@type': 'DigitalDocument',
      name: 'Housing management system, fictional notice 3',
      abstract:
        'Example Notices – 2025-03-01 – The contract runs until 31 March 2028 with an option to extend by 24 months.',
      url: 'https://notices.example.org/record/3',
    });
    expect(sent?.body.attachments).toEqual(JSON.parse(JSON.stringify(expected.attachments)));
    expect(sent?.body.channelData).toEqual({ feedbackLoopEnabled: true, feedbackLoop: { type: 'default' } });
  });

  it('shows the typing sign before the answer and not after', async () => {
    await bot.post(message({ serviceUrl: bot.teams.url }, 'who uses NEC?'));
    expect(bot.teams.requests.map(({ body }) => body.type)).toEqual(['typing', 'message']);
  });

  it.each([
    ['a 503', { kind: 'status', status: 503 }],
    ['a 500', { kind: 'status', status: 500 }],
    ['a 429 with Retry-After', { kind: 'status', status: 429, headers: { 'retry-after': '1' } }],
    ['a reset after reading', { kind: 'reset-after-read' }],
  ] as const)('is posted once on %s; only the apology follows', async (_name, fault) => {
    bot.teams.failNext(fault);
    expect((await bot.post(message({ serviceUrl: bot.teams.url }, 'who uses NEC?'))).status).toBe(200);
    const texts = bot.teams.messages().map(({ body }) => String(body.text).slice(0, 20));
    expect(texts).toEqual(['3 boroughs use NEC H', 'Something went wrong']);
  });

  it('is not carried to another address by a redirect', async () => {
    const elsewhere = await startFakeTeams();
    bot.teams.failAlways({
      kind: 'status',
      status: 307,
      headers: { location: `${elsewhere.url}/v3/conversations/x/activities` },
    });
    await bot.post(message({ serviceUrl: bot.teams.url }, 'who uses NEC?'));
    expect(elsewhere.requests).toEqual([]);
    await elsewhere.close();
  });

  it('survives a connector that is not there', async () => {
    const closed = await startFakeTeams();
    await closed.close();
    expect((await bot.post(message({ serviceUrl: closed.url }, 'who uses NEC?'))).status).toBe(200);
    expect(bot.log.filter(({ level }) => level === 'error').length).toBeGreaterThan(0);
    expect((await bot.post(message({ serviceUrl: bot.teams.url }, 'still there?'))).status).toBe(200);
    expect(bot.teams.messages()).toHaveLength(1);
  });
});

describe('the sender', () => {
  let teams: FakeTeams;

  beforeEach(async () => {
    teams = await startFakeTeams();
  });
  afterEach(() => teams.close());

  async function inTurn(
    serviceUrl: string,
    policyIsLocal: boolean,
    work: (
      sender: ReturnType<typeof createSender>,
      context: Parameters<ReturnType<typeof createSender>['send']>[0],
    ) => Promise<void>,
  ): Promise<void> {
    const adapter = createAdapter({ bot: null, identity: {}, clock: { now: () => new Date() } });
    const sender = createSender(adapter.ConnectorClientKey, { isLocal: policyIsLocal, extraHosts: [] }, 200);
    const incoming = incomingOf(message({ serviceUrl }, 'hello'));
    const caller = await adapter.identify('', incoming);
    if (caller.kind !== 'proven') throw new TypeError(caller.kind);
    await adapter.runTurn(caller.result, incoming, (context) => work(sender, context));
  }

  it('keeps citations in updates too', async () => {
    await inTurn(teams.url, true, (sender, context) =>
      sender.update(context, '1:earlier', answerActivity(labelled)),
    );
    const [sent] = teams.requests;
    expect(sent?.method).toBe('PUT');
    expect(sent?.path).toBe('/v3/conversations/a%3Apersonal-officer-1/activities/1%3Aearlier');
    expect(sent?.body.entities[0].citation).toHaveLength(3);
    expect(sent?.body.entities[0].additionalType).toEqual(['AIGeneratedContent']);
  });

  it('refuses an address the policy does not allow, whoever asks', async () => {
    await inTurn(teams.url, false, async (sender, context) => {
      await expect(sender.send(context, { type: 'typing' })).rejects.toMatchObject({
        code: 'SERVICE_URL_REFUSED',
      });
    });
    expect(teams.requests).toEqual([]);
  });

  it('gives up on a connector that does not answer', async () => {
    teams.failNext({ kind: 'delay', milliseconds: 2_000 });
    await inTurn(teams.url, true, async (sender, context) => {
      await expect(sender.send(context, answerActivity(labelled))).rejects.toMatchObject({
        code: 'SEND_TIMEOUT',
      });
    });
  });
});
