/** How long the catalogue’s own questions take, on both engines over the same rows; `--contracts 1000000` for the large one. */
import { z } from 'zod';
import { type BenchmarkResult, type Figure, median, percentile } from './support/figures.ts';
import type { EngineName } from './support/places.ts';
import { runToJson } from './support/processes.ts';
import type { Setting } from './support/setting.ts';

const printedSchema = z.object({
  first: z.number(),
  kinds: z.record(z.string(), z.array(z.number())),
  loopMax: z.number(),
  loopP99: z.number(),
});
type Printed = z.infer<typeof printedSchema>;

/** Milliseconds that the 95th percentile may take over PostgreSQL at any size, and embedded up to 100,000 contracts. */
const limits = { list: 120, groupBy: 150, embedded: 60 } as const;
const mostTimesServer = 3;
const longestBlock = 50;

async function measureEngine(setting: Setting, engine: EngineName): Promise<Printed> {
  const place = await setting.filledPlace(engine);
  setting.say(`Asking the catalogue (${engine}) …`);
  return printedSchema.parse(
    await runToJson('benchmarks/processes/catalogue-queries.ts', {
      environment: { ...place.environment, TODAY: setting.today },
      programArguments: [String(setting.asks)],
    }),
  );
}

function targetOf(engine: EngineName, kind: string, setting: Setting): Figure['target'] {
  const atMost = (limit: number) => ({ of: 'measured', limit, direction: 'at most' }) as const;
  if (engine === 'postgresql') return atMost(kind === 'group by' ? limits.groupBy : limits.list);
  return setting.contracts <= 100_000 ? atMost(limits.embedded) : null;
}

/** Lists are held against fixed limits; embedded also against the server in the same run. */
export async function catalogueAtScale(setting: Setting): Promise<BenchmarkResult> {
  const measured = new Map<EngineName, Printed>();
  for (const engine of setting.engines) measured.set(engine, await measureEngine(setting, engine));
  const server = measured.get('postgresql');
  const figures: Figure[] = [];
  for (const [engine, printed] of measured) {
    const alone = { engine, unit: 'ms', baseline: null, target: null } as const;
    for (const [kind, times] of Object.entries(printed.kinds)) {
      figures.push({ ...alone, name: `${kind}, median`, measured: median(times) });
      const p95 = percentile(times, 0.95);
      figures.push({
        ...alone,
        name: `${kind}, p95`,
        measured: p95,
        target: targetOf(engine, kind, setting),
      });
      const serverTimes = server?.kinds[kind];
      if (engine === 'embedded' && serverTimes !== undefined)
        figures.push({
          ...alone,
          name: `${kind}, p95 against the server`,
          measured: p95,
          baseline: percentile(serverTimes, 0.95),
          target: { of: 'ratio', limit: mostTimesServer, direction: 'at most' },
        });
    }
    figures.push({ ...alone, name: 'first question of the process', measured: printed.first });
    figures.push({
      ...alone,
      name: 'event loop, longest block',
      measured: printed.loopMax,
      target: { of: 'measured', limit: longestBlock, direction: 'at most' },
    });
  }
  return {
    name: 'catalogue-at-scale',
    figures,
    notes: [
      `${setting.contracts.toLocaleString('en-GB')} made-up contracts and the shipped ones; ${setting.asks} questions of each kind through the tools, one after the other, with names resolved, rows loaded with their sources, and coverage.`,
      'The longest block covers all questions, the first of the process included.',
    ],
  };
}
