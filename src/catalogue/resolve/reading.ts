/** One field of a record, read: which products, makers, service areas and signs of a system it names. */
import type { PhraseMatch } from './phrase-trie.ts';
import { tokenise } from './tokens.ts';
import type { Meaning, NamedProduct, Vocabulary } from './vocabulary.ts';

/** A place in the text that may name a product. */
export type ProductHit = {
  readonly named: readonly NamedProduct[];
  /** Makers whose own name the words are: such words cannot vouch for themselves. */
  readonly ownMakers: ReadonlySet<number>;
  readonly start: number;
  readonly end: number;
  /** The word stands with a capital letter in a text that has small ones too, and not merely as the first word. */
  readonly isProperName: boolean;
  /** A service area or a system word stands directly beside it. */
  readonly hasCompany: boolean;
};

export type Reading = {
  readonly words: readonly string[];
  readonly products: readonly ProductHit[];
  readonly makers: readonly { readonly number: number; readonly start: number }[];
  /** Areas in order of appearance; a strong word outweighs a weak one. */
  readonly areas: ReadonlyMap<string, { readonly isWeak: boolean }>;
  readonly categories: ReadonlySet<string>;
  /** Categories that a phrase names alone. */
  readonly kinds: ReadonlySet<string>;
  readonly hasSystemWord: boolean;
  /** Speaks of a portal, forms, training or the like. */
  readonly isBesideSystem: boolean;
};

const nothing: Reading = {
  words: [],
  products: [],
  makers: [],
  areas: new Map(),
  categories: new Set(),
  kinds: new Set(),
  hasSystemWord: false,
  isBesideSystem: false,
};

/** How many words may stand between "integrates with" and the product it speaks of. */
const replacedReach = 2;

/** Reads one field. Names behind "replacement of", "integrates with" and the like are left out. */
export function readField(text: string | null, vocabulary: Vocabulary): Reading {
  if (text === null || text === '') return nothing;
  const tokens = tokenise(text);
  const matches = vocabulary.trie.find(tokens.words);
  if (matches.length === 0) return { ...nothing, words: tokens.words };
  const products: ProductHit[] = [];
  const makers: { number: number; start: number }[] = [];
  const areas = new Map<string, { isWeak: boolean }>();
  const categories = new Set<string>();
  const kinds = new Set<string>();
  let hasSystemWord = false;
  let isBesideSystem = false;
  let replacedEnd = Number.NEGATIVE_INFINITY;
  let reach = replacedReach;
  for (const [index, { meaning, start, end }] of matches.entries()) {
    if (meaning.isReplaced) {
      replacedEnd = end;
      reach = replacedReach;
    }
    if (meaning.isSystemWord) hasSystemWord = true;
    if (meaning.isBesideSystem) isBesideSystem = true;
    for (const category of meaning.categories) {
      categories.add(category);
      if (meaning.categories.size === 1) kinds.add(category);
    }
    for (const [area, { isWeak }] of meaning.areas) {
      if (areas.get(area)?.isWeak !== false) areas.set(area, { isWeak });
    }
    const isReplaced = start - replacedEnd <= reach;
    if (isReplaced && (meaning.products.length > 0 || meaning.makers.size > 0)) {
      // "integrates with Mosaic and Uniform" goes on to the next name; "from Frameworki to Mosaic" does not.
      const isListed = tokens.words[end] === 'and' || tokens.words[end] === 'or';
      replacedEnd = isListed ? end + 1 : Number.NEGATIVE_INFINITY;
      reach = 0;
    }
    if (isReplaced) continue;
    for (const number of meaning.makers) makers.push({ number, start });
    if (meaning.products.length === 0) continue;
    products.push({
      named: meaning.products,
      ownMakers: meaning.makers,
      start,
      end,
      isProperName: !tokens.isAllCapitals && start > 0 && tokens.isCapital[start] === true,
      hasCompany: isCompany(matches[index - 1], start, -1) || isCompany(matches[index + 1], end, 1),
    });
  }
  return { words: tokens.words, products, makers, areas, categories, kinds, hasSystemWord, isBesideSystem };
}

function isCompany(match: PhraseMatch<Meaning> | undefined, edge: number, side: -1 | 1): boolean {
  if (match === undefined) return false;
  const isBeside = side === 1 ? match.start === edge : match.end === edge;
  return isBeside && (match.meaning.isSystemWord || match.meaning.areas.size > 0);
}

/**
 * The makers a supplier or vendor name stands for. A maker counts at the beginning only: "Northdown Property Services
 * (NPS)" is not NPS.
 */
export function makersIn(name: string | null, vocabulary: Vocabulary): ReadonlySet<number> {
  if (name === null || name === '') return noMakers;
  const { words } = tokenise(name);
  const [first] = vocabulary.makerTrie.find(words[0] === 'the' ? words.slice(1) : words);
  return first !== undefined && first.start === 0 ? first.meaning : noMakers;
}

const noMakers: ReadonlySet<number> = new Set();
