/** Everything a title may say about product, maker and service area, as one trie of phrases. */
import type { ProductReference, ReferenceData } from '../reference-data.ts';
import { PhraseTrie } from './phrase-trie.ts';
import { normaliseSupplierName } from './supplier-name.ts';
import { tokenise } from './tokens.ts';

/** How much a phrase needs beside it before it means the product. */
export type NameStrength = 'strong' | 'ambiguous' | 'everyday';
export type NameKind = 'name' | 'former-name' | 'variant';

export type NamedProduct = {
  readonly product: ProductReference;
  readonly strength: NameStrength;
  readonly kind: NameKind;
};

/** What one phrase may stand for. */
export type Meaning = {
  readonly products: NamedProduct[];
  /** Makers by number; see `Vocabulary.makers`. */
  readonly makers: Set<number>;
  readonly areas: Map<string, { isWeak: boolean }>;
  readonly categories: Set<string>;
  isSystemWord: boolean;
  /** A word for what comes beside the main system of a service: a portal, forms, training. */
  isBesideSystem: boolean;
  isReplaced: boolean;
};

export type Maker = {
  readonly number: number;
  readonly hasManyProducts: boolean;
  readonly products: Set<ProductReference>;
};

export type Vocabulary = {
  readonly trie: PhraseTrie<Meaning>;
  /** Makers alone, for the names of suppliers and vendors. */
  readonly makerTrie: PhraseTrie<Set<number>>;
  readonly makers: readonly Maker[];
  readonly makersOf: ReadonlyMap<ProductReference, ReadonlySet<number>>;
  readonly areas: ReadonlyMap<string, string>;
};

/** Words that tell a system from a service or works. */
const systemWords =
  'system;systems;software;solution;licence;licences;license;licenses;hosting;hosted;software licensing;software licences;software licenses;licensing and support;application software;module;modules;platform;database;portal;saas;ict;digital;cloud;subscription;subscriptions;support and maintenance;case management;mis;implementation;upgrade;enterprise agreement;enterprise licence agreement;it system;it solution;back office';

/** What is bought beside the main system; the maker alone does not tell which product it is. */
const besideWords =
  'portal;portals;forms;website;app;training;consultancy;consultant;directory;data migration;interface;add on;analytics;dashboard';

/** Before a product's name these words say that it is left behind or only connected to. */
const replacedWords =
  'replace;replaces;replacing;replacement of;replacement for;replacement to;instead of;integrate with;integrates with;integrating with;integration with;integration to;interface with;interface to;interfaces with;interfaces to;interfacing with;interfacing to;interface between;interfaces between;link between;compatible with;migration from;migrate from;migrating from;moving from;move from;decommissioning of;decommission;alternative to';

function emptyMeaning(): Meaning {
  return {
    products: [],
    makers: new Set(),
    areas: new Map(),
    categories: new Set(),
    isSystemWord: false,
    isBesideSystem: false,
    isReplaced: false,
  };
}

function addProductNames(trie: PhraseTrie<Meaning>, product: ProductReference): void {
  const everyday = new Set(product.everydayNames);
  const add = (name: string, strength: NameStrength, kind: NameKind) => {
    const words = tokenise(name).words;
    if (words.length === 0) return;
    const { products } = trie.at(words, emptyMeaning);
    if (!products.some((named) => named.product === product)) products.push({ product, strength, kind });
  };
  // First come, first kept: a name listed as ambiguous is never strong as well.
  for (const name of product.ambiguousNames)
    add(name, everyday.has(name) ? 'everyday' : 'ambiguous', 'variant');
  add(product.name, 'strong', 'name');
  for (const name of product.formerNames) add(name, 'strong', 'former-name');
  for (const name of product.variants) add(name, 'strong', 'variant');
}

type MakerTable = {
  readonly makers: Maker[];
  readonly byForm: Map<string, number>;
};

function makerTable(reference: ReferenceData): MakerTable {
  const makers: Maker[] = [];
  const byForm = new Map<string, number>();
  for (const supplier of reference.suppliers) {
    if (supplier.isReseller) continue;
    const number = makers.length;
    makers.push({ number, hasManyProducts: supplier.hasManyProducts, products: new Set() });
    for (const form of [supplier.name, ...supplier.otherNames, ...supplier.shortNames]) {
      const key = normaliseSupplierName(form);
      if (!byForm.has(key)) byForm.set(key, number);
    }
  }
  return { makers, byForm };
}

function makerNumber(table: MakerTable, name: string): number {
  const key = normaliseSupplierName(name);
  const known = table.byForm.get(key);
  if (known !== undefined) return known;
  const number = table.makers.length;
  table.makers.push({ number, hasManyProducts: false, products: new Set() });
  table.byForm.set(key, number);
  return number;
}

/** A longer phrase says what the shorter ones inside it say: "library management system" is a system of libraries. */
function spreadMeanings(trie: PhraseTrie<Meaning>, phrases: readonly (readonly string[])[]): void {
  // A phrase that names its own kinds keeps to them: "children's social care" is not adult social care.
  const settled = new Set(
    phrases.map((words) => trie.at(words, emptyMeaning)).filter(({ categories }) => categories.size > 0),
  );
  for (const words of phrases) {
    const whole = trie.at(words, emptyMeaning);
    const absorb = (part: Meaning) => {
      if (part.isSystemWord) whole.isSystemWord = true;
      if (!settled.has(whole)) for (const category of part.categories) whole.categories.add(category);
    };
    for (let start = 0; start < words.length; start += 1) {
      for (const { meaning } of trie.find(words.slice(start))) absorb(meaning);
      for (let end = start + 1; end < words.length; end += 1) {
        for (const { meaning } of trie.find(words.slice(start, end))) absorb(meaning);
      }
    }
  }
}

/** Built once from the reference data; takes a few milliseconds. */
export function buildVocabulary(reference: ReferenceData): Vocabulary {
  const trie = new PhraseTrie<Meaning>();
  const areaPhrases: (readonly string[])[] = [];
  for (const area of reference.serviceAreas) {
    const words = tokenise(area).words;
    areaPhrases.push(words);
    // One word alone ("Education", "Parking") is said of much that has no system.
    trie.at(words, emptyMeaning).areas.set(area, { isWeak: words.length === 1 });
  }
  for (const synonym of reference.synonyms) {
    const words = tokenise(synonym.term).words;
    const meaning = trie.at(words, emptyMeaning);
    if (synonym.kind === 'concept') meaning.categories.add(synonym.target);
    else if (!meaning.areas.has(synonym.target))
      meaning.areas.set(synonym.target, { isWeak: synonym.isWeak });
    if (synonym.kind === 'service-area') areaPhrases.push(words);
  }
  for (const product of reference.products) {
    for (const category of product.categories)
      trie.at(tokenise(category).words, emptyMeaning).categories.add(category);
  }
  for (const word of systemWords.split(';')) trie.at(tokenise(word).words, emptyMeaning).isSystemWord = true;
  for (const word of besideWords.split(';'))
    trie.at(tokenise(word).words, emptyMeaning).isBesideSystem = true;
  for (const word of replacedWords.split(';')) trie.at(tokenise(word).words, emptyMeaning).isReplaced = true;
  spreadMeanings(trie, areaPhrases);
  for (const product of reference.products) addProductNames(trie, product);
  const table = makerTable(reference);
  const makersOf = new Map<ProductReference, Set<number>>();
  for (const product of reference.products) {
    const names =
      product.vendor === null ? product.formerVendors : [product.vendor, ...product.formerVendors];
    const numbers = new Set(names.map((name) => makerNumber(table, name)));
    makersOf.set(product, numbers);
    for (const number of numbers) table.makers[number]?.products.add(product);
  }
  const makerTrie = new PhraseTrie<Set<number>>();
  for (const [form, number] of table.byForm) {
    const words = tokenise(form).words;
    if (words.length === 0) continue;
    trie.at(words, emptyMeaning).makers.add(number);
    makerTrie.at(words, () => new Set()).add(number);
  }
  const areas = new Map(reference.serviceAreas.map((area) => [tokenise(area).words.join(' '), area]));
  return { trie, makerTrie, makers: table.makers, makersOf, areas };
}
