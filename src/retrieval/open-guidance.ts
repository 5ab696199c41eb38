/** Opens the guidance at start: the stored index when it fits the knowledge, else a new one. */
import { join } from 'node:path';
import { readDatedLaw } from './dated-law.ts';
import {
  createQuestionEmbedder,
  type EmbeddingService,
  embedPassages,
  isServiceFault,
} from './embedding-service.ts';
import { createGuidance, type Guidance } from './guidance.ts';
import { IndexRefusedError, loadIndex, modelOf, saveIndex } from './index-file.ts';
import { parsePages, readPages } from './read-knowledge.ts';
import { buildIndex, type SearchIndex } from './search-index.ts';
import { readSynonyms } from './synonyms.ts';

/** Where things are; `dataDir` null keeps nothing on disk. */
export type GuidancePlaces = {
  readonly knowledgeDir: string;
  readonly dataDir: string | null;
  /** Index that came with the build, looked at when the data folder has none that fits; it is never written. */
  readonly shippedIndex?: string;
};

/** A configured embedding service, and the clock its rests are measured with. */
export type ServiceInUse = { readonly service: EmbeddingService; readonly now: () => number };

/** What opening did, for the person who runs it. */
export type Opened = {
  readonly guidance: Guidance;
  readonly index: SearchIndex;
  /** `loaded`, or why it was built. */
  readonly how: string;
  /** Why the built-in embeddings stand in for a configured service; null when they do not. */
  readonly fallback: string | null;
};

/** Folder of documents that were added with `ingest`. */
export function documentsFolder(dataDir: string): string {
  return join(dataDir, 'documents');
}

/** File of the stored index. */
export function indexPath(dataDir: string): string {
  return join(dataDir, 'index', 'guidance.json');
}

type Tried =
  | { readonly index: SearchIndex; readonly refusal?: never }
  | { readonly index?: never; readonly refusal: string };

async function tryIndex(path: string, knowledgeHash: string, model: string): Promise<Tried> {
  try {
    return { index: await loadIndex(path, knowledgeHash, model) };
  } catch (error) {
    if (!(error instanceof IndexRefusedError)) throw error;
    return { refusal: error.message };
  }
}

/**
 * Loads or builds; rejects only with `KnowledgeError`, when a page of the knowledge is not in form. A folder that
 * cannot be written costs the time of building at the next start, nothing else; a service that fails is tried again then.
 */
export async function openGuidance(
  places: GuidancePlaces,
  isForced = false,
  inUse: ServiceInUse | null = null,
): Promise<Opened> {
  const { knowledgeDir, dataDir } = places;
  const [pages, law] = await Promise.all([
    readPages(knowledgeDir, dataDir === null ? null : documentsFolder(dataDir)),
    readDatedLaw(knowledgeDir),
  ]);
  const ready = (index: SearchIndex, how: string, fallback: string | null): Opened => ({
    guidance: createGuidance(
      index,
      law,
      inUse === null || index.dense === null
        ? null
        : createQuestionEmbedder(inUse.service, index.dense.dimension, inUse.now),
    ),
    index,
    how,
    fallback,
  });
  let how = 'built because it was asked for';
  if (!isForced) {
    const model = inUse?.service.modelId ?? modelOf(null);
    const own = dataDir === null ? null : await tryIndex(indexPath(dataDir), pages.hash, model);
    if (own?.index !== undefined) return ready(own.index, 'loaded', null);
    how = own?.refusal ?? how;
    const shipped =
      places.shippedIndex === undefined ? null : await tryIndex(places.shippedIndex, pages.hash, model);
    if (shipped?.index !== undefined) return ready(shipped.index, 'loaded', null);
  }
  let index = buildIndex(parsePages(pages), await readSynonyms(knowledgeDir), pages.hash);
  let fallback: string | null = null;
  if (inUse !== null) {
    try {
      index = { ...index, dense: await embedPassages(inUse.service, index.passages) };
    } catch (error) {
      if (!isServiceFault(error)) throw error;
      fallback = `${error.message} The built-in embeddings are used until the next start.`;
    }
  }
  if (dataDir !== null) await saveIndex(indexPath(dataDir), index).catch(() => undefined);
  return ready(index, how, fallback);
}
