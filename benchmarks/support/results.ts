/** Results as files that can be compared over time. */
import { execFile } from 'node:child_process';
import { mkdir, writeFile } from 'node:fs/promises';
import { cpus, loadavg, totalmem } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { type BenchmarkResult, isMet } from './figures.ts';
import { serverVersion } from './places.ts';
import { repository } from './processes.ts';
import type { Sizes } from './setting.ts';

const run = promisify(execFile);

export type Circumstances = {
  /** As given on the command line; the benchmark does not guess the day. */
  readonly date: string | null;
  readonly commit: string | null;
  readonly machine: { readonly processor: string; readonly cores: number; readonly memoryGigabytes: number };
  /** Processes wanting a core in the last minute, when the run began: far above zero means a busy machine. */
  readonly loadBefore: number;
  readonly node: string;
  readonly postgresql: string | null;
  readonly sizes: Sizes;
};

async function currentCommit(): Promise<string | null> {
  try {
    const [head, changes] = await Promise.all([
      run('git', ['rev-parse', '--short', 'HEAD'], { cwd: repository }),
      run('git', ['status', '--porcelain', '--', 'src', 'knowledge', 'package-lock.json'], {
        cwd: repository,
      }),
    ]);
    return `${head.stdout.trim()}${changes.stdout.trim() === '' ? '' : ' with uncommitted changes'}`;
  } catch {
    return null;
  }
}

/** What a reader must know to judge the figures. */
export async function readCircumstances(sizes: Sizes, date: string | null): Promise<Circumstances> {
  const processors = cpus();
  return {
    date,
    commit: await currentCommit(),
    machine: {
      processor: processors[0]?.model.trim() ?? 'unknown',
      cores: processors.length,
      memoryGigabytes: Math.round(totalmem() / 1024 ** 3),
    },
    loadBefore: Math.round((loadavg()[0] ?? 0) * 10) / 10,
    node: process.version,
    postgresql: await serverVersion(),
    sizes,
  };
}

/** Writes `benchmarks/results/<name>.json`. */
export async function saveResult(result: BenchmarkResult, circumstances: Circumstances): Promise<void> {
  const folder = join(repository, 'benchmarks', 'results');
  await mkdir(folder, { recursive: true });
  const content = {
    name: result.name,
    ...circumstances,
    figures: result.figures.map((figure) => ({ ...figure, isMet: isMet(figure) })),
    notes: result.notes,
  };
  await writeFile(join(folder, `${result.name}.json`), `${JSON.stringify(content, null, 2)}\n`);
}
