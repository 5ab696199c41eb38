import fc from 'fast-check';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { engines } from '../../../test/support/databases.ts';
import {
  buyer,
  emptyCatalogue,
  importItems,
  madeUpRecord,
  reference,
} from '../../../test/support/made-up-contracts.ts';
import type { Database } from '../../database/connect.ts';
import { type Catalogue, createCatalogue } from '../catalogue.ts';
import type { Viewer } from '../viewer.ts';
import { anyContract } from './find-contracts.ts';

const hillingdon = 'E09000017';
const bromley = 'E09000006';
const officer = (boroughId: string | null, changes: Partial<Viewer> = {}): Viewer => ({
  boroughId,
  isVouchedFor: true,
  isPrivate: true,
  ...changes,
});

/** Who may see what of Hillingdon's three records. */
const viewers: readonly (readonly [string, Viewer, readonly string[]])[] = [
  ['its own officer, in private', officer(hillingdon), ['boroughs', 'owner', 'public']],
  ['another borough’s officer, in private', officer(bromley), ['boroughs', 'public']],
  ['its own officer, in a channel', officer(hillingdon, { isPrivate: false }), ['public']],
  ['somebody who only says so', officer(hillingdon, { isVouchedFor: false }), ['public']],
  ['an officer of no known borough', officer(null), ['public']],
];

for (const engine of engines) {
  describe.skipIf(engine.isMissing)(`what a viewer may see, over ${engine.name}`, () => {
    let database: Database;
    let catalogue: Catalogue;

    beforeAll(async () => {
      database = await engine.open();
    });
    afterAll(() => database.close());
    beforeEach(async () => {
      await emptyCatalogue(database.kysely);
      catalogue = createCatalogue(database.kysely, reference);
    });

    const levels = ['public', 'boroughs', 'owner'] as const;
    const loadLevels = () =>
      importItems(
        database.kysely,
        levels.map((visibility) => madeUpRecord(visibility, { visibility, title: visibility })),
      );

    it.each(viewers)('for %s', async (_who, viewer, seen) => {
      await loadLevels();
      const found = await catalogue.find(viewer, { ...anyContract, sort: 'title' });
      expect(found.contracts.map((contract) => contract.title)).toEqual(seen);
      expect(found.total).toBe(seen.length);

      const byWords = await catalogue.find(viewer, { ...anyContract, words: 'owner', isInLondon: false });
      expect(byWords.total).toBe(seen.includes('owner') ? 1 : 0);
      const beyondTheEnd = await catalogue.find(viewer, { ...anyContract, offset: 50 });
      expect(beyondTheEnd.total).toBe(seen.length);

      const all = await catalogue.find(officer(hillingdon), anyContract);
      for (const { id, title } of all.contracts) {
        const one = await catalogue.byId(viewer, id);
        expect(one?.title ?? null).toBe(seen.includes(title) ? title : null);
      }
      const coverage = await catalogue.coverage(viewer, null);
      const own = coverage.find((borough) => borough.buyerId === hillingdon);
      expect(own).toMatchObject({ state: 'known', records: seen.length });
    });

    it('tells that something is withheld, and nothing about it', async () => {
      await importItems(database.kysely, [
        madeUpRecord('a', { visibility: 'owner', publishedDate: '2025-05-05' }),
      ]);
      const seen = await catalogue.coverage(officer(bromley), null);
      expect(seen.find((borough) => borough.buyerId === hillingdon)).toEqual({
        buyerId: hillingdon,
        shortName: 'Hillingdon',
        state: 'withheld',
        records: 0,
        newest: null,
      });
    });

    it('lets every party to a joint contract see it', async () => {
      await importItems(database.kysely, [
        madeUpRecord('a', { visibility: 'owner', buyers: [buyer('Hillingdon'), buyer('Bromley', 'member')] }),
      ]);
      for (const [boroughId, total] of [
        [hillingdon, 1],
        [bromley, 1],
        ['E09000022', 0],
      ] as const) {
        expect((await catalogue.find(officer(boroughId), anyContract)).total).toBe(total);
      }
    });

    it('counts every authority once, whatever is loaded and whoever looks', async () => {
      const names = reference.boroughs.map((borough) => borough.buyer.shortName);
      const records = fc.array(
        fc.record({
          visibility: fc.constantFrom(...levels),
          buyers: fc.uniqueArray(fc.constantFrom(...names), { minLength: 1, maxLength: 3 }),
          serviceAreaAsPublished: fc.constantFrom('Housing management', 'Parking', null),
        }),
        { maxLength: 12 },
      );
      const area = fc.constantFrom(null, 'Housing management', 'Parking', 'Libraries');
      const viewer = fc.constantFrom(...viewers.map(([, looking]) => looking));
      await fc.assert(
        fc.asyncProperty(records, area, viewer, async (chosen, serviceArea, looking) => {
          await emptyCatalogue(database.kysely);
          await importItems(
            database.kysely,
            chosen.map((one, index) =>
              madeUpRecord(`key ${index}`, {
                ...one,
                productAsPublished: null,
                buyers: one.buyers.map((name, place) => buyer(name, place === 0 ? 'lead' : 'joint')),
              }),
            ),
          );
          const coverage = await catalogue.coverage(looking, serviceArea);
          expect(new Set(coverage.map((borough) => borough.buyerId)).size).toBe(33);
          const sorted = coverage.map((borough) => borough.shortName);
          expect(sorted).toEqual([...sorted].sort((left, right) => left.localeCompare(right, 'en-GB')));
          for (const { state, records: count, newest } of coverage) {
            if (state === 'known' || state === 'none') expect(count).toBeGreaterThan(0);
            else expect([count, newest]).toEqual([0, null]);
          }
          // What is covered is what can be found.
          for (const borough of coverage.slice(0, 5)) {
            const found = await catalogue.find(looking, {
              ...anyContract,
              buyerIds: [borough.buyerId],
              serviceAreas:
                serviceArea === null
                  ? null
                  : [{ name: serviceArea, productIds: catalogue.productIdsOf(serviceArea) }],
            });
            expect(found.total).toBe(borough.records);
          }
        }),
        { numRuns: 15 },
      );
    });
  });
}
