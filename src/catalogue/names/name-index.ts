/** Finds the catalogue's own names in what an officer typed: boroughs, products, makers, suppliers, service areas. */
import { setImmediate as nextTurn } from 'node:timers/promises';
import { isDeepStrictEqual } from 'node:util';
import type { ReferenceData } from '../reference-data.ts';
import { englishWords } from './english-words.ts';
import { firmsOf, isTooCommon, type KnownSupplier, shortFirmName } from './firms.ts';
import { createSpelling, type Spelling, type VocabularyRank } from './spelling.ts';
import { type Token, tokenise } from './tokens.ts';

/** One thing that words can name. */
export type Meaning =
  /** Several ids: the words are used for several authorities (`LBH`). */
  | { readonly kind: 'borough'; readonly buyerIds: readonly string[] }
  /** `needsContext`: a common word that means the product only beside its service area or maker. */
  | { readonly kind: 'product'; readonly productId: string; readonly needsContext: boolean }
  /** A firm: what it makes and what it signed. */
  | {
      readonly kind: 'firm';
      readonly name: string;
      readonly productIds: readonly string[];
      readonly supplierIds: readonly string[];
    }
  /** `isWeak`: an everyday word (`housing`) that names the area only when nothing else does. */
  | { readonly kind: 'service-area'; readonly name: string; readonly isWeak: boolean };

/** Words of the question that name something. */
export type Mention = {
  /** As typed. */
  readonly text: string;
  /** As understood, when a spelling was repaired; else null. */
  readonly repairedTo: string | null;
  readonly start: number;
  readonly end: number;
  /** At least one; several when the same words name different things. */
  readonly meanings: readonly Meaning[];
};

/** All names of one state of the catalogue. */
export type NameIndex = {
  /** Mentions in order, longest names first, never overlapping. */
  readonly find: (text: string) => Mention[];
  /** Tokens after spelling repair, for rules that look at the words around the names. */
  readonly words: (text: string) => { readonly token: Token; readonly repaired: string | null }[];
  readonly spelling: Spelling;
};

type Node = { readonly next: Map<string, Node>; meanings: Meaning[]; label: string | null };

/** Firms taken in before the event loop gets its turn: five thousand at once would hold up every other officer. */
const firmsPerTurn = 250;

function newNode(): Node {
  return { next: new Map(), meanings: [], label: null };
}

/** Words of the product's own questions: never taken for a misspelt name, and themselves repaired when misspelt. */
const domainWords =
  'contract contracts supplier suppliers vendor expire expires expiring expiry expired renewal renew extension extend extended extensions ending ends end housing system systems software borough boroughs council london tender tenders procurement framework value annual register notice uses using use used compare coverage record records source toolkit threshold standstill alert alerts subscribe joint neighbours neighbour another which where when many much list show sort anyone anybody everyone else months years before after between latest earliest planning library libraries parking waste payroll finance social adult adults children revenues benefits lettings electoral elections website hosting xmas christmas easter';

function addPhrase(
  root: Node,
  phrase: string,
  meaning: Meaning,
  vocabulary: Map<string, VocabularyRank>,
  rank: VocabularyRank,
): void {
  const tokens = tokenise(phrase);
  if (tokens.length === 0 || tokens.length > 12) return;
  let node = root;
  for (const { word } of tokens) {
    const known = vocabulary.get(word);
    if (known === undefined || known > rank) vocabulary.set(word, rank);
    let next = node.next.get(word);
    if (next === undefined) {
      next = newNode();
      node.next.set(word, next);
    }
    node = next;
  }
  node.label ??= phrase;
  if (!node.meanings.some((known) => known === meaning || isDeepStrictEqual(known, meaning)))
    node.meanings.push(meaning);
}

async function build(
  reference: ReferenceData,
  suppliers: readonly KnownSupplier[],
): Promise<{ root: Node; vocabulary: Map<string, VocabularyRank> }> {
  const root = newNode();
  const vocabulary = new Map<string, VocabularyRank>();
  for (const word of domainWords.split(' '))
    for (const token of tokenise(word)) vocabulary.set(token.word, 1);
  const ambiguous = new Map<string, Set<string>>();
  for (const { buyer, aliases, namesAsPublished, ambiguousAliases } of reference.boroughs) {
    const meaning: Meaning = { kind: 'borough', buyerIds: [buyer.id] };
    for (const name of [buyer.shortName, buyer.officialName, ...aliases, ...namesAsPublished])
      addPhrase(root, name, meaning, vocabulary, 0);
    for (const name of ambiguousAliases)
      ambiguous.set(name, (ambiguous.get(name) ?? new Set()).add(buyer.id));
  }
  for (const [name, ids] of ambiguous)
    addPhrase(root, name, { kind: 'borough', buyerIds: [...ids].sort() }, vocabulary, 0);
  for (const product of reference.products) {
    const plain: Meaning = { kind: 'product', productId: product.id, needsContext: false };
    for (const name of [product.name, ...product.formerNames, ...product.variants]) {
      if (!product.ambiguousNames.some((common) => common.toLowerCase() === name.toLowerCase()))
        addPhrase(root, name, plain, vocabulary, 1);
    }
    for (const name of product.ambiguousNames)
      addPhrase(root, name, { ...plain, needsContext: true }, vocabulary, 1);
  }
  for (const synonym of reference.synonyms) {
    if (synonym.kind === 'service-area') {
      addPhrase(
        root,
        synonym.term,
        { kind: 'service-area', name: synonym.target, isWeak: synonym.isWeak },
        vocabulary,
        1,
      );
    }
  }
  for (const area of reference.serviceAreas)
    addPhrase(root, area, { kind: 'service-area', name: area, isWeak: false }, vocabulary, 1);
  await nextTurn();
  for (const [at, firm] of firmsOf(reference, suppliers).entries()) {
    if (at % firmsPerTurn === 0) await nextTurn();
    const meaning: Meaning = {
      kind: 'firm',
      name: firm.name,
      productIds: [...firm.productIds].sort(),
      supplierIds: [...firm.supplierIds].sort(),
    };
    for (const phrase of firm.phrases) {
      const isOneCommonWord = isTooCommon(phrase);
      if (!isOneCommonWord) addPhrase(root, phrase, meaning, vocabulary, 2);
      const short = shortFirmName(phrase);
      if (short !== null) addPhrase(root, short, meaning, vocabulary, 2);
    }
  }
  return { root, vocabulary };
}

/** Built once per change of the catalogue's suppliers; finding names takes well under a millisecond a question. */
export async function createNameIndex(
  reference: ReferenceData,
  suppliers: readonly KnownSupplier[],
): Promise<NameIndex> {
  const { root, vocabulary } = await build(reference, suppliers);
  const spelling = createSpelling(englishWords(), vocabulary);

  const words = (text: string) =>
    tokenise(text).map((token) => {
      const repaired = spelling.repair(token.word);
      return { token, repaired };
    });

  const find = (text: string): Mention[] => {
    const tokens = words(text);
    const mentions: Mention[] = [];
    for (let from = 0; from < tokens.length; ) {
      let node: Node | undefined = root;
      let best: { to: number; node: Node } | null = null;
      for (let at = from; at < tokens.length && node !== undefined; at += 1) {
        const entry = tokens[at];
        node =
          entry === undefined
            ? undefined
            : (node.next.get(entry.token.word) ??
              (entry.repaired === null ? undefined : node.next.get(entry.repaired)));
        if (node !== undefined && node.meanings.length > 0) best = { to: at, node };
      }
      const first = tokens[from];
      const last = best === null ? undefined : tokens[best.to];
      if (best === null || first === undefined || last === undefined) {
        from += 1;
        continue;
      }
      const isRepaired = tokens.slice(from, best.to + 1).some((entry) => entry.repaired !== null);
      mentions.push({
        text: text.slice(first.token.start, last.token.end),
        repairedTo: isRepaired ? best.node.label : null,
        start: first.token.start,
        end: last.token.end,
        meanings: best.node.meanings,
      });
      from = best.to + 1;
    }
    return mentions;
  };
  return { find, words, spelling };
}
