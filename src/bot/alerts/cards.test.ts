import { describe, expect, it } from 'vitest';
import { cardProblems } from '../../../test/support/card-checks.ts';
import { type AlertContent, type AlertEntry, contentSchema } from '../../alerts/content.ts';
import { type Subscription, usualDigest } from '../../alerts/subscription.ts';
import { isoDate } from '../../procurement/iso-date.ts';
import { messageBytes } from '../activities.ts';
import { alertCard, alertForm } from './alert-card.ts';
import { digestCard } from './digest-card.ts';
import { DeliveryContentError, renderDelivery } from './render-delivery.ts';
import { manageCard, subscriptionCard } from './subscription-card.ts';

const strange = '**[x](javascript:alert(1))** <at>all</at> {{DATE(2026-01-01)}} # 1. _a_ | `';
const day = isoDate('2026-11-30');
const entry = (changes: Partial<AlertEntry> = {}): AlertEntry => ({
  key: 'A'.repeat(22),
  contractId: 'cAAAAAAAAAAAAAAAA',
  what: 'NEC Housing',
  boroughs: 'Hillingdon',
  supplier: 'Fictional Systems Ltd',
  value: '£500,000 (whole life, excluding VAT)',
  serviceArea: 'Housing management',
  endDate: isoDate('2028-03-31'),
  actBy: isoDate('2026-12-15'),
  urgency: 'soon',
  steps: ['ends 31 March 2028', 'lead time 15 months', '31 March 2028 less 15 months is 31 December 2026'],
  why: '6 months before the day to act by, reached on 15 June 2026.',
  todo: 'Start now: a replacement must be under way by 15 December 2026.',
  joint: 'Bromley and Camden could replace the same service around 31 March 2028, by published dates.',
  source: {
    publisher: 'Example Notices',
    url: 'https://notices.example.org/1',
    publishedDate: '2024-01-15',
    readOn: day,
  },
  state: 'open',
  acknowledgedOn: null,
  owner: null,
  snoozedUntil: null,
  snoozeReason: null,
  correctionId: null,
  history: [],
  ...changes,
});
const content = (entries: readonly AlertEntry[], changes: Partial<AlertContent> = {}): AlertContent => ({
  version: 1,
  kind: 'digest',
  deliveryKey: `digest-${'B'.repeat(22)}-2026-11-30`,
  day,
  subscriptions: [{ id: 'S-0123456789', words: 'housing contracts of Hillingdon' }],
  total: entries.length,
  offset: 0,
  entries: [...entries],
  ...changes,
});
/** Everything that is drawn as Markdown. */
function shownIn(value: unknown): string {
  if (Array.isArray(value)) return value.map(shownIn).join('\n');
  if (typeof value !== 'object' || value === null) return '';
  const node = value as Record<string, unknown>;
  const own =
    node['type'] === 'TextBlock'
      ? node['text']
      : node['title'] !== undefined && node['type'] === undefined
        ? node['value']
        : '';
  return [String(own ?? ''), shownIn(node['body']), shownIn(node['items']), shownIn(node['facts'])].join(
    '\n',
  );
}
const long = (length: number) => `${strange} `.repeat(50).slice(0, length);
const longest = entry({
  what: long(160),
  boroughs: long(160),
  supplier: long(160),
  value: long(160),
  steps: Array.from({ length: 10 }, () => long(240)),
  why: long(300),
  todo: long(400),
  joint: long(400),
  owner: long(60),
  snoozeReason: long(200),
  snoozedUntil: day,
  acknowledgedOn: day,
  correctionId: 'K-0123456789',
  history: Array.from({ length: 20 }, () => long(300)),
});
const subscription: Subscription = {
  id: 'S-0123456789',
  tenantId: 't',
  conversationKey: 't|c',
  scope: 'channel',
  madeBy: 'a',
  ownerId: 'a',
  filter: {
    buyerIds: ['E09000017'],
    serviceAreas: ['Social care', strange],
    productIds: [],
    vendors: [],
    supplierIds: [],
    amountFrom: 500_000,
    amountTo: null,
    subject: strange,
  },
  ladder: [18, 9],
  measuredFrom: 'act-by',
  digest: usualDigest,
  state: 'proposed',
  confirmedOn: null,
  digestedOn: null,
};
const year = { from: isoDate('2026-01-01'), to: isoDate('2026-12-31'), alerts: [], digests: 0 };
const view = (state: Subscription['state']) => ({
  subscription: { ...subscription, state },
  fitting: { live: 12, undated: 3 },
  previews: { thisYear: year, nextYear: year },
  firstDigest: day,
  boroughName: () => 'Hillingdon',
});

describe('cards of alerts', () => {
  it('an alert says what, until when, by when and why, what to do, who else, source and how to stop it', () => {
    const card = alertCard(content([entry()], { kind: 'urgent' }), entry());
    expect(cardProblems(card)).toEqual([]);
    const drawn = JSON.stringify(card);
    for (const part of [
      'NEC Housing',
      '31 March 2028',
      'Act by 15 December 2026 (soon)',
      'lead time 15 months',
      'Start now',
      'Bromley and Camden',
      'https://notices.example.org/1',
      'read on 30 November 2026',
      'S-0123456789',
      'Start a walk-through for contract cAAAAAAAAAAAAAAAA',
    ])
      expect(drawn).toContain(part);
    expect(card.actions).toHaveLength(6);
  });

  it('hold within every limit with the longest and strangest data', () => {
    const many = content(
      Array.from({ length: 40 }, () => longest),
      { total: 4_000, offset: 80 },
    );
    expect(contentSchema.safeParse(many).success).toBe(true);
    for (const card of [
      digestCard(many),
      alertCard(many, longest),
      ...(['assign', 'snooze', 'extended'] as const).map((form) => alertForm(form, longest, day, strange)),
    ]) {
      expect(cardProblems(card)).toEqual([]);
      expect(shownIn(card)).not.toMatch(/(?<!\\)\]\(javascript|\{\{DATE|(?<!\\)<at>/);
    }
    expect(messageBytes(renderDelivery(many))).toBeLessThan(75_000);
  });

  it('a digest shows a page, and the next one on a button', () => {
    const many = content(
      Array.from({ length: 30 }, (_none, at) => entry({ what: `System ${at}` })),
      { total: 30 },
    );
    const drawn = JSON.stringify(digestCard(many));
    expect(drawn).toContain('30 contracts to look at');
    expect(drawn).toContain('System 7');
    expect(drawn).not.toContain('System 8');
    expect(drawn).toContain('Show more (9 of 30)');
  });

  it.each(['proposed', 'active', 'paused', 'stopped'] as const)('a subscription that is %s', (state) => {
    const card = subscriptionCard(view(state), 'Saved.', 'Wrong.');
    expect(cardProblems(card)).toEqual([]);
    expect(JSON.stringify(card).includes('alerts.confirm')).toBe(state === 'proposed');
  });

  it('the list of a conversation, full and empty', () => {
    const one = { subscription: { ...subscription, state: 'active' as const }, nextDigest: day };
    expect(
      cardProblems(
        manageCard(
          Array.from({ length: 20 }, () => one),
          () => strange,
        ),
      ),
    ).toEqual([]);
    expect(cardProblems(manageCard([], () => null))).toEqual([]);
  });

  it('what another hand wrote is not drawn', () => {
    for (const wrong of [
      null,
      {},
      { ...content([entry()]), version: 2 },
      { ...content([entry()]), deliveryKey: 'x' },
    ])
      expect(() => renderDelivery(wrong)).toThrow(DeliveryContentError);
    expect(renderDelivery(JSON.parse(JSON.stringify(content([entry()])))).text).toContain(
      '1 contract to look at',
    );
  });
});
