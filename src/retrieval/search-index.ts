/** The index of all passages: BM25 over weighted fields, a fitted LSA model, and how rare each term is. */
import MiniSearch, { type Options } from 'minisearch';
import { termsOf } from './analyser.ts';
import { fitLsa, type LsaModel, projectTerms } from './lsa.ts';
import { type Passage, textOf } from './passage.ts';
import type { SynonymRule } from './synonyms.ts';

type IndexedDocument = {
  readonly id: number;
  readonly heading: string;
  readonly asked: string;
  readonly title: string;
  readonly topics: string;
  readonly answer: string;
  readonly text: string;
};

/** Dense vectors of the passages from one embedding model, in the order of the passages. */
export type DenseVectors = {
  readonly modelId: string;
  readonly dimension: number;
  readonly vectors: Float32Array;
};

/** Everything a search needs. */
export type SearchIndex = {
  readonly passages: readonly Passage[];
  readonly knowledgeHash: string;
  readonly words: MiniSearch<IndexedDocument>;
  readonly lsa: LsaModel;
  /** LSA vectors of the passages, each of length 1. */
  readonly lsaVectors: Float32Array;
  /** Vectors of a configured embedding service; null: LSA stands alone. */
  readonly dense: DenseVectors | null;
  /** In how many passages a term occurs. */
  readonly documentCounts: ReadonlyMap<string, number>;
  readonly synonyms: readonly SynonymRule[];
};

/** How MiniSearch reads what we give it: terms made by our analyser, never its own. */
export const wordOptions: Options<IndexedDocument> = {
  fields: ['heading', 'asked', 'title', 'topics', 'answer', 'text'],
  tokenize: (text) => text.split(' ').filter((term) => term !== ''),
  processTerm: (term) => term,
  autoVacuum: false,
};

/** Terms of everything a passage says, headings first. */
export function allTermsOf(passage: Passage): string[] {
  return termsOf(`${passage.heading}\n${passage.title}\n${passage.topics.join(' ')}\n${textOf(passage)}`);
}

/** How rare a term is among the passages; unknown terms are the rarest. */
export function rarityOf(index: Pick<SearchIndex, 'documentCounts' | 'passages'>, term: string): number {
  return Math.log(1 + index.passages.length / (1 + (index.documentCounts.get(term) ?? 0)));
}

/** Counts in how many texts each term occurs. */
export function countDocuments(texts: readonly (readonly string[])[]): Map<string, number> {
  const counts = new Map<string, number>();
  for (const terms of texts) for (const term of new Set(terms)) counts.set(term, (counts.get(term) ?? 0) + 1);
  return counts;
}

/** Builds the whole index; the same passages give the same index. */
export function buildIndex(
  passages: readonly Passage[],
  synonyms: readonly SynonymRule[],
  knowledgeHash: string,
): SearchIndex {
  const texts = passages.map(allTermsOf);
  const words = new MiniSearch<IndexedDocument>(wordOptions);
  words.addAll(
    passages.map((passage, id) => ({
      id,
      heading: termsOf(passage.heading).join(' '),
      asked: termsOf(passage.asked.join('\n')).join(' '),
      title: termsOf(passage.title).join(' '),
      topics: termsOf(passage.topics.join(' ')).join(' '),
      answer: termsOf(passage.answer).join(' '),
      text: termsOf(textOf(passage)).join(' '),
    })),
  );
  const meant = passages.map((passage, at) => [...(texts[at] ?? []), ...termsOf(passage.asked.join('\n'))]);
  const lsa = fitLsa(meant);
  const lsaVectors = new Float32Array(passages.length * lsa.dimension);
  meant.forEach((terms, at) => {
    lsaVectors.set(projectTerms(lsa, terms), at * lsa.dimension);
  });
  return {
    passages,
    knowledgeHash,
    words,
    lsa,
    lsaVectors,
    dense: null,
    documentCounts: countDocuments(texts),
    synonyms,
  };
}
