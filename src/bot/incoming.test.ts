import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { activity, botAccount, message, type RawActivity } from '../../test/support/fake-activities.ts';
import { cleanText } from './clean-text.ts';
import { type IncomingActivity, keyOf, readActivity, tenantOf } from './incoming.ts';
import { stripBotMention } from './mention.ts';

const place = { serviceUrl: 'http://127.0.0.1:9' };

function read(raw: RawActivity): IncomingActivity {
  const result = readActivity(raw);
  if (!result.ok) throw new TypeError(result.reason);
  return result.activity;
}
function reasonFor(raw: unknown): string | null {
  const result = readActivity(raw);
  return result.ok ? null : result.reason;
}

describe('readActivity', () => {
  it.each([
    ['personal', 'a:personal-officer-1', 'a:personal-officer-1'],
    ['group', '19:group@thread.v2', '19:group@thread.v2'],
    ['channel', '19:channel@thread.tacv2;messageid=1700000000000', '19:channel@thread.tacv2'],
  ] as const)('reads scope, thread and conversation: %s', (scope, threadId, conversationId) => {
    const incoming = read(message({ ...place, scope }, 'who uses NEC?'));
    expect(incoming).toMatchObject({ scope, threadId, conversationId, text: 'who uses NEC?' });
    expect(keyOf(incoming)).toBe(`${tenantOf(incoming)}|${conversationId}`);
  });

  it('treats an unknown kind of conversation as one with many readers', () => {
    const conversation = (fields: object) => ({ conversation: { id: 'x', ...fields } });
    const scopeOf = (fields: object) => read(activity(place, 'message', conversation(fields))).scope;
    expect(scopeOf({ conversationType: 'meeting' })).toBe('group');
    expect(scopeOf({ isGroup: true })).toBe('group');
    expect(scopeOf({})).toBe('personal');
  });

  it('uses the directory id of the officer, and the channel’s id where there is none', () => {
    expect(read(message(place, 'x')).userId).toBe('aad-officer-1');
    expect(read(message(place, 'x', { from: { id: '29:x', name: null } })).userId).toBe('29:x');
  });

  it('notices two different tenants, but not two spellings of one', () => {
    const both = (one: string, other: string) =>
      read(
        activity(place, 'message', {
          channelData: { tenant: { id: one } },
          conversation: { id: 'x', conversationType: 'personal', tenantId: other },
        }),
      );
    expect(both('A-1', 'a-1')).toMatchObject({ tenantId: 'a-1', hasTenantConflict: false });
    expect(both('a', 'b').hasTenantConflict).toBe(true);
    const none = read(activity(place, 'message', { channelData: null, conversation: { id: 'x' } }));
    expect([none.tenantId, tenantOf(none)]).toEqual([null, 'local']);
  });

  it('does not take Teams’ HTML copy of a message for a file', () => {
    expect(read(message(place, 'hello')).hasAttachments).toBe(false);
    expect(read(message(place, '', { attachments: [{ contentType: 'image/png' }] })).hasAttachments).toBe(
      true,
    );
  });

  it.each([
    ['type', undefined],
    ['type', 'x y'],
    ['serviceUrl', 7],
    ['channelId', null],
    ['from', { id: '' }],
    ['from', { id: 'a\u0000b' }],
    ['recipient', {}],
    ['conversation', { id: '\ud800' }],
    ['conversation', { id: 'x'.repeat(2_000) }],
    ['id', 12],
    ['text', {}],
    ['membersAdded', 'x'],
    ['channelData', { tenant: 'x' }],
    ['entities', {}],
  ])('refuses a wrong %s and says which field it is', (field, value) => {
    const reason = reasonFor({ ...message(place, 'x'), [field]: value });
    expect(reason).toContain(field);
  });

  it('never throws, whatever it is given', () => {
    fc.assert(
      fc.property(fc.anything({ withNullPrototype: true, maxDepth: 4 }), (raw) => {
        expect(typeof readActivity(raw).ok).toBe('boolean');
      }),
      { numRuns: 500 },
    );
  });
});

describe('stripBotMention', () => {
  const bot = { id: '28:bot', name: 'Procurement (test)' };
  const mention = (text: string, mentionedId = '28:bot') => ({ mentionedId, text });

  it.each([
    ['<at>Procurement (test)</at> who uses NEC?', [mention('<at>Procurement (test)</at>')]],
    ['who <at>Procurement (test)</at> uses NEC?', [mention('<at>Procurement (test)</at>')]],
    ['<at id="0">Procurement (test)</at>&nbsp;who uses NEC?', [mention('<at>Procurement (test)</at>')]],
    ['&lt;at&gt;Procurement (test)&lt;/at&gt; who uses NEC?', []],
    ['@Procurement (test): who uses NEC?', []],
    ['@procurement (TEST) who uses NEC?', []],
    ['<at>Bot</at> <at>Bot</at> who uses NEC?', [mention('<at>Bot</at>'), mention('<at>Bot</at>')]],
    ['@Bot, who uses NEC?', [mention('@Bot')]],
  ])('takes the bot out of %s', (text, mentions) => {
    expect(cleanText(stripBotMention(text, bot, mentions))).toBe('who uses NEC?');
  });

  it('keeps other people as plain names, and words that only look like the bot', () => {
    expect(
      cleanText(stripBotMention('<at>Jo Smith</at> uses NEC?', bot, [mention('<at>Jo Smith</at>', '29:jo')])),
    ).toBe('Jo Smith uses NEC?');
    expect(stripBotMention('NEC uses NEC', bot, [mention('NEC')])).toBe('NEC uses NEC');
    expect(stripBotMention('@Procurement (tests) x', { ...bot, name: 'Procurement (test' }, [])).toContain(
      'tests',
    );
  });

  it('finds the bot of an activity', () => {
    const raw = message({ ...place, scope: 'channel' }, 'x', {
      text: `<at>${botAccount.name}</at>\u200B who\u202E uses\u{E0041} it?`,
    });
    expect(read(raw).text).toBe('who uses it?');
  });
});

describe('cleanText', () => {
  it.each([
    ['contracts < £5m and > £1m', 'contracts < £5m and > £1m'],
    ['<p>one</p><p>two&nbsp;three</p>', 'one\ntwo three'],
    ['a<br>b<br/>c', 'a\nb\nc'],
    ['rules&regs and R&B', 'rules&regs and R&B'],
    ['<script>alert(1)</script>hello<!-- hidden -->', 'hello'],
    ['<script>never closed', ''],
    ['Mo\u00ADsaic \u200Band\uFEFF \u2066NEC\u2069', 'Mosaic and NEC'],
    ['tag\u{E0073}\u{E0065} and VS\uFE0F', 'tag and VS'],
    ['a\u0000b\tc\u0007d', 'a b c d'],
    ['&#8203;&#x202E;x', 'x'],
    ['  many   spaces \n\n\n lines ', 'many spaces\nlines'],
    ['e\u0301', '\u00e9'],
  ])('%j becomes %j', (raw, expected) => {
    expect(cleanText(raw)).toBe(expected);
  });

  it('gives at most 2,000 visible characters, whole ones', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary', maxLength: 5_000 }), (raw) => {
        const text = cleanText(raw);
        expect(text.length).toBeLessThanOrEqual(2_000);
        expect(text.replaceAll('\n', '')).not.toMatch(/[\p{Cc}\p{Cf}\p{Cs}\p{Co}]/u);
        expect(text).toBe(text.trim());
      }),
      { numRuns: 100 },
    );
  });
});
