/** Alerts on their whole way: from the outbox in the database to the local page, to Teams, and to the metrics. */
import { randomBytes } from 'node:crypto';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { createDeliveryConversations } from '../src/alerts/delivery/conversations.ts';
import { createDeliveryMetrics } from '../src/alerts/delivery/metrics.ts';
import { createOutbox } from '../src/alerts/delivery/outbox.ts';
import type { DeliveryPolicy } from '../src/alerts/delivery/policy.ts';
import { makeReport } from '../src/alerts/delivery/report.ts';
import { deliveryStatistics } from '../src/alerts/delivery/statistics.ts';
import { messageBytes } from '../src/bot/activities.ts';
import { deliveryReportCard } from '../src/bot/cards/delivery-report-card.ts';
import { createConversationStore } from '../src/bot/database-stores.ts';
import { metricsRoute } from '../src/bot/metrics-route.ts';
import { createProactiveSender } from '../src/bot/proactive-sender.ts';
import { renderWithReport } from '../src/bot/render-report.ts';
import type { Database } from '../src/database/connect.ts';
import { createLocalChat, type LocalChat } from '../src/web/local-chat.ts';
import { type BotHarness, startBot } from './support/bot-harness.ts';
import { cardProblems } from './support/card-checks.ts';
import { readEvents } from './support/chat-events.ts';
import { openEmbeddedForTest } from './support/databases.ts';
import { homeTenantId, installation, invoke } from './support/fake-activities.ts';
import { plainRender } from './support/plain-render.ts';
import { quickPolicy, quickWorkers } from './support/scripted-sender.ts';
import { createStubAssistant } from './support/stub-assistant.ts';

/** Nothing here is about time: a busy machine may take its own. */
const patient = { timeout: 20_000 };

const silent = () => undefined;
const log = { debug: silent, info: silent, warn: silent, error: silent };

describe('a delivery', () => {
  let database: Database;
  let chat: LocalChat;
  let bot: BotHarness;
  const metrics = createDeliveryMetrics();

  beforeAll(async () => {
    database = await openEmbeddedForTest();
  });
  afterAll(() => database.close());
  beforeEach(async () => {
    for (const table of ['conversations', 'deliveries', 'delivery_conversations'] as const)
      await database.kysely.deleteFrom(table).execute();
    chat = createLocalChat({ boroughs: ['Hillingdon'], log: { warn: silent } });
    const metricsPage = metricsRoute(async () =>
      metrics.page(await deliveryStatistics(database.kysely, Date.now()), false, 0),
    );
    bot = await startBot(
      createStubAssistant(),
      { routes: [...chat.routes, metricsPage] },
      {
        conversations: createConversationStore(database.kysely),
        deliveries: createDeliveryConversations(database.kysely),
      },
    );
  });
  afterEach(async () => {
    chat.close();
    await bot.close();
  });

  function workers(policy: DeliveryPolicy = quickPolicy) {
    const conversations = createConversationStore(database.kysely);
    return quickWorkers(
      database,
      createProactiveSender({
        bot: null,
        conversations,
        render: renderWithReport(plainRender),
        log,
        clock: { now: () => new Date() },
      }),
      {
        conversationEnded: (key) => conversations.markUninstalled(key),
        onAttempt: metrics.attempted,
        policy,
      },
    );
  }

  async function enqueue(tenantId: string, conversationKey: string, content: unknown): Promise<void> {
    await createOutbox(database.kysely).enqueue([
      { key: 'd-1', tenantId, conversationKey, kind: 'digest', content, notBefore: '2026-11-23T09:00:00Z' },
    ]);
  }

  it('appears on the local chat page, and changes there in place', async () => {
    const session = {
      conversation: randomBytes(16).toString('hex'),
      user: randomBytes(16).toString('hex'),
    };
    const page = await readEvents(bot.url, session);
    const conversationKey = `local|a:local-${session.conversation}`;
    await expect
      .poll(async () => (await bot.services.conversations.get(conversationKey))?.isInstalled, patient)
      .toBe(true);
    await enqueue('local', conversationKey, { words: 'Three contracts end soon' });
    await workers().drain(30);
    const words = (text: string) => (data: object) => JSON.stringify(data).includes(text);
    const shown = await page.waitFor(words('Three contracts end soon'));
    expect(shown.data['kind']).toBe('activity');
    await createOutbox(database.kysely).revise('d-1', { words: 'Two contracts end soon' });
    await workers().drain(30);
    const update = await page.waitFor(words('Two contracts end soon'));
    expect(update.data).toMatchObject({ kind: 'update', activityId: shown.data['activityId'] });
    page.stop();
  });

  it('reaches a channel, and a channel deleted between confirm and send ends it with its name', async () => {
    const place = { serviceUrl: bot.teams.url, scope: 'channel' as const };
    const conversationKey = `${homeTenantId}|19:channel@thread.tacv2`;
    await bot.post(installation(place, 'add'));
    await enqueue(homeTenantId, conversationKey, { words: 'Three contracts end soon' });
    bot.teams.failNext({
      kind: 'status',
      status: 404,
      body: { error: { code: 'ConversationNotFound', message: 'gone' } },
    });
    await workers().drain(30);
    expect(await deliveryStatistics(database.kysely, Date.now())).toMatchObject({
      total: 1,
      states: { failed: 1 },
      codes: [{ state: 'failed', code: 'ConversationNotFound', count: 1 }],
    });
    expect((await bot.services.conversations.get(conversationKey))?.isInstalled).toBe(false);
  });

  it('that nobody knew the end of is known to be shown when its button is pressed', async () => {
    const place = { serviceUrl: bot.teams.url, scope: 'channel' as const };
    const conversationKey = `${homeTenantId}|19:channel@thread.tacv2`;
    await bot.post(installation(place, 'add'));
    await enqueue(homeTenantId, conversationKey, { words: 'Three contracts end soon' });
    bot.teams.failNext({ kind: 'status', status: 504, isAccepted: true });
    await workers({ ...quickPolicy, ambiguousWait: 600_000 }).drain(30);
    expect((await deliveryStatistics(database.kysely, Date.now())).states).toMatchObject({ ambiguous: 1 });
    const shown = bot.teams.shown().at(-1);
    const data = shown?.bodies[0].attachments[0].content.actions[0].data;
    const press = invoke(
      place,
      'adaptiveCard/action',
      { action: { type: 'Action.Execute', verb: data.verb, data } },
      { replyToId: shown?.activityId },
    );
    expect((await bot.post(press)).status).toBe(200);
    const row = await database.kysely.selectFrom('deliveries').selectAll().executeTakeFirstOrThrow();
    expect(row).toMatchObject({ state: 'sent', activity_id: shown?.activityId, next_attempt_at: null });
  });

  it('is counted in the metrics, which only this machine may read and which name nobody', async () => {
    await enqueue(homeTenantId, `${homeTenantId}|19:nowhere`, { words: 'never shown' });
    await workers().drain(30);
    const response = await fetch(`${bot.url}/metrics`);
    const text = await response.text();
    expect(response.headers.get('content-type')).toContain('text/plain');
    expect(text).toContain('procurement_deliveries{state="failed"} 1');
    expect(text).toContain('code="NotInstalled"');
    expect(text).not.toContain(homeTenantId);
    expect(text).not.toContain('never shown');
    const forwarded = await fetch(`${bot.url}/metrics`, { headers: { 'x-forwarded-for': '203.0.113.7' } });
    expect(forwarded.status).toBe(403);
  });

  it('of the sender itself is a card of counts', async () => {
    await enqueue(homeTenantId, `${homeTenantId}|19:nowhere`, { words: 'never shown' });
    await workers().drain(30);
    const report = await makeReport(database.kysely, Date.now());
    expect(report).toMatchObject({ total: 1, states: { failed: 1 }, lastDay: { total: 1 } });
    const card = deliveryReportCard({
      ...report,
      stopped: 'BotNotRegistered',
      paused: 2,
      overdueSeconds: 9_000,
    });
    expect(cardProblems(card)).toEqual([]);
    expect(JSON.stringify(card)).toContain('--resume');
    const drawn = renderWithReport(null)(report, { mayRepeat: false, isSmaller: false });
    expect(messageBytes(drawn)).toBeLessThan(25_000);
    expect(drawn.text).toContain('1 failed');
    expect(() => renderWithReport(null)({ other: 1 }, { mayRepeat: false, isSmaller: false })).toThrow(
      'No part of this version',
    );
  });
});
