/** Opens the guidance at start: the stored index when it fits the knowledge, else a new one. */
import { join } from 'node:path';
import { readDatedLaw } from './dated-law.ts';
import { createGuidance, type Guidance } from './guidance.ts';
import { IndexRefusedError, loadIndex, saveIndex } from './index-file.ts';
import { parsePages, readPages } from './read-knowledge.ts';
import { buildIndex, type SearchIndex } from './search-index.ts';
import { readSynonyms } from './synonyms.ts';

/** Where things are; `dataDir` null keeps nothing on disk. */
export type GuidancePlaces = { readonly knowledgeDir: string; readonly dataDir: string | null };

/** What opening did, for the person who runs it. */
export type Opened = {
  readonly guidance: Guidance;
  readonly index: SearchIndex;
  /** `loaded`, or why it was built. */
  readonly how: string;
};

/** Folder of documents that were added with `ingest`. */
export function documentsFolder(dataDir: string): string {
  return join(dataDir, 'documents');
}

/** File of the stored index. */
export function indexPath(dataDir: string): string {
  return join(dataDir, 'index', 'guidance.json');
}

/**
 * Loads or builds; rejects only with `KnowledgeError`, when a page of the knowledge is not in form. A folder that
 * cannot be written costs the time of building at the next start, nothing else.
 */
export async function openGuidance(places: GuidancePlaces, isForced = false): Promise<Opened> {
  const { knowledgeDir, dataDir } = places;
  const [pages, law] = await Promise.all([
    readPages(knowledgeDir, dataDir === null ? null : documentsFolder(dataDir)),
    readDatedLaw(knowledgeDir),
  ]);
  let how = 'built because it was asked for';
  if (dataDir !== null && !isForced) {
    try {
      const index = await loadIndex(indexPath(dataDir), pages.hash, 'lsa');
      return { guidance: createGuidance(index, law), index, how: 'loaded' };
    } catch (error) {
      if (!(error instanceof IndexRefusedError)) throw error;
      how = error.message;
    }
  }
  const index = buildIndex(parsePages(pages), await readSynonyms(knowledgeDir), pages.hash);
  if (dataDir !== null) await saveIndex(indexPath(dataDir), index).catch(() => undefined);
  return { guidance: createGuidance(index, law), index, how };
}
