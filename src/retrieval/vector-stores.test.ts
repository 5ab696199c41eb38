import { Document } from '@langchain/core/documents';
import { Embeddings } from '@langchain/core/embeddings';
import { beforeAll, describe, expect, it } from 'vitest';
import { ExactVectorStore } from './exact-store.ts';
import { HnswVectorStore } from './hnsw-store.ts';

/** Letters counted: enough to tell texts apart. */
class LetterEmbeddings extends Embeddings<number[]> {
  override async embedQuery(text: string): Promise<number[]> {
    return [...'abcdefgh'].map((letter) => text.split(letter).length - 1 + 0.01);
  }
  override async embedDocuments(texts: string[]): Promise<number[][]> {
    return Promise.all(texts.map((text) => this.embedQuery(text)));
  }
}

const embeddings = new LetterEmbeddings({});
const texts = ['aaab', 'bbbc', 'cccd', 'ddde', 'eeef', 'fffg', 'gggh', 'abcdefgh'];
const documents = texts.map(
  (pageContent, at) => new Document({ pageContent, metadata: { isEven: at % 2 === 0 } }),
);
const hnsw = await HnswVectorStore.create(embeddings, 8);

describe.each([
  ['exact', new ExactVectorStore(embeddings, 8)],
  ...(hnsw === null ? [] : [['hnsw', hnsw] as const]),
] as const)('%s vector store', (_name, store) => {
  beforeAll(async () => {
    await store.addDocuments(documents);
  });

  it('finds the nearest first, with cosines', async () => {
    const found = await store.similaritySearchWithScore('cccd', 3);
    expect(found[0]?.[0].pageContent).toBe('cccd');
    expect(found[0]?.[1]).toBeCloseTo(1, 3);
    expect(found).toHaveLength(3);
  });

  it('gives as many as pass the filter', async () => {
    const found = await store.similaritySearch('cccd', 4, (document) => document.metadata['isEven'] === true);
    expect(found.map(({ pageContent }) => pageContent).sort()).toEqual(['aaab', 'cccd', 'eeef', 'gggh']);
  });

  it('refuses what is no vector of its kind, and lives on', async () => {
    const one = documents.slice(0, 1);
    await expect(store.addVectors([[1, 2, 3]], one)).rejects.toThrow('has 3 parts, the store has 8');
    await expect(store.addVectors([Array(8).fill(Number.NaN)], one)).rejects.toThrow('no finite number');
    await expect(store.addVectors([Array(8).fill('1') as number[]], one)).rejects.toThrow('no finite number');
    await expect(store.similaritySearchVectorWithScore([1], 1)).rejects.toThrow('has 1 parts');
    await expect(
      store.similaritySearch('cccd', 2, () => {
        throw new Error('a filter that fails');
      }),
    ).rejects.toThrow('a filter that fails');
    expect(await store.similaritySearch('aaab', 100)).toHaveLength(texts.length);
    expect(await store.similaritySearch('aaab', 0)).toEqual([]);
  });
});
