/** The index on disk: checked by its own hash, and by the knowledge and model it was made for, before anything is used. */
import { createHash, randomUUID } from 'node:crypto';
import { mkdir, readFile, rename, rm, writeFile } from 'node:fs/promises';
import { dirname } from 'node:path';
import MiniSearch from 'minisearch';
import { z } from 'zod';
import type { Passage } from './passage.ts';
import { type DenseVectors, type SearchIndex, wordOptions } from './search-index.ts';
import type { SynonymRule } from './synonyms.ts';

const version = 2;

/** Why a stored index is not used; the message can be shown as it is. */
export class IndexRefusedError extends Error {
  readonly code = 'INDEX_REFUSED';
  override readonly name = 'IndexRefusedError';
}

const denseSchema = z.object({
  modelId: z.string(),
  dimension: z.number().int().positive(),
  vectors: z.string(),
});
const fileSchema = z.object({
  version: z.literal(version),
  knowledgeHash: z.string(),
  modelId: z.string(),
  passages: z.array(z.custom<Passage>((value) => typeof value === 'object' && value !== null)),
  words: z.custom<Parameters<typeof MiniSearch.loadJS>[0]>(
    (value) => typeof value === 'object' && value !== null,
  ),
  lsa: z.object({
    dimension: z.number().int().positive(),
    terms: z.array(z.string()),
    rarities: z.array(z.number()),
    termVectors: z.string(),
  }),
  lsaVectors: z.string(),
  dense: denseSchema.nullable(),
  documentCounts: z.array(z.tuple([z.string(), z.number()])),
  synonyms: z.array(z.custom<SynonymRule>((value) => typeof value === 'object' && value !== null)),
});

function encode(vector: Float32Array): string {
  return Buffer.from(vector.buffer, vector.byteOffset, vector.byteLength).toString('base64');
}

/** The numbers again; refuses when their count does not fit, or one is no number. */
function decode(text: string, count: number, what: string): Float32Array {
  const bytes = Buffer.from(text, 'base64');
  if (bytes.byteLength !== count * 4)
    throw new IndexRefusedError(
      `The stored index has ${what} of another size than it says; it is built anew.`,
    );
  const vector = new Float32Array(count);
  Buffer.from(vector.buffer).set(bytes);
  if (!vector.every(Number.isFinite))
    throw new IndexRefusedError(`The stored index has ${what} that are no numbers; it is built anew.`);
  return vector;
}

/** Names the embedding model of an index: `lsa` when no service made its vectors. */
export function modelOf(dense: Pick<DenseVectors, 'modelId'> | null): string {
  return dense?.modelId ?? 'lsa';
}

/** Writes the index beside the old one and swaps them, so that a reader never sees half a file. */
export async function saveIndex(path: string, index: SearchIndex): Promise<void> {
  const content: z.input<typeof fileSchema> = {
    version,
    knowledgeHash: index.knowledgeHash,
    modelId: modelOf(index.dense),
    passages: [...index.passages],
    words: index.words.toJSON(),
    lsa: {
      dimension: index.lsa.dimension,
      terms: [...index.lsa.idf.keys()],
      rarities: [...index.lsa.idf.values()].map(({ idf }) => idf),
      termVectors: encode(index.lsa.termVectors),
    },
    lsaVectors: encode(index.lsaVectors),
    dense: index.dense === null ? null : { ...index.dense, vectors: encode(index.dense.vectors) },
    documentCounts: [...index.documentCounts],
    synonyms: [...index.synonyms],
  };
  const body = JSON.stringify(content);
  const digest = createHash('sha256').update(body).digest('hex');
  await mkdir(dirname(path), { recursive: true });
  const beside = `${path}.${randomUUID()}`;
  try {
    await writeFile(beside, `${digest}\n${body}`);
    await rename(beside, path);
  } finally {
    await rm(beside, { force: true });
  }
}

function parseFile(body: string): z.output<typeof fileSchema> {
  try {
    return fileSchema.parse(JSON.parse(body));
  } catch (error) {
    throw new IndexRefusedError('The stored index is of another release; it is built anew.', {
      cause: error,
    });
  }
}

/** The word index again; its own form is known to its package alone. */
function loadWords(stored: z.output<typeof fileSchema>['words']): SearchIndex['words'] {
  try {
    return MiniSearch.loadJS(stored, wordOptions);
  } catch (error) {
    throw new IndexRefusedError('The stored index has words that cannot be read; it is built anew.', {
      cause: error,
    });
  }
}

/** Reads an index; rejects with `IndexRefusedError` when it is missing, broken, or made for other knowledge or another model. */
export async function loadIndex(path: string, knowledgeHash: string, modelId: string): Promise<SearchIndex> {
  const text = await readFile(path, 'utf8').catch(() => null);
  if (text === null) throw new IndexRefusedError('There is no stored index yet; it is built now.');
  const lineEnd = text.indexOf('\n');
  const body = text.slice(lineEnd + 1);
  if (createHash('sha256').update(body).digest('hex') !== text.slice(0, lineEnd))
    throw new IndexRefusedError('The stored index is damaged; it is built anew.');
  const file = parseFile(body);
  if (file.knowledgeHash !== knowledgeHash)
    throw new IndexRefusedError('The knowledge has changed since the index was built; it is built anew.');
  if (file.modelId !== modelId)
    throw new IndexRefusedError(
      `The stored index was made with the model ${file.modelId}, not ${modelId}; it is built anew.`,
    );
  const { dimension, terms, rarities } = file.lsa;
  const idf = new Map(terms.map((term, column) => [term, { column, idf: rarities[column] ?? 0 }]));
  const count = file.passages.length;
  return {
    passages: file.passages,
    knowledgeHash,
    words: loadWords(file.words),
    lsa: {
      dimension,
      idf,
      termVectors: decode(file.lsa.termVectors, terms.length * dimension, 'term vectors'),
    },
    lsaVectors: decode(file.lsaVectors, count * dimension, 'passage vectors'),
    dense:
      file.dense === null
        ? null
        : {
            ...file.dense,
            vectors: decode(file.dense.vectors, count * file.dense.dimension, 'embedding vectors'),
          },
    documentCounts: new Map(file.documentCounts),
    synonyms: file.synonyms,
  };
}
