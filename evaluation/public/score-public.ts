/** Scores the retrieval module on a public set: nDCG@10 with the product’s own analyser, weights and LSA. */
import type { Passage } from '../../src/retrieval/passage.ts';
import { readQuery } from '../../src/retrieval/read-query.ts';
import { searchIndex } from '../../src/retrieval/search.ts';
import { buildIndex } from '../../src/retrieval/search-index.ts';
import type { Blend } from '../../src/retrieval/weights.ts';
import type { PublicSet } from './read-set.ts';

/** A text as a passage of a page of its own, title and text in one, as the sets’ own baselines read them: our headings are questions, titles of papers are not. */
function passageOf({ id, title, text }: PublicSet['texts'][number]): Passage {
  const blocks = [title, text]
    .filter((words) => words !== '')
    .map((words) => ({ kind: 'paragraph' as const, text: words, sources: [], role: null }));
  return {
    id,
    page: id,
    title: '',
    heading: '',
    asked: [],
    stage: 'research',
    kind: 'research',
    regime: 'neutral',
    roles: [],
    topics: [],
    answer: '',
    blocks,
    validFrom: null,
    validTo: null,
    replacedBy: null,
    whatChanged: null,
    notKnown: null,
    grounds: null,
    sources: [],
  };
}

/** Discounted gain of the first ten texts against the best order there is. */
export function gainOf(found: readonly string[], gains: ReadonlyMap<string, number>): number {
  const discounted = (values: readonly number[]) =>
    values.slice(0, 10).reduce((sum, gain, at) => sum + gain / Math.log2(at + 2), 0);
  const best = discounted([...gains.values()].sort((left, right) => right - left));
  return best === 0 ? 0 : discounted(found.map((id) => gains.get(id) ?? 0)) / best;
}

/** What the set scored, without synonyms, which are the product’s own. */
export type PublicScore = {
  readonly texts: number;
  readonly questions: number;
  readonly gain: number;
  readonly buildSeconds: number;
};

/** Builds the index of the set and asks every judged question once. */
export function scorePublicSet(set: PublicSet, blend: Blend): PublicScore {
  const startedAt = performance.now();
  const index = buildIndex(set.texts.map(passageOf), [], 'public');
  const buildSeconds = (performance.now() - startedAt) / 1_000;
  const filter = { stages: null, role: null, regime: null, onDate: null };
  const gains = set.questions.map(({ id, text }) =>
    gainOf(
      searchIndex(index, readQuery(text, index), filter, 10, null, 1, blend).map(({ passage }) => passage.id),
      set.relevant.get(id) ?? new Map(),
    ),
  );
  return {
    texts: set.texts.length,
    questions: gains.length,
    gain: gains.reduce((sum, gain) => sum + gain, 0) / Math.max(1, gains.length),
    buildSeconds,
  };
}
