/** The real server in a process of its own, with a probe that tells its memory and event-loop delay. */

import { z } from 'zod';
import type { Place } from './places.ts';
import { startProgram } from './processes.ts';
import { startOptions } from './start-options.ts';

const memorySchema = z.object({
  kind: z.literal('memory'),
  usage: z.object({
    rss: z.number(),
    heapTotal: z.number(),
    heapUsed: z.number(),
    external: z.number(),
    arrayBuffers: z.number(),
  }),
  highest: z.number(),
  childrenResident: z.number(),
  mappings: z.array(z.number()),
});
const delaySchema = z.object({
  kind: z.literal('delay-stop'),
  median: z.number(),
  p99: z.number(),
  max: z.number(),
});

export type ServerMemory = z.infer<typeof memorySchema>;
export type LoopDelay = z.infer<typeof delaySchema>;

export type MeasuredServer = {
  readonly url: string;
  /** From starting the process until it said that it is ready. */
  readonly startMilliseconds: number;
  readonly memory: () => Promise<ServerMemory>;
  /** Collects all garbage of the main thread. */
  readonly collect: () => Promise<unknown>;
  /** Watches the event loop while the work lasts. */
  readonly loopDelayDuring: (work: () => Promise<unknown>) => Promise<LoopDelay>;
  readonly stop: () => Promise<void>;
};

/** Starts the assistant as `npm start` does, in local mode on the given place and waits until it is ready. */
export async function startServer(place: Place, today: string): Promise<MeasuredServer> {
  const startedAt = performance.now();
  const program = startProgram('scripts/run.mjs', {
    programArguments: ['index'],
    nodeOptions: [...startOptions, '--import', './benchmarks/support/process-probe.mjs'],
    environment: { ...place.environment, PORT: '0', TODAY: today, LOG_LEVEL: 'error' },
  });
  const starting = await program.line(/answer at http/);
  await program.line(/^Ready/);
  const startMilliseconds = performance.now() - startedAt;

  function answerOf<Value>(kind: string, reply: string, schema: z.ZodType<Value>): Promise<Value> {
    return new Promise((resolve, reject) => {
      const listen = (message: unknown) => {
        if ((message as { kind?: string }).kind !== reply) return;
        program.process.off('message', listen);
        const parsed = schema.safeParse(message);
        if (parsed.success) resolve(parsed.data);
        else reject(parsed.error);
      };
      program.process.on('message', listen);
      program.process.send({ kind });
    });
  }

  return {
    url: /http\S+/.exec(starting)?.[0] ?? '',
    startMilliseconds,
    memory: () => answerOf('memory', 'memory', memorySchema),
    collect: () => answerOf('collect', 'collect', z.unknown()),
    loopDelayDuring: async (work) => {
      await answerOf('delay-start', 'delay-start', z.unknown());
      await work();
      return answerOf('delay-stop', 'delay-stop', delaySchema);
    },
    stop: program.stop,
  };
}
