/** Runs questions beside a heavy query in one process, and prints how long the event loop was held up. */
import { monitorEventLoopDelay } from 'node:perf_hooks';
import { sql } from 'kysely';
import { composeProduct } from '../../src/compose.ts';
import { readConfig } from '../../src/config.ts';
import { flagship } from '../support/asking.ts';
import { percentile } from '../support/figures.ts';

const questions = Number(process.argv[2] ?? 50);
const product = await composeProduct(readConfig(process.env));
const hillingdon =
  product.reference.boroughs.find(({ buyer }) => buyer.shortName === 'Hillingdon')?.buyer.id ?? null;

async function ask(number: number): Promise<number> {
  const startedAt = performance.now();
  await product.assistant.answer({
    text: flagship.text,
    officer: { tenantId: 'bench', userId: `officer-${number}` },
    threadId: `thread-${number}`,
    scope: 'personal',
    boroughHint: hillingdon,
  });
  return performance.now() - startedAt;
}

/** Looks at every contract many times without an index. */
async function runHeavyQuery(): Promise<number> {
  const startedAt = performance.now();
  await sql`select count(*) from contracts cross join generate_series(1, 20) as times
    where md5(contracts.title || times::text) like '%abc%'`.execute(product.database.kysely);
  return performance.now() - startedAt;
}

async function watch(work: () => Promise<{ answers: number[]; heavy: number }>) {
  const delay = monitorEventLoopDelay({ resolution: 1 });
  delay.enable();
  const startedAt = performance.now();
  const { answers, heavy } = await work();
  delay.disable();
  return {
    wall: performance.now() - startedAt,
    heavy,
    slowestAnswer: Math.max(0, ...answers),
    medianAnswer: percentile(answers, 0.5),
    loopMedian: delay.percentile(50) / 1e6,
    loopP99: delay.percentile(99) / 1e6,
    loopMax: delay.max / 1e6,
  };
}

const askAll = () => Promise.all(Array.from({ length: questions }, (_, number) => ask(number)));
// The first question reads names and dictionary; that happens once in the life of a process and is told apart.
const first = await watch(async () => ({ answers: [await ask(0)], heavy: 0 }));
const heavyOnly = await watch(async () => ({ answers: [], heavy: await runHeavyQuery() }));
const questionsOnly = await watch(async () => ({ answers: await askAll(), heavy: 0 }));
const together = await watch(async () => {
  const [heavy, answers] = await Promise.all([runHeavyQuery(), askAll()]);
  return { answers, heavy };
});
await product.close();
console.log(JSON.stringify({ first, heavyOnly, questionsOnly, together }));
