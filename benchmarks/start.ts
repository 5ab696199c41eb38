/** How soon a new machine has an answering assistant, against what PGlite needs to make an empty database. */
import { mkdtemp, rm } from 'node:fs/promises';
import { get } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type BenchmarkResult, type Figure, median } from './support/figures.ts';
import { createPlace, type EngineName, type Place } from './support/places.ts';
import { freePort, type Program, startProgram } from './support/processes.ts';
import type { Setting } from './support/setting.ts';
import { startOptions } from './support/start-options.ts';

const rounds = 5;
const mostTimesInitialisation = 2;
const longestReopenSeconds = 2;

type StartTimes = { readonly alive: number; readonly ready: number };

/** Status of the address, or null while nothing listens. */
function statusOf(url: string): Promise<number | null> {
  return new Promise((resolve) => {
    const asking = get(url, { agent: false }, (response) => {
      response.resume();
      response.on('end', () => resolve(response.statusCode ?? null));
    });
    asking.on('error', () => resolve(null));
  });
}

/** Rejects when the program ends instead of answering. */
async function waitFor(url: string, program: Program): Promise<number> {
  while ((await statusOf(url)) !== 200) {
    program.mustRun();
    await new Promise((resolve) => setTimeout(resolve, 5));
  }
  return performance.now();
}

/** Seconds from starting the process to the first 200 of each address. */
async function timeStart(place: Place, today: string): Promise<StartTimes> {
  const port = await freePort();
  const startedAt = performance.now();
  const program = startProgram('scripts/run.mjs', {
    programArguments: ['index'],
    nodeOptions: startOptions,
    environment: { ...place.environment, PORT: String(port), TODAY: today, LOG_LEVEL: 'error' },
  });
  try {
    const [alive, ready] = await Promise.all([
      waitFor(`http://127.0.0.1:${port}/healthz`, program),
      waitFor(`http://127.0.0.1:${port}/readyz`, program),
    ]);
    return { alive: (alive - startedAt) / 1000, ready: (ready - startedAt) / 1000 };
  } finally {
    await program.stop();
  }
}

async function timeInitialisation(): Promise<number> {
  const folder = await mkdtemp(join(tmpdir(), 'procurement-bench-'));
  const startedAt = performance.now();
  const program = startProgram('benchmarks/processes/bare-pglite.mjs', {
    programArguments: [join(folder, 'data')],
  });
  await program.line(/^initialised/);
  const seconds = (performance.now() - startedAt) / 1000;
  await program.ended;
  await rm(folder, { recursive: true, force: true });
  return seconds;
}

async function measureEngine(setting: Setting, engine: EngineName): Promise<Figure[]> {
  const times = { initialisation: [] as number[], first: [] as StartTimes[], again: [] as StartTimes[] };
  for (let round = 0; round < rounds; round += 1) {
    setting.say(`Starting, round ${round + 1} of ${rounds} (${engine}) …`);
    if (engine === 'embedded') times.initialisation.push(await timeInitialisation());
    const place = await createPlace(engine);
    try {
      times.first.push(await timeStart(place, setting.today));
      times.again.push(await timeStart(place, setting.today));
    } finally {
      await place.remove();
    }
  }
  const filled = await timeStart(await setting.filledPlace(engine), setting.today);
  const plain = { engine, unit: 's', baseline: null, target: null } as const;
  const isEmbedded = engine === 'embedded';
  const reopening = { of: 'measured', limit: longestReopenSeconds, direction: 'at most' } as const;
  return [
    {
      ...plain,
      name: 'first start, until ready',
      measured: median(times.first.map(({ ready }) => ready)),
      baseline: isEmbedded ? median(times.initialisation) : null,
      target: isEmbedded ? { of: 'ratio', limit: mostTimesInitialisation, direction: 'at most' } : null,
    },
    {
      ...plain,
      name: 'first start, until /healthz',
      measured: median(times.first.map(({ alive }) => alive)),
    },
    {
      ...plain,
      name: 'reopening, until ready',
      measured: median(times.again.map(({ ready }) => ready)),
      target: reopening,
    },
    { ...plain, name: 'reopening, until /healthz', measured: median(times.again.map(({ alive }) => alive)) },
    {
      ...plain,
      name: 'reopening the large catalogue, until ready',
      measured: filled.ready,
      target: reopening,
    },
  ];
}

/** Times whole processes, from starting them; medians of five rounds in turn. */
export async function start(setting: Setting): Promise<BenchmarkResult> {
  // The loader keeps compiled TypeScript; the very first start of a checkout is not what is measured.
  const warm = await createPlace('embedded');
  await timeStart(warm, setting.today).finally(() => warm.remove());
  const figures: Figure[] = [];
  for (const engine of setting.engines) figures.push(...(await measureEngine(setting, engine)));
  return {
    name: 'start',
    figures,
    notes: [
      `From starting the process to the first 200; medians of ${rounds} rounds. The first start makes the database, its tables, and loads the shipped contracts.`,
      'Baseline: a process that makes an empty PGlite database, runs one query and says so.',
    ],
  };
}
