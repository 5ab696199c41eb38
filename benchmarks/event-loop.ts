/** Whether a heavy query or many questions at once hold up the thread that answers the web. */
import { z } from 'zod';
import type { BenchmarkResult, Figure } from './support/figures.ts';
import type { EngineName } from './support/places.ts';
import { runToJson } from './support/processes.ts';
import type { Setting } from './support/setting.ts';

const questions = 50;
const watched = z.object({
  wall: z.number(),
  heavy: z.number(),
  slowestAnswer: z.number(),
  medianAnswer: z.number(),
  loopMedian: z.number(),
  loopP99: z.number(),
  loopMax: z.number(),
});
const printedSchema = z.object({
  first: watched,
  heavyOnly: watched,
  questionsOnly: watched,
  together: watched,
});

async function measureEngine(setting: Setting, engine: EngineName): Promise<Figure[]> {
  const place = await setting.filledPlace(engine);
  setting.say(`Watching the event loop (${engine}) …`);
  const printed = printedSchema.parse(
    await runToJson('benchmarks/processes/loop-delay.ts', {
      environment: { ...place.environment, TODAY: setting.today },
      programArguments: [String(questions)],
    }),
  );
  const figure = (name: string, measured: number): Figure => ({
    name,
    engine,
    unit: 'ms',
    measured,
    baseline: null,
    target: null,
  });
  const { first, heavyOnly, questionsOnly, together } = printed;
  return [
    figure('first question of the process, longest delay', first.loopMax),
    figure('heavy query alone, its duration', heavyOnly.heavy),
    figure('heavy query alone, delay p99', heavyOnly.loopP99),
    figure('heavy query alone, longest delay', heavyOnly.loopMax),
    figure(`${questions} questions at once, until all are answered`, questionsOnly.wall),
    figure(`${questions} questions at once, delay p99`, questionsOnly.loopP99),
    figure(`${questions} questions at once, longest delay`, questionsOnly.loopMax),
    figure('both, until all are answered', together.wall),
    figure('both, slowest answer', together.slowestAnswer),
    figure('both, delay p99', together.loopP99),
    figure('both, longest delay', together.loopMax),
  ];
}

/** Informational: no target is held against it. */
export async function eventLoop(setting: Setting): Promise<BenchmarkResult> {
  const figures: Figure[] = [];
  for (const engine of setting.engines) figures.push(...(await measureEngine(setting, engine)));
  return {
    name: 'event-loop',
    figures,
    notes: [
      'Delay of the main thread by perf_hooks.monitorEventLoopDelay, sampled every millisecond; the sampling itself shows as one to two milliseconds.',
      'The heavy query hashes every title twenty times. The embedded database has one connection, so questions wait for it; the web server does not.',
    ],
  };
}
