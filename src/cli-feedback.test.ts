/** Feedback and kept answers on both databases: the report, edits, deletions, and proposals pressed twice. */
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { engines } from '../test/support/databases.ts';
import { stubAnswer } from '../test/support/stub-assistant.ts';
import { createAnswerLog } from './assistant/answer-log.ts';
import { createAnswerStore, createFeedbackStore } from './bot/database-stores.ts';
import { feedbackReport } from './cli-feedback.ts';
import type { Database } from './database/connect.ts';

describe.each(engines)('feedback and kept answers: $name', ({ isMissing, open }) => {
  let database: Database;
  const place = { tenantId: 'tenant', conversationKey: 'tenant|chat' };
  const question = (text: string, userId = 'officer-anna') => ({
    text,
    officer: { tenantId: 'tenant', userId },
    threadId: 'chat',
    scope: 'personal' as const,
    boroughHint: null,
  });
  async function answered(id: string, text: string, askedBy: string, changes = {}) {
    const answer = stubAnswer(1, { id, ...changes });
    await createAnswerLog(database.kysely).save(question(text), answer, [], 5);
    await createAnswerStore(database.kysely).keep(answer, place, askedBy);
  }
  const react = (answerId: string, reaction: 'like' | 'dislike', text = '', userId = 'officer-anna') =>
    createFeedbackStore(database.kysely).save({
      tenantId: 'tenant',
      userId,
      conversationKey: place.conversationKey,
      activityId: `act-${answerId}`,
      answerId,
      reaction,
      text,
      receivedAt: new Date('2026-11-23T10:00:00Z'),
    });

  beforeAll(async () => {
    if (!isMissing) database = await open();
  });
  afterAll(async () => {
    if (!isMissing) await database.close();
  });

  it.skipIf(isMissing)('begins empty', async () => {
    expect(await feedbackReport({ database }, {})).toContain('no feedback');
  });

  it.skipIf(isMissing)('counts by kind and planner, each answer once, and names nobody', async () => {
    await answered('A-1', 'who uses NEC? ring 020 7946 0000', 'q1', { form: 'who-uses' });
    await answered('A-2', 'who uses Idox?', 'q2', { form: 'who-uses', planner: 'openai' });
    await answered('A-3', 'hello', 'q3', { status: 'greeting' });
    await react('A-1', 'dislike', 'write to anna@example.org', 'officer-anna');
    await react('A-1', 'like', '', 'officer-ben');
    await react('A-2', 'like');
    const report = await feedbackReport({ database }, {});
    expect(report.split('\n').map((row) => row.split(/\s+/).filter(Boolean))).toEqual([
      ['kind', 'planner', 'answers', 'helped', 'did', 'not', 'share'],
      ['who-uses', 'embedded', '1', '1', '1', '50', '%'],
      ['greeting', 'embedded', '1', '0', '0', '–'],
      ['who-uses', 'openai', '1', '1', '0', '100', '%'],
      ['all', '3', '2', '1', '67', '%'],
    ]);
    expect(report).not.toContain('NEC');
    const whole = await feedbackReport({ database }, { questions: true });
    expect(whole).toContain('A-1 (who-uses, embedded): who uses NEC? ring [number removed]');
    expect(whole).toContain('said: write to [e-mail removed]');
    expect(whole).not.toMatch(/officer-anna|officer-ben/);
    expect(JSON.parse(await feedbackReport({ database }, { json: true }))).toMatchObject({
      counts: [{ kind: 'who-uses', dislikes: 1 }, {}, {}],
    });
  });

  it.skipIf(isMissing)('finds the latest answer to a message and the activity that shows it', async () => {
    const store = createAnswerStore(database.kysely);
    await store.linkActivity('shown-1', 'A-1', place);
    expect(await store.replyTo('q1', place)).toEqual({ answerId: 'A-1', activityId: 'shown-1' });
    await answered('A-4', 'who uses Civica?', 'q1', { form: 'who-uses' });
    expect(await store.replyTo('q1', place)).toEqual({ answerId: 'A-4', activityId: 'shown-1' });
    expect(await store.answerIdOf('shown-1', place)).toBe('A-4');
    expect(await store.replyTo('q1', { ...place, tenantId: 'other' })).toBeNull();
    await store.forgetQuestion('q1', { ...place, conversationKey: 'other' });
    expect(await store.replyTo('q1', place)).not.toBeNull();
    await store.forgetQuestion('q1', place);
    expect(await store.replyTo('q1', place)).toBeNull();
    expect(await store.get('A-1', place)).toBeNull();
    expect(await store.get('A-2', place)).not.toBeNull();
  });
});
