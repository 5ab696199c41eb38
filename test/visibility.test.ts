/** Tries to see more than one may: through every tool, total, sort, filter, figure, coverage and answer. */
import { sql } from 'kysely';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createAnswerLog } from '../src/assistant/answer-log.ts';
import { createAssistant } from '../src/assistant/create-assistant.ts';
import { createMemory } from '../src/assistant/memory.ts';
import { embeddedPlanner } from '../src/assistant/planners/embedded/planner.ts';
import { type Catalogue, createCatalogue } from '../src/catalogue/catalogue.ts';
import { deriveWith } from '../src/catalogue/derive-row.ts';
import { keepSummaries } from '../src/catalogue/figures/summaries.ts';
import { decide } from '../src/catalogue/merging/merge-deals.ts';
import { anyContract } from '../src/catalogue/queries/find-contracts.ts';
import type { Database } from '../src/database/connect.ts';
import { confirmingTools, runTool, tools } from '../src/tools/tools.ts';
import { engines } from './support/databases.ts';
import { importMadeUp, registerFile, surveyFile } from './support/four-sources.ts';
import {
  bromley,
  hillingdon,
  inputsOf,
  lookers,
  owner,
  ownersOnly,
  register,
  survey,
  today,
  viewer,
} from './support/hidden-records.ts';
import { emptyCatalogue, reference } from './support/made-up-contracts.ts';

for (const engine of engines) {
  describe.skipIf(engine.isMissing)(`what cannot be seen, over ${engine.name}`, () => {
    let database: Database;
    let catalogue: Catalogue;
    let ids: string[];

    beforeAll(async () => {
      database = await engine.open();
      await emptyCatalogue(database.kysely);
      await keepSummaries(database.kysely, reference);
      await importMadeUp(database.kysely, survey);
      await importMadeUp(database.kysely, register);
      const decided = await decide(
        database.kysely,
        {
          firstKey: 'systems:hillingdon:parking:taranto',
          secondKey: 'register:london-borough-of-hillingdon:pk-100',
          isSame: true,
          decidedBy: 'tester',
          reason: 'one order',
        },
        deriveWith(reference.leadTimes),
      );
      expect(decided).toMatchObject({ ok: true, isOne: true });
      catalogue = createCatalogue(database.kysely, reference);
      const { rows } = await sql<{
        id: string;
      }>`select id from contracts union select contract_id from source_records`.execute(database.kysely);
      ids = rows.map((row) => row.id);
    });
    afterAll(() => database.close());

    it.each(lookers)(
      '%s learns nothing from any tool',
      { timeout: 240_000 },
      async (_who, looker, forbidden) => {
        let runs = 0;
        for (const tool of [...tools, ...confirmingTools]) {
          for (const input of inputsOf(tool, ids)) {
            const run = await runTool(tool.name, input, { catalogue, viewer: looker, today });
            if (!run.ok) continue;
            runs += 1;
            // Words of the question may stand in the answer to it.
            const asked = JSON.stringify(input);
            const told = JSON.stringify(run.result);
            for (const secret of forbidden)
              if (!asked.includes(secret)) expect(told, `${tool.name} ${asked}`).not.toContain(secret);
          }
        }
        expect(runs).toBeGreaterThan(100);
      },
    );

    it('the same attempts do find everything for whom it is meant', { timeout: 240_000 }, async () => {
      const telling = new Set<string>();
      for (const tool of tools) {
        for (const input of inputsOf(tool, ids)) {
          const run = await runTool(tool.name, input, { catalogue, viewer: owner, today });
          const told = JSON.stringify(run.ok ? run.result : '');
          if (ownersOnly.some((secret) => told.includes(secret) && !JSON.stringify(input).includes(secret)))
            telling.add(tool.name);
        }
      }
      expect([...telling]).toEqual(
        expect.arrayContaining([
          'who_uses',
          'find_contracts',
          'contract_details',
          'expiring_contracts',
          'borough_systems',
          'count_contracts',
          'compare_sources',
        ]),
      );
    });

    it('shows the owner all of it, in private', async () => {
      const { contracts, total } = await catalogue.find(owner, { ...anyContract, buyerIds: [hillingdon] });
      expect(total).toBe(3);
      const told = JSON.stringify(contracts);
      for (const secret of ['987654', 'Bunker Hosting', 'Hushed Holdings', 'Attic Servers', 'Cellar Racks'])
        expect(told).toContain(secret);
      // The price of the merged deal is the register's; the survey's stands beside it.
      expect(told).toContain('765432');
    });

    it('shows the public side of a merged deal to others, once', async () => {
      for (const [, looker] of [...lookers, ['owner', owner, []] as const]) {
        const { contracts, total } = await catalogue.find(looker, {
          ...anyContract,
          buyerIds: [hillingdon],
          words: 'parking',
        });
        expect(total).toBe(1);
        expect(contracts[0]?.value?.amount).toBe(100_000);
        const isOwner = looker === owner;
        expect(contracts[0]?.sources.map((source) => source.publisher).sort()).toEqual(
          isOwner
            ? ['Contract register (register.csv)', 'Survey of systems']
            : ['Contract register (register.csv)'],
        );
        const sayings = await catalogue.recordsOf(looker, contracts[0]?.id ?? '');
        expect(sayings).toMatchObject({ withheld: isOwner ? 0 : 1 });
        expect(sayings?.sayings).toHaveLength(isOwner ? 2 : 1);
      }
    });

    it('does not betray a hidden value by sorting, filtering or adding up', async () => {
      for (const [, looker] of lookers) {
        const sorted = await catalogue.find(looker, { ...anyContract, sort: 'value' });
        const amounts = sorted.contracts.map((contract) => contract.value?.amount ?? null);
        expect(amounts.filter((amount) => amount !== null)).toEqual([100_000, 50_000]);
        for (const [amountFrom, amountTo] of [
          [800_000, null],
          [760_000, 770_000],
          [980_000, 990_000],
        ] as const)
          expect((await catalogue.find(looker, { ...anyContract, amountFrom, amountTo })).total).toBe(0);
        for (const dimension of [
          'all',
          'supplier',
          'vendor',
          'product',
          'borough',
          'service_area',
          'end_year',
        ] as const) {
          const figures = await catalogue.count(looker, anyContract, dimension);
          expect(figures.total.contracts).toBe(sorted.total);
          const sums = [figures.total, ...figures.parts].flatMap((figure) =>
            figure.sums.map((sum) => sum.amount),
          );
          for (const sum of sums) expect([150_000, 100_000, 50_000]).toContain(sum);
        }
      }
      const own = await catalogue.count(owner, anyContract, 'all');
      expect(own.total.contracts).toBe((await catalogue.find(owner, anyContract)).total);
      expect(own.total.sums.map((sum) => sum.amount)).toContain(987_654 + 876_543);
    });

    it('knows no name that stands only in restricted records', async () => {
      const names = await catalogue.names();
      for (const secret of ['Hushed Holdings', 'Discreet Dealers'])
        expect(names.find(`who uses ${secret}`)).toEqual([]);
      expect(names.find('who uses Plain Parking')).toHaveLength(1);
      expect(names.find('who uses Hushd Holdngs').map((mention) => mention.repairedTo)).toEqual([]);
    });

    it('says that something is withheld, and no more', async () => {
      for (const [, looker] of lookers) {
        const coverage = await catalogue.coverage(looker, 'Revenues and benefits');
        expect(coverage.find((borough) => borough.buyerId === hillingdon)).toEqual({
          buyerId: hillingdon,
          shortName: 'Hillingdon',
          state: 'withheld',
          records: 0,
          newest: null,
        });
      }
    });

    it('keeps what one party to a joint contract told from the other party', async () => {
      const other = await engine.open();
      try {
        await emptyCatalogue(other.kysely);
        await keepSummaries(other.kysely, reference);
        await importMadeUp(
          other.kysely,
          surveyFile([
            'Sutton,HR,Unit4,Unit4,Joint Firm Ltd,01/04/2022,31/03/2027,,"£111,222",Sutton Cellar,1/5,15/09/2026,private',
            'Kingston upon Thames,HR,Unit4,Unit4,Joint Firm Ltd,01/04/2022,31/03/2027,,"£333,444",Kingston Loft,1/5,15/09/2026,private',
          ]),
        );
        await importMadeUp(
          other.kysely,
          registerFile([
            'London Boroughs of Sutton and Kingston,J-300,Unit4 shared system,Joint Firm Ltd,01/04/2022,31/03/2027,"£444,666",2022-05-01',
          ]),
        );
        const { rows } = await sql<{
          key: string;
        }>`select key from source_records where key not like '%#%' order by key`.execute(other.kysely);
        const [joint = '', ...singles] = rows.map((row) => row.key);
        for (const single of singles)
          expect(
            await decide(
              other.kysely,
              { firstKey: joint, secondKey: single, isSame: true, decidedBy: 'tester', reason: 'joint' },
              deriveWith(reference.leadTimes),
            ),
          ).toMatchObject({ ok: true, isOne: true });
        const both = createCatalogue(other.kysely, reference);
        const told = async (boroughId: string) => {
          const found = await both.find(viewer(boroughId, true, true), anyContract);
          expect(found.total).toBe(1);
          const sayings = await both.recordsOf(viewer(boroughId, true, true), found.contracts[0]?.id ?? '');
          return JSON.stringify([found, sayings]);
        };
        const [sutton, kingston] = [await told('E09000029'), await told('E09000021')];
        expect(sutton).toContain('Sutton Cellar');
        expect(sutton).not.toMatch(/Kingston Loft|333444/);
        expect(kingston).toContain('Kingston Loft');
        expect(kingston).not.toMatch(/Sutton Cellar|111222/);
        expect(await told(bromley)).not.toMatch(/Sutton Cellar|Kingston Loft/);
      } finally {
        await other.close();
      }
    });

    it('answers nothing hidden, in words or as JSON', { timeout: 240_000 }, async () => {
      const questions = [
        'what systems does Hillingdon use?',
        'who uses NEC Housing and what does it cost?',
        'Hillingdon contracts sorted by value',
        'contracts over £800k at Hillingdon',
        'who uses Civica OpenRevenues?',
        'how many contracts does Hillingdon have and what is the total value?',
        'show coverage for revenues and benefits',
        'compare the sources for parking at Hillingdon',
      ];
      for (const [who, looker, forbidden] of lookers) {
        const assistant = createAssistant({
          catalogue,
          planner: embeddedPlanner,
          memory: createMemory(database.kysely),
          answers: createAnswerLog(database.kysely),
          today: () => today,
          clock: () => 0,
          isVouchedFor: () => looker.isVouchedFor,
        });
        for (const text of questions) {
          const answer = await assistant.answer({
            text,
            officer: { tenantId: 'visibility', userId: who },
            threadId: `${who} ${text}`,
            scope: looker.isPrivate ? 'personal' : 'channel',
            boroughHint: looker.boroughId,
          });
          const told = JSON.stringify(answer);
          for (const secret of forbidden)
            if (!text.includes(secret)) expect(told, `${who}: ${text}`).not.toContain(secret);
        }
      }
    });
  });
}
