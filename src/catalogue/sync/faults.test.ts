import { describe, expect, it } from 'vitest';
import { engines } from '../../../test/support/databases.ts';
import { hourly, hurried, ran, useSyncHarness } from '../../../test/support/sync-harness.ts';
import { isComplete } from './report.ts';

for (const engine of engines) {
  describe.skipIf(engine.isMissing)(`feeds that fail over ${engine.name}`, () => {
    const sync = useSyncHarness(engine);

    it.each([
      ['silence', { kind: 'silence' }],
      ['a page that stalls', { kind: 'stall' }],
      ['a broken connection', { kind: 'drop' }],
      ['a body that breaks off', { kind: 'cut-body' }],
      ['JSON that breaks off', { kind: 'cut-json' }],
      ['a page of HTML', { kind: 'html' }],
      ['JSON that is no package', { kind: 'no-package' }],
      ['not modified, unasked', { kind: 'wrongly-not-modified' }],
      ['429 with a second to wait', { kind: 'status', status: 429, headers: { 'retry-after': '1' } }],
      ['429 without a time', { kind: 'status', status: 429 }],
      ['503 with a time', { kind: 'status', status: 503, headers: { 'retry-after': '0' } }],
      ['500', { kind: 'status', status: 500 }],
      ['502', { kind: 'status', status: 502 }],
    ] as const)('gets over %s', async (_what, fault) => {
      sync.feeds.findATender.pageSize = 2;
      sync.feeds.findATender.releases = hourly(sync.now, 5);
      sync.feeds.findATender.faults.push(fault, fault);
      const isSilent = fault.kind === 'silence' || fault.kind === 'stall';
      const patience = { ...hurried, timeoutMs: isSilent ? 300 : hurried.timeoutMs, attempts: 9 };
      const [, report] = ran(await sync.run({}, { patience }));
      expect(report.outcome).toBe('done');
      expect(report.counts).toMatchObject({ pages: 3, kept: 5, added: 5 });
      expect(report.counts.pauses).toBeGreaterThanOrEqual(2);
    });

    it('does the other feed when one does not answer, and goes on with it the next time', async () => {
      sync.feeds.contractsFinder.pageSize = 2;
      sync.feeds.contractsFinder.releases = hourly(sync.now, 6, { prefix: 'ocds-b5fd17' });
      sync.feeds.findATender.releases = hourly(sync.now, 2);
      let count = 0;
      sync.feeds.onRequest = (feed) => {
        if (feed !== 'contracts-finder') return;
        count += 1;
        if (count > 2) sync.feeds.contractsFinder.faults.push({ kind: 'status', status: 500 });
      };

      const report = await sync.run();

      const [contractsFinder, findATender] = ran(report);
      expect(isComplete(report)).toBe(false);
      expect(contractsFinder.outcome).toBe('failed');
      expect(contractsFinder.message).toBe(
        'Contracts Finder could not be read to the end: it answered with status 500 (asked 4 times). What had arrived is kept, and the next run goes on from there.',
      );
      expect(contractsFinder.coverage).toBeNull();
      expect(findATender).toMatchObject({ outcome: 'done', message: null });
      expect(await sync.titles()).toHaveLength(6);
      expect((await sync.stateOf('contracts-finder'))['last_failure']).toContain('status 500');

      sync.feeds.onRequest = () => undefined;
      sync.feeds.contractsFinder.faults.length = 0;
      sync.feeds.requests.length = 0;
      const [again] = ran(await sync.run());
      // Exactly the pages that were missing.
      expect(sync.asked('contracts-finder')).toHaveLength(1);
      expect(sync.asked('contracts-finder')[0]?.address.searchParams.get('cursor')).not.toBeNull();
      expect(again.counts).toMatchObject({ pages: 1, releases: 2, added: 2 });
      expect(await sync.titles()).toHaveLength(8);
      expect(await sync.stateOf('contracts-finder')).toMatchObject({
        last_failure: null,
        cursor: null,
        pages: 3,
        releases: 6,
        kept: 6,
        last_success_at: '2026-11-23T09:30:00Z',
      });
    });

    it('waits as long as it is told, also until a date', async () => {
      sync.feeds.findATender.releases = hourly(sync.now, 1);
      const until = new Date(sync.now + 2_000).toUTCString();
      sync.feeds.findATender.faults.push({ kind: 'status', status: 429, headers: { 'retry-after': until } });
      const lines: string[] = [];
      const [, report] = ran(await sync.run({ onProgress: (line) => lines.push(line) }));
      expect(report.outcome).toBe('done');
      expect(lines).toContain('Find a Tender asked us to slow down (status 429); trying again in 2 s');
    });

    it('told to wait too long leaves the feed, and does not ask it before that', async () => {
      sync.feeds.contractsFinder.faults.push({ kind: 'status', status: 403 });
      const [first] = ran(await sync.run());
      expect(first.message).toMatch(
        /^Contracts Finder could not be read to the end: it asked us to come back later\./,
      );
      sync.feeds.requests.length = 0;
      sync.now += 60_000;
      const [second] = ran(await sync.run());
      expect(second.message).toBe(
        'Contracts Finder asked not to be read again before 2026-11-23 09:35 UTC; run it after that.',
      );
      expect(sync.asked('contracts-finder')).toEqual([]);
      sync.now += 5 * 60_000;
      expect(ran(await sync.run())[0].outcome).toBe('done');
    });

    it('begins a week again when its cursor has expired', async () => {
      sync.feeds.findATender.pageSize = 2;
      sync.feeds.findATender.releases = hourly(sync.now, 6);
      sync.feeds.onRequest = () => {
        if (sync.asked('find-a-tender').length === 2) sync.feeds.findATender.expireCursors();
      };
      const [, report] = ran(await sync.run());
      expect(report.outcome).toBe('done');
      expect(report.counts).toMatchObject({ added: 6, changed: 0 });
      expect(await sync.titles()).toHaveLength(6);
    });

    it('gives up when cursors expire at once, and says so', async () => {
      sync.feeds.findATender.pageSize = 2;
      sync.feeds.findATender.releases = hourly(sync.now, 6);
      sync.feeds.onRequest = (_feed, address) => {
        if (address.searchParams.has('cursor')) sync.feeds.findATender.expireCursors();
      };
      const [, report] = ran(await sync.run());
      expect(report.message).toContain('it answered with status 400 (is FIND_A_TENDER_URL right?)');
    });

    it.each(['same-cursor', 'same-page'] as const)('is not led round in circles (%s)', async (paging) => {
      sync.feeds.findATender.pageSize = 3;
      sync.feeds.findATender.releases = hourly(sync.now, 3);
      sync.feeds.findATender.paging = paging;
      const [, report] = ran(await sync.run());
      expect(report.message).toContain('it sends the same pages again and again');
      expect(sync.asked('find-a-tender').length).toBeLessThan(4);
      expect(await sync.titles()).toHaveLength(3);
      sync.feeds.findATender.paging = 'ends';
      expect(ran(await sync.run())[1].outcome).toBe('done');
    });

    it('takes pages that stay empty for the end', async () => {
      sync.feeds.findATender.releases = hourly(sync.now, 3);
      sync.feeds.findATender.paging = 'empty-pages';
      const [, report] = ran(await sync.run());
      expect(report.outcome).toBe('done');
      expect(sync.asked('find-a-tender')).toHaveLength(4);
    });

    it('asks up to now where the end of today is refused', async () => {
      sync.feeds.findATender.releases = hourly(sync.now, 3);
      sync.feeds.findATender.refusesAfter = '2026-11-23T09:30:00';
      const [, report] = ran(await sync.run());
      expect(report.outcome).toBe('done');
      expect(report.counts.added).toBe(3);
      expect(report.coverage?.to).toBe('2026-11-23T09:30:00Z');
    });

    it('follows no redirect and names the setting', async () => {
      sync.feeds.findATender.faults.push({
        kind: 'status',
        status: 302,
        headers: { location: 'http://192.0.2.1/elsewhere' },
      });
      const [, report] = ran(await sync.run());
      expect(report.message).toContain('it has moved to another address (is FIND_A_TENDER_URL right?)');
    });
  });
}
