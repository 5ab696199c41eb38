/** The outbox and its workers over both databases, with a sender that answers as told. */
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { engines } from '../../../test/support/databases.ts';
import {
  createScriptedSender,
  quickPolicy,
  quickWorkers,
  type ScriptedSender,
} from '../../../test/support/scripted-sender.ts';
import type { Database } from '../../database/connect.ts';
import { claim, expireLeases } from './claim.ts';
import { createDeliveryConversations, resend } from './conversations.ts';
import type { DeliveryRequest, Outbox } from './delivery.ts';
import { createOutbox } from './outbox.ts';
import type { PostOutcome, RefusalCode } from './outcome.ts';
import { recordOutcome } from './record-outcome.ts';
import { settle } from './settle.ts';
import { deliveryStatistics } from './statistics.ts';
import { resumeSending, stopSending, whyStopped } from './stop.ts';

/** Nothing here is about time: a busy machine may take its own. */
const patient = { timeout: 20_000 };

function request(key: string, fields: Partial<DeliveryRequest> = {}): DeliveryRequest {
  return {
    key,
    tenantId: 't',
    conversationKey: 't|19:a',
    kind: 'digest',
    content: { words: key },
    notBefore: '2026-11-23T09:00:00Z',
    ...fields,
  };
}
const refused = (code: RefusalCode): PostOutcome => ({ kind: 'refused', code });

describe.each(engines)('deliveries over $name', (engine) => {
  describe.skipIf(engine.isMissing)('', () => {
    let database: Database;
    let outbox: Outbox;
    let sender: ScriptedSender;

    beforeAll(async () => {
      database = await engine.open();
    });
    afterAll(() => database.close());
    beforeEach(async () => {
      for (const table of [
        'deliveries',
        'delivery_tenants',
        'delivery_conversations',
        'delivery_marks',
      ] as const)
        await database.kysely.deleteFrom(table).execute();
      outbox = createOutbox(database.kysely);
      sender = createScriptedSender();
    });

    const drain = (patience = 15) => quickWorkers(database, sender).drain(patience);
    const statistics = () => deliveryStatistics(database.kysely, Date.now());
    const row = (key: string) =>
      database.kysely.selectFrom('deliveries').selectAll().where('key', '=', key).executeTakeFirstOrThrow();

    it('posts each request once, however often it is asked for', async () => {
      expect(await outbox.enqueue([request('a'), request('b'), request('a')])).toBe(2);
      expect(await outbox.enqueue([request('a'), request('c')])).toBe(1);
      expect(await outbox.enqueue([])).toBe(0);
      await drain();
      expect(await outbox.enqueue([request('a')])).toBe(0);
      await drain();
      expect(sender.sent.map(({ key }) => key).sort()).toEqual(['a', 'b', 'c']);
      expect(await outbox.stateOf('a')).toBe('sent');
      expect(await outbox.stateOf('nobody')).toBeNull();
      expect((await statistics()).states).toMatchObject({ sent: 3 });
    });

    it('keeps all requests or none, and stands or falls with the transaction of the caller', async () => {
      const broken = { ...request('x'), notBefore: 'no moment' };
      await expect(outbox.enqueue([request('a'), broken])).rejects.toThrow();
      expect(await outbox.stateOf('a')).toBeNull();
      await database.kysely
        .transaction()
        .execute(async (transaction) => {
          await createOutbox(transaction).enqueue([request('b')]);
          throw new RangeError('undone');
        })
        .catch(() => undefined);
      expect(await outbox.stateOf('b')).toBeNull();
    });

    it('posts nothing before its moment', async () => {
      await outbox.enqueue([request('a', { notBefore: new Date(Date.now() + 3_600_000).toISOString() })]);
      await drain();
      expect(sender.sent).toEqual([]);
      expect(await outbox.stateOf('a')).toBe('queued');
    });

    it('writes “sending” down before it posts', async () => {
      await outbox.enqueue([request('a')]);
      let seen: string | null = null;
      await quickWorkers(database, {
        ...sender,
        post: async (delivery) => {
          seen = await outbox.stateOf(delivery.key);
          return { kind: 'accepted', activityId: '1:a' };
        },
      }).drain(10);
      expect(seen).toBe('sending');
    });

    it('tries again what Teams put off, and posts the message once', async () => {
      await outbox.enqueue([request('a')]);
      sender.answer(
        { kind: 'throttled', retryAfterMilliseconds: 5 },
        { kind: 'throttled', retryAfterMilliseconds: null },
        { kind: 'busy', code: 'PreconditionFailed' },
      );
      await drain(60);
      expect(sender.sent).toHaveLength(4);
      expect(sender.sent.every(({ form }) => !form.mayRepeat)).toBe(true);
      expect(await row('a')).toMatchObject({ state: 'sent', activity_id: '1:4', retries: 2 });
    });

    it('makes the whole tenant wait when Teams says how long', async () => {
      await outbox.enqueue([request('a'), request('b', { conversationKey: 't|19:b' })]);
      await outbox.enqueue([request('u', { tenantId: 'u', conversationKey: 'u|19:c' })]);
      sender.answer({ kind: 'throttled', retryAfterMilliseconds: 600_000 });
      await quickWorkers(database, sender, { policy: { ...quickPolicy, workers: 1 } }).drain(15);
      const waiting = (await statistics()).states.queued;
      expect([...new Set(sender.sent.map(({ key }) => key))].length).toBe(3 - waiting + 1);
      expect(waiting).toBeGreaterThanOrEqual(1);
      const throttledTenant = sender.sent[0]?.conversationKey.split('|')[0] ?? '';
      expect(
        sender.sent.filter(({ conversationKey }) => conversationKey.startsWith(throttledTenant)),
      ).toHaveLength(1);
    });

    it('posts once more, marked, what nobody knows the end of, and then leaves it', async () => {
      await outbox.enqueue([request('a'), request('b', { conversationKey: 't|19:b' })]);
      sender.answer(
        { kind: 'unknown', code: 'Http500' },
        { kind: 'unknown', code: 'TimeOut' },
        { kind: 'accepted', activityId: '1:x' },
        { kind: 'unknown', code: 'ConnectionLost' },
      );
      await drain(80);
      expect(sender.sent.map(({ form }) => form.mayRepeat)).toEqual([false, false, true, true]);
      expect((await statistics()).states).toMatchObject({ sent: 1, ambiguous: 1 });
      expect(await resend(database.kysely, 'ambiguous', new Date().toISOString())).toBe(1);
      await drain();
      expect((await statistics()).states).toMatchObject({ sent: 2, ambiguous: 0 });
    });

    it('learns from a pressed button that an unclear message was shown', async () => {
      await outbox.enqueue([request('a')]);
      sender.answer({ kind: 'unknown', code: 'TimeOut' });
      await quickWorkers(database, sender, { policy: { ...quickPolicy, ambiguousWait: 600_000 } }).drain(10);
      const conversations = createDeliveryConversations(database.kysely);
      expect(await conversations.shown('a', 't|19:other', '1:forged')).toBe(false);
      expect(await conversations.shown('a', 't|19:a', '1:a')).toBe(true);
      expect(await row('a')).toMatchObject({ state: 'sent', activity_id: '1:a', next_attempt_at: null });
    });

    it('takes what a dead worker had as ambiguous, and counts its late answer all the same', async () => {
      await outbox.enqueue([request('a')]);
      const now = Date.now();
      const [claimed] = await claim(database.kysely, 'dead', 5, now, quickPolicy);
      expect(claimed?.key).toBe('a');
      expect(await expireLeases(database.kysely, now + quickPolicy.lease - 1, quickPolicy)).toBe(0);
      expect(await expireLeases(database.kysely, now + quickPolicy.lease, quickPolicy)).toBe(1);
      expect(await row('a')).toMatchObject({ state: 'ambiguous', code: 'WorkerDied' });
      if (claimed === undefined) return;
      const late = settle(
        { ...claimed, isOtherHost: false },
        { kind: 'accepted', activityId: '1:late' },
        quickPolicy,
        () => 0.5,
      );
      await recordOutcome(database.kysely, claimed, late, now);
      expect(await row('a')).toMatchObject({ state: 'sent', activity_id: '1:late', next_attempt_at: null });
      await recordOutcome(
        database.kysely,
        { ...claimed, attempt: 0 },
        { ...late, activityId: '1:older' },
        now,
      );
      expect((await row('a')).activity_id).toBe('1:late');
    });

    it('gives no delivery to two workers, and no conversation two at once', async () => {
      await outbox.enqueue(
        Array.from({ length: 40 }, (_none, index) =>
          request(`k${index}`, { conversationKey: `t|19:${index % 10}` }),
        ),
      );
      const busy = new Set<string>();
      const slow = {
        ...sender,
        post: async (delivery: Parameters<typeof sender.post>[0]) => {
          expect(busy.has(delivery.conversationKey)).toBe(false);
          busy.add(delivery.conversationKey);
          await new Promise((resolve) => setTimeout(resolve, 3));
          busy.delete(delivery.conversationKey);
          return await sender.post(delivery);
        },
      };
      await Promise.all([1, 2, 3].map(() => quickWorkers(database, slow).drain(40)));
      expect(sender.sent.map(({ key }) => key).sort()).toEqual(
        Array.from({ length: 40 }, (_none, index) => `k${index}`).sort(),
      );
    });

    it('updates the posted message when the facts change, and draws the newest before it is posted', async () => {
      await outbox.enqueue([request('a')]);
      expect(await outbox.revise('a', { words: 'newer' })).toBe('replaced');
      await drain();
      expect(sender.sent).toMatchObject([{ content: { words: 'newer' }, updates: null }]);
      expect(await outbox.revise('a', { words: 'newest' })).toBe('update-queued');
      sender.answer({ kind: 'unknown', code: 'Http500' });
      await drain(60);
      expect(sender.sent.slice(1)).toMatchObject([
        { content: { words: 'newest' }, updates: '1:1' },
        { content: { words: 'newest' }, updates: '1:1' },
      ]);
      expect(await row('a')).toMatchObject({ state: 'sent', revision: 3, sent_revision: 3, code: null });
      expect(await outbox.revise('nobody', {})).toBe('unknown');
    });

    it('updates a message that was revised while it was on its way', async () => {
      await outbox.enqueue([request('a')]);
      await quickWorkers(database, {
        ...sender,
        post: async (delivery) => {
          expect(await outbox.revise('a', { words: 'meanwhile' })).toBe('update-queued');
          return await sender.post(delivery);
        },
      }).drain(20);
      expect(sender.sent).toMatchObject([
        { content: { words: 'a' }, updates: null },
        { content: { words: 'meanwhile' }, updates: '1:1' },
      ]);
    });

    it('takes back what was not sent yet, and nothing else', async () => {
      await outbox.enqueue([request('a'), request('b')]);
      expect(await outbox.suppress('a', 'renewed')).toBe(true);
      expect(await outbox.suppress('a', 'again')).toBe(false);
      await drain();
      expect(await outbox.suppress('b', 'too late')).toBe(false);
      expect(sender.sent.map(({ key }) => key)).toEqual(['b']);
      expect(await row('a')).toMatchObject({ state: 'suppressed', code: 'renewed' });
    });

    it('stops everything when Teams does not know the bot, until a person says so', async () => {
      await outbox.enqueue([request('a'), request('b', { tenantId: 'u', conversationKey: 'u|1' })]);
      sender.answer(refused('BotNotRegistered'), refused('BotNotRegistered'));
      await drain();
      expect((await whyStopped(database.kysely))?.reason).toBe('BotNotRegistered');
      const before = sender.sent.length;
      await drain();
      expect(sender.sent).toHaveLength(before);
      expect((await statistics()).states).toMatchObject({ queued: 2 });
      expect(await resumeSending(database.kysely)).toBe(true);
      await drain();
      expect((await statistics()).states).toMatchObject({ sent: 2 });
      await stopSending(database.kysely, 'by hand');
      await outbox.enqueue([request('c')]);
      await drain();
      expect(await outbox.stateOf('c')).toBe('queued');
    });

    it('ends what waits for a conversation that is gone, and says so to the keeper of references', async () => {
      await outbox.enqueue([request('a'), request('b'), request('z', { conversationKey: 't|19:z' })]);
      const ended: string[] = [];
      sender.answer(refused('ConversationNotFound'));
      await quickWorkers(database, sender, {
        policy: { ...quickPolicy, workers: 1 },
        conversationEnded: async (key) => void ended.push(key),
      }).drain(15);
      const gone = sender.sent[0]?.conversationKey ?? '';
      expect(ended).toEqual([gone]);
      expect(sender.sent.filter(({ conversationKey }) => conversationKey === gone)).toHaveLength(1);
      expect((await statistics()).states.queued).toBe(0);
      expect((await statistics()).codes).toContainEqual({
        state: 'failed',
        code: 'ConversationNotFound',
        count: gone === 't|19:a' ? 2 : 1,
      });
    });

    it('waits in a conversation an administrator closed, until somebody writes there', async () => {
      await outbox.enqueue([request('a'), request('b')]);
      sender.answer(refused('BotDisabledByAdmin'));
      await drain();
      expect(sender.sent).toHaveLength(1);
      expect(await statistics()).toMatchObject({ paused: 2, states: { queued: 2 } });
      await createDeliveryConversations(database.kysely).resumed(['t|19:a']);
      await drain();
      expect((await statistics()).states.sent).toBe(2);
    });

    it('waits for an archived team, and takes back what waits for an uninstalled one', async () => {
      const conversations = createDeliveryConversations(database.kysely);
      await conversations.paused(['t|19:a'], 'teamArchived');
      await outbox.enqueue([request('a'), request('b', { conversationKey: 't|19:b' })]);
      await drain();
      expect(sender.sent.map(({ key }) => key)).toEqual(['b']);
      await conversations.ended(['t|19:a'], 'uninstalled');
      expect(await row('a')).toMatchObject({ state: 'suppressed', code: 'uninstalled' });
    });

    it('sends the failed again and only them', async () => {
      await outbox.enqueue([request('a'), request('b', { conversationKey: 't|19:b' })]);
      sender.answer(refused('BadArgument'));
      await drain();
      expect((await statistics()).states).toMatchObject({ failed: 1, sent: 1 });
      expect(await resend(database.kysely, 'failed', new Date().toISOString())).toBe(1);
      await drain();
      expect(sender.sent).toHaveLength(3);
      expect((await statistics()).states).toMatchObject({ failed: 0, sent: 2 });
    });

    it('asks for a smaller form once', async () => {
      await outbox.enqueue([request('a')]);
      sender.answer(refused('MessageSizeTooBig'), refused('MessageSizeTooBig'));
      await drain();
      expect(sender.sent.map(({ form }) => form.isSmaller)).toEqual([false, true]);
      expect(await row('a')).toMatchObject({ state: 'failed', code: 'MessageSizeTooBig' });
    });

    it('stops at once, and gives back what it had not posted', async () => {
      await outbox.enqueue([request('a'), request('b', { conversationKey: 't|19:b' })]);
      let release: (outcome: PostOutcome) => void = () => undefined;
      sender.answer(
        new Promise<PostOutcome>((resolve) => {
          release = resolve;
        }),
      );
      const policy = { ...quickPolicy, tenantSpacing: 30_000, lookahead: 60_000, lease: 300_000 };
      const workers = quickWorkers(database, sender, { policy });
      workers.start();
      await expect.poll(() => sender.sent.length, patient).toBe(1);
      const stopping = workers.stop();
      release({ kind: 'accepted', activityId: '1:a' });
      await stopping;
      expect((await statistics()).states).toMatchObject({ sent: 1, queued: 1, sending: 0 });
    });

    it('counts every delivery once: the states add up', async () => {
      await outbox.enqueue(Array.from({ length: 6 }, (_none, index) => request(`k${index}`)));
      sender.answer({ kind: 'unknown', code: 'Http500' }, refused('BadArgument'));
      await outbox.suppress('k5', 'gone');
      await drain();
      const { total, states } = await statistics();
      expect(total).toBe(6);
      expect(Object.values(states).reduce((sum, count) => sum + count, 0)).toBe(6);
      expect(await database.kysely.selectFrom('deliveries').select('key').execute()).toHaveLength(6);
    });
  });
});
