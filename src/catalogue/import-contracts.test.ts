import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { engines } from '../../test/support/databases.ts';
import {
  buyer,
  catalogueState,
  emptyCatalogue,
  endsOn,
  importItems,
  inconsistencies,
  madeUpRecord,
  supplier,
} from '../../test/support/made-up-contracts.ts';
import type { Database } from '../database/connect.ts';
import { SourceFormatError } from './errors.ts';

for (const engine of engines) {
  describe.skipIf(engine.isMissing)(`import over ${engine.name}`, () => {
    let database: Database;

    beforeAll(async () => {
      database = await engine.open();
    });
    afterAll(() => database.close());
    beforeEach(() => emptyCatalogue(database.kysely));

    const load: (
      ...given: Parameters<typeof importItems> extends [unknown, ...infer Rest] ? Rest : never
    ) => ReturnType<typeof importItems> = (...given) => importItems(database.kysely, ...given);
    const state = () => catalogueState(database.kysely);
    const contracts = () =>
      database.kysely.selectFrom('contracts').selectAll().orderBy('record_key').execute();

    it('takes in a file and accounts for every row', async () => {
      const report = await load([
        madeUpRecord('a'),
        madeUpRecord('b', { buyers: [buyer('Made-up Shire Council')] }),
        { dropped: 'no supplier' },
        madeUpRecord('a', { title: 'again', publishedDate: '2025-01-01' }),
        { dropped: 'no supplier' },
        { dropped: 'no date' },
      ]);
      expect(report).toEqual({
        source: 'register',
        origin: 'made-up.csv',
        dryRun: false,
        read: 6,
        kept: 2,
        added: 2,
        changed: 0,
        unchanged: 0,
        merged: 1,
        joined: 0,
        london: 2,
        dropped: [
          { reason: 'no supplier', count: 2, lines: [4, 6] },
          { reason: 'no date', count: 1, lines: [7] },
        ],
      });
      expect((await contracts()).map((contract) => contract.title)).toEqual(['again', 'Made-up system b']);
      expect(await inconsistencies(database.kysely)).toEqual([]);
    });

    it('names at most ten lines a reason, and counts them all', async () => {
      const report = await load(Array.from({ length: 25 }, () => ({ dropped: 'broken row' })));
      expect(report.dropped).toEqual([
        { reason: 'broken row', count: 25, lines: [2, 3, 4, 5, 6, 7, 8, 9, 10, 11] },
      ]);
      expect(report).toMatchObject({ read: 25, kept: 0 });
    });

    it('changes nothing when the same file comes again', async () => {
      const items = [
        madeUpRecord('a'),
        madeUpRecord('b', { publishedDate: '2023' }),
        madeUpRecord('b', { publishedDate: '2022', title: 'older' }),
        madeUpRecord('c', { publishedDate: '2023', title: 'one' }),
        madeUpRecord('c', { publishedDate: '2023', title: 'two' }),
        madeUpRecord('d', { publishedDate: null }),
      ];
      await load(items);
      const before = await state();
      const imports = await database.kysely.selectFrom('imports').selectAll().execute();

      const report = await load(items);

      expect(report).toMatchObject({ read: 6, kept: 4, added: 0, changed: 0, unchanged: 4, merged: 2 });
      expect(await state()).toEqual(before);
      expect(await database.kysely.selectFrom('imports').selectAll().execute()).toEqual(imports);
    });

    it('says unchanged too when the same records come in another file', async () => {
      const items = [
        madeUpRecord('a'),
        madeUpRecord('c', { title: 'one' }),
        madeUpRecord('c', { title: 'two' }),
        madeUpRecord('e', { publishedDate: '2022', title: 'older' }),
        madeUpRecord('e', { publishedDate: '2024', title: 'newer' }),
      ];
      await load(items, { fileName: 'first.csv' });
      const before = await state();

      const report = await load(items, { fileName: 'second.csv' });

      expect(await state()).toEqual(before);
      expect(report).toMatchObject({ kept: 3, added: 0, changed: 0, unchanged: 3, merged: 2 });
    });

    it('lets a later publication replace an earlier one, never the other way round', async () => {
      const old = madeUpRecord('a', {
        publishedDate: '2023-05-01',
        title: 'old',
        suppliers: [supplier('Old Systems Ltd')],
        buyers: [buyer('Hillingdon'), buyer('Bromley', 'joint')],
      });
      const next = madeUpRecord('a', {
        publishedDate: '2024-05-01',
        title: 'next',
        suppliers: [supplier('Next Systems Ltd')],
        buyers: [buyer('Hillingdon')],
        period: endsOn('2030-03-31'),
      });
      await load([old], { fileName: 'old.csv' });
      expect(await load([next], { fileName: 'next.csv' })).toMatchObject({ added: 0, changed: 1 });
      const after = await state();
      expect(after['contracts']).toMatchObject([{ title: 'next', end_date: '2030-03-31' }]);
      expect(after['participants']).toHaveLength(1);
      expect(after['contract_suppliers']).toHaveLength(1);
      expect(after['source_records']).toMatchObject([{ published_date: '2024-05-01' }]);

      expect(await load([{ ...old, title: 'old again' }], { fileName: 'older.csv' })).toMatchObject({
        changed: 0,
        unchanged: 1,
      });
      expect(await state()).toEqual(after);
    });

    it('takes a corrected file of the same day as the newer one', async () => {
      await load([madeUpRecord('a', { title: 'with a slip' })], { content: 'one' });
      expect(await load([madeUpRecord('a', { title: 'put right' })], { content: 'two' })).toMatchObject({
        changed: 1,
      });
      expect(await contracts()).toMatchObject([{ title: 'put right' }]);
    });

    it('ends with the newest of several rows of one deal, in whatever order they stand', async () => {
      const versions = ['2021', '2023-04', '2022-12-31'].map((publishedDate) =>
        madeUpRecord('a', { publishedDate, title: publishedDate }),
      );
      for (const order of [versions, [...versions].reverse(), [versions[1], versions[0], versions[2]]]) {
        await emptyCatalogue(database.kysely);
        await load(order.filter((record) => record !== undefined));
        expect(await contracts()).toMatchObject([{ title: '2023-04' }]);
      }
    });

    it.each([
      ['a fault of the program', new RangeError('lost the thread')],
      ['a broken file', new SourceFormatError('The file ends in the middle of a record.')],
    ])('leaves nothing behind after %s, 2,500 records in', async (_what, fault) => {
      await load([madeUpRecord('kept')], { fileName: 'before.csv' });
      const before = await state();
      function* items() {
        for (let index = 0; index < 2_500; index += 1) {
          yield madeUpRecord(index === 7 ? 'kept' : `key ${index}`, {
            title: 'should not stay',
            publishedDate: '2026-01-01',
            suppliers: [supplier(`Passing Systems ${index} Ltd`)],
            buyers: [buyer(`Made-up Town ${index} Council`)],
          });
        }
        yield fault;
      }
      await expect(load(items(), { fileName: 'broken.csv' })).rejects.toBe(fault);
      expect(await state()).toEqual(before);
      expect(await database.kysely.selectFrom('imports').select('origin').execute()).toEqual([
        { origin: 'before.csv' },
      ]);
    });

    it('writes nothing in a dry run, and reports what it would have done', async () => {
      await load([madeUpRecord('a')], { fileName: 'before.csv' });
      const before = await state();
      const items = [madeUpRecord('a', { title: 'new title' }), madeUpRecord('b'), { dropped: 'no date' }];
      const dry = await load(items, { dryRun: true });
      expect(dry).toMatchObject({ dryRun: true, read: 3, kept: 2, added: 1, changed: 1 });
      expect(await state()).toEqual(before);
      expect({ ...(await load(items)), dryRun: true }).toEqual(dry);
    });

    it('drops a buyer that may be several authorities, and says which name it was', async () => {
      const report = await load([madeUpRecord('a', { buyers: [buyer('LBH')] }), madeUpRecord('b')]);
      expect(report).toMatchObject({
        kept: 1,
        dropped: [{ count: 1, lines: [2], reason: expect.stringMatching(/several authorities: LBH/) }],
      });
    });

    it('drops a record without a buyer', async () => {
      expect(await load([madeUpRecord('a', { buyers: [] })])).toMatchObject({
        kept: 0,
        dropped: [{ reason: 'no buyer named', count: 1 }],
      });
    });

    it('takes out NUL and half characters, and shortens what is endless', async () => {
      const nasty = 'A\0B\ud800C';
      const report = await load([
        madeUpRecord(`key ${nasty}`, {
          title: `${nasty} ${'long '.repeat(1_000)}`,
          description: nasty.repeat(5_000),
          suppliers: [supplier(`Fictional ${nasty} Ltd`), supplier('\0')],
          buyers: [buyer('Hillingdon'), buyer(`Made-up ${nasty} Trust`, 'joint')],
          notes: nasty,
          route: nasty,
          ocid: nasty,
          url: `https://notices.example.org/${nasty}`,
          productAsPublished: nasty,
          vendorAsPublished: nasty,
          serviceAreaAsPublished: nasty,
          flags: ['amount-implausible'],
        }),
        madeUpRecord('fine'),
      ]);
      expect(report).toMatchObject({ kept: 2, dropped: [] });
      const contract = (await contracts()).find(({ title }) => title.startsWith('AB\ufffdC long'));
      expect(contract?.title.length).toBeLessThanOrEqual(500);
      expect(contract?.notes).toBe('AB\ufffdC');
    });

    it('keeps an amount beyond belief out of the sums, not out of the catalogue', async () => {
      await load([
        madeUpRecord('a', {
          value: { amount: 1e20, currency: 'GBP', basis: 'unknown', vat: 'unknown', asPublished: '1e20' },
        }),
      ]);
      expect(await contracts()).toMatchObject([{ value_amount: null, value_as_published: '1e20' }]);
    });

    it('keeps joint buyers in their roles, and a buyer named twice once', async () => {
      await load([
        madeUpRecord('a', {
          buyers: [buyer('Hillingdon'), buyer('Bromley', 'joint'), buyer('LB Hillingdon', 'member')],
        }),
      ]);
      expect((await state())['participants']).toMatchObject([
        { buyer_id: 'E09000006', role: 'joint', name_as_published: 'Bromley' },
        { buyer_id: 'E09000017', role: 'lead', name_as_published: 'Hillingdon' },
      ]);
    });

    it('tells of progress every 10,000 rows', async () => {
      const told: number[] = [];
      await load(
        Array.from({ length: 20_500 }, () => ({ dropped: 'x' })),
        { onProgress: (read) => told.push(read) },
      );
      expect(told).toEqual([10_000, 20_000]);
    });
  });
}
