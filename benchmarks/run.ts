/** `npm run bench -- [name…]`: runs the benchmarks and prints their figures. */
import { parseArgs } from 'node:util';
import { alertsDelivery } from './alerts-delivery.ts';
import { alertsDue } from './alerts-due.ts';
import { catalogueAtScale } from './catalogue-at-scale.ts';
import { eventLoop } from './event-loop.ts';
import { flagshipOverHttp } from './flagship-over-http.ts';
import { importRate } from './import-rate.ts';
import { memory } from './memory.ts';
import { retrieval } from './retrieval.ts';
import { start } from './start.ts';
import { type BenchmarkResult, isMet, tableOf } from './support/figures.ts';
import { type EngineName, serverVersion } from './support/places.ts';
import { readCircumstances, saveResult } from './support/results.ts';
import { createSetting, type Setting } from './support/setting.ts';

const benchmarks: Readonly<Record<string, (setting: Setting) => Promise<BenchmarkResult>>> = {
  start,
  'flagship-over-http': flagshipOverHttp,
  memory,
  'event-loop': eventLoop,
  'catalogue-at-scale': catalogueAtScale,
  'import-rate': importRate,
  retrieval,
  'alerts-delivery': alertsDelivery,
  'alerts-due': alertsDue,
};

const usage = `Usage: npm run bench -- [${Object.keys(benchmarks).join('|')}]… [--contracts 100000] [--asks 200] [--seed 1]
  [--vectors 10000,100000] [--deliveries 10000] [--engine embedded|postgresql] [--json] [--save] [--date YYYY-MM-DD]`;

/** The command line was used wrongly; the message says how it is used. */
class UsageError extends Error {
  readonly code = 'USAGE';
  override readonly name = 'UsageError';
}

function wholeNumber(text: string, name: string): number {
  const value = Number(text);
  if (!Number.isInteger(value) || value < 1)
    throw new UsageError(`--${name} must be a whole number above 0.\n${usage}`);
  return value;
}

async function chooseEngines(asked: string | undefined): Promise<EngineName[]> {
  if (asked !== undefined && asked !== 'embedded' && asked !== 'postgresql') throw new UsageError(usage);
  if (asked === 'embedded') return ['embedded'];
  if ((await serverVersion()) !== null) return asked === undefined ? ['embedded', 'postgresql'] : [asked];
  if (asked === 'postgresql')
    throw new UsageError(
      'No PostgreSQL server answers. Start one on 127.0.0.1:5432 or set TEST_DATABASE_URL.',
    );
  process.stderr.write(
    'No PostgreSQL server answers (set TEST_DATABASE_URL); only the embedded database is measured.\n',
  );
  return ['embedded'];
}

function parse() {
  try {
    return parseArgs({
      allowPositionals: true,
      options: {
        contracts: { type: 'string', default: '100000' },
        asks: { type: 'string', default: '200' },
        seed: { type: 'string', default: '1' },
        vectors: { type: 'string', default: '10000,100000' },
        deliveries: { type: 'string', default: '10000' },
        engine: { type: 'string' },
        json: { type: 'boolean', default: false },
        save: { type: 'boolean', default: false },
        date: { type: 'string' },
      },
    });
  } catch (error) {
    throw new UsageError(`${error instanceof Error ? error.message : error}\n${usage}`);
  }
}

async function run(): Promise<number> {
  const { values, positionals } = parse();
  const names = positionals.length === 0 ? Object.keys(benchmarks) : positionals;
  const unknown = names.find((name) => !Object.hasOwn(benchmarks, name));
  if (unknown !== undefined) throw new UsageError(`There is no benchmark ${unknown}.\n${usage}`);
  const sizes = {
    contracts: wholeNumber(values.contracts, 'contracts'),
    asks: wholeNumber(values.asks, 'asks'),
    seed: wholeNumber(values.seed, 'seed'),
    vectors: values.vectors.split(',').map((text) => wholeNumber(text, 'vectors')),
    deliveries: wholeNumber(values.deliveries, 'deliveries'),
  };
  const circumstances = await readCircumstances(sizes, values.date ?? null);
  const setting = await createSetting(sizes, await chooseEngines(values.engine), (line) =>
    process.stderr.write(`${line}\n`),
  );
  // Stopped by hand, a run still takes its folders and databases away.
  for (const signal of ['SIGINT', 'SIGTERM'] as const)
    process.once(signal, () => void setting.close().finally(() => process.exit(130)));
  const results: BenchmarkResult[] = [];
  try {
    for (const name of names) {
      const result = await benchmarks[name]?.(setting);
      if (result === undefined) continue;
      results.push(result);
      if (!values.json) console.log(`\n${tableOf(result)}`);
      if (values.save) await saveResult(result, circumstances);
    }
  } finally {
    await setting.close();
  }
  if (values.json) console.log(JSON.stringify({ ...circumstances, results }, null, 2));
  const misses = results.flatMap(({ figures }) => figures).filter((figure) => isMet(figure) === false);
  if (misses.length > 0) process.stderr.write(`\n${misses.length} figures miss their target.\n`);
  return misses.length === 0 ? 0 : 1;
}

try {
  process.exitCode = await run();
} catch (error) {
  process.stderr.write(`${error instanceof Error ? error.message : error}\n`);
  process.exitCode = error instanceof UsageError ? 2 : 1;
}
