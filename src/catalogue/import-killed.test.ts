import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { startChild } from '../../test/support/child.ts';
import { inconsistencies } from '../../test/support/made-up-contracts.ts';
import { openDatabase } from '../database/connect.ts';

const records = 4_000;

describe('an import that is killed', () => {
  let folder: string;

  beforeAll(() => {
    folder = mkdtempSync(join(tmpdir(), 'procurement-assistant-killed-'));
  });
  afterAll(() => rmSync(folder, { recursive: true, force: true }));

  const run = (version: number) =>
    startChild('test/support/import-forever.ts', [folder, String(version), String(records)]);

  /** What every contract is called, and how many imports are finished. */
  async function look(): Promise<{ titles: Record<string, number>; imports: string[]; faults: unknown[] }> {
    const database = await openDatabase({ kind: 'embedded', folder });
    try {
      const rows = await database.kysely
        .selectFrom('contracts')
        .select(['title', (builder) => builder.fn.countAll<number>().as('count')])
        .groupBy('title')
        .execute();
      const imports = await database.kysely
        .selectFrom('imports')
        .select('origin')
        .orderBy('origin')
        .execute();
      return {
        titles: Object.fromEntries(rows.map((row) => [row.title, row.count])),
        imports: imports.map((row) => row.origin),
        faults: await inconsistencies(database.kysely),
      };
    } finally {
      await database.close();
    }
  }

  it('leaves the catalogue as it was, and can be run again', { timeout: 240_000 }, async () => {
    const first = await run(1).ended;
    expect(first.errors).toBe('');
    const before = { titles: { 'Version 1': records }, imports: ['version-1.csv'], faults: [] };

    for (const moment of ['record 0', 'record 2000', 'record 3000']) {
      const child = run(2);
      await child.sees(moment);
      child.process.kill('SIGKILL');
      const { output } = await child.ended;
      // It was in the middle of the file, so nothing of it may be there.
      expect(output).not.toContain('done');
    }
    expect(await look()).toEqual(before);

    expect((await run(2).ended).output).toContain('done');
    expect(await look()).toEqual({
      titles: { 'Version 2': records },
      imports: ['version-1.csv', 'version-2.csv'],
      faults: [],
    });
  });
});
