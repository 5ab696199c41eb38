/** How long it takes to work out what is due, and how much memory; `--contracts 1000000` for the size it is meant for. */
import { z } from 'zod';
import type { BenchmarkResult, Figure } from './support/figures.ts';
import type { EngineName } from './support/places.ts';
import { runToJson } from './support/processes.ts';
import type { Setting } from './support/setting.ts';

const subscriptions = 1_000;
const printedSchema = z.object({
  contracts: z.number(),
  due: z.number(),
  firstSeconds: z.number(),
  againSeconds: z.number(),
  megabytes: z.number(),
});

/** For a million contracts and a thousand subscriptions, over PostgreSQL. */
const limits = { seconds: 30, megabytes: 500 } as const;

async function measure(setting: Setting, engine: EngineName): Promise<readonly Figure[]> {
  const place = await setting.filledPlace(engine);
  setting.say(`Working out what is due (${engine}) …`);
  const printed = printedSchema.parse(
    await runToJson('benchmarks/processes/find-due.ts', {
      environment: { ...place.environment, TODAY: setting.today },
      programArguments: [String(subscriptions), String(setting.seed)],
    }),
  );
  const figure = (name: string, unit: Figure['unit'], measured: number, limit: number | null): Figure => ({
    name,
    engine,
    unit,
    measured,
    baseline: null,
    target: limit === null || engine === 'embedded' ? null : { of: 'measured', limit, direction: 'at most' },
  });
  return [
    figure(
      `${printed.due.toLocaleString('en-GB')} alerts due, first run`,
      's',
      printed.firstSeconds,
      limits.seconds,
    ),
    figure('the same again, all of it told', 's', printed.againSeconds, limits.seconds),
    figure('memory at its highest', 'MB', printed.megabytes, limits.megabytes),
  ];
}

/** Made-up contracts against made-up subscriptions of boroughs, services and ladders; writes and removes what was told. */
export async function alertsDue(setting: Setting): Promise<BenchmarkResult> {
  const figures: Figure[] = [];
  for (const engine of setting.engines) figures.push(...(await measure(setting, engine)));
  return {
    name: 'alerts-due',
    figures,
    notes: [
      `${setting.contracts.toLocaleString('en-GB')} made-up contracts and the shipped ones, ${subscriptions.toLocaleString('en-GB')} subscriptions of one to three boroughs, mostly for one service, in as many conversations.`,
      'The second run looks up everything the first has told. Memory is that of the process with the driver; an embedded database is part of it.',
    ],
  };
}
