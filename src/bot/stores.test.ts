/** The in-memory stores, and with them what the ports promise. */
import { describe, expect, it } from 'vitest';
import { stubAnswer } from '../../test/support/stub-assistant.ts';
import { createMemoryAnswerStore } from './answers.ts';
import {
  type ConversationReference,
  conversationKey,
  createMemoryConversationStore,
} from './conversations.ts';
import { createMemoryFeedbackStore, type Feedback } from './feedback.ts';
import { createMemorySeenActivities } from './seen.ts';

function reference(tenantId: string, conversationId: string): ConversationReference {
  return {
    key: conversationKey(tenantId, conversationId),
    tenantId,
    conversationId,
    scope: 'channel',
    serviceUrl: 'https://smba.trafficmanager.net/uk/',
    channelId: 'msteams',
    botId: '28:bot',
    userId: null,
    teamId: null,
  };
}

describe('conversations', () => {
  it('share a key over the threads of a channel, never over tenants', () => {
    expect(conversationKey('t', '19:a;messageid=1')).toBe(conversationKey('t', '19:a'));
    expect(conversationKey('t', '19:a')).not.toBe(conversationKey('u', '19:a'));
  });

  it('are new once, welcomed once, and start again after removal', async () => {
    const store = createMemoryConversationStore();
    const here = reference('t', '19:a');
    expect(await store.markWelcomed(here.key)).toBe(false);
    expect(await store.remember(here)).toEqual({ isNew: true });
    expect(await store.remember({ ...here, serviceUrl: 'https://other' })).toEqual({ isNew: false });
    expect((await store.get(here.key))?.reference.serviceUrl).toBe('https://other');
    expect(await Promise.all([store.markWelcomed(here.key), store.markWelcomed(here.key)])).toEqual([
      true,
      false,
    ]);
    await store.markUninstalled(here.key);
    expect(await store.list(null)).toEqual([]);
    await store.remember(here);
    expect(await store.markWelcomed(here.key)).toBe(true);
    await store.remember(reference('u', '19:b'));
    expect((await store.list('u')).map(({ reference: { key } }) => key)).toEqual(['u|19:b']);
  });
});

describe('seen activities', () => {
  it('are first once, and forgotten only when many newer ones came', async () => {
    const seen = createMemorySeenActivities(3);
    expect([await seen.firstTime('a'), await seen.firstTime('a')]).toEqual([true, false]);
    for (const key of ['b', 'c', 'd']) await seen.firstTime(key);
    expect([await seen.firstTime('d'), await seen.firstTime('a')]).toEqual([false, true]);
  });
});

describe('answers', () => {
  const place = { tenantId: 't', conversationKey: 't|19:a' };

  it('open only where they were given', async () => {
    const store = createMemoryAnswerStore();
    const answer = stubAnswer();
    await store.keep(answer, place);
    await store.linkActivity('1:x', answer.id, place);
    expect(await store.get(answer.id, place)).toBe(answer);
    expect(await store.answerIdOf('1:x', place)).toBe(answer.id);
    for (const other of [
      { ...place, tenantId: 'u' },
      { ...place, conversationKey: 't|19:b' },
    ]) {
      expect(await store.get(answer.id, other)).toBeNull();
      expect(await store.answerIdOf('1:x', other)).toBeNull();
    }
  });

  it('are bounded', async () => {
    const store = createMemoryAnswerStore(2);
    for (const id of ['1', '2', '3']) await store.keep(stubAnswer(0, { id }), place);
    expect([await store.get('1', place), (await store.get('3', place))?.id]).toEqual([null, '3']);
  });
});

describe('feedback', () => {
  it('of one officer on one answer is the latest', async () => {
    const store = createMemoryFeedbackStore();
    const feedback: Feedback = {
      tenantId: 't',
      userId: 'u',
      conversationKey: 'k',
      activityId: '1:x',
      answerId: 'A',
      reaction: 'like',
      text: '',
      receivedAt: new Date('2025-11-23T10:00:00Z'),
    };
    await store.save(feedback);
    await store.save({ ...feedback, reaction: 'dislike' });
    await store.save({ ...feedback, userId: 'v' });
    expect(store.all().map(({ userId, reaction }) => [userId, reaction])).toEqual([
      ['u', 'dislike'],
      ['v', 'like'],
    ]);
  });
});
