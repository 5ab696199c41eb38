import fc from 'fast-check';
import { sql } from 'kysely';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { engines } from '../../../test/support/databases.ts';
import {
  buyer,
  emptyCatalogue,
  endsOn,
  importItems,
  madeUpRecord,
  reference,
  supplier,
} from '../../../test/support/made-up-contracts.ts';
import type { Database } from '../../database/connect.ts';
import type { SourceRecord } from '../source-record.ts';
import { keepSummaries, rebuildSummaries, refreshSummaries } from './summaries.ts';

const boroughs = ['Hillingdon', 'Camden', 'Bromley', 'Sutton', 'Made-up Shire Council'];
const products = ['NEC Housing', 'Mosaic', 'Idox Uniform', null];

const arbitraryRecord: fc.Arbitrary<SourceRecord> = fc
  .record({
    key: fc.integer({ min: 1, max: 12 }),
    buyers: fc.uniqueArray(fc.constantFrom(...boroughs), { minLength: 1, maxLength: 3 }),
    suppliers: fc.uniqueArray(fc.integer({ min: 1, max: 4 }), { maxLength: 3 }),
    numbered: fc.boolean(),
    product: fc.constantFrom(...products),
    amount: fc.constantFrom(null, 100, 0.01, 250.25, 5_000),
    basis: fc.constantFrom('whole-life' as const, 'annual' as const),
    end: fc.constantFrom(null, '2027-03-31', '2108-01-01', '2010-01-01'),
    visibility: fc.constantFrom('public' as const, 'public' as const, 'boroughs' as const),
    kind: fc.constantFrom('contract' as const, 'system' as const),
    published: fc.integer({ min: 2020, max: 2026 }),
  })
  .map((made) =>
    madeUpRecord(`k${made.key}`, {
      buyers: made.buyers.map((name, at) => buyer(name, at === 0 ? 'lead' : 'joint')),
      suppliers: made.suppliers.map((number) =>
        supplier(`Fictional Firm ${number} Ltd`, made.numbered ? `0000000${number}` : undefined),
      ),
      productName: made.product,
      kind: made.kind,
      visibility: made.visibility,
      publishedDate: String(made.published),
      period: endsOn(made.end),
      flags: [
        ...(made.end === '2108-01-01' ? ['end-after-2050'] : []),
        ...(made.end === '2010-01-01' ? ['end-before-start'] : []),
        ...(made.amount === 0.01 ? ['amount-implausible'] : []),
      ],
      value:
        made.amount === null
          ? null
          : { amount: made.amount, currency: 'GBP', basis: made.basis, vat: 'excluding', asPublished: null },
    }),
  );

for (const engine of engines) {
  describe.skipIf(engine.isMissing)(`summaries over ${engine.name}`, () => {
    let database: Database;
    const state = async () => ({
      cells: (
        await sql`select * from summary_cells order by dimension, buyer_id, service_area, key, kind, value_key`.execute(
          database.kysely,
        )
      ).rows,
      coverage: (
        await sql`select * from coverage_cells order by service_area, buyer_id`.execute(database.kysely)
      ).rows,
      facts: (await sql`select * from contract_facts order by contract_id`.execute(database.kysely)).rows,
    });

    beforeAll(async () => {
      database = await engine.open();
      await keepSummaries(database.kysely, reference);
    });
    afterAll(() => database.close());

    it('equal a recount from scratch after any imports, deletions and repeats', async () => {
      let file = 0;
      await fc.assert(
        fc.asyncProperty(
          fc.array(fc.array(arbitraryRecord, { minLength: 1, maxLength: 10 }), {
            minLength: 1,
            maxLength: 3,
          }),
          fc.nat({ max: 20 }),
          async (files, deleted) => {
            await emptyCatalogue(database.kysely);
            await rebuildSummaries(database.kysely);
            for (const records of files) {
              file += 1;
              await importItems(database.kysely, records, { fileName: `file-${file}.csv` });
            }
            const afterImports = await state();
            await rebuildSummaries(database.kysely);
            expect(afterImports).toEqual(await state());
            const ids = (
              await database.kysely.selectFrom('contracts').select('id').orderBy('id').execute()
            ).map((row) => row.id);
            const gone = ids.slice(0, deleted % (ids.length + 1));
            if (gone.length > 0)
              await database.kysely.deleteFrom('contracts').where('id', 'in', gone).execute();
            await refreshSummaries(database.kysely, gone);
            await refreshSummaries(database.kysely, ids);
            const kept = await state();
            await rebuildSummaries(database.kysely);
            expect(kept).toEqual(await state());
          },
        ),
        { numRuns: engine.name === 'embedded' ? 25 : 40 },
      );
    }, 120_000);

    it('count a joint contract once in London and once in each borough, and no restricted one', async () => {
      await emptyCatalogue(database.kysely);
      await rebuildSummaries(database.kysely);
      await importItems(database.kysely, [
        madeUpRecord('joint', { buyers: [buyer('Sutton'), buyer('Camden', 'joint')] }),
        madeUpRecord('restricted', { visibility: 'boroughs' }),
        madeUpRecord('elsewhere', { buyers: [buyer('Made-up Shire Council')] }),
      ]);
      const { rows } = await sql<{ dimension: string; key: string; contracts: number }>`
        select dimension, key, contracts from summary_cells
        where buyer_id = '*' and service_area = '*' and dimension in ('all', 'borough') order by 1, 2`.execute(
        database.kysely,
      );
      expect(rows.map((row) => [row.dimension, row.key, Number(row.contracts)])).toEqual([
        ['all', '', 1],
        ['borough', 'E09000007', 1],
        ['borough', 'E09000029', 1],
      ]);
    });

    it('are counted anew when products move to another service area', async () => {
      await emptyCatalogue(database.kysely);
      await rebuildSummaries(database.kysely);
      await importItems(database.kysely, [madeUpRecord('a', { productName: 'NEC Housing' })]);
      const moved = {
        ...reference,
        products: reference.products.map((product) => ({ ...product, serviceArea: 'Elsewhere' })),
      };
      await keepSummaries(database.kysely, moved);
      const { facts } = await state();
      expect(facts).toMatchObject([{ areas: ['Elsewhere', 'Housing management'] }]);
      await keepSummaries(database.kysely, reference);
    });
  });
}
