/**
 * An approximate vector store for very many vectors. The native code ends the process on vectors that are no numbers, on
 * filters that throw and on files that do not fit, so none of these ever reach it: vectors are checked here, filters run
 * here on its candidates, and its files are never read back.
 */
import type { Document } from '@langchain/core/documents';
import type { EmbeddingsInterface } from '@langchain/core/embeddings';
import { VectorStore } from '@langchain/core/vectorstores';
import type { HierarchicalNSW } from 'hnswlib-node';
import type { DocumentFilter } from './exact-store.ts';
import { checkVector, VectorRefusedError } from './vector-guard.ts';

/** Cosine similarity, highest first, nearly always the same as the exact store. */
export class HnswVectorStore extends VectorStore {
  declare FilterType: DocumentFilter;
  readonly #dimension: number;
  readonly #index: HierarchicalNSW;
  readonly #documents: Document[] = [];
  private constructor(embeddings: EmbeddingsInterface, dimension: number, index: HierarchicalNSW) {
    super(embeddings, {});
    this.#dimension = dimension;
    this.#index = index;
  }
  /** Null when the optional package is not installed on this machine: use the exact store. */
  static async create(embeddings: EmbeddingsInterface, dimension: number): Promise<HnswVectorStore | null> {
    if (!Number.isInteger(dimension) || dimension < 1 || dimension > 16_384)
      throw new VectorRefusedError(`A store cannot have ${dimension} dimensions.`);
    const native = await import('hnswlib-node').catch(() => null);
    if (native === null) return null;
    const { HierarchicalNSW: Index } = native.default ?? native;
    const index = new Index('cosine', dimension);
    index.initIndex({ maxElements: 1_024, m: 16, efConstruction: 200, randomSeed: 100 });
    index.setEf(200);
    return new HnswVectorStore(embeddings, dimension, index);
  }
  override _vectorstoreType(): string {
    return 'hnsw';
  }
  override async addVectors(vectors: number[][], documents: Document[]): Promise<void> {
    if (vectors.length !== documents.length) throw new RangeError('Each document needs one vector.');
    vectors.forEach((vector, at) => {
      checkVector(vector, this.#dimension, `Vector ${at + 1}`);
    });
    const needed = this.#documents.length + vectors.length;
    if (needed > this.#index.getMaxElements())
      this.#index.resizeIndex(Math.max(needed, this.#index.getMaxElements() * 2));
    vectors.forEach((vector, at) => {
      const document = documents[at];
      if (document === undefined) return;
      this.#index.addPoint([...vector], this.#documents.length);
      this.#documents.push(document);
    });
  }
  override async addDocuments(documents: Document[]): Promise<void> {
    await this.addVectors(
      await this.embeddings.embedDocuments(documents.map(({ pageContent }) => pageContent)),
      documents,
    );
  }
  override async similaritySearchVectorWithScore(
    query: number[],
    k: number,
    filter?: this['FilterType'],
  ): Promise<[Document, number][]> {
    checkVector(query, this.#dimension, 'The question');
    const size = this.#documents.length;
    const wanted = Math.min(Math.max(0, Math.floor(k)), size);
    if (wanted === 0) return [];
    // With a filter more candidates are taken, in growing steps, until enough pass it.
    for (
      let taken = filter === undefined ? wanted : Math.min(size, wanted * 8);
      ;
      taken = Math.min(size, taken * 4)
    ) {
      this.#index.setEf(Math.max(200, taken));
      const { neighbors, distances } = this.#index.searchKnn([...query], taken);
      const found = neighbors.flatMap((id, at): [Document, number][] => {
        const document = this.#documents[id];
        if (document === undefined || (filter !== undefined && !filter(document))) return [];
        return [[document, 1 - (distances[at] ?? 1)]];
      });
      if (found.length >= wanted || taken === size) return found.slice(0, wanted);
    }
  }
}
