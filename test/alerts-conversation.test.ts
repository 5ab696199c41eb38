/** Alerts from the first message to the revised card, over HTTP with a fake Teams; the sender stands in memory. */
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { alertRow } from '../src/alerts/alert-rows.ts';
import { createAlertsDesk } from '../src/alerts/desk.ts';
import { runDue } from '../src/alerts/run-due.ts';
import { createAnswerLog } from '../src/assistant/answer-log.ts';
import { createAssistant } from '../src/assistant/create-assistant.ts';
import { createMemory } from '../src/assistant/memory.ts';
import { embeddedPlanner } from '../src/assistant/planners/embedded/planner.ts';
import { alertsFeature } from '../src/bot/alerts/feature.ts';
import { renderDelivery } from '../src/bot/alerts/render-delivery.ts';
import { type Catalogue, createCatalogue } from '../src/catalogue/catalogue.ts';
import { rebuildSummaries } from '../src/catalogue/figures/summaries.ts';
import type { Database } from '../src/database/connect.ts';
import { todayInLondon } from '../src/procurement/iso-date.ts';
import { type BotHarness, startBot } from './support/bot-harness.ts';
import { cardProblems } from './support/card-checks.ts';
import { openEmbeddedForTest } from './support/databases.ts';
import { type ActivityPlace, homeTenantId, invoke, message } from './support/fake-activities.ts';
import {
  buyer,
  emptyCatalogue,
  endsOn,
  importItems,
  madeUpRecord,
  reference,
  supplier,
} from './support/made-up-contracts.ts';
import { createMemoryOutbox, type MemoryOutbox } from './support/memory-outbox.ts';

const care = (key: string, borough: string, end: string, title = 'Social care case management') =>
  madeUpRecord(key, {
    title,
    buyers: [buyer(borough)],
    suppliers: [supplier(`Fictional Care ${key} Ltd`)],
    serviceAreaAsPublished: 'Social care',
    productAsPublished: null,
    period: endsOn(end),
  });

const channelKey = `${homeTenantId}|19:channel@thread.tacv2`;

describe('alerts in a channel', () => {
  let database: Database;
  let catalogue: Catalogue;
  let outbox: MemoryOutbox;
  let bot: BotHarness;
  let now: Date;

  beforeAll(async () => {
    database = await openEmbeddedForTest();
  });
  afterAll(() => database.close());
  beforeEach(async () => {
    now = new Date('2026-11-23T10:00:00Z');
    await emptyCatalogue(database.kysely);
    for (const table of ['alerts', 'subscriptions', 'thread_focus', 'corrections'] as const)
      await database.kysely.deleteFrom(table).execute();
    await importItems(database.kysely, [
      care(
        'h1',
        'London Borough of Hillingdon',
        '2029-01-31',
        'Case management *system* [x](https://evil.example)',
      ),
      care('h2', 'London Borough of Hillingdon', '2028-06-30', 'Finance assessments'),
      care('b1', 'London Borough of Bromley', '2029-03-31'),
      care('c1', 'London Borough of Camden', '2029-02-28'),
    ]);
    catalogue = createCatalogue(database.kysely, reference);
    outbox = createMemoryOutbox();
    const today = () => todayInLondon(now);
    const alerts = createAlertsDesk({ database: database.kysely, catalogue, outbox, now: () => now });
    const assistant = createAssistant({
      catalogue,
      alerts,
      planner: embeddedPlanner,
      memory: createMemory(database.kysely),
      answers: createAnswerLog(database.kysely),
      today,
      clock: () => 0,
      isVouchedFor: () => false,
    });
    bot = await startBot(
      assistant,
      { clock: { now: () => now } },
      { features: [alertsFeature({ alerts, boroughName: catalogue.boroughName })] },
    );
  });
  afterEach(() => bot.close());

  const channel = (user = 'officer-1'): ActivityPlace => ({
    serviceUrl: bot.teams.url,
    scope: 'channel',
    user,
  });
  const say = async (text: string, place = channel()) => {
    await bot.post(message(place, text));
    const sent = bot.teams.messages().at(-1)?.body;
    return { text: String(sent?.text ?? ''), card: sent?.attachments?.[0]?.content };
  };
  const press = async (verb: string, data: object, place = channel()) => {
    const value = { action: { verb, data } };
    const { body } = await bot.post(invoke(place, 'adaptiveCard/action', value, { replyToId: '1:digest' }));
    const { value: card, type } = body as { value: object; type: string };
    if (type.includes('card.adaptive')) expect(cardProblems(card)).toEqual([]);
    return JSON.stringify(card);
  };
  const idIn = (content: unknown) => /S-[0-9A-F]{10}/.exec(JSON.stringify(content))?.[0] ?? '';
  const run = (moment: string) => {
    now = new Date(moment);
    return runDue({ database: database.kysely, catalogue, outbox }, now);
  };
  /** Posts what waits, as the sender will: the card is drawn now. */
  const post = () =>
    outbox.send((delivery) => {
      const [attachment] = renderDelivery(delivery.content).attachments;
      expect(cardProblems(attachment?.content)).toEqual([]);
      return Promise.resolve();
    });
  const drawn = (at = -1) => {
    const content = outbox.held().at(at)?.content;
    const activity = renderDelivery(content);
    expect(cardProblems(activity.attachments[0]?.content)).toEqual([]);
    return { text: activity.text, card: JSON.stringify(activity.attachments[0]?.content) };
  };
  const keyIn = (card: string) => /"value":"([\w-]{22})"/.exec(card)?.[1] ?? '';

  async function setUp(): Promise<string> {
    await say('I work for Hillingdon');
    const { card } = await say(
      'set up alerts in this channel for adult social care contracts 18 and 9 months out',
    );
    expect(cardProblems(card)).toEqual([]);
    const id = idIn(card);
    const confirmed = await press('alerts.confirm', {
      id,
      months: '18, 9',
      measured: 'end',
      day: '1',
      time: '09:00',
    });
    expect(confirmed).toContain('Confirmed. The first digest comes on 30 November 2026');
    return id;
  }

  it('set up, confirmed, sent, acknowledged, revised', async () => {
    const id = await setUp();
    expect(await run('2026-11-29T10:00:00Z')).toMatchObject({ alerts: 0 });
    await database.kysely
      .updateTable('contracts')
      .set({ act_by: '2027-01-29' })
      .where('title', '=', 'Finance assessments')
      .execute();
    await rebuildSummaries(database.kysely);
    expect(await run('2026-12-31T10:00:00Z')).toMatchObject({ queued: 1 });
    await post();
    const digest = drawn();
    expect(digest.text).toContain('to look at');
    expect(digest.card).toContain('Hillingdon: Finance assessments');
    expect(digest.card).not.toContain('](https://evil.example)');
    expect(digest.card).toContain(id);
    const key = keyIn(digest.card);
    const opened = await press('alerts.open', { key });
    expect(opened).toContain('How the day is worked out');
    expect(opened).toContain('Start a walk-through for contract c');
    expect(await press('alerts.acknowledge', { key })).toContain('acknowledged on 31 December 2026');
    expect(outbox.held()[0]?.updates).toBe(1);
    expect(drawn().card).toContain('acknowledged on 31 December 2026');
    await database.kysely
      .updateTable('contracts')
      .set({ end_date: '2028-09-30' })
      .where('title', '=', 'Finance assessments')
      .execute();
    await rebuildSummaries(database.kysely);
    expect(await run('2027-01-04T10:00:00Z')).toMatchObject({ revised: 1 });
    expect(drawn(0).card).toContain('end moved from 30 June 2028 to 30 September 2028');
    expect(await press('alerts.open', { key })).toContain('What has changed');
  });

  it('pressed twice and by two at once changes one thing once', async () => {
    await setUp();
    await run('2027-01-04T10:00:00Z');
    await post();
    const key = keyIn(drawn().card);
    const cards = await Promise.all([
      press('alerts.acknowledge', { key }),
      press('alerts.acknowledge', { key }, channel('officer-2')),
    ]);
    expect(cards.filter((card) => card.includes('"Acknowledged."'))).toHaveLength(1);
    await press('alerts.acknowledge', { key });
    const row = await alertRow(database.kysely, key, { tenantId: homeTenantId, conversationKey: channelKey });
    expect(row?.history).toEqual(['4 January 2027: acknowledged']);
  });

  it('an owner, a snooze with its reason, and “already extended” as a proposal', async () => {
    await setUp();
    await run('2027-01-04T10:00:00Z');
    await post();
    const key = keyIn(drawn().card);
    expect(await press('alerts.form', { key, form: 'assign' })).toContain('Team or role');
    expect(await press('alerts.assign', { key, owner: 'Care systems team, call 020 7946 0000' })).toMatch(
      /owner: Care systems team, call .{0,4}number removed/,
    );
    expect(await press('alerts.snooze', { key, until: '2026-01-01', reason: 'x' })).toContain('after today');
    expect(await press('alerts.snooze', { key, until: '2027-03-01', reason: '' })).toContain('few words');
    expect(await press('alerts.snooze', { key, until: '2027-03-01', reason: 'board in March' })).toContain(
      'put off until 1 March 2027: board in March',
    );
    const extended = await press('alerts.extended', { key, end: '2031-03-31' });
    const correction = /K-[0-9A-F]{10}/.exec(extended)?.[0] ?? '';
    expect(await catalogue.corrections.byId(correction)).toMatchObject({
      field: 'endDate',
      value: '2031-03-31',
      state: 'proposed',
    });
    expect(await press('alerts.extended', { key, end: '2020-03-31' })).toContain('Give the new end');
  });

  it('nobody reaches alerts from another conversation', async () => {
    const id = await setUp();
    await run('2027-01-04T10:00:00Z');
    await post();
    const delivery = outbox.held()[0]?.key;
    const key = keyIn(drawn().card);
    const elsewhere: ActivityPlace = { serviceUrl: bot.teams.url, scope: 'group', user: 'officer-9' };
    for (const [verb, data] of [
      ['alerts.stop', { id }],
      ['alerts.open', { key }],
      ['alerts.acknowledge', { key }],
      ['alerts.page', { delivery, offset: 0 }],
      ['alerts.assign', { key, owner: 'them' }],
    ] as const)
      expect(await press(verb, data, elsewhere)).toMatch(/There is no such/);
    expect((await say(`stop subscription ${id}`, elsewhere)).text).toContain('no such subscription');
    const rows = await database.kysely.selectFrom('subscriptions').select('state').execute();
    expect(rows).toEqual([{ state: 'active' }]);
  });

  it('is listed, explained, previewed, edited, paused, resumed and stopped by words', async () => {
    const id = await setUp();
    expect((await say('what alerts do we have here')).text).toMatch(/1 subscription in this channel/i);
    expect((await say('why did I get this?')).text).toContain('No alert has been sent');
    await run('2027-01-04T10:00:00Z');
    await post();
    expect((await say('why did I get this?')).text).toContain(id);
    expect((await say('what would this have sent this year?')).text).toContain('Over the whole of 2027');
    expect(JSON.stringify((await say(`measure subscription ${id} from act-by`)).card)).toContain(
      'before the day to act by',
    );
    expect(
      JSON.stringify((await say('change the social care alerts to 12 and 6 months, on fridays')).card),
    ).toContain('12 and 6 months');
    expect((await say('pause the adult social care alerts')).text).toContain('is paused');
    expect((await say('pause the adult social care alerts')).text).toContain('nothing was changed');
    expect((await say('resume the social care alerts')).text).toContain('is on again');
    expect((await say('stop the parking alerts')).text).toContain('no such subscription');
    expect((await say('stop the adult social care alerts')).text).toContain('is stopped');
    expect((await say('what alerts do we have here')).text).toContain('No alerts are set up');
  });

  it('is confirmed by words too, once, and cancelled the same way', async () => {
    await say('I work for Hillingdon');
    const first = idIn((await say('set up alerts for social care 18 and 9 months before the end')).card);
    expect((await say(`the mail says “confirm subscription ${first}”, what is that?`)).text).not.toContain(
      'is confirmed',
    );
    expect((await say(`confirm subscription ${first}`)).text).toContain('is confirmed');
    expect((await say(`confirm subscription ${first}`)).text).toContain('nothing was changed');
    const second = idIn((await say('set up alerts for parking 12 months out')).card);
    expect((await say(`cancel subscription ${second}`)).text).toContain('is cancelled');
    const { rows } = {
      rows: await database.kysely.selectFrom('subscriptions').select(['state']).orderBy('state').execute(),
    };
    expect(rows.map(({ state }) => state)).toEqual(['active', 'stopped']);
  });

  it.each([
    ['set up alerts for social care 0 months before the end', /1 to 60 months ahead/],
    ['set up alerts for social care 500 months out', /1 to 60 months ahead/],
    ['set up alerts for parking in Atlantis 9 months out', /do not know “Atlantis”/],
    ['set up alerts for all contracts in London', /read by nobody/],
    ['set up alerts for parking on sundays', /working days/],
  ])('%s: a clear sentence, and nothing is stored', async (text, sentence) => {
    expect((await say(text)).text).toMatch(sentence);
    expect(await database.kysely.selectFrom('subscriptions').selectAll().execute()).toEqual([]);
  });

  it('forged and broken buttons change nothing', async () => {
    const id = await setUp();
    expect(await press('alerts.save', { id, months: '0, 500' })).toContain('Nothing was changed');
    expect(await press('alerts.save', { id, months: '9', time: '03:00' })).toContain('older card');
    expect(await press('alerts.save', { id: "S-'; drop table" })).toContain('older card');
    expect(await press('alerts.open', { key: 'A'.repeat(22) })).toContain('There is no such');
    expect(
      await press('alerts.page', { delivery: `digest-${'A'.repeat(22)}-2026-11-30`, offset: 5 }),
    ).toContain('There is no such');
  });
});
