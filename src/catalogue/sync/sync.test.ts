import { sql } from 'kysely';
import { describe, expect, it } from 'vitest';
import { engines } from '../../../test/support/databases.ts';
import { madeUpRelease, personalWords } from '../../../test/support/made-up-releases.ts';
import { day, hourly, ran, useSyncHarness } from '../../../test/support/sync-harness.ts';
import { isComplete } from './report.ts';

for (const engine of engines) {
  describe.skipIf(engine.isMissing)(`reading the feeds over ${engine.name}`, () => {
    const sync = useSyncHarness(engine);

    it('keeps technology of the 33 authorities, page by page, and says what it left out', async () => {
      sync.feeds.findATender.pageSize = 3;
      sync.feeds.findATender.releases = [
        ...hourly(sync.now, 5),
        madeUpRelease({ number: 20, date: '2026-11-22T08:00:00Z', buyer: 'Leeds City Council' }),
        madeUpRelease({
          number: 21,
          date: '2026-11-22T08:10:00Z',
          cpv: '45000000',
          title: 'Roof of a school',
        }),
        madeUpRelease({ number: 22, date: '2026-11-22T08:20:00Z', cpv: null, title: 'NEC Housing support' }),
        { ocid: '', id: 'nothing', date: '2026-11-22T08:30:00Z' },
      ];

      const report = await sync.run();

      const [, findATender] = ran(report);
      expect(isComplete(report)).toBe(true);
      expect(findATender.counts).toMatchObject({
        pages: 3,
        releases: 9,
        kept: 6,
        notLondon: 1,
        notTechnology: 1,
        unreadable: 1,
        unclearBuyer: 0,
        added: 6,
      });
      expect(await sync.titles()).toHaveLength(6);
      expect(await sync.titles()).toContain('NEC Housing support');
      expect(findATender.coverage).toEqual({ from: '2026-11-20T00:00:00Z', to: '2026-11-23T09:30:00Z' });
      expect(sync.asked('contracts-finder')[0]?.address.search).toBe(
        '?publishedFrom=2026-11-20T00%3A00%3A00&publishedTo=2026-11-23T23%3A59%3A59&limit=100',
      );
      expect(sync.asked('find-a-tender')[0]?.address.search).toBe(
        '?updatedFrom=2026-11-20T00%3A00%3A00&updatedTo=2026-11-23T23%3A59%3A59&limit=100',
      );
    });

    it('stores nothing of the people in it', async () => {
      sync.feeds.contractsFinder.releases = hourly(sync.now, 3, { prefix: 'ocds-b5fd17' });
      sync.feeds.findATender.releases = hourly(sync.now, 3);
      await sync.run();

      const tables = await sync.database.kysely.introspection.getTables();
      const texts: string[] = [];
      for (const { name } of tables) {
        const { rows } = await sql<{
          line: string;
        }>`select to_jsonb(t)::text as line from ${sql.table(name)} t`.execute(sync.database.kysely);
        texts.push(...rows.map((row) => row.line));
      }
      const all = texts.join('\n');
      expect(all).toContain('Made-up booking system 3');
      expect(all).toContain('[telephone number removed]');
      expect(all).not.toMatch(/contactPoint/i);
      for (const words of personalWords) expect(all).not.toContain(words);
      expect(all.replaceAll(/\D/g, '')).not.toContain('02079460987');
    });

    it('reads only what is new the next time, with an overlap, and changes nothing twice', async () => {
      sync.feeds.findATender.releases = hourly(sync.now, 4);
      await sync.run();
      sync.now += 3 * day;
      sync.feeds.requests.length = 0;
      sync.feeds.findATender.releases = [
        ...sync.feeds.findATender.releases,
        madeUpRelease({ number: 50, date: new Date(sync.now - 60_000).toISOString() }),
        // Was published in time, but showed up late.
        madeUpRelease({ number: 51, date: '2026-11-23T09:20:00Z' }),
      ];

      const [, second] = ran(await sync.run());

      expect(sync.asked('find-a-tender')).toHaveLength(1);
      expect(sync.asked('find-a-tender')[0]?.address.searchParams.get('updatedFrom')).toBe(
        '2026-11-23T00:00:00',
      );
      expect(second.counts).toMatchObject({ added: 2, changed: 0 });
      expect(await sync.titles()).toHaveLength(6);
    });

    it('covers a long past week by week, the newest first, each stretch once', async () => {
      sync.feeds.findATender.releases = Array.from({ length: 60 }, (_unused, index) =>
        madeUpRelease({ number: index, date: new Date(sync.now - index * day).toISOString() }),
      );
      const [, report] = ran(await sync.run({ from: '2026-09-25' }));

      expect(report.coverage?.from).toBe('2026-09-25T00:00:00Z');
      expect(await sync.titles()).toHaveLength(60);
      const starts = sync
        .asked('find-a-tender')
        .map(({ address }) => address.searchParams.get('updatedFrom') ?? '');
      expect(starts).toEqual([...starts].sort().reverse());
      sync.feeds.requests.length = 0;
      await sync.run({ from: '2026-09-18' });
      // What is older is added when it is asked for later; today was covered already.
      expect(
        sync.asked('find-a-tender').map(({ address }) => address.searchParams.get('updatedFrom')),
      ).toEqual(['2026-09-18T00:00:00']);
    });

    it('asks whether a page has changed, and neither reads nor imports it when not', async () => {
      sync.feeds.findATender.hasValidators = true;
      sync.feeds.findATender.pageSize = 2;
      sync.feeds.findATender.releases = hourly(sync.now, 5);
      await sync.run();
      sync.now += 3_600_000;
      sync.feeds.requests.length = 0;
      // The window of the first run starts earlier than that of the second, so its pages are new once.
      const [, same] = ran(await sync.run());
      sync.now += 3_600_000;
      sync.feeds.requests.length = 0;
      const [, third] = ran(await sync.run());
      expect(same.outcome).toBe('done');
      expect(sync.asked('find-a-tender').map(({ status }) => status)).toEqual(
        sync.asked('find-a-tender').map(() => 304),
      );
      expect(third.counts).toMatchObject({ pages: 0, releases: 0 });
      expect(third.counts.unchangedPages).toBe(sync.asked('find-a-tender').length);
      // Other rules may keep other releases, so the page is read again.
      sync.now += 3_600_000;
      const [, otherRules] = ran(await sync.run({}, { rulesHash: 'other rules' }));
      expect(otherRules.counts.pages).toBeGreaterThan(0);
    });

    it('merges releases of one process that come on different days, whatever their ids', async () => {
      const first = madeUpRelease({
        number: 7,
        date: '2026-11-22T10:00:00Z',
        endDate: '2027-12-31T00:00:00Z',
      });
      sync.feeds.findATender.releases = [first];
      await sync.run();
      sync.now += day;
      // Names neither classification nor product: kept because its process is.
      const { tender: _tender, ...rest } = madeUpRelease({
        number: 7,
        id: 'another-id',
        date: '2026-11-24T08:00:00Z',
        endDate: '2029-06-30T00:00:00Z',
        title: 'Made-up renamed thing',
      });
      sync.feeds.findATender.releases = [first, rest];
      const [, report] = ran(await sync.run());
      expect(report.counts).toMatchObject({ kept: 1, added: 0, changed: 1 });
      const rows = await sync.database.kysely
        .selectFrom('contracts')
        .select(['title', 'end_date', 'cpv', 'ocid'])
        .execute();
      expect(rows).toEqual([
        { title: 'Made-up renamed thing', end_date: '2029-06-30', cpv: '48000000', ocid: first.ocid },
      ]);
      const older = { ...first, date: '2026-11-24T07:00:00Z', id: 'old-news', awards: [] };
      // The same notice under one more id, and an older state under the first one, change nothing.
      sync.now += day;
      sync.feeds.findATender.releases = [{ ...rest, id: 'a-third-id', date: '2026-11-24T20:00:00Z' }, older];
      const [, third] = ran(await sync.run());
      expect(third.counts).toMatchObject({ kept: 2, added: 0 });
      expect(await sync.titles()).toHaveLength(1);
    });

    it('reads everything again when told to', async () => {
      sync.feeds.findATender.hasValidators = true;
      sync.feeds.findATender.releases = hourly(sync.now, 4);
      await sync.run();
      const [, report] = ran(await sync.run({ isAgain: true }));
      expect(report.counts).toMatchObject({
        pages: 1,
        releases: 4,
        kept: 4,
        added: 0,
        changed: 0,
        unchanged: 4,
      });
    });
  });
}
