/** From a question to passages: words (BM25), meaning (LSA or embeddings), nearness, and whether they answer it at all. */
import type { IsoDate } from '../procurement/iso-date.ts';
import { termsOf } from './analyser.ts';
import { likenessOf } from './likeness.ts';
import { projectTerms } from './lsa.ts';
import { holdsOn, type Passage, type Regime, type Role, type Stage } from './passage.ts';
import { isDenied, kindOf, type QuestionKind } from './question-kind.ts';
import type { Query } from './read-query.ts';
import { allTermsOf, type SearchIndex } from './search-index.ts';
import { type Blend, fieldBoosts, questionBlend, weights, wordWeights } from './weights.ts';

/** What to look among; null means any. */
export type PassageFilter = {
  readonly stages: readonly Stage[] | null;
  readonly role: Role | null;
  readonly regime: Regime | null;
  /** Whose passages come first; nothing is left out for it. */
  readonly preferredRole?: Role | null;
  /** Day on which the passage must hold: others are set back, never hidden. */
  readonly onDate: IsoDate | null;
  /** The day was asked for, rather than being today: what did not hold then is set back further. */
  readonly isDayAsked?: boolean;
};

/** A passage with how well it fits; `strength` is absolute and may be compared between questions. */
export type Hit = {
  readonly passage: Passage;
  readonly score: number;
  /** Share of the question's content, by rarity, that the passage holds: 0 to 1. */
  readonly strength: number;
};

const candidates = 60;
/** Share of the question that makes a heading one about the same subject. */
const enoughInHeading = 0.4;

type PassageTerms = {
  readonly list: readonly string[];
  readonly set: ReadonlySet<string>;
  /** Of the heading, the topics and the answer alone. */
  readonly core: ReadonlySet<string>;
  readonly heading: {
    readonly terms: ReadonlySet<string>;
    readonly kind: QuestionKind | null;
    readonly isDenied: boolean;
  };
};
const termCache = new WeakMap<Passage, PassageTerms>();
function termsIn(passage: Passage): PassageTerms {
  const known = termCache.get(passage);
  if (known !== undefined) return known;
  const list = allTermsOf(passage);
  const core = new Set(
    termsOf(`${passage.heading}\n${passage.title}\n${passage.topics.join(' ')}\n${passage.answer}`),
  );
  const heading = {
    terms: new Set(termsOf(passage.heading)),
    kind: kindOf(passage.heading),
    isDenied: isDenied(passage.heading),
  };
  const entry = { list, set: new Set(list), core, heading };
  termCache.set(passage, entry);
  return entry;
}

/** Share of the question, by rarity, that the passage holds in the question's words or what they stand for. */
export function strengthOf(query: Query, passage: Passage): number {
  const { set, core } = termsIn(passage);
  if (!query.own.some((entry) => entry.isOfField && heldBy(set, entry) > 0)) return 0;
  let asked = 0;
  let found = 0;
  for (const entry of query.own) {
    asked += entry.rarity;
    found += entry.rarity * (0.6 * heldBy(set, entry) + 0.4 * heldBy(core, entry));
  }
  return asked === 0 ? 0 : found / asked;
}

/** How far a text holds one word of the question, itself or what it also stands for. */
function heldBy(terms: ReadonlySet<string>, { term, weight, also }: Query['own'][number]): number {
  if (terms.has(term)) return weight;
  return also.length === 0 ? 0 : (0.9 * also.filter((other) => terms.has(other)).length) / also.length;
}

/** Share of neighbouring pairs of the question that stand within three words of each other. */
function nearnessOf(query: Query, passage: Passage): number {
  const terms = query.own.map(({ term }) => term);
  if (terms.length < 2) return 0;
  const { list } = termsIn(passage);
  const places = new Map<string, number[]>();
  list.forEach((term, at) => {
    if (terms.includes(term)) places.set(term, [...(places.get(term) ?? []), at]);
  });
  let near = 0;
  for (let at = 1; at < terms.length; at += 1) {
    const left = places.get(terms[at - 1] ?? '') ?? [];
    const right = places.get(terms[at] ?? '') ?? [];
    if (left.some((from) => right.some((to) => Math.abs(to - from) <= 3))) near += 1;
  }
  return near / (terms.length - 1);
}

/** What is asked for beside the subject: a passage headed by the same kind of question about it is the better answer. */
function kindScore(query: Query, passage: Passage): number {
  const { heading } = termsIn(passage);
  let asked = 0;
  let held = 0;
  for (const entry of query.own) {
    asked += entry.rarity;
    held += entry.rarity * heldBy(heading.terms, entry);
  }
  if (held === 0) return 0;
  const isSameKind = query.kind !== null && query.kind === heading.kind;
  const share = held / asked;
  return (
    weights.heading * share +
    (isSameKind ? weights.kind * Math.min(1, share / enoughInHeading) : 0) -
    (query.isDenied === heading.isDenied ? 0 : weights.denial) +
    (query.asksForOldLaw && passage.regime === 'PCR2015' ? weights.oldLaw : 0)
  );
}

/** A passage with lines for the officer's role counts more than one that is for the role among others. */
function roleScore(passage: Passage, role: Role | null | undefined): number {
  if (role === null || role === undefined) return 0;
  if (passage.blocks.some((block) => block.role === role)) return weights.role;
  return passage.roles.includes(role) ? weights.role / 2 : 0;
}

function isWanted(passage: Passage, filter: PassageFilter): boolean {
  return (
    (filter.stages === null || filter.stages.includes(passage.stage)) &&
    (filter.role === null || passage.roles.length === 0 || passage.roles.includes(filter.role)) &&
    (filter.regime === null || passage.regime === 'neutral' || passage.regime === filter.regime)
  );
}

/** Scores scaled to 0…1 by their own least and most. */
function scaled(scores: ReadonlyMap<number, number>): Map<number, number> {
  const values = [...scores.values()];
  const least = Math.min(...values, 0);
  const most = Math.max(...values, 1e-9);
  return new Map([...scores].map(([id, score]) => [id, (score - least) / (most - least)]));
}

/** The candidates of one list, which holds the best first. */
function firstOf(scores: ReadonlyMap<number, number>): number[] {
  return [...scores.keys()].slice(0, candidates);
}

/** Cosines of all passages that have something in common with `vector`, best first. */
function nearest(vectors: Float32Array, vector: Float32Array, count: number): Map<number, number> {
  const size = vector.length;
  const scores: [number, number][] = [];
  for (let at = 0; at < count; at += 1) {
    let dot = 0;
    for (let i = 0; i < size; i += 1) dot += (vectors[at * size + i] as number) * (vector[i] as number);
    if (dot > 0) scores.push([at, dot]);
  }
  return new Map(scores.sort(([, left], [, right]) => right - left));
}

/** The best passages, best first; of one page at most `perPage`. Pure apart from the cache of terms. */
export function searchIndex(
  index: SearchIndex,
  query: Query,
  filter: PassageFilter,
  limit: number,
  denseQuery: Float32Array | null = null,
  perPage = 3,
  blend: Blend = questionBlend,
): Hit[] {
  const terms = [...query.own, ...query.added];
  if (terms.length === 0) return [];
  const weightOf = new Map(terms.map(({ term, weight }) => [term, weight]));
  const byWords = new Map(
    index.words
      .search(terms.map(({ term }) => term).join(' '), {
        boost: fieldBoosts,
        bm25: wordWeights,
        boostTerm: (term) => weightOf.get(term) ?? 1,
        filter: ({ id }) => isWanted(index.passages[id as number] as Passage, filter),
      })
      // MiniSearch multiplies by the number of words matched: more than BM25 does, which has counted them already.
      .map(
        (result) =>
          [
            result.id as number,
            result.score * Math.max(1, result.queryTerms.length) ** (blend.coordination - 1),
          ] as const,
      )
      .sort(([, left], [, right]) => right - left),
  );
  const meaning =
    denseQuery !== null && index.dense !== null
      ? nearest(index.dense.vectors, denseQuery, index.passages.length)
      : nearest(
          index.lsaVectors,
          projectTerms(
            index.lsa,
            terms.map(({ term }) => term),
          ),
          index.passages.length,
        );
  const words = scaled(byWords);
  const meanings = scaled(meaning);
  const hits: Hit[] = [];
  // What one list puts first is weighed by what the other says of it too, however far down.
  for (const id of new Set([...firstOf(words), ...firstOf(meanings)])) {
    const passage = index.passages[id];
    if (passage === undefined || !isWanted(passage, filter)) continue;
    const fused = blend.words * (words.get(id) ?? 0) + blend.meaning * (meanings.get(id) ?? 0);
    const near = fused > 0.25 ? blend.nearness * nearnessOf(query, passage) : 0;
    const lapsed =
      filter.onDate !== null &&
      !holdsOn(passage, filter.onDate) &&
      !(query.asksForOldLaw && passage.regime === 'PCR2015')
        ? filter.isDayAsked === true
          ? weights.notThen
          : weights.lapsed
        : 1;
    const strength = strengthOf(query, passage);
    hits.push({
      passage,
      score:
        (fused +
          near +
          blend.held * strength +
          weights.likeness * likenessOf(query, passage, index) +
          kindScore(query, passage) +
          roleScore(passage, filter.preferredRole)) *
        lapsed,
      strength,
    });
  }
  const perPageSeen = new Map<string, number>();
  return hits
    .sort((left, right) => right.score - left.score || (left.passage.id < right.passage.id ? -1 : 1))
    .filter(({ passage }) => {
      const seen = perPageSeen.get(passage.page) ?? 0;
      perPageSeen.set(passage.page, seen + 1);
      return seen < perPage;
    })
    .slice(0, limit);
}
