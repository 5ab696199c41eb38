import fc from 'fast-check';
import { expressionBuilder, sql } from 'kysely';
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
import type { Tables } from '../../database/tables.ts';
import { isoDate } from '../../procurement/iso-date.ts';
import { keepSummaries } from '../figures/summaries.ts';
import { mayBeSeenBy, type Viewer } from '../viewer.ts';
import { anyContract, type ContractCriteria, matchesCriteria } from './find-contracts.ts';
import { matchingRows } from './matching.ts';

const [hillingdon, camden, outside] = ['E09000017', 'E09000007', 'other'] as const;
const levels = ['public', 'public', 'boroughs', 'owner'] as const;
const names = ['Hillingdon', 'Camden', 'Made-up Shire Council'];
const products = ['NEC Housing', 'Mosaic', null];

/** Every mixture of who buys, who may see it, what for and until when; some of them two sources of one deal. */
const records = Array.from({ length: 96 }, (_unused, at) =>
  madeUpRecord(`m${at}`, {
    title: `Made up ${at % 5} parking`,
    buyers: [buyer(names[at % 3] ?? ''), ...(at % 4 === 0 ? [buyer('Bromley', 'joint')] : [])],
    visibility: levels[at % 4] ?? 'public',
    productName: products[at % 3] ?? null,
    serviceAreaAsPublished: at % 2 === 0 ? 'Parking' : null,
    suppliers: at % 5 === 0 ? [] : [supplier(`Fictional Firm ${at % 4} Ltd`)],
    period: endsOn([null, '2026-03-31', '2027-03-31', '2030-01-01'][at % 4] ?? null),
    flags: at % 7 === 0 ? ['amount-implausible'] : [],
    value: {
      amount: (at % 6) * 1_000,
      currency: 'GBP',
      basis: 'whole-life',
      vat: 'excluding',
      asPublished: null,
    },
    ...(at % 9 === 0
      ? { restricted: { level: 'owner' as const, fields: ['value' as const] }, visibility: 'public' as const }
      : {}),
  }),
);

const viewers: fc.Arbitrary<Viewer> = fc.record({
  boroughId: fc.constantFrom(null, hillingdon, camden),
  isVouchedFor: fc.boolean(),
  isPrivate: fc.boolean(),
});

const day = fc.constantFrom(null, isoDate('2026-03-31'), isoDate('2027-01-01'), isoDate('2029-12-31'));
const criteria: fc.Arbitrary<ContractCriteria> = fc
  .record({
    buyerIds: fc.constantFrom(null, [hillingdon], [hillingdon, camden], [outside]),
    excludedBuyerIds: fc.constantFrom<string[]>([], [hillingdon]),
    kinds: fc.constantFrom(null, ['contract' as const], ['system' as const]),
    words: fc.constantFrom(null, 'parking', 'made up 3'),
    endsFrom: day,
    endsTo: day,
    liveOn: day,
    hasNoEndDate: fc.constantFrom(null, true, false),
    amountFrom: fc.constantFrom(null, 2_000),
    amountTo: fc.constantFrom(null, 4_000),
    isInLondon: fc.boolean(),
    withSubject: fc.boolean(),
    withArea: fc.boolean(),
  })
  .map(({ withSubject, withArea, ...asked }) => ({
    ...anyContract,
    ...asked,
    subject: withSubject ? { productIds: ['nec-housing'], vendors: ['oneadvanced'], supplierIds: [] } : null,
    serviceAreas: withArea ? [{ name: 'Parking', productIds: [] }] : null,
  }));

for (const engine of engines) {
  describe.skipIf(engine.isMissing)(`looking rows up in the facts over ${engine.name}`, () => {
    let database: Database;
    beforeAll(async () => {
      database = await engine.open();
      await keepSummaries(database.kysely, reference);
      await emptyCatalogue(database.kysely);
      await importItems(database.kysely, records);
    });
    afterAll(() => database.close());

    it('finds what asking every contract finds, for every viewer', async () => {
      await fc.assert(
        fc.asyncProperty(viewers, criteria, async (viewer, asked) => {
          const matches = matchesCriteria(expressionBuilder<Tables, 'contracts'>(), asked);
          const slow = await sql<{ id: string }>`select id, end_date, act_by from contracts
            where ${mayBeSeenBy(viewer)} and ${matches} order by id`.execute(database.kysely);
          const fast = await sql<{ id: string }>`select id, end_date, act_by
            from (${matchingRows(viewer, asked)}) as matching order by id`.execute(database.kysely);
          expect(fast.rows).toEqual(slow.rows);
        }),
        { numRuns: 300 },
      );
      const { rows } = await sql<{ count: number }>`select count(*) as count
        from (${matchingRows({ boroughId: hillingdon, isVouchedFor: true, isPrivate: true }, anyContract)}) as matching`.execute(
        database.kysely,
      );
      expect(Number(rows[0]?.count)).toBeGreaterThan(40);
    });
  });
}
