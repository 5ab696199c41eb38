/** Kills the program in the middle of imports, decisions and corrections: the catalogue opens whole, nothing acknowledged is lost. */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { sql } from 'kysely';
import { describe, expect, it } from 'vitest';
import { rebuildSummaries } from '../../src/catalogue/figures/summaries.ts';
import { type Database, openDatabase } from '../../src/database/connect.ts';
import { startChild } from '../support/child.ts';
import { engines, openEmbeddedForTest, openServerForTest } from '../support/databases.ts';
import { dealsOf, importMadeUp } from '../support/four-sources.ts';
import { emptyCatalogue, inconsistencies } from '../support/made-up-contracts.ts';
import { awards, decidedPair, registerVersion } from './files.ts';

const worker = 'test/crash/worker.ts';
const rounds = Number(process.env['CRASH_ROUNDS'] ?? 3);

/** A database that outlives the program that is killed. */
type Place = {
  readonly words: readonly [string, string];
  readonly open: () => Promise<Database>;
  readonly remove: () => Promise<void>;
};

async function placeFor(isServer: boolean): Promise<Place> {
  if (isServer) {
    const database = await openServerForTest();
    return {
      words: ['server', database.url],
      open: () => openDatabase({ kind: 'server', url: database.url }),
      remove: () => database.close(),
    };
  }
  const folder = mkdtempSync(join(tmpdir(), 'procurement-assistant-crash-'));
  return {
    words: ['embedded', folder],
    open: () => openDatabase({ kind: 'embedded', folder }),
    remove: async () => rmSync(folder, { recursive: true, force: true }),
  };
}

/** The last number after these words in what a program wrote. */
function lastOf(output: string, words: string): number | null {
  const line = output
    .split('\n')
    .filter((candidate) => candidate.startsWith(`${words} `))
    .at(-1);
  return line === undefined ? null : Number(line.slice(words.length + 1));
}

/** When to kill: in turn within an import, a decision, a correction, or anywhere. The same moments in every run. */
function momentOf(round: number): { readonly after: string; readonly milliseconds: number } {
  const chance = ((round * 2_654_435_761) % 1_000) / 1_000;
  const within = [
    { after: 'begin import', longest: 1_500 },
    { after: 'begin decide', longest: 150 },
    { after: 'begin correct', longest: 60 },
    { after: 'ready', longest: 4_000 },
  ][round % 4] ?? { after: 'ready', longest: 4_000 };
  return { after: within.after, milliseconds: Math.floor(chance * within.longest) };
}

async function summariesAreTrue(database: Database): Promise<void> {
  const read = async () =>
    (
      await sql`select * from summary_cells order by dimension, buyer_id, service_area, key, kind, value_key`.execute(
        database.kysely,
      )
    ).rows;
  const kept = await read();
  await rebuildSummaries(database.kysely);
  expect(await read()).toEqual(kept);
}

describe.each(engines.map((engine, at) => ({ ...engine, isServer: at === 1 })))('killed, over $name', ({
  isMissing,
  isServer,
}) => {
  it.skipIf(isMissing)(`${rounds} times`, { timeout: rounds * 120_000 + 120_000 }, async () => {
    const place = await placeFor(isServer);
    const interrupted: Record<string, number> = {};
    try {
      const prepared = await startChild(worker, [...place.words, 'once']).ended;
      expect(prepared).toMatchObject({ code: 0, errors: '' });
      const known = { import: 0, decide: 0 };
      const confirmed = new Set<string>();
      let next = 1;
      for (let round = 1; round <= rounds; round += 1) {
        const child = startChild(worker, [...place.words, String(next)]);
        const { after, milliseconds } = momentOf(round);
        await child.sees(after);
        await new Promise((settle) => setTimeout(settle, milliseconds));
        child.process.kill('SIGKILL');
        const { output, errors } = await child.ended;
        expect(errors).toBe('');
        const doing = output.trimEnd().split('\n').at(-1)?.split(' ').slice(0, 2).join(' ') ?? '';
        interrupted[doing] = (interrupted[doing] ?? 0) + 1;

        const database = await place.open();
        try {
          expect(await inconsistencies(database.kysely)).toEqual([]);
          await summariesAreTrue(database);

          const versions = await sql<{ version: number; count: number }>`
            select substring(coalesce(records.facts -> 'contract' ->> 'title', contracts.title) from 'version ([0-9]+)')::integer as version, count(*)::integer as count
            from source_records as records left join contracts on contracts.id = records.contract_id
            where records.source = 'register' group by 1`.execute(database.kysely);
          expect(versions.rows).toHaveLength(1);
          expect(versions.rows[0]?.count).toBe(120);
          const version = versions.rows[0]?.version ?? -1;
          expect(version).toBeGreaterThanOrEqual(lastOf(output, 'ack import') ?? known.import);
          expect(version).toBeLessThanOrEqual(lastOf(output, 'begin import') ?? known.import);
          known.import = version;

          const [decision] = await database.kysely.selectFrom('merge_decisions').selectAll().execute();
          const decided = decision === undefined ? 0 : Number(decision.reason.replace('step ', ''));
          expect(decided).toBeGreaterThanOrEqual(lastOf(output, 'ack decide') ?? known.decide);
          expect(decided).toBeLessThanOrEqual(lastOf(output, 'begin decide') ?? known.decide);
          known.decide = decided;
          const deals = await database.kysely
            .selectFrom('source_records')
            .select('contract_id')
            .where('key', 'in', [...decidedPair])
            .execute();
          expect(new Set(deals.map((row) => row.contract_id)).size).toBe(decision?.is_same === true ? 1 : 2);

          for (const line of output.split('\n')) {
            const id = /^ack (?:propose|confirm) (\S+)$/.exec(line)?.[1];
            if (id !== undefined && line.startsWith('ack confirm')) confirmed.add(id);
            else if (id !== undefined)
              expect(
                await database.kysely.selectFrom('corrections').select('id').where('id', '=', id).execute(),
              ).toHaveLength(1);
          }
          const states = await database.kysely.selectFrom('corrections').select(['id', 'state']).execute();
          for (const id of confirmed) expect(states.find((row) => row.id === id)?.state).toBe('confirmed');
          next = Math.max(known.import, known.decide) + 1;
        } finally {
          await database.close();
        }
      }
      await sameAsAnew(place, known.import);
      process.stdout.write(
        `killed ${rounds} times over ${isServer ? 'PostgreSQL' : 'embedded'}: ${Object.entries(interrupted)
          .map(([doing, count]) => `after "${doing}" ${count}`)
          .sort()
          .join(
            ', ',
          )}; imports up to ${known.import}, decisions up to ${known.decide}, ${confirmed.size} corrections confirmed\n`,
      );
    } finally {
      await place.remove();
    }
  });
});

/** After all kills the catalogue is what the last file and decision make of an empty one. */
async function sameAsAnew(place: Place, version: number): Promise<void> {
  const database = await place.open();
  const anew = await openEmbeddedForTest();
  try {
    await emptyCatalogue(anew.kysely);
    for (const decision of await database.kysely.selectFrom('merge_decisions').selectAll().execute())
      await anew.kysely.insertInto('merge_decisions').values(decision).execute();
    await importMadeUp(anew.kysely, awards);
    await importMadeUp(anew.kysely, registerVersion(version));
    expect(await dealsOf(database.kysely)).toEqual(await dealsOf(anew.kysely));
  } finally {
    await database.close();
    await anew.close();
  }
}
