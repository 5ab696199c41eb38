/** Fills both vector stores with the same vectors and asks both the same questions: vectors, dimension, seed. */
import { Document } from '@langchain/core/documents';
import { Embeddings } from '@langchain/core/embeddings';
import { ExactVectorStore } from '../../src/retrieval/exact-store.ts';
import { HnswVectorStore } from '../../src/retrieval/hnsw-store.ts';
import { median } from '../support/figures.ts';
import { createRandom } from '../support/random.ts';

const [count = '10000', size = '128', seed = '1'] = process.argv.slice(2);
const vectors = Number(count);
const dimension = Number(size);
const questions = 100;
const random = createRandom(Number(seed));

/** About normal, by the sum of uniform numbers. */
function noise(): number {
  return (random.next() + random.next() + random.next() + random.next() - 2) * 1.73;
}
/** As singular values fall, so does the spread of the dimensions of LSA. */
const spread = Array.from({ length: dimension }, (_, at) => 1 / Math.sqrt(1 + at / 8));
const centres = Array.from({ length: Math.max(1, Math.round(vectors / 100)) }, () =>
  spread.map((wide) => wide * noise()),
);

/** A vector of length 1 near one of the centres. */
function clustered(): number[] {
  const centre = centres[random.between(0, centres.length - 1)] ?? [];
  const vector = centre.map((part, at) => part + 0.8 * (spread[at] ?? 0) * noise());
  const length = Math.hypot(...vector);
  return vector.map((part) => part / length);
}

/** The stores are given vectors; nothing is ever embedded here. */
class NoEmbeddings extends Embeddings<number[]> {
  override async embedQuery(): Promise<number[]> {
    return [];
  }
  override async embedDocuments(): Promise<number[][]> {
    return [];
  }
}

const embeddings = new NoEmbeddings({});
const exact = new ExactVectorStore(embeddings, dimension);
const approximate = await HnswVectorStore.create(embeddings, dimension);
if (approximate === null)
  throw new TypeError('hnswlib-node is not installed here; npm ci installs it where it compiles.');
let buildMilliseconds = 0;
for (let from = 0; from < vectors; from += 10_000) {
  const batch = Array.from({ length: Math.min(10_000, vectors - from) }, clustered);
  const documents = batch.map((_, at) => new Document({ pageContent: '', id: String(from + at) }));
  await exact.addVectors(batch, documents);
  const start = performance.now();
  await approximate.addVectors(batch, documents);
  buildMilliseconds += performance.now() - start;
}

const exactTimes: number[] = [];
const approximateTimes: number[] = [];
let found = 0;
for (let number = 0; number < questions; number += 1) {
  const question = clustered();
  const start = performance.now();
  const right = await exact.similaritySearchVectorWithScore(question, 10);
  const between = performance.now();
  const near = await approximate.similaritySearchVectorWithScore(question, 10);
  approximateTimes.push(performance.now() - between);
  exactTimes.push(between - start);
  const ids = new Set(near.map(([document]) => document.id));
  found += right.filter(([document]) => ids.has(document.id)).length / right.length;
}
console.log(
  JSON.stringify({
    recall: found / questions,
    exactMedian: median(exactTimes),
    approximateMedian: median(approximateTimes),
    buildSeconds: buildMilliseconds / 1_000,
    megabytes: process.memoryUsage.rss() / 1_048_576,
  }),
);
