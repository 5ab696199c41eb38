import { sql } from 'kysely';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { engines } from '../../../test/support/databases.ts';
import { dealsOf, importMadeUp, type MadeUpFile, registerFile } from '../../../test/support/four-sources.ts';
import { emptyCatalogue, reference } from '../../../test/support/made-up-contracts.ts';
import {
  contractsFinder,
  contractsFinderKey,
  four,
  registerKey,
  registerLine,
  summariesOf,
} from '../../../test/support/one-deal.ts';
import type { Database } from '../../database/connect.ts';
import { deriveWith } from '../derive-row.ts';
import { keepSummaries } from '../figures/summaries.ts';
import { decide } from './merge-deals.ts';

for (const engine of engines) {
  describe.skipIf(engine.isMissing)(`what a person decides about records, over ${engine.name}`, () => {
    let database: Database;
    const derive = deriveWith(reference.leadTimes);

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
    const say = (firstKey: string, secondKey: string, isSame: boolean) =>
      decide(
        database.kysely,
        { firstKey, secondKey, isSame, decidedBy: 'tester', reason: 'seen both' },
        derive,
      );
    const summaries = () => summariesOf(database.kysely);

    it('remembers what a person splits, through every re-import', async () => {
      await loadAll(four);
      expect(await say(registerKey, contractsFinderKey, false)).toMatchObject({ ok: true, isOne: false });
      const after = await state();
      expect(after).toHaveLength(2);
      let recount = await summaries();
      expect(recount.kept).toEqual(recount.recounted);
      for (const file of four) {
        await load(file);
        await load({ ...file, content: `${file.content}\n` });
      }
      expect(await state()).toEqual(after);
      await emptyCatalogue(database.kysely);
      await sql`truncate merge_reviews`.execute(database.kysely);
      await loadAll([...four].reverse());
      expect(await state()).toEqual(after);

      expect(await say(registerKey, contractsFinderKey, true)).toMatchObject({ ok: true, isOne: true });
      expect(await state()).toHaveLength(1);
      recount = await summaries();
      expect(recount.kept).toEqual(recount.recounted);
    });

    it('remembers what a person merges, even within one file, through every re-import', async () => {
      const file = registerFile([
        registerLine,
        registerLine.replace('HS-1', 'HS-9').replace('01/04/2024', '01/10/2024'),
      ]);
      await load(file);
      expect(await say(registerKey, registerKey.replace('hs-1', 'hs-9'), true)).toMatchObject({
        isOne: true,
      });
      const after = await state();
      expect(after).toHaveLength(1);
      await load({ ...file, content: `${file.content}\n` });
      expect(await state()).toEqual(after);
      await emptyCatalogue(database.kysely);
      await load(file);
      expect(await state()).toEqual(after);
      const { kept, recounted } = await summaries();
      expect(kept).toEqual(recounted);
    });

    it('refuses a decision that names nothing, the same record twice or gives no reason', async () => {
      await load(contractsFinder);
      expect(await say('register:nothing:1', contractsFinderKey, true)).toEqual({
        ok: false,
        problem: 'There is no record with the key register:nothing:1 in the catalogue.',
      });
      expect(await say(contractsFinderKey, contractsFinderKey, true)).toMatchObject({ ok: false });
      const noReason = await decide(
        database.kysely,
        { firstKey: 'a', secondKey: 'b', isSame: true, decidedBy: 'tester', reason: ' ' },
        derive,
      );
      expect(noReason).toEqual({ ok: false, problem: 'A decision needs a reason.' });
      const { rows } = await sql`select * from merge_decisions`.execute(database.kysely);
      expect(rows).toEqual([]);
    });
  });
}
