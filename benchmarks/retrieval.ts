/** How fast guidance is indexed, loaded and searched, and how near the approximate vector store comes to the exact one. */
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { z } from 'zod';
import type { BenchmarkResult, Figure } from './support/figures.ts';
import { repository, runToJson } from './support/processes.ts';
import type { Setting } from './support/setting.ts';

const passages = 1_000;
/** The shipped index uses 150 dimensions of LSA; services use more. */
const dimension = 128;
const indexed = z.object({
  passages: z.number(),
  buildSeconds: z.number(),
  loadMilliseconds: z.number(),
  searchMedian: z.number(),
  searchP95: z.number(),
  analyseMedian: z.number(),
  megabytes: z.number(),
});
const compared = z.object({
  recall: z.number(),
  exactMedian: z.number(),
  approximateMedian: z.number(),
  buildSeconds: z.number(),
  megabytes: z.number(),
});

function figure(
  name: string,
  engine: string,
  unit: Figure['unit'],
  measured: number,
  target: Figure['target'] = null,
  baseline: number | null = null,
): Figure {
  return { name, engine, unit, measured, baseline, target };
}

/** Needs no database: the shipped pages and passages made up from their words, and vectors from a seed. */
export async function retrieval(setting: Setting): Promise<BenchmarkResult> {
  const figures: Figure[] = [];
  const folder = await mkdtemp(join(tmpdir(), 'retrieval-'));
  try {
    setting.say(`Indexing ${passages.toLocaleString('en-GB')} passages …`);
    const program = 'benchmarks/processes/search-passages.ts';
    const built = indexed.parse(
      await runToJson(program, {
        programArguments: [join(repository, 'knowledge'), folder, String(passages), String(setting.seed)],
      }),
    );
    figures.push(
      figure(`index of ${built.passages} passages, built`, 'LSA, BM25', 's', built.buildSeconds, {
        of: 'measured',
        limit: 30,
        direction: 'at most',
      }),
      figure(`index of ${built.passages} passages, loaded`, 'LSA, BM25', 'ms', built.loadMilliseconds, {
        of: 'measured',
        limit: 300,
        direction: 'at most',
      }),
      figure(
        'search, median; baseline: analysing the text',
        'LSA, BM25',
        'ms',
        built.searchMedian,
        { of: 'difference', limit: 10, direction: 'at most' },
        built.analyseMedian,
      ),
      figure('search, p95', 'LSA, BM25', 'ms', built.searchP95),
      figure('size of the stored index', 'LSA, BM25', 'MB', built.megabytes),
    );
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
  for (const vectors of setting.vectors) {
    setting.say(`Comparing stores with ${vectors.toLocaleString('en-GB')} vectors …`);
    const result = compared.parse(
      await runToJson('benchmarks/processes/compare-stores.ts', {
        programArguments: [String(vectors), String(dimension), String(setting.seed)],
        nodeOptions: ['--max-old-space-size=12000'],
      }),
    );
    const of = `${vectors.toLocaleString('en-GB')} vectors`;
    figures.push(
      figure(`${of}: recall@10 against exact search`, 'hnsw', 'ratio', result.recall, {
        of: 'measured',
        limit: 0.98,
        direction: 'at least',
      }),
      figure(
        `${of}: search, median; baseline: exact`,
        'hnsw',
        'ms',
        result.approximateMedian,
        null,
        result.exactMedian,
      ),
      figure(`${of}: building`, 'hnsw', 's', result.buildSeconds),
      figure(`${of}: resident memory with both stores`, 'hnsw', 'MB', result.megabytes),
    );
  }
  return {
    name: 'retrieval',
    figures,
    notes: [
      'Passages beyond the shipped ones are made up by shuffling the sentences of shipped ones; the questions are those of evaluation/guidance.',
      `Vectors have ${dimension} dimensions, in clusters: a centre for every 100 vectors and noise around it, the first dimensions with more spread than the last, as in LSA; questions are vectors of the same clusters that are not in the store.`,
    ],
  };
}
