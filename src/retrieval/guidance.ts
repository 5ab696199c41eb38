/** Guidance as the rest of the house sees it: ask a question, get passages and whether they answer it. */
import type { DatedLaw } from './dated-law.ts';
import type { Passage } from './passage.ts';
import { readQuery } from './read-query.ts';
import { type Hit, type PassageFilter, searchIndex } from './search.ts';
import type { SearchIndex } from './search-index.ts';

/** Share of a question's content, by rarity, that the best passage must hold for the question to count as covered. */
export const coveredFrom = 0.35;

/** What a question found. */
export type Found = {
  readonly hits: readonly Hit[];
  /** Decided on the raw match of words, never on scores scaled to their own best. */
  readonly isCovered: boolean;
  /** The best match of words among the first hits: 0 to 1. */
  readonly strength: number;
};

/** Everything that is known of guidance and law, ready to be asked. */
export type Guidance = DatedLaw & {
  readonly find: (
    question: string,
    filter: PassageFilter,
    limit: number,
    pages?: readonly string[],
  ) => Promise<Found>;
  /** How well the words of the passages match a message at best, 0 to 1; for deciding whether guidance is meant. */
  readonly strengthOf: (message: string) => number;
  /** A passage by its id, or the first passage of a page; null when there is none. */
  readonly passage: (idOrPage: string) => Passage | null;
  readonly passages: readonly Passage[];
};

/** Turns the question into a vector of the index's embedding model; null when the service does not answer. */
export type EmbedQuestion = (question: string) => Promise<Float32Array | null>;

/** Guidance over an index; `embed` is asked only when the index holds vectors of its model. */
export function createGuidance(
  index: SearchIndex,
  law: DatedLaw,
  embed: EmbedQuestion | null = null,
): Guidance {
  const byId = new Map(index.passages.map((passage) => [passage.id, passage]));
  const firstOf = new Map<string, Passage>();
  for (const passage of index.passages) if (!firstOf.has(passage.page)) firstOf.set(passage.page, passage);
  return {
    ...law,
    passages: index.passages,
    passage: (idOrPage) => byId.get(idOrPage) ?? firstOf.get(idOrPage) ?? null,
    strengthOf: (message) => {
      const query = readQuery(message.slice(0, 2_000), index);
      const anywhere = { stages: null, role: null, regime: null, onDate: null };
      const strength = Math.max(0, ...searchIndex(index, query, anywhere, 10).map((hit) => hit.strength));
      // One word alone is a weak sign: it counts only where a passage is about it.
      return query.own.length > 1 || strength > 0.9 ? strength : 0;
    },
    find: async (question, filter, limit, pages) => {
      const text = question.slice(0, 2_000);
      const query = readQuery(text, index);
      // Within a few named pages the built-in vectors do, and save a wait for the service.
      const dense = embed === null || index.dense === null || pages !== undefined ? null : await embed(text);
      const wide = searchIndex(
        index,
        query,
        filter,
        pages === undefined ? limit : 200,
        dense,
        pages === undefined ? 3 : 20,
      );
      const hits =
        pages === undefined
          ? wide
          : wide.filter(({ passage }) => pages.includes(passage.page)).slice(0, limit);
      const strength = Math.max(0, ...hits.slice(0, 5).map((hit) => hit.strength));
      return { hits, strength, isCovered: strength >= coveredFrom };
    },
  };
}
