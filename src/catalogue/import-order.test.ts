import fc from 'fast-check';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { engines } from '../../test/support/databases.ts';
import {
  buyer,
  catalogueState,
  emptyCatalogue,
  importItems,
  inconsistencies,
  madeUpRecord,
  supplier,
} from '../../test/support/made-up-contracts.ts';
import type { Database } from '../database/connect.ts';
import type { SourceRecord } from './source-record.ts';

/** Few names in many spellings, so that they meet: with and without numbers, two firms of one name, capitals. */
const suppliers = [
  supplier('Fictional Systems Ltd'),
  supplier('FICTIONAL SYSTEMS LIMITED', '09999901'),
  supplier('Fictional Systems Limited', '09999901'),
  supplier('Fictional Systems (Trading) Ltd', '09999901'),
  supplier('Twin Software Ltd'),
  supplier('Twin Software Ltd', '09999902'),
  supplier('Twin Software Limited', '09999903'),
  supplier('Lonely Data'),
];
const buyers = [
  buyer('London Borough of Hillingdon'),
  buyer('Bromley', 'joint'),
  buyer('Made-up Shire Council'),
  buyer('MADE-UP SHIRE COUNCIL'),
  buyer('City of London Corporation', 'member'),
];

/** Deals that never change: all they say is in their key. */
const record: fc.Arbitrary<SourceRecord> = fc
  .record({
    suppliers: fc.subarray(suppliers),
    buyers: fc.subarray(buyers, { minLength: 1 }),
  })
  .map((chosen) => madeUpRecord(JSON.stringify(chosen), chosen));

/** Versions of one deal, which differ only from day to day: of two on one day the later import wins, by intent. */
const version: fc.Arbitrary<SourceRecord> = fc
  .record({ key: fc.constantFrom('p', 'q'), day: fc.integer({ min: 1, max: 28 }) })
  .map(({ key, day }) =>
    madeUpRecord(key, {
      title: `Version of ${day}`,
      publishedDate: `2024-01-${String(day).padStart(2, '0')}`,
      suppliers: [suppliers[day % suppliers.length] ?? supplier('Nobody'), supplier('Lonely Data')],
      buyers: [buyers[day % buyers.length] ?? buyer('Bromley')],
    }),
  );
const file = fc.array(fc.oneof(record, version), { maxLength: 12 });

for (const engine of engines) {
  describe.skipIf(engine.isMissing)(`order of imports over ${engine.name}`, () => {
    let database: Database;

    beforeAll(async () => {
      database = await engine.open();
    });
    afterAll(() => database.close());
    beforeEach(() => emptyCatalogue(database.kysely));

    async function after(files: readonly (readonly [string, readonly SourceRecord[]])[]) {
      await emptyCatalogue(database.kysely);
      for (const [fileName, records] of files) await importItems(database.kysely, records, { fileName });
      expect(await inconsistencies(database.kysely)).toEqual([]);
      return catalogueState(database.kysely);
    }

    it('of two files does not matter', async () => {
      await fc.assert(
        fc.asyncProperty(file, file, async (first, second) => {
          const forwards = await after([
            ['first.csv', first],
            ['second.csv', second],
          ]);
          const backwards = await after([
            ['second.csv', second],
            ['first.csv', first],
          ]);
          expect(backwards).toEqual(forwards);
          // A third time: nothing new is said, so nothing changes.
          const report = await importItems(database.kysely, first, { fileName: 'third.csv' });
          expect({ ...report, origin: '' }).toMatchObject({ added: 0, changed: 0 });
          expect(await catalogueState(database.kysely)).toEqual(forwards);
        }),
        { numRuns: 8 },
      );
    });

    it('of rows in a file does not matter', async () => {
      await fc.assert(
        fc.asyncProperty(file, async (records) => {
          const forwards = await after([['made-up.csv', records]]);
          expect(await after([['made-up.csv', [...records].reverse()]])).toEqual(forwards);
        }),
        { numRuns: 8 },
      );
    });

    it('does not matter for which firm a bare name is taken to be', async () => {
      const bare = madeUpRecord('a', { suppliers: [supplier('Fictional Systems Ltd')] });
      const numbered = madeUpRecord('b', { suppliers: [supplier('Fictional Systems Limited', '09999901')] });
      const twin = madeUpRecord('c', { suppliers: [supplier('FICTIONAL SYSTEMS LTD', '09999909')] });
      const canonical = async () => {
        const rows = await database.kysely.selectFrom('suppliers').select(['id', 'canonical_id']).execute();
        return rows.find((row) => row.id.startsWith('name:'))?.canonical_id;
      };
      for (const order of [
        [bare, numbered],
        [numbered, bare],
      ]) {
        await emptyCatalogue(database.kysely);
        for (const [index, one] of order.entries())
          await importItems(database.kysely, [one], { fileName: `${index}.csv` });
        expect(await canonical()).toBe('coh:09999901');
      }
      // A second firm of that name appears: now the bare name tells neither.
      await importItems(database.kysely, [twin], { fileName: 'twin.csv' });
      expect(await canonical()).toMatch(/^name:/);
    });
  });
}
