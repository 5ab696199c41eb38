/** Whole conversations with the real assistant through HTTP, in every scope, forms of cards included. */
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import type { Product } from '../src/compose.ts';
import type { BotHarness } from './support/bot-harness.ts';
import { cardProblems } from './support/card-checks.ts';
import { activity, invoke, message, type RawActivity } from './support/fake-activities.ts';
import { type RealBot, startRealBot } from './support/real-bot.ts';

let real: RealBot;
let bot: BotHarness;
let product: Product;

beforeAll(async () => {
  real = await startRealBot();
  ({ bot, product } = real);
});
afterAll(() => real.close());
beforeEach(() => bot.teams.clear());

const scopes = ['personal', 'group', 'channel'] as const;
type Scope = (typeof scopes)[number];
const place = (scope: Scope, user = 'officer-1') => ({ serviceUrl: bot.teams.url, scope, user });

async function say(text: string, scope: Scope = 'personal', user?: string): Promise<RawActivity> {
  const asked = message(place(scope, user), text);
  await bot.post(asked);
  return asked;
}

/** The card shown in place of the one whose button was pressed, and the status in the answer's body. */
async function press(
  data: { readonly verb: string } & Record<string, unknown>,
  scope: Scope = 'personal',
  user?: string,
) {
  const value = { action: { type: 'Action.Execute', verb: data.verb, data }, trigger: 'manual' };
  const { status, body } = await bot.post(
    invoke(place(scope, user), 'adaptiveCard/action', value, { replyToId: '1:pressed' }),
  );
  expect(status).toBe(200);
  const answered = body as { statusCode: number; type: string; value: unknown };
  if (answered.type === 'application/vnd.microsoft.card.adaptive')
    expect(cardProblems(answered.value)).toEqual([]);
  return { statusCode: answered.statusCode, words: JSON.stringify(answered.value) };
}

const last = () => bot.teams.messages().at(-1)?.body;
const cardIn = (body: ReturnType<typeof last>) => body.attachments[0].content;

async function contractId(): Promise<string> {
  const { rows } = {
    rows: await product.database.kysely.selectFrom('contracts').select(['id', 'title']).execute(),
  };
  return rows.find(({ title }) => title.startsWith('Bacs'))?.id ?? '';
}

describe.each(scopes)('a conversation in a %s', (scope) => {
  it('answers with text, citations and the card of the form, in the thread', async () => {
    const asked = await say('who uses NEC housing?', scope);
    expect(last().text).toContain('NEC Housing');
    expect(last().entities[0].citation.length).toBeGreaterThan(0);
    expect(cardProblems(cardIn(last()))).toEqual([]);
    expect(JSON.stringify(cardIn(last()))).toContain('Chart.Donut');
    const { id } = asked['conversation'] as { id: string };
    expect(decodeURIComponent(bot.teams.messages()[0]?.path ?? '')).toContain(`/${id}/`);
    // A slow machine may have had time to say that it is looking; never outside a private chat.
    expect(bot.teams.streams().filter((stream) => !stream.conversationId.startsWith('a:'))).toEqual([]);
  });

  it('greets, helps, and has a way forward for what it does not understand', async () => {
    for (const text of ['hi', 'help', 'purple monkey dishwasher']) {
      await say(text, scope);
      const ways = [
        ...(last().suggestedActions?.actions ?? []),
        ...(last().attachments[0]?.content.actions ?? []),
      ];
      expect(ways.length).toBeGreaterThan(0);
    }
  });

  it('a picture without words is met with help', async () => {
    await bot.post(
      activity(place(scope), 'message', {
        attachments: [{ contentType: 'image/png', contentUrl: 'https://x.example/1.png' }],
      }),
    );
    expect(last().text).toContain('cannot read files or pictures');
  });

  it('a changed question is answered in place of the old answer', async () => {
    const asked = await say('who uses NEC housing?', scope);
    await bot.post(
      activity(place(scope), 'messageUpdate', {
        id: asked['id'],
        text: 'who uses Civica Cx?',
        channelData: { tenant: { id: '11111111-1111-4111-8111-111111111111' }, eventType: 'editMessage' },
      }),
    );
    const put = bot.teams.requests.find(({ method }) => method === 'PUT');
    expect(put?.body.text).toContain('Civica');
    expect(bot.teams.messages()).toHaveLength(1);
  });

  it('a message taken back leaves nothing of its answer', async () => {
    const asked = await say('who uses Idox planning?', scope);
    const kept = () =>
      product.database.kysely
        .selectFrom('answers')
        .select('id')
        .where('asked_activity_id', '=', String(asked['id']))
        .execute();
    expect(await kept()).toHaveLength(1);
    await bot.post(
      activity(place(scope), 'messageDelete', {
        id: asked['id'],
        channelData: {
          tenant: { id: '11111111-1111-4111-8111-111111111111' },
          eventType: 'softDeleteMessage',
        },
      }),
    );
    expect(await kept()).toHaveLength(0);
  });
});

describe('the calculator', () => {
  const typed = {
    verb: 'threshold.calculate',
    amount: '100000',
    years: 1,
    vat: 'excluding',
    kind: 'goods-and-services',
    per: 'whole',
  };

  it('works out the amount in place, with the day and the source, and keeps what was typed', async () => {
    await say('threshold calculator');
    expect(JSON.stringify(cardIn(last()))).toContain('"verb":"threshold.calculate"');
    const below = await press(typed);
    expect(below.words).toContain('£100,000 without VAT is £120,000 with VAT, which is below it');
    expect(below.words).toContain('Threshold in force from 1 January 2026');
    expect(below.words).toContain('"value":100000');
    expect((await press({ ...typed, amount: 50_000, per: 'year', years: '4' })).words).toContain(
      '£240,000 with VAT, which reaches',
    );
    expect((await press({ ...typed, kind: 'works' })).words).toContain('works contracts');
  });

  it.each([
    { amount: '-5' },
    { amount: 'much' },
    { amount: 1e300 },
    { years: 0 },
    { vat: 'maybe' },
    { kind: 'bribe' },
    { per: null },
  ])('takes nothing that its form does not allow: %j', async (forged) => {
    const answered = await press({ ...typed, ...forged });
    expect(answered.statusCode).toBe(400);
    expect(answered.words).toContain('older card');
  });
});

describe('the profile', () => {
  it('is saved on the card, for that officer alone, and meant by “us” from then on', async () => {
    expect((await press({ verb: 'profile.view' }, 'channel', 'anna')).words).toContain('I do not know yet');
    expect((await press({ verb: 'profile.save', borough: 'E09000029' }, 'channel', 'anna')).words).toContain(
      'Sutton',
    );
    expect((await press({ verb: 'profile.view' }, 'channel', 'anna')).words).toContain('You work for Sutton');
    expect((await press({ verb: 'profile.view' }, 'channel', 'ben')).words).toContain('I do not know yet');
    await say('what is expiring for us in the next 24 months?', 'personal', 'anna');
    expect(last().text).toContain('Sutton');
    await say('my profile', 'personal', 'anna');
    expect(last().text).toContain('You work for Sutton');
    expect(JSON.stringify(cardIn(last()))).toContain('"value":"E09000029"');
  });

  it('takes only one of the 33', async () => {
    expect((await press({ verb: 'profile.save', borough: 'E09000099' })).words).toContain(
      'I do not know yet',
    );
    expect((await press({ verb: 'profile.save', borough: "'; drop table" })).statusCode).toBe(400);
  });
});

describe('the correction form', () => {
  const proposals = () => product.database.kysely.selectFrom('corrections').selectAll().execute();

  it('proposes through the assistant, once however often it is pressed and by however many', async () => {
    const data = {
      verb: 'correction.propose',
      contractId: await contractId(),
      field: 'endDate',
      value: '30 June 2027',
      source: 'https://notices.example.org/1',
    };
    const before = (await proposals()).length;
    const answered = await Promise.all([press(data), press(data), press(data)]);
    for (const { words } of answered) expect(words).toContain('30 June 2027');
    const mine = (await proposals()).slice(before);
    expect(mine).toHaveLength(1);
    expect(mine[0]).toMatchObject({
      field: 'endDate',
      value: '2027-06-30',
      source_url: 'https://notices.example.org/1',
      state: 'proposed',
    });
    await press(data, 'channel', 'somebody-else');
    expect((await proposals()).length - before).toBe(2);
  });

  it('says clearly that a contract is no longer there', async () => {
    const gone = {
      verb: 'correction.propose',
      contractId: 'cAAAAAAAAAAAAAAAA',
      field: 'endDate',
      value: '2028',
    };
    const before = (await proposals()).length;
    const answered = await press(gone);
    expect(answered.statusCode).toBe(200);
    expect(answered.words).toMatch(/not? (?:such )?(?:record|contract)|no .{0,30}record/i);
    expect(await proposals()).toHaveLength(before);
  });

  it.each([
    { field: 'password' },
    { contractId: '../x' },
    { value: '' },
    { value: 'x'.repeat(600) },
  ])('takes no forged data: %j', async (forged) => {
    const data = {
      verb: 'correction.propose',
      contractId: await contractId(),
      field: 'endDate',
      value: '2028',
      ...forged,
    };
    expect((await press(data)).statusCode).toBe(400);
  });
});
