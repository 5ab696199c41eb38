/** How much memory the server holds after it has answered a few hundred questions. */
import { askChecked, flagship, introduce, otherQuestions } from './support/asking.ts';
import { startConnector } from './support/connector.ts';
import type { BenchmarkResult, Figure } from './support/figures.ts';
import { createOfficer } from './support/officer.ts';
import type { EngineName } from './support/places.ts';
import { type ServerMemory, startServer } from './support/server.ts';
import type { Setting } from './support/setting.ts';

const most: Readonly<Record<EngineName, number>> = { embedded: 700, postgresql: 300 };

type Weighed = {
  readonly before: ServerMemory;
  readonly after: ServerMemory;
  readonly collected: ServerMemory;
};

function megabytes(bytes: number): number {
  return bytes / 1024 / 1024;
}

async function askEverything(setting: Setting, engine: EngineName): Promise<Weighed> {
  const place = await setting.filledPlace(engine);
  setting.say(`Asking, then weighing (${engine}) …`);
  const connector = await startConnector();
  try {
    const server = await startServer(place, setting.today);
    try {
      const before = await server.memory();
      const officer = createOfficer(server.url, connector);
      await introduce(officer);
      for (let index = 0; index < setting.asks; index += 1) await askChecked(officer, flagship);
      for (const question of otherQuestions)
        for (let index = 0; index < setting.asks / 4; index += 1) await askChecked(officer, question);
      const after = await server.memory();
      await server.collect();
      return { before, after, collected: await server.memory() };
    } finally {
      await server.stop();
    }
  } finally {
    await connector.close();
  }
}

function figuresOf(engine: EngineName, { before, after, collected }: Weighed): Figure[] {
  const part = (name: string, measured: number): Figure => ({
    name,
    engine,
    unit: 'MB',
    measured,
    baseline: null,
    target: null,
  });
  const { usage } = after;
  return [
    {
      ...part('resident after the questions', megabytes(usage.rss)),
      target: { of: 'measured', limit: most[engine], direction: 'at most' },
    },
    part('resident when ready', megabytes(before.usage.rss)),
    part('resident after collecting all garbage', megabytes(collected.usage.rss)),
    part('JavaScript heap that is really in use', megabytes(collected.usage.heapUsed)),
    part('highest resident', after.highest / 1024),
    part('JavaScript heap used (main thread)', megabytes(usage.heapUsed)),
    part('JavaScript heap reserved (all threads)', megabytes(usage.heapTotal)),
    part('buffers and other external memory', megabytes(usage.external)),
    part('largest single mapping', (after.mappings[0] ?? 0) / 1024),
    part('processes of the TypeScript loader beside it', after.childrenResident / 1024),
  ];
}

/** Weighs a server process of its own, not the one that imported. */
export async function memory(setting: Setting): Promise<BenchmarkResult> {
  const figures: Figure[] = [];
  for (const engine of setting.engines) {
    figures.push(...figuresOf(engine, await askEverything(setting, engine)));
  }
  return {
    name: 'memory',
    figures,
    notes: [
      `${setting.contracts.toLocaleString('en-GB')} made-up contracts; ${setting.asks} flagship asks and ${setting.asks} others before weighing. The target is held against memory as it lies, without a forced collection.`,
      'Largest single mapping: with the embedded database this is the memory of PGlite itself.',
    ],
  };
}
