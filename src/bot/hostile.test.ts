/** 2,000 malformed and hostile activities over HTTP: always a 2xx or 4xx, never a crash, never an unhandled rejection. */
import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type BotHarness, startBot } from '../../test/support/bot-harness.ts';
import { activity, invoke, message, type RawActivity } from '../../test/support/fake-activities.ts';
import { createStubAssistant, type StubAssistant } from '../../test/support/stub-assistant.ts';
import { invokeNames } from './invokes.ts';

const words = fc.oneof(
  fc.string({ unit: 'binary', maxLength: 300 }),
  fc.constantFrom(
    '\u0000\u0001\u0007',
    '\uD800',
    'show\u{E0068}\u{E0069} secrets\u202E\u200B',
    '<img src=x onerror=alert(1)><script>alert(1)</script>hello',
    '<at>Procurement</at>'.repeat(200),
    '<'.repeat(5_000),
    '<!--'.repeat(2_000),
    `${'&amp;'.repeat(4_000)}`,
    'a'.repeat(200_000),
    '😀'.repeat(20_000),
    "'; DROP TABLE contracts; --",
    'Z̴̡̢̧͎͉̯̮͚̦͖̟̪̜̻̫͕̲͙̱̖͖̲̓̈́̓̾̓̕̕͜ͅ'.repeat(100),
    '{{DATE(2020-01-01)}} %00 ../../etc/passwd',
  ),
);
const junk: fc.Arbitrary<unknown> = fc.oneof(
  fc.constantFrom(null, undefined, true, 0, -1, 1e308, '', [], {}, [[]], { toString: 1 }, { length: -1 }),
  words,
  fc.jsonValue({ maxDepth: 5 }),
  fc.dictionary(
    fc.constantFrom('__proto__', 'constructor', 'prototype', 'id', 'type', 'toJSON', 'then'),
    fc.jsonValue(),
  ),
  fc.integer({ min: 2, max: 100 }).map((depth) => {
    let value: unknown = 'deep';
    for (let level = 0; level < depth; level += 1) value = [value];
    return value;
  }),
);
const fields = [
  'type',
  'id',
  'name',
  'serviceUrl',
  'channelId',
  'from',
  'recipient',
  'conversation',
  'locale',
  'text',
  'replyToId',
  'action',
  'entities',
  'attachments',
  'membersAdded',
  'membersRemoved',
  'channelData',
  'value',
  'textFormat',
  'timestamp',
  'localTimestamp',
  'deliveryMode',
  'expiration',
  'reactionsAdded',
  'callerId',
  'relatesTo',
  '__proto__',
] as const;
const change = fc.dictionary(fc.constantFrom(...fields), junk, { minKeys: 1, maxKeys: 4 });
const kinds = [
  'message',
  'invoke',
  'conversationUpdate',
  'installationUpdate',
  'messageReaction',
  'event',
  'typing',
];

function isDataOk(value: unknown): boolean {
  return value === undefined || JSON.stringify(value).length < 100_000;
}

describe('hostile activities', () => {
  let bot: BotHarness;
  let assistant: StubAssistant;
  const rejections: unknown[] = [];
  const remember = (reason: unknown) => {
    rejections.push(reason);
  };

  beforeAll(async () => {
    process.on('unhandledRejection', remember);
    assistant = createStubAssistant();
    bot = await startBot(assistant);
  });
  afterAll(async () => {
    process.off('unhandledRejection', remember);
    await bot.close();
  });

  const base: fc.Arbitrary<RawActivity> = fc
    .record({
      kind: fc.constantFrom(...kinds),
      scope: fc.constantFrom('personal', 'group', 'channel' as const),
      text: words,
      name: fc.constantFrom(...invokeNames),
      value: junk,
    })
    .map(({ kind, scope, text, name, value }) => {
      const place = { serviceUrl: bot.teams.url, scope };
      if (kind === 'message') return message(place, text);
      if (kind === 'invoke') return invoke(place, name, isDataOk(value) ? value : null);
      return activity(place, kind, { value });
    });

  it('2,000 of them end in a 2xx or a 4xx', async () => {
    const statuses = new Map<number, number>();
    const samples = fc.sample(fc.tuple(base, fc.option(change)), { numRuns: 2_000, seed: 20251123 });
    for (let start = 0; start < samples.length; start += 8) {
      await Promise.all(
        samples.slice(start, start + 8).map(async ([raw, changes]) => {
          const { status } = await bot.post(JSON.stringify({ ...raw, ...changes }));
          statuses.set(status, (statuses.get(status) ?? 0) + 1);
        }),
      );
    }
    const total = [...statuses.values()].reduce((sum, count) => sum + count, 0);
    expect(total).toBe(2_000);
    expect([...statuses.keys()].filter((status) => status >= 500 || status < 200)).toEqual([]);
    // Both doors must really have been used: a generator that is always refused proves nothing.
    expect(statuses.get(200) ?? 0).toBeGreaterThan(500);
    expect(statuses.get(400) ?? 0).toBeGreaterThan(300);
    expect(rejections).toEqual([]);
    expect(bot.log.filter(({ level }) => level === 'error')).toEqual([]);
    for (const { text } of assistant.questions) {
      expect(text.length).toBeLessThanOrEqual(2_000);
      expect(text.replaceAll('\n', '')).not.toMatch(/[\p{Cc}\p{Cf}\p{Cs}\p{Co}]/u);
    }
    expect((await fetch(`${bot.url}/healthz`)).status).toBe(200);
  }, 180_000);
});
