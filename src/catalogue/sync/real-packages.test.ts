import { readFileSync } from 'node:fs';
import { sql } from 'kysely';
import { describe, expect, it } from 'vitest';
import { engines } from '../../../test/support/databases.ts';
import { realDataFile, realDataMissing } from '../../../test/support/real-data.ts';
import { day, hurried, ran, useSyncHarness } from '../../../test/support/sync-harness.ts';

type Release = { ocid: string; id: string; date: string };

const contractsFinderFile = realDataFile('ocds-contracts-finder-package-2025-01-23-100.json');
const laterFile = realDataFile('ocds-contracts-finder-2025-releases.json');
const findATenderFiles = [
  'ocds-find-a-tender-032703-2026.json',
  'ocds-find-a-tender-037689-2026.json',
  'ocds-find-a-tender-UK7-partial-063249-2025.json',
].map(realDataFile);
const isMissing = contractsFinderFile === null || laterFile === null || findATenderFiles.includes(null);

/** Releases of a package, a list or a single release; contact points get a mark in place of what was taken out. */
function releasesOf(path: string | null): Release[] {
  if (path === null) return [];
  const text = readFileSync(path, 'utf8').replaceAll('REDACTED', 'Petronella Quillfeather');
  const value = JSON.parse(text) as { releases?: Release[] } & Release;
  return Array.isArray(value) ? (value as Release[]) : (value.releases ?? [value]);
}

for (const engine of engines) {
  const title = isMissing ? `real packages (skipped: ${realDataMissing})` : 'real packages';
  describe.skipIf(engine.isMissing || isMissing)(`${title} over ${engine.name}`, () => {
    const sync = useSyncHarness(engine);

    it('of Contracts Finder and Find a Tender arrive whole through a bad connection', async () => {
      sync.now = Date.parse('2025-01-24T09:00:00Z');
      const { contractsFinder, findATender } = sync.feeds;
      contractsFinder.releases = releasesOf(contractsFinderFile);
      contractsFinder.pageSize = 20;
      contractsFinder.faults.push(
        { kind: 'status', status: 429, headers: { 'retry-after': '0' } },
        { kind: 'cut-body' },
        { kind: 'status', status: 500 },
        { kind: 'cut-json' },
        { kind: 'html' },
      );
      const [first] = ran(await sync.run({ from: '2025-01-20' }, { patience: { ...hurried, attempts: 9 } }));
      expect(first).toMatchObject({
        outcome: 'done',
        counts: {
          pages: 5,
          pauses: 5,
          releases: 98,
          kept: 2,
          notLondon: 88,
          notTechnology: 6,
          unreadable: 2,
          unclearBuyer: 0,
          added: 2,
        },
      });
      expect(await sync.titles()).toEqual([
        'Consultation Hub - London Borough of Merton',
        'Objective Keyplan Data Load Project',
      ]);

      // Seven weeks later: what was there before is still there, under other release ids.
      sync.now = Date.parse('2025-03-11T18:00:00Z');
      const seen = new Set(contractsFinder.releases.map(({ id }) => id));
      contractsFinder.releases = releasesOf(laterFile).map((release) =>
        seen.has(release.id) ? { ...release, id: `${release.id}-again` } : release,
      );
      findATender.releases = findATenderFiles.flatMap(releasesOf);
      const [second] = ran(await sync.run({ from: '2025-01-20', isAgain: true }));
      expect(second).toMatchObject({ outcome: 'done', counts: { releases: 195, kept: 2, added: 0 } });
      expect(await sync.titles()).toHaveLength(2);

      sync.now = Date.parse('2026-04-25T00:00:00Z') + day;
      const [, third] = ran(await sync.run({ from: '2025-10-01' }));
      expect(third.counts).toMatchObject({ releases: 3, kept: 0, notLondon: 3 });

      const tables = await sync.database.kysely.introspection.getTables();
      for (const { name } of tables) {
        const { rows } = await sql<{
          line: string;
        }>`select to_jsonb(t)::text as line from ${sql.table(name)} t`.execute(sync.database.kysely);
        for (const { line } of rows) expect(line).not.toMatch(/Quillfeather|contactPoint/i);
      }
    });
  });
}
