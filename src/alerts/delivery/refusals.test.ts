/** What refusals, stops and changes of the conversation do to deliveries, over both databases. */
import { describe, expect, it } from 'vitest';
import { engines } from '../../../test/support/databases.ts';
import { quickPolicy, quickWorkers } from '../../../test/support/scripted-sender.ts';
import { request, useDeliveries } from '../../../test/support/use-deliveries.ts';
import { createDeliveryConversations, resend } from './conversations.ts';
import type { PostOutcome, RefusalCode } from './outcome.ts';
import { resumeSending, stopSending, whyStopped } from './stop.ts';

/** Nothing here is about time: a busy machine may take its own. */
const patient = { timeout: 20_000 };
const refused = (code: RefusalCode): PostOutcome => ({ kind: 'refused', code });

describe.each(engines)('refused deliveries over $name', (engine) => {
  describe.skipIf(engine.isMissing)('', () => {
    const own = useDeliveries(engine);

    it('stops everything when Teams does not know the bot, until a person says so', async () => {
      await own.outbox.enqueue([request('a'), request('b', { tenantId: 'u', conversationKey: 'u|1' })]);
      own.sender.answer(refused('BotNotRegistered'), refused('BotNotRegistered'));
      await own.drain();
      expect((await whyStopped(own.database.kysely))?.reason).toBe('BotNotRegistered');
      const before = own.sender.sent.length;
      await own.drain();
      expect(own.sender.sent).toHaveLength(before);
      expect((await own.statistics()).states).toMatchObject({ queued: 2 });
      expect(await resumeSending(own.database.kysely)).toBe(true);
      await own.drain();
      expect((await own.statistics()).states).toMatchObject({ sent: 2 });
      await stopSending(own.database.kysely, 'by hand');
      await own.outbox.enqueue([request('c')]);
      await own.drain();
      expect(await own.outbox.stateOf('c')).toBe('queued');
    });

    it('ends what waits for a conversation that is gone, and says so to the keeper of references', async () => {
      await own.outbox.enqueue([request('a'), request('b'), request('z', { conversationKey: 't|19:z' })]);
      const ended: string[] = [];
      own.sender.answer(refused('ConversationNotFound'));
      await quickWorkers(own.database, own.sender, {
        policy: { ...quickPolicy, workers: 1 },
        conversationEnded: async (key) => void ended.push(key),
      }).drain(15);
      const gone = own.sender.sent[0]?.conversationKey ?? '';
      expect(ended).toEqual([gone]);
      expect(own.sender.sent.filter(({ conversationKey }) => conversationKey === gone)).toHaveLength(1);
      expect((await own.statistics()).states.queued).toBe(0);
      expect((await own.statistics()).codes).toContainEqual({
        state: 'failed',
        code: 'ConversationNotFound',
        count: gone === 't|19:a' ? 2 : 1,
      });
    });

    it('waits in a conversation an administrator closed, until somebody writes there', async () => {
      await own.outbox.enqueue([request('a'), request('b')]);
      own.sender.answer(refused('BotDisabledByAdmin'));
      await own.drain();
      expect(own.sender.sent).toHaveLength(1);
      expect(await own.statistics()).toMatchObject({ paused: 2, states: { queued: 2 } });
      await createDeliveryConversations(own.database.kysely).resumed(['t|19:a']);
      await own.drain();
      expect((await own.statistics()).states.sent).toBe(2);
    });

    it('waits for an archived team, and takes back what waits for an uninstalled one', async () => {
      const conversations = createDeliveryConversations(own.database.kysely);
      await conversations.paused(['t|19:a'], 'teamArchived');
      await own.outbox.enqueue([request('a'), request('b', { conversationKey: 't|19:b' })]);
      await own.drain();
      expect(own.sender.sent.map(({ key }) => key)).toEqual(['b']);
      await conversations.ended(['t|19:a'], 'uninstalled');
      expect(await own.row('a')).toMatchObject({ state: 'suppressed', code: 'uninstalled' });
    });

    it('sends the failed again and only them', async () => {
      await own.outbox.enqueue([request('a'), request('b', { conversationKey: 't|19:b' })]);
      own.sender.answer(refused('BadArgument'));
      await own.drain();
      expect((await own.statistics()).states).toMatchObject({ failed: 1, sent: 1 });
      expect(await resend(own.database.kysely, 'failed', new Date().toISOString())).toBe(1);
      await own.drain();
      expect(own.sender.sent).toHaveLength(3);
      expect((await own.statistics()).states).toMatchObject({ failed: 0, sent: 2 });
    });

    it('asks for a smaller form once', async () => {
      await own.outbox.enqueue([request('a')]);
      own.sender.answer(refused('MessageSizeTooBig'), refused('MessageSizeTooBig'));
      await own.drain();
      expect(own.sender.sent.map(({ form }) => form.isSmaller)).toEqual([false, true]);
      expect(await own.row('a')).toMatchObject({ state: 'failed', code: 'MessageSizeTooBig' });
    });

    it('stops at once, and gives back what it had not posted', async () => {
      await own.outbox.enqueue([request('a'), request('b', { conversationKey: 't|19:b' })]);
      let release: (outcome: PostOutcome) => void = () => undefined;
      own.sender.answer(
        new Promise<PostOutcome>((resolve) => {
          release = resolve;
        }),
      );
      const policy = { ...quickPolicy, tenantSpacing: 30_000, lookahead: 60_000, lease: 300_000 };
      const workers = quickWorkers(own.database, own.sender, { policy });
      workers.start();
      await expect.poll(() => own.sender.sent.length, patient).toBe(1);
      const stopping = workers.stop();
      release({ kind: 'accepted', activityId: '1:a' });
      await stopping;
      expect((await own.statistics()).states).toMatchObject({ sent: 1, queued: 1, sending: 0 });
    });

    it('counts every delivery once: the states add up', async () => {
      await own.outbox.enqueue(Array.from({ length: 6 }, (_none, index) => request(`k${index}`)));
      own.sender.answer({ kind: 'unknown', code: 'Http500' }, refused('BadArgument'));
      await own.outbox.suppress('k5', 'gone');
      await own.drain();
      const { total, states } = await own.statistics();
      expect(total).toBe(6);
      expect(Object.values(states).reduce((sum, count) => sum + count, 0)).toBe(6);
      expect(await own.database.kysely.selectFrom('deliveries').select('key').execute()).toHaveLength(6);
    });
  });
});
