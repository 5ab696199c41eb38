/** How like a question is to the ways in which a passage is known to be asked for. */
import { termsOf } from './analyser.ts';
import type { Passage } from './passage.ts';
import { isDenied } from './question-kind.ts';
import type { Query } from './read-query.ts';
import { rarityOf, type SearchIndex } from './search-index.ts';

type Phrasing = {
  readonly terms: ReadonlySet<string>;
  readonly weight: number;
  readonly isDenied: boolean;
};

/** “Which rules apply” and “which do not” share their words and mean the opposite. */
const otherwiseDenied = 0.6;
const phrasings = new WeakMap<Passage, readonly Phrasing[]>();

/** The heading and every other way of asking, each as its terms with what they weigh together. */
function phrasingsOf(passage: Passage, index: SearchIndex): readonly Phrasing[] {
  const known = phrasings.get(passage);
  if (known !== undefined) return known;
  const read = [passage.heading, ...passage.asked].map((text): Phrasing => {
    const terms = new Set(termsOf(text));
    return {
      terms,
      isDenied: isDenied(text),
      weight: [...terms].reduce((sum, term) => sum + rarityOf(index, term), 0),
    };
  });
  phrasings.set(passage, read);
  return read;
}

/**
 * 0 to 1: the rarity of the words that the question and the nearest phrasing share, against that of all words of both.
 * A word that stands for others counts when the phrasing holds those.
 */
export function likenessOf(query: Query, passage: Passage, index: SearchIndex): number {
  const asked = query.own.reduce((sum, { rarity }) => sum + rarity, 0);
  let best = 0;
  for (const { terms, weight, isDenied: denies } of phrasingsOf(passage, index)) {
    let shared = 0;
    for (const { term, rarity, weight: sure, also } of query.own) {
      if (terms.has(term)) shared += rarity * sure;
      else if (also.length > 0)
        shared += (0.8 * rarity * also.filter((other) => terms.has(other)).length) / also.length;
    }
    const likeness = shared / Math.max(1e-9, asked + weight - shared);
    best = Math.max(best, denies === query.isDenied ? likeness : otherwiseDenied * likeness);
  }
  return Math.min(1, best);
}
