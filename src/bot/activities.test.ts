import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { arbitraryAnswer } from '../../test/support/arbitrary-answer.ts';
import { cardProblems } from '../../test/support/card-checks.ts';
import { stubAnswer } from '../../test/support/stub-assistant.ts';
import {
  answerActivity,
  helpActivity,
  maxMessageBytes,
  messageBytes,
  welcomeActivity,
} from './activities.ts';
import { answerCard } from './cards/answer-card.ts';
import { marksIn, messageEntity } from './message-entity.ts';

describe('answerActivity', () => {
  it('keeps every limit Teams sets, whatever the answer holds', () => {
    fc.assert(
      fc.property(arbitraryAnswer, (answer) => {
        const activity = answerActivity(answer);
        expect(activity.text.trim()).not.toBe('');
        expect(messageBytes(activity)).toBeLessThanOrEqual(maxMessageBytes);
        expect(cardProblems(activity.attachments[0]?.content)).toEqual([]);
        for (const page of [2, 5])
          expect(cardProblems(answerCard(answer, { page: page, withProse: true }))).toEqual([]);
        const claims = activity.entities?.[0].citation ?? [];
        const marks = marksIn(activity.text);
        expect(claims.length).toBeLessThanOrEqual(20);
        expect(new Set(claims.map((claim) => claim.position)).size).toBe(claims.length);
        for (const { position, appearance } of claims) {
          expect(marks.has(position)).toBe(true);
          expect(appearance.name.length).toBeGreaterThan(0);
          expect(appearance.name.length).toBeLessThanOrEqual(80);
          expect(appearance.abstract.length).toBeGreaterThan(0);
          expect(appearance.abstract.length).toBeLessThanOrEqual(160);
          if (appearance.url !== undefined) expect(appearance.url).toMatch(/^https?:\/\//);
        }
        expect(activity.entities?.[0].additionalType !== undefined).toBe(answer.writtenByModel);
      }),
      { numRuns: 100, seed: 20251123 },
    );
  });

  it('says the answer first and carries a citation for every mark', () => {
    const activity = answerActivity(stubAnswer(3));
    expect(activity.text.split('\n\n')[0]).toBe(
      '3 boroughs use NEC Housing [1][2]. The first contract ends on 31 March 2028 [1].',
    );
    expect(activity.text).toContain('Records: [3]');
    expect(activity.entities?.[0].citation?.map(({ position }) => position)).toEqual([1, 2, 3]);
    expect(activity.channelData).toEqual({ feedbackLoopEnabled: true, feedbackLoop: { type: 'default' } });
  });

  it('labels text a model wrote, and only that', () => {
    expect(messageEntity(stubAnswer(1, { writtenByModel: true }), 'no marks')).toEqual({
      type: 'https://schema.org/Message',
      '@type': 'Message',
      '@context': 'https://schema.org',
      '@id': '',
      additionalType: ['AIGeneratedContent'],
    });
    expect(messageEntity(stubAnswer(1), 'no marks')).toBeNull();
  });

  it('does not take brackets in data for citation marks', () => {
    const answer = stubAnswer(0, {
      sentences: [{ text: 'Lot [4] was withdrawn.', citations: [2] }],
      sections: [],
    });
    expect(answerActivity(answer).entities?.[0].citation?.map(({ position }) => position)).toEqual([2]);
  });
});

describe('welcomeActivity and helpActivity', () => {
  it('are cards with words beside them in every scope', () => {
    for (const activity of [
      welcomeActivity('personal', 'A. N. Officer'),
      welcomeActivity('channel', '_Name_ [x](y)'),
      welcomeActivity('group', null),
      helpActivity(null),
      helpActivity('That was a *file*.'),
    ]) {
      expect(cardProblems(activity.attachments[0]?.content)).toEqual([]);
      expect(activity.text).not.toBe('');
    }
  });

  it('name who added the assistant only where others read it', () => {
    expect(welcomeActivity('channel', 'A. N. Officer').text).toContain('Added by A. N. Officer');
    expect(welcomeActivity('personal', 'A. N. Officer').text).not.toContain('Added by');
  });
});
