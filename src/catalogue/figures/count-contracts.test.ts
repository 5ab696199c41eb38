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
import { isoDate } from '../../procurement/iso-date.ts';
import { type Catalogue, createCatalogue } from '../catalogue.ts';
import { anyContract, type ContractCriteria } from '../queries/find-contracts.ts';
import { publicViewer, type Viewer } from '../viewer.ts';
import { cellOf } from './count-contracts.ts';
import { dimensions } from './facts.ts';
import { keepSummaries, rebuildSummaries } from './summaries.ts';

const hillingdon = 'E09000017';
const camden = 'E09000007';
const area = (name: string) => ({
  name,
  productIds: reference.products
    .filter((product) => product.serviceArea === name)
    .map((product) => product.id),
});
const officer: Viewer = { boroughId: hillingdon, isVouchedFor: true, isPrivate: true };

/** Each reads either a cell or the rows; the numbers must be those of the list all the same. */
const filters: readonly Partial<ContractCriteria>[] = [
  {},
  { serviceAreas: [area('Housing management')] },
  { serviceAreas: [area('Social care')] },
  { buyerIds: [hillingdon] },
  { buyerIds: [hillingdon, camden] },
  { buyerIds: [camden], serviceAreas: [area('Housing management')] },
  { kinds: ['contract'] },
  { kinds: ['system'], serviceAreas: [area('Housing management')] },
  { subject: { productIds: ['mosaic'], vendors: [], supplierIds: [] } },
  { words: 'made-up' },
  { liveOn: isoDate('2026-11-23') },
  { amountFrom: 1_000 },
];

for (const engine of engines) {
  describe.skipIf(engine.isMissing)(`counting over ${engine.name}`, () => {
    let database: Database;
    let catalogue: Catalogue;

    beforeAll(async () => {
      database = await engine.open();
      await emptyCatalogue(database.kysely);
      await keepSummaries(database.kysely, reference);
      await rebuildSummaries(database.kysely);
      catalogue = createCatalogue(database.kysely, reference);
      const values = [100, 250.5, 0.01, 8_000, null];
      const products = ['NEC Housing', 'Mosaic', null];
      await importItems(
        database.kysely,
        Array.from({ length: 60 }, (_, at) => {
          const amount = values[at % values.length] ?? null;
          return madeUpRecord(`r${at}`, {
            kind: at % 7 === 0 ? 'system' : 'contract',
            visibility: at % 11 === 0 ? 'boroughs' : at % 13 === 0 ? 'owner' : 'public',
            productName: products[at % products.length] ?? null,
            serviceAreaAsPublished: at % 4 === 0 ? 'Social care' : 'Housing management',
            buyers: [
              buyer(at % 2 === 0 ? 'Hillingdon' : 'Camden'),
              ...(at % 5 === 0 ? [buyer('Sutton', 'joint')] : []),
            ],
            suppliers:
              at % 6 === 0
                ? []
                : [
                    supplier(`Fictional Firm ${at % 3} Ltd`),
                    ...(at % 10 === 1 ? [supplier('Fictional Partner Ltd')] : []),
                  ],
            period: endsOn(at % 9 === 0 ? null : `20${20 + (at % 12)}-03-31`),
            flags: amount === 0.01 ? ['amount-implausible'] : [],
            value:
              amount === null
                ? null
                : {
                    amount,
                    currency: 'GBP',
                    basis: at % 2 === 0 ? 'annual' : 'whole-life',
                    vat: 'excluding',
                    asPublished: null,
                  },
          });
        }),
      );
    });
    afterAll(() => database.close());

    it('gives the number that the list has, for every filter, split and viewer', async () => {
      for (const viewer of [publicViewer, officer]) {
        for (const filter of filters) {
          const criteria = { ...anyContract, ...filter, limit: 500 };
          const listed = await catalogue.find(viewer, criteria);
          for (const dimension of dimensions) {
            const figures = await catalogue.count(viewer, criteria, dimension);
            expect(figures.total.contracts).toBe(listed.total);
            const valued = figures.total.sums.reduce((sum, { contracts }) => sum + contracts, 0);
            expect(valued + figures.total.withoutValue + figures.total.implausible).toBe(listed.total);
            if (dimension !== 'all')
              expect(figures.parts.reduce((sum, part) => sum + part.contracts, 0)).toBe(
                figures.surplus + listed.total,
              );
          }
        }
      }
    });

    it('adds only values of one kind, and each to the penny', async () => {
      for (const viewer of [publicViewer, officer]) {
        const { contracts } = await catalogue.find(viewer, { ...anyContract, limit: 500 });
        const { total } = await catalogue.count(viewer, anyContract, 'all');
        for (const sum of total.sums) {
          const own = contracts.filter(
            ({ value, flags }) => value?.basis === sum.basis && !flags.includes('amount-implausible'),
          );
          expect(sum.contracts).toBe(own.length);
          expect(sum.amount).toBeCloseTo(
            own.reduce((pounds, { value }) => pounds + (value?.amount ?? 0), 0),
            2,
          );
        }
        expect(total.implausible).toBe(contracts.filter(({ value }) => value?.amount === 0.01).length);
      }
    });

    it('splits by borough as the lists of the boroughs do, joint contracts in each', async () => {
      const { parts, surplus } = await catalogue.count(publicViewer, anyContract, 'borough');
      for (const part of parts) {
        const { total } = await catalogue.find(publicViewer, { ...anyContract, buyerIds: [part.key ?? ''] });
        expect(part.contracts).toBe(total);
      }
      expect(surplus).toBeGreaterThan(0);
    });

    it('gives a value that several suppliers share to none of them', async () => {
      const { parts } = await catalogue.count(publicViewer, anyContract, 'supplier');
      expect(parts.some((part) => part.sharedValue > 0)).toBe(true);
      expect(parts.some((part) => part.key === null && part.contracts > 0)).toBe(true);
    });
  });
}

describe('cellOf', () => {
  it('reads a cell only where the summaries hold the answer', () => {
    expect(cellOf(anyContract, 'supplier')).toEqual({ buyerId: '*', serviceArea: '*' });
    expect(cellOf({ ...anyContract, buyerIds: [camden] }, 'supplier')).toEqual({
      buyerId: camden,
      serviceArea: '*',
    });
    expect(cellOf({ ...anyContract, buyerIds: [camden] }, 'borough')).toBeNull();
    expect(cellOf({ ...anyContract, words: 'x' }, 'all')).toBeNull();
    expect(cellOf({ ...anyContract, liveOn: isoDate('2026-11-23') }, 'all')).toBeNull();
  });
});
