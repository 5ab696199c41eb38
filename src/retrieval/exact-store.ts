/** A vector store that compares with every vector: right up to some tens of thousands of them. */
import type { Document } from '@langchain/core/documents';
import type { EmbeddingsInterface } from '@langchain/core/embeddings';
import { VectorStore } from '@langchain/core/vectorstores';
import { checkVector } from './vector-guard.ts';

/** Keeps a document for which it returns true. */
export type DocumentFilter = (document: Document) => boolean;

function lengthOf(vector: readonly number[]): number {
  return Math.sqrt(vector.reduce((sum, part) => sum + part * part, 0)) || 1;
}

/** Cosine similarity, highest first; a filter that throws rejects the search and changes nothing. */
export class ExactVectorStore extends VectorStore {
  declare FilterType: DocumentFilter;
  readonly #dimension: number;
  readonly #rows: {
    readonly vector: readonly number[];
    readonly length: number;
    readonly document: Document;
  }[] = [];
  constructor(embeddings: EmbeddingsInterface, dimension: number) {
    super(embeddings, {});
    this.#dimension = dimension;
  }
  override _vectorstoreType(): string {
    return 'exact';
  }
  override async addVectors(vectors: number[][], documents: Document[]): Promise<void> {
    if (vectors.length !== documents.length) throw new RangeError('Each document needs one vector.');
    vectors.forEach((vector, at) => {
      checkVector(vector, this.#dimension, `Vector ${at + 1}`);
    });
    vectors.forEach((vector, at) => {
      const document = documents[at];
      if (document !== undefined) this.#rows.push({ vector, length: lengthOf(vector), document });
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
    const length = lengthOf(query);
    return this.#rows
      .filter(({ document }) => filter === undefined || filter(document))
      .map((row): [Document, number] => [
        row.document,
        row.vector.reduce((sum, part, at) => sum + part * (query[at] ?? 0), 0) / (length * row.length),
      ])
      .sort(([, left], [, right]) => right - left)
      .slice(0, Math.max(0, k));
  }
}
