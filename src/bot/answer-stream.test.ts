/** The stream by itself: pacing, order, prefixes and every way in which Teams can end it. */
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { createStrictTeams } from '../../test/support/strict-teams.ts';
import { stubAnswer } from '../../test/support/stub-assistant.ts';
import { answerActivity } from './activities.ts';
import { createAnswerStream, type LastOfStream } from './answer-stream.ts';
import { refusalOf, type StreamRefusal, type StreamUpdate } from './stream-info.ts';

type Sent = StreamUpdate | LastOfStream;

/** A stream against the rules of Teams on a clock of its own. */
function streamOn(fail: (sent: Sent, at: number) => object | null = () => null) {
  let time = 1_000;
  const strict = createStrictTeams(() => time);
  const sent: { readonly activity: Sent; readonly at: number }[] = [];
  const refusals: StreamRefusal[] = [];
  const stream = createAnswerStream({
    now: () => time,
    wait: (milliseconds) => {
      time += milliseconds;
      return Promise.resolve();
    },
    onRefusal: (refusal) => refusals.push(refusal),
    send(activity) {
      sent.push({ activity, at: time });
      const failure = fail(activity, sent.length);
      if (failure !== null) return Promise.reject(Object.assign(new Error('refused'), failure));
      const raw = JSON.stringify(activity);
      const verdict = strict.judge({
        method: 'POST',
        path: '/v3/conversations/a%3Ame/activities/1',
        raw,
        body: JSON.parse(raw),
      });
      if (verdict === null || verdict.status >= 300)
        return Promise.reject(
          Object.assign(new Error('strict'), { statusCode: verdict?.status, details: verdict?.body }),
        );
      return Promise.resolve('id' in verdict.body ? String(verdict.body.id) : null);
    },
  });
  return {
    stream,
    sent,
    refusals,
    streams: strict.streams,
    pass: (milliseconds: number) => {
      time += milliseconds;
    },
  };
}

const settled = () => new Promise((resolve) => setTimeout(resolve, 5));
const said = (texts: readonly string[]) =>
  stubAnswer(1, { sentences: texts.map((text) => ({ text, citations: [1] })) });

describe('an answer stream', () => {
  it('keeps every rule of Teams, whatever is said and when', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.array(fc.tuple(fc.string({ minLength: 1, maxLength: 60 }), fc.integer({ min: 0, max: 3_000 })), {
          maxLength: 12,
        }),
        fc.boolean(),
        fc.boolean(),
        async (sentences, informs, isOther) => {
          const { stream, refusals, streams, pass } = streamOn();
          if (informs) stream.inform('Looking it up …');
          for (const [sentence, later] of sentences) {
            stream.say(sentence);
            await settled();
            pass(later);
          }
          const answer = isOther ? stubAnswer(2) : said([...sentences.map(([text]) => text), 'And more.']);
          const hasBegun = stream.hasBegun();
          const end = await stream.finish(answerActivity(answer, undefined, stream.textFor(answer)));
          expect(refusals).toEqual([]);
          expect(end.kind).toBe(hasBegun ? 'shown' : 'post');
          expect(streams().every(({ isDone }) => isDone)).toBe(true);
        },
      ),
      { numRuns: 60 },
    );
  });

  it('says sentences one after the other and ends with card and citations', async () => {
    const { stream, sent, streams } = streamOn();
    stream.inform('Looking it up …');
    await settled();
    stream.say('Hillingdon uses it.');
    await settled();
    stream.say('Lambeth does too.');
    await settled();
    const answer = said(['Hillingdon uses it.', 'Lambeth does too.']);
    expect(await stream.finish(answerActivity(answer, undefined, stream.textFor(answer)))).toEqual({
      kind: 'shown',
      activityId: '1:stream-1',
    });
    expect(streams()[0]?.texts).toEqual([
      'Looking it up …',
      'Hillingdon uses it.',
      'Hillingdon uses it. Lambeth does too.',
      'Hillingdon uses it. Lambeth does too.\n\nRecords: [1]',
    ]);
    const gaps = sent.slice(1).map(({ at }, index) => at - (sent[index]?.at ?? 0));
    expect(Math.min(...gaps)).toBeGreaterThanOrEqual(1_000);
    const last = sent.at(-1)?.activity as LastOfStream;
    expect(last.attachments).toHaveLength(1);
    expect(last.entities.at(-1)).toEqual({ type: 'streaminfo', streamType: 'final', streamId: '1:stream-1' });
    expect(sent.slice(0, -1).every(({ activity }) => !('attachments' in activity))).toBe(true);
  });

  it('stays a plain message when nothing was said before the answer was ready', async () => {
    const { stream, sent } = streamOn();
    expect(stream.hasBegun()).toBe(false);
    expect((await stream.finish(answerActivity(stubAnswer()))).kind).toBe('post');
    expect(sent).toEqual([]);
  });

  const forbidden = (message: string) => ({
    statusCode: 403,
    details: { error: { code: 'ContentStreamNotAllowed', message } },
  });
  it.each([
    ['stopped by the officer', forbidden('Content stream was canceled by user'), 'stopped'],
    ['spelt the other way', forbidden('Content stream was cancelled by the user'), 'stopped'],
    ['out of time', forbidden('Content stream finished due to exceeded streaming time'), 'replace'],
    [
      'completed',
      forbidden('Content stream is not allowed on an already completed streamed message'),
      'stopped',
    ],
    ['not allowed here', forbidden('Content stream is not allowed'), 'post'],
    [
      'prefix broken',
      forbidden('Request streamed content should contain the previously streamed content'),
      'post',
    ],
    ['malformed', { statusCode: 400 }, 'post'],
  ] as const)('%s: the second update ends it', async (_name, failure, kind) => {
    const { stream } = streamOn((_activity, number) => (number === 2 ? failure : null));
    stream.say('One.');
    await settled();
    stream.say('Two.');
    await settled();
    expect((await stream.finish(answerActivity(stubAnswer()))).kind).toBe(kind);
  });

  it.each([
    ['too fast', { statusCode: 429 }],
    ['a fault of the service', { statusCode: 503 }],
    ['no answer', {}],
  ])('%s: no more updates, but the final message', async (_name, failure) => {
    const { stream, streams } = streamOn((_activity, number) => (number === 2 ? failure : null));
    stream.say('One.');
    await settled();
    stream.say('Two.');
    stream.say('Three.');
    await settled();
    const answer = said(['One.', 'Two.', 'Three.']);
    const end = await stream.finish(answerActivity(answer, undefined, stream.textFor(answer)));
    expect(end.kind).toBe('shown');
    expect(streams()[0]?.texts).toHaveLength(2);
  });

  it('a first update that fails means an ordinary message', async () => {
    const { stream } = streamOn(() => ({ statusCode: 403 }));
    stream.say('One.');
    await settled();
    expect(stream.hasBegun()).toBe(false);
    expect((await stream.finish(answerActivity(stubAnswer()))).kind).toBe('post');
  });

  it('too big: the final message goes out once more without its card', async () => {
    const { stream, sent } = streamOn((activity) =>
      'attachments' in activity && activity.attachments.length > 0 ? { statusCode: 413 } : null,
    );
    stream.say('3 boroughs use NEC Housing.');
    await settled();
    const answer = stubAnswer();
    const end = await stream.finish(answerActivity(answer, undefined, stream.textFor(answer)));
    expect(end.kind).toBe('shown');
    expect(sent.at(-1)?.activity.text).toContain('too big for Teams');
  });

  it('is closed before Teams cuts it off; the answer follows as a message', async () => {
    const { stream, streams, pass } = streamOn();
    stream.say('One.');
    await settled();
    pass(95_000);
    expect((await stream.finish(answerActivity(stubAnswer()))).kind).toBe('post');
    expect(streams()[0]).toMatchObject({ isDone: true });
    expect(streams()[0]?.texts.at(-1)).toContain('follows in a new message');
  });

  it('reads refusals wherever the SDK puts their words', () => {
    expect(refusalOf({ statusCode: 403, details: { message: 'cancelled by user' } })).toBe('stopped');
    expect(refusalOf(new Error('socket hang up'))).toBe('unsure');
    expect(refusalOf(null)).toBe('unsure');
  });
});
