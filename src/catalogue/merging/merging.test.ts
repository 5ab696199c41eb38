import { sql } from 'kysely';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { engines } from '../../../test/support/databases.ts';
import {
  dealsOf,
  importMadeUp,
  type MadeUpFile,
  ocdsFile,
  registerFile,
  tenderFile,
} from '../../../test/support/four-sources.ts';
import { emptyCatalogue, reference } from '../../../test/support/made-up-contracts.ts';
import {
  contractsFinder,
  contractsFinderKey,
  findATender,
  four,
  registerKey,
  registerLine,
  summariesOf,
} from '../../../test/support/one-deal.ts';
import type { Database } from '../../database/connect.ts';
import { createCatalogue } from '../catalogue.ts';
import { keepSummaries } from '../figures/summaries.ts';
import { anyContract } from '../queries/find-contracts.ts';
import { publicViewer } from '../viewer.ts';
import { openReviews } from './merge-reviews.ts';

function ordersOf<T>(items: readonly T[]): T[][] {
  if (items.length <= 1) return [[...items]];
  return items.flatMap((item, at) =>
    ordersOf([...items.slice(0, at), ...items.slice(at + 1)]).map((rest) => [item, ...rest]),
  );
}

for (const engine of engines) {
  describe.skipIf(engine.isMissing)(`merging over ${engine.name}`, () => {
    let database: Database;

    beforeAll(async () => {
      database = await engine.open();
      await keepSummaries(database.kysely, reference);
    });
    afterAll(() => database.close());
    beforeEach(async () => {
      await emptyCatalogue(database.kysely);
      await sql`truncate merge_decisions, merge_reviews`.execute(database.kysely);
    });

    const load = (file: MadeUpFile) => importMadeUp(database.kysely, file);
    const loadAll = async (files: readonly MadeUpFile[]) => {
      for (const file of files) await load(file);
    };
    const state = () => dealsOf(database.kysely);
    /** Keys that stand together, one line a deal. */
    const deals = async (): Promise<string[]> => {
      const { rows } = await sql<{ keys: string }>`select string_agg(key, ' ' order by key) as keys
        from source_records group by contract_id order by 1`.execute(database.kysely);
      return rows.map((row) => row.keys);
    };
    const summaries = () => summariesOf(database.kysely);

    it('makes one contract with four sources of one deal, whatever the order', {
      timeout: 240_000,
    }, async () => {
      let first: unknown[] | null = null;
      for (const order of ordersOf(four)) {
        await emptyCatalogue(database.kysely);
        await sql`truncate merge_reviews`.execute(database.kysely);
        await loadAll(order);
        const now = await state();
        first ??= now;
        expect(now).toEqual(first);
        expect(now).toHaveLength(1);
      }
      const catalogue = createCatalogue(database.kysely, reference);
      const { contracts, total } = await catalogue.find(publicViewer, anyContract);
      expect(total).toBe(1);
      const [contract] = contracts;
      expect(contract?.sources.map((source) => source.publisher).sort()).toEqual([
        'Contract register (register.csv)',
        'Contracts Finder',
        'Find a Tender',
        'Survey of systems',
      ]);
      expect(contract).toMatchObject({
        kind: 'contract',
        title: 'Housing management system NEC Housing',
        value: { amount: 480_000, basis: 'whole-life' },
        period: { startDate: '2024-04-01', endDate: '2030-03-31', maxExtentDate: '2030-03-31' },
      });
      expect(contract?.conflicts).toEqual([
        {
          field: 'end_date',
          chosen: { key: expect.stringContaining('systems:'), value: '2030-03-31' },
          others: expect.arrayContaining([{ key: registerKey, value: '2028-03-31' }]),
          why: 'survey of systems of 2026-09-15 is the newest that says so',
        },
        {
          field: 'value_amount',
          chosen: { key: 'ocds:ocds-h6vhtk-000001:1', value: 480_000 },
          others: expect.arrayContaining([{ key: registerKey, value: 500_000 }]),
          why: expect.stringMatching(/^Find a Tender of 2024-03-10 is the most trusted .*not compared$/),
        },
      ]);
      const { kept, recounted } = await summaries();
      expect(kept).toEqual(recounted);
    });

    it('changes nothing when any of the files comes again', async () => {
      await loadAll(four);
      const before = await state();
      for (const file of four) {
        const same = await load(file);
        expect(same).toMatchObject({ added: 0, changed: 0, joined: 0 });
        // With other bytes it is read for what it says.
        const renamed = await load({ ...file, content: `${file.content}\n` });
        expect(renamed).toMatchObject({ added: 0, changed: 0, unchanged: 1, joined: 0 });
        expect(await state()).toEqual(before);
      }
    });

    it('counts what joined, and rebuilds a deal when one of its records changes', async () => {
      const reports = [];
      for (const file of four) reports.push(await load(file));
      expect(reports.map((report) => report.joined)).toEqual([0, 1, 1, 1]);
      const changed = await load(
        registerFile([registerLine.replace('31/03/2028', '31/03/2031').replace('2024-05-01', '2026-11-01')]),
      );
      expect(changed).toMatchObject({ added: 0, changed: 1 });
      const catalogue = createCatalogue(database.kysely, reference);
      const [contract] = (await catalogue.find(publicViewer, anyContract)).contracts;
      expect(contract?.period.endDate).toBe('2031-03-31');
      expect(contract?.sources).toHaveLength(4);
      const { kept, recounted } = await summaries();
      expect(kept).toEqual(recounted);
    });

    it('takes a record out again when it no longer tells of the deal', async () => {
      await loadAll([four[0], contractsFinder].flatMap((file) => file ?? []));
      expect(await deals()).toHaveLength(1);
      await load(
        registerFile([
          registerLine
            .replace('01/04/2024', '01/04/2028')
            .replace('31/03/2028', '31/03/2032')
            .replace('2024-05-01', '2026-11-01'),
        ]),
      );
      expect(await deals()).toEqual([contractsFinderKey, registerKey]);
      expect(await state()).toHaveLength(2);
    });

    it('lists unsure pairs for a person and leaves them apart', async () => {
      await load(contractsFinder);
      const report = await load(
        registerFile([registerLine.replace('01/04/2024', '20/05/2024').replace('31/03/2028', '30/06/2028')]),
      );
      expect(report.joined).toBe(0);
      expect(await deals()).toHaveLength(2);
      const { total, reviews } = await openReviews(database.kysely, 10);
      expect(total).toBe(1);
      expect(reviews[0]).toMatchObject({
        first: {
          key: contractsFinderKey,
          title: 'Housing management system NEC Housing',
          buyers: ['Hillingdon'],
        },
        second: { key: registerKey, source: 'register', startDate: '2024-05-20' },
      });
      expect(reviews[0]?.score).toBeGreaterThanOrEqual(0.72);
      expect(reviews[0]?.score).toBeLessThan(0.9);
      expect(reviews[0]?.reasons.join(' ')).toContain('same supplier (+');
    });

    it('keeps lots of one notice and a renewal apart', async () => {
      const lots = ocdsFile('lots.json', [
        { ocid: 'ocds-b5fd17-bbbb', awardId: '1', title: 'Housing management system NEC Housing' },
        { ocid: 'ocds-b5fd17-cccc', awardId: '2', title: 'Housing management system NEC Housing' },
      ]);
      await load(lots);
      await load(registerFile([registerLine]));
      // Which of the two it is nobody can tell.
      expect(await deals()).toHaveLength(3);
      expect((await openReviews(database.kysely, 10)).total).toBe(2);

      await emptyCatalogue(database.kysely);
      await sql`truncate merge_reviews`.execute(database.kysely);
      await load(contractsFinder);
      await load(
        registerFile([registerLine.replace('01/04/2024', '01/04/2028').replace('31/03/2028', '31/03/2032')]),
      );
      expect(await deals()).toHaveLength(2);
      expect((await openReviews(database.kysely, 10)).total).toBe(0);
    });

    it('never brings two records of one provenance together through a third', async () => {
      const files = [
        registerFile([registerLine, registerLine.replace('HS-1', 'HS-2').replace('"£500,000"', '')]),
        contractsFinder,
        findATender,
      ];
      let first: string[] | null = null;
      for (const order of ordersOf(files)) {
        await emptyCatalogue(database.kysely);
        await sql`truncate merge_reviews`.execute(database.kysely);
        await loadAll(order);
        const now = await deals();
        first ??= now;
        expect(now).toEqual(first);
        for (const keys of now) expect(keys.match(/register:/g)?.length ?? 0).toBeLessThan(2);
      }
    });

    it('shows a procurement no more once its contract is there, and again when the contract is cancelled', async () => {
      const ocid = 'ocds-h6vhtk-000009';
      const catalogue = createCatalogue(database.kysely, reference);
      const kinds = async () => {
        const found = await catalogue.find(publicViewer, { ...anyContract, sort: 'title' });
        const counted = await catalogue.count(publicViewer, anyContract, 'all');
        expect(counted.total.contracts).toBe(found.total);
        return found.contracts.map((contract) => contract.kind);
      };
      await load(tenderFile('tender.json', ocid));
      expect(await kinds()).toEqual(['procurement']);
      await load(
        ocdsFile('award.json', [
          { ocid, date: '2024-03-01', title: 'Housing management system NEC Housing' },
        ]),
      );
      expect(await kinds()).toEqual(['contract']);
      // Merging with a register must not lose sight of it.
      await load(registerFile([registerLine]));
      expect(await kinds()).toEqual(['contract']);
      await load(ocdsFile('award.json', [{ ocid, date: '2024-06-01', contractStatus: 'cancelled' }]));
      expect((await kinds()).sort()).toContain('procurement');
      const { kept, recounted } = await summaries();
      expect(kept).toEqual(recounted);
    });
  });
}
