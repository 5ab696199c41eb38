/** Events of teams and channels over HTTP: references stay true, and what waits ends or waits with them. */
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { type BotHarness, startBot } from '../../test/support/bot-harness.ts';
import { openEmbeddedForTest } from '../../test/support/databases.ts';
import { activity, homeTenantId, installation, message } from '../../test/support/fake-activities.ts';
import { createStubAssistant } from '../../test/support/stub-assistant.ts';
import { createDeliveryConversations } from '../alerts/delivery/conversations.ts';
import { createOutbox } from '../alerts/delivery/outbox.ts';
import { deliveryStatistics } from '../alerts/delivery/statistics.ts';
import type { Database } from '../database/connect.ts';
import { createConversationStore } from './database-stores.ts';

const team = '19:team@thread.tacv2';
const first = '19:channel@thread.tacv2';
const second = '19:second@thread.tacv2';
const keyOfChannel = (channel: string) => `${homeTenantId}|${channel}`;

describe('when a team or channel changes', () => {
  let database: Database;
  let bot: BotHarness;
  let place: { serviceUrl: string; scope: 'channel' };

  beforeAll(async () => {
    database = await openEmbeddedForTest();
  });
  afterAll(() => database.close());
  beforeEach(async () => {
    for (const table of ['conversations', 'deliveries', 'delivery_conversations'] as const)
      await database.kysely.deleteFrom(table).execute();
    bot = await startBot(
      createStubAssistant(),
      {},
      {
        conversations: createConversationStore(database.kysely),
        deliveries: createDeliveryConversations(database.kysely),
      },
    );
    place = { serviceUrl: bot.teams.url, scope: 'channel' };
    await bot.post(installation(place, 'add'));
    await bot.post(
      message(place, 'who uses NEC?', {
        conversation: { id: second, conversationType: 'channel', isGroup: true, tenantId: homeTenantId },
      }),
    );
    await createOutbox(database.kysely).enqueue(
      [first, second].map((channel) => ({
        key: channel,
        tenantId: homeTenantId,
        conversationKey: keyOfChannel(channel),
        kind: 'digest' as const,
        content: {},
        notBefore: '2026-11-23T09:00:00Z',
      })),
    );
  });
  afterEach(() => bot.close());

  const tell = (eventType: string, channel: string | null = null) =>
    bot.post(
      activity(place, 'conversationUpdate', {
        channelData: {
          tenant: { id: homeTenantId },
          eventType,
          team: { id: team },
          ...(channel === null ? {} : { channel: { id: channel } }),
        },
      }),
    );
  const installed = async () =>
    (await bot.services.conversations.list(null)).map(({ reference }) => reference.conversationId).sort();
  const statistics = () => deliveryStatistics(database.kysely, Date.now());

  it('both channels are known at first', async () => {
    expect(await installed()).toEqual([first, second]);
  });

  it('a deleted channel ends what waits for it, and no other', async () => {
    await tell('channelDeleted', second);
    expect(await installed()).toEqual([first]);
    expect(await statistics()).toMatchObject({
      states: { suppressed: 1, queued: 1 },
      codes: [{ state: 'suppressed', code: 'channelDeleted', count: 1 }],
    });
    await tell('channelRestored', second);
    expect(await installed()).toEqual([first, second]);
  });

  it.each(['teamDeleted', 'teamHardDeleted'])('a deleted team (%s) ends all its channels', async (event) => {
    await tell(event);
    expect(await installed()).toEqual([]);
    expect((await statistics()).states).toMatchObject({ suppressed: 2 });
  });

  it('removal from the team ends all its channels', async () => {
    await bot.post(installation(place, 'remove'));
    expect(await installed()).toEqual([]);
    expect((await statistics()).states).toMatchObject({ suppressed: 2 });
  });

  it('an archived team waits, and goes on when it is active again', async () => {
    await tell('teamArchived');
    expect(await installed()).toEqual([first, second]);
    expect(await statistics()).toMatchObject({ paused: 2, states: { queued: 2 } });
    await tell('teamUnarchived');
    expect((await statistics()).paused).toBe(0);
  });

  it('a message ends the wait of its conversation alone', async () => {
    await createDeliveryConversations(database.kysely).paused(
      [first, second].map(keyOfChannel),
      'BotDisabledByAdmin',
    );
    await bot.post(message(place, 'hello'));
    expect((await statistics()).paused).toBe(1);
  });

  it('a new name or another address is no new installation', async () => {
    await tell('channelDeleted', second);
    await tell('teamRenamed');
    await tell('channelRenamed', first);
    await tell('somethingNew');
    expect(await installed()).toEqual([first]);
    expect((await bot.services.conversations.get(keyOfChannel(first)))?.isWelcomed).toBe(true);
  });
});
