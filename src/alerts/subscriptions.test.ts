import { sql } from 'kysely';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { engines } from '../../test/support/databases.ts';
import type { Database } from '../database/connect.ts';
import { type AlertPlace, mostSubscriptions, type SubscriptionTerms } from './subscription.ts';
import { createSubscriptions, forgetSubscriber, type Subscriptions } from './subscriptions.ts';

const now = new Date('2026-11-23T10:00:00Z');
const here: AlertPlace = { tenantId: 't', conversationKey: 't|here', scope: 'channel' };
const there: AlertPlace = { tenantId: 't', conversationKey: 't|there', scope: 'group' };
const terms: SubscriptionTerms = {
  filter: {
    buyerIds: ['E09000017'],
    serviceAreas: ['Parking'],
    productIds: [],
    vendors: [],
    supplierIds: [],
    amountFrom: 100_000,
    amountTo: null,
    subject: null,
  },
  ladder: [18, 9],
  measuredFrom: 'act-by',
  digest: { day: 1, time: '09:00' },
};

describe.each(engines)('subscriptions, $name', ({ isMissing, open }) => {
  let database: Database;
  let subscriptions: Subscriptions;

  beforeAll(async () => {
    if (!isMissing) database = await open();
  });
  afterAll(async () => {
    if (!isMissing) await database.close();
  });
  beforeEach(async () => {
    if (isMissing) return;
    await database.kysely.deleteFrom('subscriptions').execute();
    subscriptions = createSubscriptions(database.kysely);
  });

  const propose = async (place = here, officer = 'a') => {
    const proposed = await subscriptions.propose(terms, place, officer, now);
    if (proposed === null) throw new TypeError('no room for it');
    return proposed;
  };

  it.skipIf(isMissing)('come back as they were put in, and send nothing before a yes', async () => {
    const proposed = await propose();
    expect(proposed).toMatchObject({ ...terms, ...here, state: 'proposed', madeBy: 'a', digestedOn: null });
    expect(await subscriptions.active()).toEqual([]);
    expect(await subscriptions.list(here)).toEqual([]);
    expect(await subscriptions.confirm(proposed.id, here, 'b', now)).toMatchObject({
      kind: 'done',
      subscription: { state: 'active', ownerId: 'b', confirmedOn: '2026-11-23' },
    });
    expect(await subscriptions.confirm(proposed.id, here, 'c', now)).toMatchObject({
      kind: 'same',
      subscription: { ownerId: 'b' },
    });
    expect((await subscriptions.active()).map(({ id }) => id)).toEqual([proposed.id]);
  });

  it.skipIf(isMissing)('two that confirm at once are one', async () => {
    const { id } = await propose();
    const kinds = await Promise.all(
      ['a', 'b', 'c'].map(async (officer) => (await subscriptions.confirm(id, here, officer, now)).kind),
    );
    expect(kinds.sort()).toEqual(['done', 'same', 'same']);
  });

  it.skipIf(isMissing)('a proposal gives way to the next one of the same officer only', async () => {
    const first = await propose();
    const others = await propose(here, 'b');
    await propose();
    expect(await subscriptions.byId(first.id, here)).toBeNull();
    expect(await subscriptions.byId(others.id, here)).not.toBeNull();
  });

  it.skipIf(isMissing)('do not exist for another conversation or tenant', async () => {
    const { id } = await propose();
    await subscriptions.confirm(id, here, 'a', now);
    const stranger: AlertPlace = { ...here, tenantId: 'u' };
    for (const place of [there, stranger]) {
      expect(await subscriptions.byId(id, place)).toBeNull();
      expect(await subscriptions.setState(id, place, 'stopped', now)).toEqual({ kind: 'unknown' });
      expect(await subscriptions.edit(id, place, { ladder: [1] }, now)).toEqual({ kind: 'unknown' });
      expect(await subscriptions.list(place)).toEqual([]);
    }
    expect((await subscriptions.byId(id, here))?.ladder).toEqual([18, 9]);
  });

  it.skipIf(isMissing)('are paused, resumed and stopped for good', async () => {
    const { id } = await propose();
    await subscriptions.confirm(id, here, 'a', now);
    const to = async (state: 'active' | 'paused' | 'stopped') =>
      (await subscriptions.setState(id, here, state, now)).kind;
    expect([
      await to('paused'),
      await to('paused'),
      await to('active'),
      await to('stopped'),
      await to('active'),
    ]).toEqual(['done', 'same', 'done', 'done', 'same']);
    expect((await subscriptions.edit(id, here, { ladder: [3] }, now)).kind).toBe('same');
  });

  it.skipIf(isMissing)('have an end in number', async () => {
    for (let count = 0; count < mostSubscriptions; count += 1) {
      const { id } = await propose();
      await subscriptions.confirm(id, here, 'a', now);
    }
    expect(await subscriptions.propose(terms, here, 'a', now)).toBeNull();
    expect(await subscriptions.propose(terms, there, 'a', now)).not.toBeNull();
  });

  it.skipIf(isMissing)('send nothing where the assistant was taken out, until it is put back', async () => {
    const { id } = await propose();
    await subscriptions.confirm(id, here, 'a', now);
    const uninstalled = async (moment: string | null) => {
      await sql`insert into conversations (key, tenant_id, scope, reference, uninstalled_at)
        values (${here.conversationKey}, 't', 'channel', '{}'::jsonb, ${moment})
        on conflict (key) do update set uninstalled_at = excluded.uninstalled_at`.execute(database.kysely);
      return (await subscriptions.active()).length;
    };
    expect([await uninstalled('2026-11-23T11:00:00Z'), await uninstalled(null)]).toEqual([0, 1]);
  });

  it.skipIf(isMissing)('that cannot be read are passed over, not sent', async () => {
    const { id } = await propose();
    await subscriptions.confirm(id, here, 'a', now);
    await database.kysely.updateTable('subscriptions').set({ ladder: '[0, 500]' }).execute();
    expect(await subscriptions.active()).toEqual([]);
    expect(await subscriptions.byId(id, here)).toBeNull();
  });

  it.skipIf(isMissing)(
    'forget the officer: private ones go, those of a channel stay without the person',
    async () => {
      const shared = await propose();
      await subscriptions.confirm(shared.id, here, 'a', now);
      const own = await propose({ ...here, conversationKey: 't|own', scope: 'personal' });
      expect(await forgetSubscriber(database.kysely, 't', 'a')).toBe(1);
      expect(await subscriptions.byId(own.id, { ...here, conversationKey: 't|own' })).toBeNull();
      expect(await subscriptions.byId(shared.id, here)).toMatchObject({
        madeBy: 'forgotten',
        ownerId: 'forgotten',
      });
    },
  );
});
