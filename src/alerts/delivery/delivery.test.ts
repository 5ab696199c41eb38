/** The outbox and its workers over both databases, with a sender that answers as told. */
import { describe, expect, it } from 'vitest';
import { engines } from '../../../test/support/databases.ts';
import { quickPolicy, quickWorkers } from '../../../test/support/scripted-sender.ts';
import { request, useDeliveries } from '../../../test/support/use-deliveries.ts';
import { claim, expireLeases } from './claim.ts';
import { createDeliveryConversations, resend } from './conversations.ts';
import { createOutbox } from './outbox.ts';
import { recordOutcome } from './record-outcome.ts';
import { settle } from './settle.ts';

describe.each(engines)('deliveries over $name', (engine) => {
  describe.skipIf(engine.isMissing)('', () => {
    const own = useDeliveries(engine);

    it('posts each request once, however often it is asked for', async () => {
      expect(await own.outbox.enqueue([request('a'), request('b'), request('a')])).toBe(2);
      expect(await own.outbox.enqueue([request('a'), request('c')])).toBe(1);
      expect(await own.outbox.enqueue([])).toBe(0);
      await own.drain();
      expect(await own.outbox.enqueue([request('a')])).toBe(0);
      await own.drain();
      expect(own.sender.sent.map(({ key }) => key).sort()).toEqual(['a', 'b', 'c']);
      expect(await own.outbox.stateOf('a')).toBe('sent');
      expect(await own.outbox.stateOf('nobody')).toBeNull();
      expect((await own.statistics()).states).toMatchObject({ sent: 3 });
    });

    it('keeps all requests or none, and stands or falls with the transaction of the caller', async () => {
      const broken = { ...request('x'), notBefore: 'no moment' };
      await expect(own.outbox.enqueue([request('a'), broken])).rejects.toThrow();
      expect(await own.outbox.stateOf('a')).toBeNull();
      await own.database.kysely
        .transaction()
        .execute(async (transaction) => {
          await createOutbox(transaction).enqueue([request('b')]);
          throw new RangeError('undone');
        })
        .catch(() => undefined);
      expect(await own.outbox.stateOf('b')).toBeNull();
    });

    it('posts nothing before its moment', async () => {
      await own.outbox.enqueue([request('a', { notBefore: new Date(Date.now() + 3_600_000).toISOString() })]);
      await own.drain();
      expect(own.sender.sent).toEqual([]);
      expect(await own.outbox.stateOf('a')).toBe('queued');
    });

    it('writes “sending” down before it posts', async () => {
      await own.outbox.enqueue([request('a')]);
      let seen: string | null = null;
      await quickWorkers(own.database, {
        ...own.sender,
        post: async (delivery) => {
          seen = await own.outbox.stateOf(delivery.key);
          return { kind: 'accepted', activityId: '1:a' };
        },
      }).drain(10);
      expect(seen).toBe('sending');
    });

    it('tries again what Teams put off, and posts the message once', async () => {
      await own.outbox.enqueue([request('a')]);
      own.sender.answer(
        { kind: 'throttled', retryAfterMilliseconds: 5 },
        { kind: 'throttled', retryAfterMilliseconds: null },
        { kind: 'busy', code: 'PreconditionFailed' },
      );
      await own.drain(60);
      expect(own.sender.sent).toHaveLength(4);
      expect(own.sender.sent.every(({ form }) => !form.mayRepeat)).toBe(true);
      expect(await own.row('a')).toMatchObject({ state: 'sent', activity_id: '1:4', retries: 2 });
    });

    it('makes the whole tenant wait when Teams says how long', async () => {
      await own.outbox.enqueue([request('a'), request('b', { conversationKey: 't|19:b' })]);
      await own.outbox.enqueue([request('u', { tenantId: 'u', conversationKey: 'u|19:c' })]);
      own.sender.answer({ kind: 'throttled', retryAfterMilliseconds: 600_000 });
      await quickWorkers(own.database, own.sender, { policy: { ...quickPolicy, workers: 1 } }).drain(15);
      const waiting = (await own.statistics()).states.queued;
      expect([...new Set(own.sender.sent.map(({ key }) => key))].length).toBe(3 - waiting + 1);
      expect(waiting).toBeGreaterThanOrEqual(1);
      const throttledTenant = own.sender.sent[0]?.conversationKey.split('|')[0] ?? '';
      expect(
        own.sender.sent.filter(({ conversationKey }) => conversationKey.startsWith(throttledTenant)),
      ).toHaveLength(1);
    });

    it('posts once more, marked, what nobody knows the end of, and then leaves it', async () => {
      await own.outbox.enqueue([request('a'), request('b', { conversationKey: 't|19:b' })]);
      own.sender.answer(
        { kind: 'unknown', code: 'Http500' },
        { kind: 'unknown', code: 'TimeOut' },
        { kind: 'accepted', activityId: '1:x' },
        { kind: 'unknown', code: 'ConnectionLost' },
      );
      await own.drain(80);
      expect(own.sender.sent.map(({ form }) => form.mayRepeat)).toEqual([false, false, true, true]);
      expect((await own.statistics()).states).toMatchObject({ sent: 1, ambiguous: 1 });
      expect(await resend(own.database.kysely, 'ambiguous', new Date().toISOString())).toBe(1);
      await own.drain();
      expect((await own.statistics()).states).toMatchObject({ sent: 2, ambiguous: 0 });
    });

    it('learns from a pressed button that an unclear message was shown', async () => {
      await own.outbox.enqueue([request('a')]);
      own.sender.answer({ kind: 'unknown', code: 'TimeOut' });
      await quickWorkers(own.database, own.sender, {
        policy: { ...quickPolicy, ambiguousWait: 600_000 },
      }).drain(10);
      const conversations = createDeliveryConversations(own.database.kysely);
      expect(await conversations.shown('a', 't|19:other', '1:forged')).toBe(false);
      expect(await conversations.shown('a', 't|19:a', '1:a')).toBe(true);
      expect(await own.row('a')).toMatchObject({ state: 'sent', activity_id: '1:a', next_attempt_at: null });
    });

    it('takes what a dead worker had as ambiguous, and counts its late answer all the same', async () => {
      await own.outbox.enqueue([request('a')]);
      const now = Date.now();
      const [claimed] = await claim(own.database.kysely, 'dead', 5, now, quickPolicy);
      expect(claimed?.key).toBe('a');
      expect(await expireLeases(own.database.kysely, now + quickPolicy.lease - 1, quickPolicy)).toBe(0);
      expect(await expireLeases(own.database.kysely, now + quickPolicy.lease, quickPolicy)).toBe(1);
      expect(await own.row('a')).toMatchObject({ state: 'ambiguous', code: 'WorkerDied' });
      if (claimed === undefined) return;
      const late = settle(
        { ...claimed, isOtherHost: false },
        { kind: 'accepted', activityId: '1:late' },
        quickPolicy,
        () => 0.5,
      );
      await recordOutcome(own.database.kysely, claimed, late, now);
      expect(await own.row('a')).toMatchObject({
        state: 'sent',
        activity_id: '1:late',
        next_attempt_at: null,
      });
      await recordOutcome(
        own.database.kysely,
        { ...claimed, attempt: 0 },
        { ...late, activityId: '1:older' },
        now,
      );
      expect((await own.row('a')).activity_id).toBe('1:late');
    });

    it('gives no delivery to two workers, and no conversation two at once', async () => {
      await own.outbox.enqueue(
        Array.from({ length: 40 }, (_none, index) =>
          request(`k${index}`, { conversationKey: `t|19:${index % 10}` }),
        ),
      );
      const busy = new Set<string>();
      const slow = {
        ...own.sender,
        post: async (delivery: Parameters<typeof own.sender.post>[0]) => {
          expect(busy.has(delivery.conversationKey)).toBe(false);
          busy.add(delivery.conversationKey);
          await new Promise((resolve) => setTimeout(resolve, 3));
          busy.delete(delivery.conversationKey);
          return await own.sender.post(delivery);
        },
      };
      await Promise.all([1, 2, 3].map(() => quickWorkers(own.database, slow).drain(40)));
      expect(own.sender.sent.map(({ key }) => key).sort()).toEqual(
        Array.from({ length: 40 }, (_none, index) => `k${index}`).sort(),
      );
    });

    it('updates the posted message when the facts change, and draws the newest before it is posted', async () => {
      await own.outbox.enqueue([request('a')]);
      expect(await own.outbox.revise('a', { words: 'newer' })).toBe('replaced');
      await own.drain();
      expect(own.sender.sent).toMatchObject([{ content: { words: 'newer' }, updates: null }]);
      expect(await own.outbox.revise('a', { words: 'newest' })).toBe('update-queued');
      own.sender.answer({ kind: 'unknown', code: 'Http500' });
      await own.drain(60);
      expect(own.sender.sent.slice(1)).toMatchObject([
        { content: { words: 'newest' }, updates: '1:1' },
        { content: { words: 'newest' }, updates: '1:1' },
      ]);
      expect(await own.row('a')).toMatchObject({ state: 'sent', revision: 3, sent_revision: 3, code: null });
      expect(await own.outbox.revise('nobody', {})).toBe('unknown');
    });

    it('updates a message that was revised while it was on its way', async () => {
      await own.outbox.enqueue([request('a')]);
      await quickWorkers(own.database, {
        ...own.sender,
        post: async (delivery) => {
          expect(await own.outbox.revise('a', { words: 'meanwhile' })).toBe('update-queued');
          return await own.sender.post(delivery);
        },
      }).drain(20);
      expect(own.sender.sent).toMatchObject([
        { content: { words: 'a' }, updates: null },
        { content: { words: 'meanwhile' }, updates: '1:1' },
      ]);
    });

    it('takes back what was not sent yet, and nothing else', async () => {
      await own.outbox.enqueue([request('a'), request('b')]);
      expect(await own.outbox.suppress('a', 'renewed')).toBe(true);
      expect(await own.outbox.suppress('a', 'again')).toBe(false);
      await own.drain();
      expect(await own.outbox.suppress('b', 'too late')).toBe(false);
      expect(own.sender.sent.map(({ key }) => key)).toEqual(['b']);
      expect(await own.row('a')).toMatchObject({ state: 'suppressed', code: 'renewed' });
    });
  });
});
