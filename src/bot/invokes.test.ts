/** Every invoke Teams can send, over HTTP: none is answered 501, none without a body Teams understands. */
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { type BotHarness, startBot } from '../../test/support/bot-harness.ts';
import { cardProblems } from '../../test/support/card-checks.ts';
import { invoke, message } from '../../test/support/fake-activities.ts';
import { createStubAssistant, type StubAssistant, stubAnswer } from '../../test/support/stub-assistant.ts';
import { invokeNames } from './invokes.ts';

// biome-ignore lint/suspicious/noExplicitAny: answers are JSON of many shapes
type Answered = { status: number; body: any };

describe('invokes', () => {
  let bot: BotHarness;
  let assistant: StubAssistant;
  let place: { serviceUrl: string };

  async function send(name: string, value: unknown, fields: object = {}): Promise<Answered> {
    return await bot.post(invoke(place, name, value, { ...fields }));
  }
  function press(data: object, where: object = {}): Promise<Answered> {
    return send(
      'adaptiveCard/action',
      { action: { type: 'Action.Execute', data }, trigger: 'manual' },
      where,
    );
  }

  beforeEach(async () => {
    assistant = createStubAssistant(() => stubAnswer(23));
    bot = await startBot(assistant);
    place = { serviceUrl: bot.teams.url };
  });
  afterEach(() => bot.close());

  it.each([
    ...invokeNames,
    'message/unknown',
    'handoff/action',
    'config/fetch',
    'tab/fetch',
    '',
  ])('answers %s with 200 and an object, whatever its value', async (name) => {
    for (const value of [
      undefined,
      null,
      'text',
      [],
      7,
      {},
      { action: null },
      { actionValue: { reaction: 3 } },
    ]) {
      const answered = await send(name, value);
      expect(answered.status).toBe(200);
      expect(typeof answered.body).toBe('object');
      expect(answered.body).not.toBeNull();
    }
  });

  it('replaces the card by the answer to a button’s question', async () => {
    const answered = await press({ verb: 'ask', message: 'and Bromley?' }, { replyToId: '1:card' });
    expect(answered.body.statusCode).toBe(200);
    expect(answered.body.type).toBe('application/vnd.microsoft.card.adaptive');
    expect(cardProblems(answered.body.value)).toEqual([]);
    expect(assistant.questions[0]?.text).toBe('and Bromley?');
    expect(bot.teams.requests).toEqual([]);
  });

  it('turns the page of the answer that was given', async () => {
    await bot.post(message(place, 'who uses NEC?'));
    const answered = await press({ verb: 'page', answerId: 'A-STUB42-1', page: 3 });
    expect(JSON.stringify(answered.body.value)).toContain('Rows 15 to 21 of 23');
    expect(assistant.questions).toHaveLength(1);
  });

  it('does not open answers of another conversation, tenant or time', async () => {
    await bot.post(message(place, 'who uses NEC?'));
    const data = { verb: 'page', answerId: 'A-STUB42-1', page: 2 };
    for (const other of [{ user: 'officer-2' }, { tenantId: 'another' }, { scope: 'channel' as const }]) {
      const answered = (await bot.post(
        invoke({ ...place, ...other }, 'adaptiveCard/action', { action: { data } }),
      )) as Answered;
      expect(JSON.stringify(answered.body.value)).toContain('no longer kept');
    }
    expect(JSON.stringify((await press({ ...data, answerId: 'A-OLD' })).body.value)).toContain(
      'no longer kept',
    );
  });

  it.each([
    { verb: 'ask' },
    { verb: 'ask', message: '' },
    { verb: 'ask', message: ['x'] },
    { verb: 'ask', message: 'x'.repeat(3_000) },
    { verb: 'page', answerId: '../../x\u0000', page: 1 },
    { verb: 'page', answerId: 'A-1', page: -1 },
    { verb: 'delete-everything' },
    { message: 'no verb' },
  ])('says politely that a stale or forged button is not understood: %j', async (data) => {
    const answered = await press(data);
    expect(answered.status).toBe(200);
    expect(answered.body).toMatchObject({
      statusCode: 400,
      type: 'application/vnd.microsoft.error',
      value: { code: 'BadRequest' },
    });
    expect(assistant.questions).toEqual([]);
  });

  it('keeps feedback with the answer it is about, once however often it is sent', async () => {
    await bot.post(message(place, 'who uses NEC?'));
    const value = {
      actionName: 'feedback',
      actionValue: { reaction: 'dislike', feedback: '{"feedbackText":"the date is\\u0000 wrong"}' },
    };
    for (let times = 0; times < 2; times += 1)
      expect(await send('message/submitAction', value, { replyToId: '1:activity-2' })).toEqual({
        status: 200,
        body: {},
      });
    expect(bot.feedback.all()).toMatchObject([
      { answerId: 'A-STUB42-1', reaction: 'dislike', text: 'the date is wrong', userId: 'aad-officer-1' },
    ]);
  });

  it.each(['suggestedActions/submit', 'suggestedAction/submit'])('answers %s in the chat', async (name) => {
    expect((await send(name, { verb: 'ask', message: 'and Bromley?' })).body).toEqual({});
    expect(bot.teams.messages()).toHaveLength(1);
  });

  it('gives a sentence with a reference when the assistant fails', async () => {
    const failing = await startBot(createStubAssistant(() => Promise.reject(new Error('down'))));
    const answered = (await failing.post(
      invoke({ serviceUrl: failing.teams.url }, 'adaptiveCard/action', {
        action: { data: { verb: 'ask', message: 'x' } },
      }),
    )) as Answered;
    expect(answered.status).toBe(200);
    expect(answered.body).toMatchObject({ statusCode: 500, type: 'application/vnd.microsoft.error' });
    expect(answered.body.value.message).toMatch(/reference E-[2-9A-Z]{6}/);
    await failing.close();
  });
});
