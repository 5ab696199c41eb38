/** Vectors of an embedding service in place of the built-in ones, and what happens when it fails. */
import type { EmbeddingsInterface } from '@langchain/core/embeddings';
import type { EmbedQuestion } from './guidance.ts';
import { type Passage, textOf } from './passage.ts';
import type { DenseVectors } from './search-index.ts';
import { checkVector, VectorRefusedError } from './vector-guard.ts';

/** Where vectors come from; `model` is the deployment's name with Azure. */
export type EmbeddingSettings = {
  readonly kind: 'openai' | 'azure';
  readonly address: string;
  readonly key: string;
  readonly model: string;
};

/** Embeddings with a name that changes whenever their vectors could no longer be compared. */
export type EmbeddingService = EmbeddingsInterface & { readonly modelId: string };

/** The embedding service did not do its part; the message says what to check, and holds no key. */
export class EmbeddingServiceError extends Error {
  readonly code = 'EMBEDDING_SERVICE';
  override readonly name = 'EmbeddingServiceError';
}

/** Services take about 8,000 tokens a text; passages are far shorter, a stranger's paragraph may not be. */
const mostCharacters = 6_000;
/** How long a service that failed is left alone. */
const restMs = 60_000;

/** Whether the fault is one the built-in embeddings stand in for. */
export function isServiceFault(error: unknown): error is EmbeddingServiceError | VectorRefusedError {
  return error instanceof EmbeddingServiceError || error instanceof VectorRefusedError;
}

function unitVector(vector: readonly number[]): number[] {
  const length = Math.hypot(...vector) || 1;
  return vector.map((part) => part / length);
}

/** Vectors of length 1 for all passages; rejects with a service fault unless all are of one dimension. */
export async function embedPassages(
  service: EmbeddingService,
  passages: readonly Passage[],
): Promise<DenseVectors> {
  const texts = passages.map((passage) =>
    `${passage.title}\n${passage.heading}\n${textOf(passage)}`.slice(0, mostCharacters),
  );
  const rows = await service.embedDocuments(texts);
  const dimension = rows[0]?.length ?? 1;
  const vectors = new Float32Array(rows.length * dimension);
  rows.forEach((row, at) => {
    checkVector(row, dimension, `The vector of passage ${at + 1}`);
    vectors.set(unitVector(row), at * dimension);
  });
  return { modelId: service.modelId, dimension, vectors };
}

/**
 * Embeds questions for an index of `dimension`; null, and a rest for the service, when it fails or its vector does not
 * fit, so that a question then waits for it once and not every time.
 */
export function createQuestionEmbedder(
  service: EmbeddingService,
  dimension: number,
  now: () => number,
): EmbedQuestion {
  let restsUntil = Number.NEGATIVE_INFINITY;
  return async (question) => {
    if (now() < restsUntil) return null;
    try {
      const vector = await service.embedQuery(question.slice(0, mostCharacters));
      checkVector(vector, dimension, 'The question');
      return Float32Array.from(unitVector(vector));
    } catch (error) {
      if (!isServiceFault(error)) throw error;
      restsUntil = now() + restMs;
      return null;
    }
  };
}
