/** The walk-through as officers meet it in Teams: over HTTP with its cards, in a chat and in a channel. */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { writeRecord } from '../src/assistant/record/write-record.ts';
import { createToolkitFeature } from '../src/bot/toolkit/toolkit-feature.ts';
import { composeProduct, type Product } from '../src/compose.ts';
import { readConfig } from '../src/config.ts';
import { recordRoute } from '../src/web/record-route.ts';
import { type BotHarness, startBot } from './support/bot-harness.ts';
import { cardProblems } from './support/card-checks.ts';
import { invoke, message } from './support/fake-activities.ts';

const folder = mkdtempSync(join(tmpdir(), 'walk-through-'));
let product: Product;
let bot: BotHarness;

beforeAll(async () => {
  product = await composeProduct(readConfig({ DATA_DIR: folder, TODAY: '2026-11-23', LOG_LEVEL: 'silent' }));
  bot = await startBot(
    product.assistant,
    {
      routes: [
        recordRoute({
          walk: Promise.resolve(product.walk),
          write: (form, opportunity, viewer) =>
            writeRecord(form, opportunity, { ...product, viewer, today: product.today() }, new Date(0)),
          now: () => new Date(),
        }),
      ],
    },
    { features: [createToolkitFeature(product)] },
  );
  product.announce(bot.url);
});
afterAll(async () => {
  await bot.close();
  await product.close();
  rmSync(folder, { recursive: true, force: true });
});
beforeEach(() => bot.teams.clear());

type Json = Readonly<Record<string, unknown>>;
const lastCard = (): Json => {
  const card = bot.teams.messages().at(-1)?.body.attachments[0]?.content;
  expect(cardProblems(card)).toEqual([]);
  return card;
};
const button = (card: Json, title: RegExp): Json => {
  const found = (card['actions'] as Json[]).find((action) => title.test(String(action['title'])));
  if (found === undefined) throw new TypeError(`no button ${title}`);
  return found;
};

function chat(user: string, scope: 'personal' | 'channel' = 'personal') {
  const place = { serviceUrl: bot.teams.url, scope, user };
  return {
    /** For what is answered in words alone. */
    tell: (text: string) => bot.post(message(place, text)),
    say: async (text: string) => {
      await bot.post(message(place, text));
      return lastCard();
    },
    press: async (card: Json, title: RegExp, inputs: Json = {}): Promise<Json> => {
      const data = { ...(button(card, title)['data'] as Json), ...inputs };
      const verb = String(data['verb']);
      const { body } = await bot.post(invoke(place, 'adaptiveCard/action', { action: { verb, data } }));
      const { value } = body as { value: Json };
      expect(cardProblems(value)).toEqual([]);
      return value;
    },
  };
}
const words = (card: Json) => JSON.stringify(card);

describe('a purchase in a chat', () => {
  it('is begun from words, filled from the record, and goes on by its buttons', async () => {
    const { tell, say, press } = chat('starter');
    await tell('I work for Hillingdon');
    const begun = await say('walk me through replacing our housing contract');
    expect(words(begun)).toContain('NEC Software Solutions UK Limited');
    expect(words(begun)).toContain('31 July 2028');
    expect(words(begun)).toContain('£207,720');
    const step = await press(begun, /^Continue/);
    expect(words(step)).toContain('Know the contract you have');
    const saved = await press(step, /^Done/, {
      answer: 'NEC, to July 2030',
      checks: '0,3',
      owner: 'Contract manager',
    });
    expect(words(saved)).toContain('Saved.');
    expect(words(saved)).toContain('Put it in the pipeline');
    const back = await press(saved, /^Back/, {});
    expect(words(back)).toContain('NEC, to July 2030');
    expect(words(back)).toContain('"value":"0,3"');
    const dates = await press(back, /^Dates/);
    expect(words(dates)).toContain('UK7');
    expect(words(dates)).toContain('19 July 2029');
  });

  it('is carried on with weeks later, in another thread, by its name', async () => {
    const { tell, say } = chat('returner');
    await tell('I work for Hillingdon');
    await say('I need to buy a new planning system, circa 600k over 4 years');
    const resumed = await say('carry on with the planning purchase');
    expect(words(resumed)).toContain('New planning system');
  });

  it('is shared in a channel: what two people write at once is kept, and nothing is written over unseen', async () => {
    const one = chat('first', 'channel');
    const two = chat('second', 'channel');
    await one.tell('I work for Hillingdon');
    const begun = await one.say('start a purchase for a new parking system');
    const mine = await one.press(begun, /^Continue/);
    const theirs = await two.press(begun, /^Continue/);
    await two.press(theirs, /^Save$/, { answer: 'Theirs', checks: '', owner: '' });
    const refused = await one.press(mine, /^Save$/, { answer: 'Mine', checks: '1', owner: '' });
    expect(words(refused)).toContain('Somebody else has changed this');
    expect(words(refused)).toContain('"value":"Mine"');
    const shown = await two.say('my purchases');
    const now = await two.press(shown, /^Continue|parking/i);
    expect(words(now)).toContain('Theirs');
    const settled = await one.press(refused, /^Save$/, { answer: 'Mine', checks: '1', owner: '' });
    expect(words(settled)).toContain('Saved.');
    const elsewhere = chat('third');
    await elsewhere.tell('my purchases');
    expect(JSON.stringify(bot.teams.messages().at(-1)?.body)).not.toContain('parking');
  });

  it('is begun once from a contract, as the button of an alert does it', async () => {
    const place = { serviceUrl: bot.teams.url, scope: 'channel' as const, user: 'alerted' };
    const row = await product.database.kysely
      .selectFrom('contracts')
      .select('id')
      .where('end_date', '=', '2030-07-31')
      .executeTakeFirstOrThrow();
    const value = { action: { verb: 'walk.start', data: { contractId: row.id } } };
    const [one, two] = await Promise.all(
      [1, 2].map(() => bot.post(invoke(place, 'adaptiveCard/action', value))),
    );
    const idOf = (answer: unknown) => /W-[0-9A-F]{10}/.exec(JSON.stringify(answer))?.[0];
    expect(idOf(one?.body)).toBeDefined();
    expect(idOf(one?.body)).toBe(idOf(two?.body));
    expect(JSON.stringify(one?.body)).toContain('NEC Housing');
    const none = { action: { verb: 'walk.start', data: { contractId: 'none' } } };
    const { body } = await bot.post(invoke(place, 'adaptiveCard/action', none));
    expect(JSON.stringify(body)).toContain('No such purchase');
  });

  it('answers an old, a forged and a foreign card clearly, and changes nothing', async () => {
    const { tell, say, press } = chat('victim');
    await tell('I work for Hillingdon');
    const step = await press(await say('I want to replace our housing system'), /^Continue/);
    const stranger = chat('stranger');
    expect(words(await stranger.press(step, /^Save$/, { answer: 'x', checks: '', owner: '' }))).toContain(
      'No such purchase',
    );
    const data = button(step, /^Save$/)['data'] as Json;
    const place = { serviceUrl: bot.teams.url, user: 'victim' };
    for (const forged of [
      { ...data, id: 'W-1' },
      { ...data, version: 'x' },
      { ...data, checks: '99999' },
      { ...data, step: '../x' },
    ]) {
      const { body } = await bot.post(
        invoke(place, 'adaptiveCard/action', { action: { verb: 'walk.save', data: forged } }),
      );
      expect(JSON.stringify(body)).toContain('older card');
    }
    const gone = await press(
      { ...step, actions: [{ title: 'x', data: { ...data, step: 'gone-step' } }] },
      /x/,
      {},
    );
    expect(words(gone)).toContain('no longer part of the toolkit');
    expect((await product.walk.opportunities.byId(String(data['id'])))?.version).toBe(1);
  });

  it('says so when its contract is gone, and keeps what was entered', async () => {
    const { tell, say, press } = chat('keeper');
    await tell('I work for Hillingdon');
    const step = await press(await say('walk me through replacing our housing contract'), /^Continue/);
    await press(step, /^Save$/, { answer: 'Kept', checks: '', owner: '' });
    const id = String((button(step, /^Save$/)['data'] as Json)['id']);
    await product.database.kysely
      .updateTable('opportunities')
      .set({ contract_id: 'gone' })
      .where('id', '=', id)
      .execute();
    const after = await press(step, /^Overview/);
    expect(words(after)).toContain('no longer on record');
    expect(words(await press(after, /^Continue/))).toContain('Kept');
  });

  it('hands its record out over links that nobody can guess, as files that run nothing', async () => {
    const { tell, say } = chat('exporter');
    await tell('I work for Hillingdon');
    const card = await say('walk me through replacing our housing contract');
    const urls = (card['actions'] as Json[]).flatMap(({ url }) => (typeof url === 'string' ? [url] : []));
    expect(urls.length).toBeGreaterThan(0);
    const response = await fetch(urls[0] ?? '');
    expect(response.status).toBe(200);
    expect(response.headers.get('content-disposition')).toMatch(
      /^attachment; filename="W-[0-9A-F]{10}-[a-z0-9-]+\.[a-z]+"$/,
    );
    expect(response.headers.get('x-content-type-options')).toBe('nosniff');
    for (const wrong of [
      `${bot.url}/records/${'a'.repeat(43)}/record.pdf`,
      (urls[0] ?? '').replace(/record\.\w+/, 'record.exe'),
    ])
      expect((await fetch(wrong)).status).toBe(404);
  });
});
