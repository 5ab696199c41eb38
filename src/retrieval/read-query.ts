/** A question as the search reads it: its terms, repaired, with what they also stand for, and what it asks for. */
import { analyse, termsOf } from './analyser.ts';
import { asksForOldLaw, isDenied, kindOf, type QuestionKind } from './question-kind.ts';
import { nearestTerm } from './repair-terms.ts';
import { rarityOf, type SearchIndex } from './search-index.ts';
import { expand } from './synonyms.ts';
import { weights } from './weights.ts';

/** The most a single word counts for or against an answer; one odd word shall not outweigh all the rest together. */
const mostRarity = 4.5;
/** What an amount or date of the officer's own counts: no passage can be expected to hold it. */
const numberRarity = 0.5;
/** A word of the field is one that at least this share of the passages use: without one, a match is by chance. */
const commonShare = 0.03;
type WeighedTerm = { readonly term: string; readonly weight: number; readonly rarity: number };

/** A question as terms: its own, repaired where misspelt, and the terms these also stand for. */
export type Query = {
  readonly kind: QuestionKind | null;
  readonly isDenied: boolean;
  readonly asksForOldLaw: boolean;
  readonly own: readonly (WeighedTerm & {
    readonly also: readonly string[];
    /** A word the field uses often, or one that stands for such words. */
    readonly isOfField: boolean;
  })[];
  readonly added: readonly WeighedTerm[];
};

const titleTerms = new WeakMap<SearchIndex, ReadonlySet<string>>();
/** Terms of all titles and topics: what the pages say they are about. */
function titleTermsOf(index: SearchIndex): ReadonlySet<string> {
  const known = titleTerms.get(index);
  if (known !== undefined) return known;
  const terms = new Set(
    index.passages.flatMap(({ title, topics }) => termsOf(`${title}\n${topics.join('\n')}`)),
  );
  titleTerms.set(index, terms);
  return terms;
}

/** Reads a question; pure. */
export function readQuery(question: string, index: SearchIndex): Query {
  const seen = new Set<string>();
  const tokens = analyse(question).filter(({ term }) => !seen.has(term) && seen.add(term));
  const terms = tokens.map((token) => {
    const isKnown = index.documentCounts.has(token.term);
    const isSynonym = index.synonyms.some(({ from }) => from.includes(token.term));
    const repaired = isKnown || isSynonym ? null : nearestTerm(token, index.documentCounts);
    return { term: repaired ?? token.term, weight: repaired === null ? 1 : weights.repaired };
  });
  const expanded = expand(
    terms.map(({ term }) => term),
    index.synonyms,
  );
  const isCommon = (term: string) =>
    (index.documentCounts.get(term) ?? 0) >= commonShare * index.passages.length ||
    titleTermsOf(index).has(term);
  return {
    kind: kindOf(question),
    isDenied: isDenied(question),
    asksForOldLaw: asksForOldLaw(question),
    own: terms.map((entry) => ({
      ...entry,
      rarity:
        /^£?\d/.test(entry.term) && !index.documentCounts.has(entry.term)
          ? numberRarity
          : Math.min(mostRarity, rarityOf(index, entry.term)),
      also: expanded.filter(({ from }) => from.includes(entry.term)).map(({ term }) => term),
      isOfField:
        isCommon(entry.term) ||
        expanded.some(({ term, from }) => from.includes(entry.term) && isCommon(term)),
    })),
    added: expanded.map(({ term }) => ({ term, weight: weights.expansion, rarity: rarityOf(index, term) })),
  };
}
