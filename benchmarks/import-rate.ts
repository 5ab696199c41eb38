/** How fast contracts are imported, against writing the same rows bare into the same database. */
import { z } from 'zod';
import { type BenchmarkResult, type Figure, median } from './support/figures.ts';
import { createPlace, type EngineName } from './support/places.ts';
import { runToJson } from './support/processes.ts';
import type { Setting } from './support/setting.ts';

const importSchema = z.object({
  first: z.object({ seconds: z.number(), kept: z.number(), added: z.number() }),
  second: z.object({ seconds: z.number(), kept: z.number(), added: z.number() }).nullable(),
  highestKilobytes: z.number(),
  residentWhileImporting: z.array(z.number()),
});
const baselineSchema = z.object({ seconds: z.number(), contracts: z.number() });

/** Share of the bare rate that the import must reach. */
const leastShare = 0.4;
/** Memory at the end of a file against that near its beginning. */
const mostGrowth = 1.25;
/** The baseline holds every row in memory, which the product never does. */
const roomForRows = '--max-old-space-size=8192';

/** The import wrote something other than the file holds, so its speed means nothing. */
export class WrongImportError extends Error {
  readonly code = 'WRONG_IMPORT';
  constructor(kept: number, expected: number) {
    super(`The import kept ${kept} contracts of ${expected}, so its speed cannot be compared.`);
    this.name = 'WrongImportError';
  }
}

async function inNewPlace<Value>(
  setting: Setting,
  engine: EngineName,
  script: string,
  programArguments: readonly string[],
  schema: z.ZodType<Value>,
): Promise<Value> {
  const place = await createPlace(engine);
  try {
    const printed = await runToJson(script, {
      environment: { ...place.environment, TODAY: setting.today },
      nodeOptions: script.includes('bare-upsert') ? [roomForRows] : [],
      programArguments,
    });
    return schema.parse(printed);
  } finally {
    await place.remove();
  }
}

async function measureEngine(setting: Setting, engine: EngineName): Promise<Figure[]> {
  const lines = await setting.madeUpFile('json-lines');
  const onePackage = await setting.madeUpFile('release-package');
  const bare = async (shape: string) => {
    setting.say(`Bare upsert, ${shape} (${engine}) …`);
    const script = 'benchmarks/processes/bare-upsert.ts';
    const run = await inNewPlace(setting, engine, script, [lines, shape], baselineSchema);
    return run.contracts / run.seconds;
  };
  const importing = async (file: string, what: string) => {
    setting.say(`Import of ${what} (${engine}) …`);
    const script = 'benchmarks/processes/import-file.ts';
    const run = await inNewPlace(setting, engine, script, [file, 'twice'], importSchema);
    if (run.first.added !== setting.contracts) throw new WrongImportError(run.first.added, setting.contracts);
    return run;
  };
  // Both sides alternate, so that a slower hour of the machine falls on both.
  const bareBefore = await bare('recordset');
  const fromLines = await importing(lines, 'JSON lines');
  const bareValues = await bare('values');
  const fromPackage = await importing(onePackage, 'one package');
  const bareAfter = await bare('recordset');
  const baseline = (bareBefore + bareAfter) / 2;
  const target = { of: 'ratio', limit: leastShare, direction: 'at least' } as const;
  const rate = (run: { seconds: number; kept: number }) => run.kept / run.seconds;
  const alone = { engine, unit: 'rows/s', baseline: null, target: null } as const;
  const figures: Figure[] = [
    {
      name: 'import of JSON lines',
      engine,
      unit: 'rows/s',
      measured: rate(fromLines.first),
      baseline,
      target,
    },
    {
      name: 'import of one release package',
      engine,
      unit: 'rows/s',
      measured: rate(fromPackage.first),
      baseline,
      target,
    },
    { ...alone, name: 'bare upsert before the imports', measured: bareBefore },
    { ...alone, name: 'bare upsert after the imports', measured: bareAfter },
    {
      name: 'bare upsert, one parameter a cell',
      engine,
      unit: 'rows/s',
      measured: bareValues,
      baseline,
      target: null,
    },
    {
      name: 'highest memory while importing',
      engine,
      unit: 'MB',
      measured: fromLines.highestKilobytes / 1024,
      baseline: null,
      target: null,
    },
  ];
  const { residentWhileImporting } = fromLines;
  // The first part of a file fills caches and pools; after that nothing may grow with its length.
  const part = (from: number, to: number) =>
    median(
      residentWhileImporting.slice(
        Math.floor(residentWhileImporting.length * from),
        Math.max(1, Math.ceil(residentWhileImporting.length * to)),
      ),
    );
  figures.push({
    name: 'memory in the last tenth of the file against the second',
    engine,
    unit: 'MB',
    measured: part(0.9, 1),
    baseline: part(0.1, 0.2),
    target: { of: 'ratio', limit: mostGrowth, direction: 'at most' },
  });
  if (fromLines.second !== null)
    figures.push({
      name: 'the same file again',
      engine,
      unit: 'rows/s',
      measured: rate(fromLines.second),
      baseline,
      target: null,
    });
  return figures;
}

/** Imports the made-up contracts in both forms on every engine. */
export async function importRate(setting: Setting): Promise<BenchmarkResult> {
  const figures: Figure[] = [];
  for (const engine of setting.engines) figures.push(...(await measureEngine(setting, engine)));
  return {
    name: 'import-rate',
    figures,
    notes: [
      `${setting.contracts.toLocaleString('en-GB')} releases; each rate is contracts a second, from opening the file to the end of the transaction.`,
      'The baseline writes contracts, participants, suppliers and products of contracts, and source records, 1,000 contracts a statement, from rows made beforehand.',
    ],
  };
}
