import { sql } from 'kysely';
import { describe, expect, it } from 'vitest';
import { engines } from '../../../test/support/databases.ts';
import { hourly, ran, useSyncHarness } from '../../../test/support/sync-harness.ts';
import { createResolvers } from '../resolve/resolvers.ts';
import { takeHold } from './lock.ts';
import { isComplete } from './report.ts';

for (const engine of engines) {
  describe.skipIf(engine.isMissing)(`breaks and second instances over ${engine.name}`, () => {
    const sync = useSyncHarness(engine);

    it('ended in between keeps what has arrived and goes on there', async () => {
      sync.feeds.findATender.pageSize = 2;
      sync.feeds.findATender.releases = hourly(sync.now, 6);
      const controller = new AbortController();
      sync.feeds.onRequest = () => {
        if (sync.asked('find-a-tender').length === 1) controller.abort();
      };
      const [, stopped] = ran(await sync.run({ signal: controller.signal }));
      expect(stopped).toMatchObject({
        outcome: 'stopped',
        message: 'Find a Tender was stopped; the next run goes on.',
      });
      sync.feeds.onRequest = () => undefined;
      sync.feeds.requests.length = 0;
      expect(ran(await sync.run())[1].outcome).toBe('done');
      expect(sync.asked('find-a-tender')).toHaveLength(2);
      expect(await sync.titles()).toHaveLength(6);
    });

    it('writes a page whole or not at all: a fault in the database loses no place', async () => {
      sync.feeds.findATender.pageSize = 2;
      sync.feeds.findATender.releases = hourly(sync.now, 6);
      const resolvers = createResolvers(sync.reference);
      let calls = 0;
      const breaking: typeof resolvers = {
        ...resolvers,
        supplier: (organisation) => {
          calls += 1;
          // The second page's second record, in the middle of its import.
          if (calls === 4) throw new RangeError('the machine broke');
          return resolvers.supplier(organisation);
        },
      };
      await expect(sync.run({}, { resolvers: breaking })).rejects.toThrow('the machine broke');
      expect(await sync.titles()).toHaveLength(2);
      const kept = await sync.database.kysely.selectFrom('sync_releases').select('release_id').execute();
      expect(kept).toHaveLength(2);
      sync.feeds.requests.length = 0;
      const [, report] = ran(await sync.run());
      expect(sync.asked('find-a-tender')).toHaveLength(2);
      expect(report.counts.added).toBe(4);
    });

    it('does not read while another instance does; a dead one is not waited for', async () => {
      const hold = await takeHold(sync.database.kysely, 'feeds', 60);
      const busy = await sync.run();
      expect(busy).toMatchObject({ kind: 'busy' });
      expect(isComplete(busy)).toBe(false);
      expect(sync.feeds.requests).toEqual([]);
      if ('release' in hold) await hold.release();
      expect((await sync.run()).kind).toBe('ran');

      // Killed: it holds and never lets go.
      await sql`insert into sync_locks values ('feeds', 'dead', clock_timestamp() - interval '1 second')`.execute(
        sync.database.kysely,
      );
      expect((await sync.run()).kind).toBe('ran');
      expect(await sync.database.kysely.selectFrom('sync_locks').selectAll().execute()).toEqual([]);
    });

    it('of two that start together one reads', async () => {
      sync.feeds.findATender.releases = hourly(sync.now, 4);
      let open: () => void = () => undefined;
      const gate = new Promise<void>((resolve) => {
        open = resolve;
      });
      // Whoever reads waits for the other to have been turned away, or it might be done before the other begins.
      const gated: typeof fetch = async (input, init) => {
        await gate;
        return fetch(input, init);
      };
      const runs = [sync.run({}, { fetch: gated }), sync.run({}, { fetch: gated })];
      await Promise.race(runs);
      open();
      const reports = await Promise.all(runs);
      expect(reports.map((report) => report.kind).sort()).toEqual(['busy', 'ran']);
      expect(await sync.titles()).toHaveLength(4);
    });

    it('that lost its hold writes nothing more', async () => {
      sync.feeds.findATender.pageSize = 2;
      sync.feeds.findATender.releases = hourly(sync.now, 6);
      let taking: Promise<unknown> = Promise.resolve();
      const slowFetch: typeof fetch = async (input, init) => {
        const response = await fetch(input, init);
        if (sync.asked('find-a-tender').length === 2)
          taking = sql`update sync_locks set holder = 'another'`.execute(sync.database.kysely);
        await taking;
        return response;
      };
      await expect(sync.run({}, { fetch: slowFetch })).rejects.toMatchObject({ code: 'SYNC_HOLD_LOST' });
      expect(await sync.titles()).toHaveLength(2);
      const locks = await sync.database.kysely.selectFrom('sync_locks').select('holder').execute();
      expect(locks).toEqual([{ holder: 'another' }]);
    });
  });
}
