import fc from 'fast-check';
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
import { contractIdOf } from '../contract-row.ts';
import { publicViewer } from '../viewer.ts';
import { anyContract, type ContractCriteria } from './find-contracts.ts';

const pounds = (amount: number | null) =>
  amount === null
    ? null
    : ({ amount, currency: 'GBP', basis: 'whole-life', vat: 'excluding', asPublished: null } as const);

/** Seven named records for single criteria, and many alike for paging. */
const named = [
  madeUpRecord('nec', {
    title: 'Housing management system',
    productName: 'NEC Housing',
    productAsPublished: 'Northgate Housing',
    period: endsOn('2027-03-31'),
    value: pounds(900_000),
  }),
  madeUpRecord('reseller', {
    title: 'Through a reseller',
    buyers: [buyer('Bromley')],
    vendorAsPublished: 'Fictional Maker',
    suppliers: [supplier('Fictional Reseller Ltd')],
    period: endsOn('2028-12-31'),
    value: pounds(50_000),
  }),
  madeUpRecord('numbered', {
    title: 'From the firm with a number',
    buyers: [buyer('Camden')],
    suppliers: [supplier('FICTIONAL SYSTEMS LIMITED', '09999901')],
    period: endsOn(null),
    value: pounds(null),
  }),
  madeUpRecord('joint', {
    title: 'Joint parking',
    serviceAreaAsPublished: 'Parking',
    productAsPublished: null,
    buyers: [buyer('Camden'), buyer('Islington', 'joint')],
    period: endsOn('2026-06-30'),
    value: pounds(2_000_000),
  }),
  madeUpRecord('outside', { title: 'Not in London', buyers: [buyer('Made-up Shire Council')] }),
  madeUpRecord('planned', {
    title: 'Planned',
    kind: 'procurement',
    status: 'planned',
    period: endsOn(null),
    buyers: [buyer('Barnet')],
  }),
];
const alike = Array.from({ length: 60 }, (_unused, index) =>
  madeUpRecord(`alike ${index}`, {
    title: `Alike ${index % 7}`,
    buyers: [buyer('Ealing')],
    suppliers: [],
    period: endsOn(index % 5 === 0 ? null : `20${30 + (index % 3)}-03-31`),
    value: pounds(index % 4 === 0 ? null : (index % 6) * 1_000),
  }),
);

for (const engine of engines) {
  describe.skipIf(engine.isMissing)(`finding contracts over ${engine.name}`, () => {
    let database: Database;
    let catalogue: Catalogue;

    beforeAll(async () => {
      database = await engine.open();
      await emptyCatalogue(database.kysely);
      await importItems(database.kysely, [...named, ...alike]);
      catalogue = createCatalogue(database.kysely, reference);
    });
    afterAll(() => database.close());

    const keys = new Map([...named, ...alike].map((record) => [contractIdOf(record.key), record.key]));
    const find = async (criteria: Partial<ContractCriteria>) => {
      const found = await catalogue.find(publicViewer, {
        ...anyContract,
        excludedBuyerIds: ['E09000009'],
        ...criteria,
      });
      return found.contracts.map((contract) => keys.get(contract.id) ?? '');
    };
    const subject = (changes: object) => ({ productIds: [], vendors: [], supplierIds: [], ...changes });

    it.each<[string, Partial<ContractCriteria>, readonly string[]]>([
      ['nothing but London', {}, ['joint', 'nec', 'numbered', 'planned', 'reseller']],
      ['everything', { isInLondon: false }, ['joint', 'nec', 'numbered', 'outside', 'planned', 'reseller']],
      [
        'a maker, in any case of letters',
        { subject: subject({ vendors: ['FICTIONAL MAKER'] }) },
        ['reseller'],
      ],
      [
        'a firm under every spelling',
        { subject: subject({ supplierIds: ['coh:09999901'] }) },
        ['joint', 'nec', 'numbered', 'planned'],
      ],
      ['a product', { subject: subject({ productIds: ['nec-housing'] }) }, ['nec']],
      ['a subject that is nothing', { subject: subject({}) }, []],
      ['buyers', { buyerIds: ['E09000019'] }, ['joint']],
      [
        'all but a buyer; a joint contract has others',
        { excludedBuyerIds: ['E09000007', 'E09000009'] },
        ['joint', 'nec', 'planned', 'reseller'],
      ],
      [
        'all but both parties',
        { excludedBuyerIds: ['E09000007', 'E09000009', 'E09000019'] },
        ['nec', 'planned', 'reseller'],
      ],
      ['a service area', { serviceAreas: [{ name: 'Parking', productIds: [] }] }, ['joint']],
      ['a kind', { kinds: ['procurement'] }, ['planned']],
      ['words, in any form', { words: 'reselling' }, ['reseller']],
      ['words that mean nothing to a search', { words: '"((' }, []],
      [
        'a first and last day',
        { endsFrom: isoDate('2027-03-31'), endsTo: isoDate('2028-12-31') },
        ['nec', 'reseller'],
      ],
      ['the day before', { endsTo: isoDate('2027-03-30') }, ['joint']],
      ['what is live', { liveOn: isoDate('2028-01-01') }, ['numbered', 'planned', 'reseller']],
      ['no end', { hasNoEndDate: true }, ['numbered', 'planned']],
      ['an end', { hasNoEndDate: false }, ['joint', 'nec', 'reseller']],
      ['amounts', { amountFrom: 50_000, amountTo: 900_000, kinds: ['contract'] }, ['nec', 'reseller']],
    ])('by %s', async (_what, criteria, expected) => {
      expect((await find(criteria)).sort()).toEqual(expected);
    });

    it('in the order asked for, the undated and unvalued last', async () => {
      expect(await find({ sort: 'ends', kinds: ['contract'] })).toEqual([
        'joint',
        'nec',
        'reseller',
        'numbered',
      ]);
      expect(await find({ sort: 'value', kinds: ['contract'] })).toEqual([
        'joint',
        'nec',
        'reseller',
        'numbered',
      ]);
      expect(await find({ sort: 'title', kinds: ['contract'] })).toEqual([
        'numbered',
        'nec',
        'joint',
        'reseller',
      ]);
      expect((await find({ sort: 'act-by', kinds: ['contract'] })).at(-1)).toBe('numbered');
    });

    it('gives a whole contract, with buyers in their roles and its sources', async () => {
      const contract = await catalogue.byId(publicViewer, contractIdOf('joint'));
      expect(contract).toMatchObject({
        title: 'Joint parking',
        period: { endDate: '2026-06-30' },
        value: { amount: 2_000_000 },
        participants: [
          { shortName: 'Camden', role: 'lead' },
          { shortName: 'Islington', role: 'joint' },
        ],
        sources: [{ publisher: 'Example Notices', publishedDate: '2024-01-15' }],
      });
      expect(await catalogue.byId(publicViewer, 'no-such-id')).toBeNull();
      expect(await catalogue.byId(publicViewer, "'; drop table contracts; --")).toBeNull();
    });

    it('in pages that never overlap and miss nothing, in every order', async () => {
      await fc.assert(
        fc.asyncProperty(
          fc.integer({ min: 1, max: 25 }),
          fc.constantFrom('act-by', 'ends', 'value', 'title'),
          async (limit, sort) => {
            const seen: string[] = [];
            for (let offset = 0; ; offset += limit) {
              const page = await catalogue.find(publicViewer, {
                ...anyContract,
                buyerIds: ['E09000009'],
                sort,
                limit,
                offset,
              });
              expect(page.total).toBe(60);
              seen.push(...page.contracts.map((contract) => contract.id));
              if (page.contracts.length === 0) break;
            }
            expect(seen).toHaveLength(60);
            expect(new Set(seen).size).toBe(60);
          },
        ),
        { numRuns: 12 },
      );
    });
  });
}
