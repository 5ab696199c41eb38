import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { engines } from '../../test/support/databases.ts';
import {
  buyer,
  emptyCatalogue,
  endsOn,
  importItems,
  madeUpRecord,
  reference,
} from '../../test/support/made-up-contracts.ts';
import { createMemoryOutbox, type MemoryOutbox } from '../../test/support/memory-outbox.ts';
import { type Catalogue, createCatalogue } from '../catalogue/catalogue.ts';
import { rebuildSummaries } from '../catalogue/figures/summaries.ts';
import type { Database } from '../database/connect.ts';
import { addMonths, isoDate } from '../procurement/iso-date.ts';
import { contentSchema } from './content.ts';
import { createAlertsDesk } from './desk.ts';
import { runDue } from './run-due.ts';
import type { AlertPlace, SubscriptionTerms } from './subscription.ts';

const place: AlertPlace = { tenantId: 't', conversationKey: 't|one', scope: 'channel' };
const terms: SubscriptionTerms = {
  filter: {
    buyerIds: [],
    serviceAreas: ['Housing management'],
    productIds: [],
    vendors: [],
    supplierIds: [],
    amountFrom: null,
    amountTo: null,
    subject: null,
  },
  ladder: [18, 9],
  measuredFrom: 'end',
  digest: { day: 1, time: '09:00' },
};
const at = (moment: string) => new Date(moment);
/** A Monday, ten o’clock. */
const firstMonday = at('2026-11-30T10:00:00Z');

describe.each(engines)('a run of the alerts, $name', ({ isMissing, open }) => {
  let database: Database;
  let catalogue: Catalogue;
  let outbox: MemoryOutbox;
  let now: Date;

  beforeAll(async () => {
    if (!isMissing) database = await open();
  });
  afterAll(async () => {
    if (!isMissing) await database.close();
  });
  beforeEach(async () => {
    if (isMissing) return;
    await emptyCatalogue(database.kysely);
    catalogue = createCatalogue(database.kysely, reference);
    outbox = createMemoryOutbox();
    now = at('2026-11-23T10:00:00Z');
  });
  afterEach(async () => {
    if (isMissing) return;
    await database.kysely.deleteFrom('alerts').execute();
    await database.kysely.deleteFrom('subscriptions').execute();
  });

  const load = (ends: Readonly<Record<string, string>>, content = JSON.stringify(ends)) =>
    importItems(
      database.kysely,
      Object.entries(ends).map(([key, end]) =>
        madeUpRecord(key, {
          period: endsOn(end),
          title: `Housing ${key}`,
          publishedDate: content.length > 5 ? '2024-01-15' : null,
          buyers: [buyer(key.startsWith('b') ? 'Bromley' : 'London Borough of Hillingdon')],
          suppliers: [{ name: `Fictional ${key} Ltd`, identifiers: [] }],
        }),
      ),
      { content },
    );
  const move = async (key: string, end: string | null) => {
    await database.kysely
      .updateTable('contracts')
      .set({ end_date: end, act_by: end === null ? null : addMonths(isoDate(end), -24) })
      .where('title', '=', `Housing ${key}`)
      .execute();
    await rebuildSummaries(database.kysely);
  };
  const desk = () => createAlertsDesk({ database: database.kysely, catalogue, outbox, now: () => now });
  const subscribe = async (changes: Partial<SubscriptionTerms> = {}, where = place) => {
    const proposed = await desk().subscriptions.propose({ ...terms, ...changes }, where, 'officer', now);
    if (proposed === null) throw new TypeError('too many');
    await desk().subscriptions.confirm(proposed.id, where, 'officer', now);
    return proposed.id;
  };
  const runAt = (moment: string) => {
    now = at(moment);
    return runDue({ database: database.kysely, catalogue, outbox }, now);
  };
  const contents = () => outbox.held().map(({ content }) => contentSchema.parse(content));

  it.skipIf(isMissing)(
    'puts all that is due into one digest on the next planned day, and nothing before',
    async () => {
      await load({ a1: '2027-06-30', b2: '2028-02-28', a3: '2031-01-31' });
      await subscribe();
      expect(await runAt('2026-11-23T10:05:00Z')).toMatchObject({ due: 2, alerts: 0, queued: 0, waiting: 2 });
      expect(await runAt('2026-11-30T08:59:00Z')).toMatchObject({ alerts: 0 });
      expect(await runAt('2026-11-30T09:00:00Z')).toMatchObject({ alerts: 2, queued: 1, waiting: 0 });
      expect(await runAt('2026-11-30T09:01:00Z')).toMatchObject({ due: 0, alerts: 0, queued: 0 });
      const [content] = contents();
      expect(content).toMatchObject({ kind: 'digest', total: 2, day: '2026-11-30' });
      expect(content?.entries.map(({ what }) => what)).toHaveLength(2);
      expect(content?.entries[0]?.steps.join(' ')).toContain('lead time');
      expect(content?.entries[0]?.source?.publisher).toBe('Example Notices');
    },
  );

  it.skipIf(isMissing)('catches a week of standing still up in one digest a conversation', async () => {
    await load({ a1: '2030-06-15', a2: '2030-06-03', a3: '2030-06-20' });
    for (const [key, end] of [
      ['a1', '2030-06-15'],
      ['a2', '2030-06-03'],
      ['a3', '2030-06-20'],
    ] as const)
      await move(key, end);
    const daily = { measuredFrom: 'act-by', digest: { day: 0, time: '09:00' } } as const;
    await subscribe(daily);
    const other = { ...place, conversationKey: 't|two' };
    await subscribe(daily, other);
    await runAt('2026-12-01T10:00:00Z');
    expect(outbox.held()).toHaveLength(0);
    await runAt('2026-12-22T10:00:00Z');
    expect(contents().map(({ total }) => total)).toEqual([3, 3]);
  });

  it.skipIf(isMissing)('queues what a run that broke off had written', async () => {
    await load({ a1: '2027-06-30' });
    await subscribe();
    outbox.failNext();
    await expect(runAt('2026-11-30T10:00:00Z')).rejects.toThrow('out of reach');
    expect(await runAt('2026-11-30T10:05:00Z')).toMatchObject({ alerts: 0, queued: 1 });
    expect(contents()[0]?.total).toBe(1);
  });

  it.skipIf(isMissing)('two runs at once tell of nothing twice', async () => {
    await load({ a1: '2027-06-30', a2: '2027-05-31' });
    await subscribe();
    const parts = { database: database.kysely, catalogue, outbox };
    const reports = await Promise.all([runDue(parts, firstMonday), runDue(parts, firstMonday)]);
    expect(reports.reduce((sum, { alerts }) => sum + alerts, 0)).toBe(2);
    expect(outbox.held()).toHaveLength(1);
  });

  it.skipIf(isMissing)('revises a posted digest when the end moves, with a line of history', async () => {
    await load({ a1: '2027-06-30' });
    await subscribe();
    await runAt('2026-11-30T10:00:00Z');
    await outbox.send();
    await move('a1', '2027-09-30');
    expect(await runAt('2026-12-01T10:00:00Z')).toMatchObject({ revised: 1, alerts: 0 });
    expect(outbox.held()[0]?.updates).toBe(1);
    expect(contents()[0]?.entries[0]?.history).toEqual([
      expect.stringMatching(
        /^1 December 2026: end moved from 30 June 2027 to 30 September 2027; act by moved/,
      ),
    ]);
    expect(await runAt('2026-12-01T10:05:00Z')).toMatchObject({ revised: 0 });
  });

  it.skipIf(isMissing)(
    'takes back what is no longer true before it was sent, and tells it when it is true again',
    async () => {
      await load({ a1: '2027-06-30', a2: '2027-05-31' });
      await subscribe();
      await runAt('2026-11-30T10:00:00Z');
      await move('a1', '2035-06-30');
      expect(await runAt('2026-11-30T10:05:00Z')).toMatchObject({ suppressed: 1 });
      expect(contents()[0]?.total).toBe(1);
      await move('a2', '2035-06-30');
      expect(await runAt('2026-11-30T10:06:00Z')).toMatchObject({ suppressed: 1 });
      expect(outbox.held()[0]?.state).toBe('suppressed');
      await move('a2', '2027-05-31');
      expect(await runAt('2026-12-07T10:00:00Z')).toMatchObject({ alerts: 1, queued: 1 });
    },
  );

  it.skipIf(isMissing)(
    'a delivery that was taken back does not swallow the next one of the same day',
    async () => {
      await load({ a1: '2027-06-30' });
      const id = await subscribe({ digest: { day: 0, time: '09:00' } });
      await runAt('2026-11-30T10:00:00Z');
      await desk().silence(id, place, 'paused');
      expect(outbox.held().map(({ state }) => state)).toEqual(['suppressed']);
      await desk().subscriptions.setState(id, place, 'active', now);
      await runAt('2026-12-01T10:00:00Z');
      await desk().silence(id, place, 'paused');
      await database.kysely.updateTable('subscriptions').set({ digested_on: '2026-11-30' }).execute();
      await desk().subscriptions.setState(id, place, 'active', now);
      expect(await runAt('2026-12-01T11:00:00Z')).toMatchObject({ alerts: 1, queued: 1 });
      expect(outbox.held().map(({ state }) => state)).toEqual(['suppressed', 'suppressed', 'queued']);
    },
  );

  it.skipIf(isMissing)('says of a contract that left the records that it did', async () => {
    await load({ a1: '2027-06-30' });
    await subscribe();
    await runAt('2026-11-30T10:00:00Z');
    await outbox.send();
    await database.kysely.deleteFrom('contracts').execute();
    await rebuildSummaries(database.kysely);
    await runAt('2026-12-01T10:00:00Z');
    expect(contents()[0]?.entries[0]).toMatchObject({
      state: 'withdrawn',
      history: ['1 December 2026: no longer on record'],
    });
  });

  it.skipIf(isMissing)(
    'sends urgent ones by themselves, at most three a day, and never from before the first digest',
    async () => {
      await load({ a1: '2027-06-30' });
      await subscribe({ measuredFrom: 'act-by' });
      await runAt('2026-11-30T10:00:00Z');
      outbox.held();
      const before = outbox.held().length;
      await load({
        a1: '2027-06-30',
        u1: '2028-12-20',
        u2: '2028-12-21',
        u3: '2028-12-22',
        u4: '2028-12-23',
      });
      // All four come within four weeks of the day to act by at once.
      await database.kysely
        .updateTable('contracts')
        .set({ act_by: '2026-12-21' })
        .where('title', 'like', 'Housing u%')
        .execute();
      await rebuildSummaries(database.kysely);
      await runAt('2026-12-02T10:00:00Z');
      const added = outbox.held().slice(before);
      expect(added.map(({ kind }) => kind).sort()).toEqual(['digest', 'urgent', 'urgent', 'urgent']);
      expect(await runAt('2026-12-02T10:05:00Z')).toMatchObject({ alerts: 0 });
    },
  );

  it.skipIf(isMissing)('sends nothing for what is paused, stopped or only proposed', async () => {
    await load({ a1: '2027-06-30' });
    await desk().subscriptions.propose(terms, place, 'officer', now);
    expect(await runAt('2026-11-30T10:00:00Z')).toMatchObject({ subscriptions: 0, due: 0 });
    now = at('2026-11-23T10:00:00Z');
    const id = await subscribe();
    await desk().silence(id, place, 'paused');
    expect(await runAt('2026-11-30T10:00:00Z')).toMatchObject({ subscriptions: 0 });
    await desk().subscriptions.setState(id, place, 'active', now);
    expect(await runAt('2026-12-01T10:00:00Z')).toMatchObject({ alerts: 1 });
  });

  it.skipIf(isMissing)('keeps what was told when a contract goes on under another id', async () => {
    await load({ a1: '2027-06-30' });
    await subscribe();
    await runAt('2026-11-30T10:00:00Z');
    await outbox.send();
    const { id } = await database.kysely.selectFrom('contracts').select('id').executeTakeFirstOrThrow();
    await database.kysely.updateTable('alerts').set({ contract_id: 'cOldOldOldOldOldx' }).execute();
    const follows = {
      ...catalogue,
      byId: () =>
        catalogue
          .byIds({ boroughId: null, isVouchedFor: false, isPrivate: false }, [id])
          .then(([found]) => found ?? null),
    };
    const report = await runDue(
      { database: database.kysely, catalogue: follows, outbox },
      at('2026-12-07T10:00:00Z'),
    );
    expect(report).toMatchObject({ alerts: 0, revised: 0 });
  });
});
