/** Builds, stores, loads and searches an index of so many passages: folder of knowledge, folder to write to, passages, seed. */
import { readFile, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { isoDate } from '../../src/procurement/iso-date.ts';
import { termsOf } from '../../src/retrieval/analyser.ts';
import { createGuidance } from '../../src/retrieval/guidance.ts';
import { loadIndex, saveIndex } from '../../src/retrieval/index-file.ts';
import type { Passage } from '../../src/retrieval/passage.ts';
import { parsePages, readPages } from '../../src/retrieval/read-knowledge.ts';
import { buildIndex } from '../../src/retrieval/search-index.ts';
import { readSynonyms } from '../../src/retrieval/synonyms.ts';
import { median, percentile } from '../support/figures.ts';
import { repository } from '../support/processes.ts';
import { createRandom } from '../support/random.ts';

const [knowledgeDir = '', folder = '', count = '1000', seed = '1'] = process.argv.slice(2);
const wanted = Number(count);
const random = createRandom(Number(seed));
const shipped = parsePages(await readPages(knowledgeDir, null));

/** A passage of other passages' paragraphs: as long and as worded as the shipped ones, and about nothing in particular. */
function madeUp(number: number): Passage {
  const pick = () => shipped[random.between(0, shipped.length - 1)] as Passage;
  const base = pick();
  const blocks = base.blocks.map(() => {
    const { blocks: others } = pick();
    return others[random.between(0, others.length - 1)] ?? (base.blocks[0] as Passage['blocks'][number]);
  });
  const id = `documents/made-up-${Math.floor(number / 8)}`;
  return {
    ...base,
    id: `${id}#passage-${number}`,
    page: id,
    heading: pick().heading,
    answer: blocks[0]?.text ?? base.answer,
    blocks: blocks.map((block) => ({ ...block, sources: [] })),
    replacedBy: null,
  };
}

const passages = shipped.slice(0, wanted);
while (passages.length < wanted) passages.push(madeUp(passages.length));
const synonyms = await readSynonyms(knowledgeDir);
const buildStart = performance.now();
const index = buildIndex(passages, synonyms, 'benchmark');
const buildSeconds = (performance.now() - buildStart) / 1_000;
const path = join(folder, 'index.json');
await saveIndex(path, index);

const loads: number[] = [];
for (let time = 0; time < 5; time += 1) {
  const start = performance.now();
  await loadIndex(path, 'benchmark', 'lsa');
  loads.push(performance.now() - start);
}
const guidance = createGuidance(await loadIndex(path, 'benchmark', 'lsa'), {
  notices: [],
  timeLimits: [],
  grounds: { 'direct-award': [], 'contract-change': [], 'contract-change-before-2025': [] },
});
const questions = (await readFile(join(repository, 'evaluation/guidance/questions.jsonl'), 'utf8'))
  .trim()
  .split('\n')
  .map((line) => (JSON.parse(line) as { question: string }).question);
const filter = { stages: null, role: null, regime: null, onDate: isoDate('2026-11-23') };
for (const question of questions) await guidance.find(question, filter, 10);
const searches: number[] = [];
const analyses: number[] = [];
for (const question of questions) {
  const start = performance.now();
  await guidance.find(question, filter, 10);
  const between = performance.now();
  termsOf(question);
  analyses.push(performance.now() - between);
  searches.push(between - start);
}
console.log(
  JSON.stringify({
    passages: passages.length,
    buildSeconds,
    // The first one pays for compiling, as a start does.
    loadMilliseconds: loads[0],
    searchMedian: median(searches),
    searchP95: percentile(searches, 0.95),
    analyseMedian: median(analyses),
    megabytes: (await stat(path)).size / 1_048_576,
  }),
);
