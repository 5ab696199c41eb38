/** What no vector store lets in: vectors of another length, or with parts that are no finite numbers. */

/** A vector that cannot be stored or searched with; the message says which and why. */
export class VectorRefusedError extends Error {
  readonly code = 'VECTOR_REFUSED';
  override readonly name = 'VectorRefusedError';
}

/** Throws `VectorRefusedError` unless the vector has `dimension` finite numbers. */
export function checkVector(vector: readonly number[], dimension: number, what: string): void {
  if (!Array.isArray(vector) || vector.length !== dimension)
    throw new VectorRefusedError(
      `${what} has ${Array.isArray(vector) ? vector.length : 'no'} parts, the store has ${dimension}. Use one embedding model for both.`,
    );
  if (!vector.every((part) => typeof part === 'number' && Number.isFinite(part)))
    throw new VectorRefusedError(`${what} has a part that is no finite number. Check the embedding model.`);
}
