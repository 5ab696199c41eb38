/** Latent semantic analysis fitted on the corpus itself: a truncated SVD of its weighted term matrix. */
import { EigenvalueDecomposition, Matrix } from 'ml-matrix';

/** Terms and their weights in one text; `columns[i]` belongs to `weights[i]`. */
type SparseRow = { readonly columns: Int32Array; readonly weights: Float64Array };

/** What a fitted model holds; vectors are rows of `dimension` numbers, one after the other. */
export type LsaModel = {
  readonly dimension: number;
  readonly idf: ReadonlyMap<string, { readonly column: number; readonly idf: number }>;
  /** One row a term. */
  readonly termVectors: Float32Array;
};

/** The same numbers in every build, so that the same corpus gives the same index. */
function createRandom(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4294967296 - 0.5;
  };
}

function rowOf(terms: Iterable<string>, idf: LsaModel['idf']): SparseRow {
  const counts = new Map<number, { count: number; idf: number }>();
  for (const term of terms) {
    const known = idf.get(term);
    if (known === undefined) continue;
    const entry = counts.get(known.column);
    if (entry === undefined) counts.set(known.column, { count: 1, idf: known.idf });
    else entry.count += 1;
  }
  const columns = Int32Array.from(counts.keys());
  const weights = Float64Array.from(
    counts.values(),
    ({ count, idf: rarity }) => (1 + Math.log(count)) * rarity,
  );
  const length = Math.hypot(...weights) || 1;
  return { columns, weights: weights.map((weight) => weight / length) };
}

/** Makes the columns of `basis` (each of `size` numbers) orthonormal; twice, since once loses digits. */
function orthonormalise(basis: readonly Float64Array[]): void {
  for (let pass = 0; pass < 2; pass += 1)
    basis.forEach((vector, at) => {
      for (let before = 0; before < at; before += 1) {
        const other = basis[before] as Float64Array;
        let dot = 0;
        for (let i = 0; i < vector.length; i += 1) dot += (vector[i] as number) * (other[i] as number);
        for (let i = 0; i < vector.length; i += 1)
          vector[i] = (vector[i] as number) - dot * (other[i] as number);
      }
      let length = 0;
      for (const value of vector) length += value * value;
      const scale = length > 1e-20 ? 1 / Math.sqrt(length) : 0;
      for (let i = 0; i < vector.length; i += 1) vector[i] = (vector[i] as number) * scale;
    });
}

/** `rows · vector`, and its transpose: `rowsᵀ · vector`. */
function multiply(rows: readonly SparseRow[], vector: Float64Array): Float64Array {
  return Float64Array.from(rows, ({ columns, weights }) => {
    let sum = 0;
    for (let i = 0; i < columns.length; i += 1)
      sum += (weights[i] as number) * (vector[columns[i] as number] as number);
    return sum;
  });
}
function multiplyTransposed(rows: readonly SparseRow[], vector: Float64Array, width: number): Float64Array {
  const result = new Float64Array(width);
  rows.forEach(({ columns, weights }, at) => {
    const factor = vector[at] as number;
    for (let i = 0; i < columns.length; i += 1) {
      const column = columns[i] as number;
      result[column] = (result[column] as number) + factor * (weights[i] as number);
    }
  });
  return result;
}

/** Fits the model by subspace iteration; texts are given as lists of terms. Terms seen once carry no likeness. */
export function fitLsa(texts: readonly (readonly string[])[], wanted = 150): LsaModel {
  const documentCounts = new Map<string, number>();
  for (const terms of texts)
    for (const term of new Set(terms)) documentCounts.set(term, (documentCounts.get(term) ?? 0) + 1);
  const idf = new Map<string, { column: number; idf: number }>();
  for (const [term, count] of [...documentCounts].sort(([left], [right]) => (left < right ? -1 : 1)))
    if (count > 1) idf.set(term, { column: idf.size, idf: Math.log(1 + texts.length / count) });
  const width = idf.size;
  const dimension = Math.max(1, Math.min(wanted, Math.floor(texts.length / 2), width));
  const rows = texts.map((terms) => rowOf(terms, idf));
  const random = createRandom(20261123);
  const extra = Math.min(width, dimension + 10);
  let basis: Float64Array[] = Array.from({ length: extra }, () =>
    Float64Array.from({ length: width }, random),
  );
  orthonormalise(basis);
  for (let turn = 0; turn < 4; turn += 1) {
    basis = basis.map((vector) => multiplyTransposed(rows, multiply(rows, vector), width));
    orthonormalise(basis);
  }
  // Rayleigh–Ritz: the small matrix tells which mixtures of the basis are the singular vectors.
  const images = basis.map((vector) => multiply(rows, vector));
  const gram = new Matrix(extra, extra);
  images.forEach((left, at) => {
    images.forEach((right, other) => {
      if (other < at) return;
      let dot = 0;
      for (let i = 0; i < left.length; i += 1) dot += (left[i] as number) * (right[i] as number);
      gram.set(at, other, dot);
      gram.set(other, at, dot);
    });
  });
  const mixtures = new EigenvalueDecomposition(gram, { assumeSymmetric: true }).eigenvectorMatrix;
  const termVectors = new Float32Array(width * dimension);
  for (let component = 0; component < dimension; component += 1) {
    // Eigenvalues come in ascending order.
    const column = extra - 1 - component;
    for (let part = 0; part < extra; part += 1) {
      const factor = mixtures.get(part, column);
      const vector = basis[part] as Float64Array;
      for (let term = 0; term < width; term += 1) {
        const place = term * dimension + component;
        termVectors[place] = (termVectors[place] as number) + factor * (vector[term] as number);
      }
    }
  }
  return { dimension, idf, termVectors };
}

/** The text as a vector of length 1, or all zeros when none of its terms is known. */
export function projectTerms(model: LsaModel, terms: readonly string[]): Float32Array {
  const { columns, weights } = rowOf(terms, model.idf);
  const vector = new Float32Array(model.dimension);
  for (let i = 0; i < columns.length; i += 1) {
    const start = (columns[i] as number) * model.dimension;
    for (let component = 0; component < model.dimension; component += 1)
      vector[component] =
        (vector[component] as number) +
        (weights[i] as number) * (model.termVectors[start + component] as number);
  }
  let length = 0;
  for (const value of vector) length += value * value;
  const scale = length > 0 ? 1 / Math.sqrt(length) : 0;
  return vector.map((value) => value * scale);
}
