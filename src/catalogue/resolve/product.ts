/** Which products a record is about, and which service area it belongs to. */
import type { ProductReference, ReferenceData } from '../reference-data.ts';
import { productOfMaker } from './maker.ts';
import { type ProductHit, makersIn, type Reading, readField } from './reading.ts';
import { mapServiceArea, type ServiceAreaHow, serviceAreaOf } from './service-area.ts';
import { buildVocabulary, type Vocabulary } from './vocabulary.ts';

/** The parts of a record that may name a product; null where the source says nothing. */
export type ProductQuestion = {
  readonly productAsPublished: string | null;
  readonly title: string | null;
  readonly description: string | null;
  readonly supplierName: string | null;
  readonly vendorName: string | null;
  /** The source's own word for the service, or one of ours. */
  readonly serviceArea: string | null;
  /** Eight digits each. */
  readonly cpv?: readonly string[];
};

export type ProductResolution = {
  /** Several when one contract covers several products; empty when it cannot be told. */
  readonly productIds: readonly string[];
  /**
   * By what: the present name, a former name, another spelling, an ambiguous word with its maker or its service area
   * beside it, or the maker's only product for the service.
   */
  readonly how: 'name' | 'former-name' | 'variant' | 'ambiguous-with-maker' | 'ambiguous-with-area' | 'maker' | 'none';
  readonly serviceArea: string | null;
  readonly serviceAreaHow: ServiceAreaHow;
  readonly confidence: 'high' | 'medium' | 'low' | 'none';
  /** Present maker of the products when they have one and the same, else null. */
  readonly vendor: string | null;
  /** Products a word may have meant where that could not be told: worth a question. */
  readonly candidateIds: readonly string[];
  /** True when the words speak of a system rather than of a service or works. */
  readonly isSystem: boolean;
};

export type ProductResolver = {
  readonly resolveProducts: (question: ProductQuestion) => ProductResolution;
  /** The service area alone, from the same question; null when nothing specific is said. */
  readonly resolveServiceArea: (question: ProductQuestion) => string | null;
};

type Field = 'product' | 'title' | 'description';
type Found = { readonly product: ProductReference; readonly how: ProductResolution['how']; readonly field: Field };

/** What the record says beside the name in question. */
type Context = {
  readonly vocabulary: Vocabulary;
  /** Area told by the source, else areas its words speak of. */
  readonly areas: ReadonlySet<string>;
  readonly isAreaTold: boolean;
  readonly categories: ReadonlySet<string>;
  /** Makers named as supplier or vendor. */
  readonly makers: ReadonlySet<number>;
  readonly hasSystemWord: boolean;
};

const descriptionLimit = 1_500;

/** What people write into a product column when they do not know the product. */
const placeholder = /^(?:not (?:seen|known|stated|applicable)|none(?: yet)?|unknown|several|various|n\/?a|tbc|tbd|-+)$/i;

function withoutPlaceholder(text: string | null): string | null {
  return text === null || placeholder.test(text.trim()) ? null : text;
}

/** The product column names something, but nothing we know a word of: then no maker's product may be put there. */
function isForeign(product: Reading): boolean {
  const { words, areas, categories, makers, hasSystemWord } = product;
  return words.length > 0 && areas.size === 0 && categories.size === 0 && makers.length === 0 && !hasSystemWord;
}

function hasMaker(product: ProductReference, hit: ProductHit, reading: Reading, context: Context): boolean {
  for (const number of context.vocabulary.makersOf.get(product) ?? []) {
    // "SAP" from SAP says nothing: the maker sells more than one product of that name.
    if (hit.ownMakers.has(number)) continue;
    if (context.makers.has(number)) return true;
    if (reading.makers.some((maker) => maker.number === number && maker.start !== hit.start)) return true;
  }
  return false;
}

/** Narrows to the products whose finer kind is spoken of: "Liquidlogic" for adults, for children, or for both. */
function byCategory(products: readonly ProductReference[], categories: ReadonlySet<string>): ProductReference[] {
  const spoken = products.filter((product) => product.categories.some((category) => categories.has(category)));
  const isSplit = spoken.length < products.length || new Set(products.map((product) => product.category)).size > 1;
  return isSplit ? spoken : [];
}

function single(products: readonly ProductReference[], categories: ReadonlySet<string>): ProductReference[] {
  return products.length <= 1 ? [...products] : byCategory(products, categories);
}

/** The service area is told by the source or by a word that is never said of anything else. */
function hasFirmArea(reading: Reading, context: Context): boolean {
  return context.isAreaTold || [...reading.areas.values()].some(({ isWeak }) => !isWeak);
}

/** Settles a word that may mean several things, or nothing at all. */
function settle(hit: ProductHit, field: Field, reading: Reading, context: Context): Found[] {
  const withMaker = hit.named.filter(({ product }) => hasMaker(product, hit, reading, context)).map(({ product }) => product);
  const inArea = (products: readonly ProductReference[]) =>
    products.filter((product) => context.areas.has(product.serviceArea));
  if (withMaker.length > 0) {
    const narrowed = withMaker.length === 1 ? withMaker : inArea(withMaker);
    return single(narrowed, context.categories).map((product) => ({ product, how: 'ambiguous-with-maker', field }));
  }
  if (field === 'description') return [];
  const isEveryday = hit.named.every(({ strength }) => strength === 'everyday');
  if (field === 'title') {
    if (isEveryday) return [];
    // In running text the word must look like a name of a system: a capital letter or its subject beside it.
    if (!context.hasSystemWord || !(hit.hasCompany || (hit.isProperName && hasFirmArea(reading, context)))) return [];
  }
  const candidates = inArea(hit.named.map(({ product }) => product));
  return single(candidates, context.categories).map((product) => ({ product, how: 'ambiguous-with-area', field }));
}

function foundIn(reading: Reading, field: Field, context: Context, unsettled: Set<string>): Found[] {
  const found: Found[] = [];
  for (const hit of reading.products) {
    const strong = hit.named.filter(({ strength }) => strength === 'strong');
    const [only] = strong;
    if (strong.length === 1 && only !== undefined) {
      found.push({ product: only.product, how: only.kind, field });
      continue;
    }
    const settled = settle(hit, field, reading, context);
    if (settled.length === 0) for (const { product } of hit.named) unsettled.add(product.id);
    found.push(...settled);
  }
  return found;
}

function union<Item>(...sets: readonly Iterable<Item>[]): Set<Item> {
  return new Set(sets.flatMap((set) => [...set]));
}

function areasOf(readings: readonly Reading[]): Set<string> {
  const areas = new Set<string>();
  for (const { areas: named } of readings) for (const area of named.keys()) areas.add(area);
  return areas;
}

const confidences = {
  name: 'high',
  'former-name': 'high',
  variant: 'high',
  'ambiguous-with-maker': 'high',
  'ambiguous-with-area': 'medium',
  maker: 'medium',
  none: 'none',
} as const;

/**
 * Builds the phrase index once; the answers need no clock, network or order of records. A wrong product is worse than
 * none: ambiguous words, descriptions and makers count only with a second sign.
 */
export function createProductResolver(reference: ReferenceData): ProductResolver {
  const vocabulary = buildVocabulary(reference);

  function resolveProducts(question: ProductQuestion): ProductResolution {
    const product = readField(withoutPlaceholder(question.productAsPublished), vocabulary);
    const title = readField(question.title, vocabulary);
    const service = readField(question.serviceArea, vocabulary);
    const told = mapServiceArea(question.serviceArea, vocabulary);
    const spoken = areasOf([product, title]);
    const context: Context = {
      vocabulary,
      areas: told === null ? spoken : new Set([told]),
      isAreaTold: told !== null,
      categories: union(product.categories, title.categories, service.categories),
      makers: union(makersIn(question.supplierName, vocabulary), makersIn(question.vendorName, vocabulary)),
      hasSystemWord: product.hasSystemWord || title.hasSystemWord || product.words.length > 0,
    };
    const unsettled = new Set<string>();
    let found = foundIn(product, 'product', context, unsettled);
    if (found.length === 0) found = foundIn(title, 'title', context, unsettled);
    const isBeside = product.isBesideSystem || title.isBesideSystem;
    if (found.length === 0 && context.hasSystemWord && !isBeside && !isForeign(product)) {
      const named = union(context.makers, product.makers.map(({ number }) => number), title.makers.map(({ number }) => number));
      const areas = spoken.size > 1 || told === null ? spoken : new Set([told]);
      found = productOfMaker(named, { areas, isAreaTold: told !== null, categories: context.categories }, vocabulary).map((made) => ({
        product: made,
        how: 'maker',
        field: 'title',
      }));
    }
    if (found.length === 0 && title.hasSystemWord && question.description !== null) {
      const description = readField(question.description.slice(0, descriptionLimit), vocabulary);
      const named = union(context.makers, title.makers.map(({ number }) => number));
      const inDescription = foundIn(description, 'description', context, new Set());
      // Descriptions name what is in use, what it must work with and the tender portal: only the supplier's own
      // product counts, and only when no other is named.
      const [only, ...others] = new Set(inDescription.map((entry) => entry.product));
      const isSuppliers = only !== undefined && [...(vocabulary.makersOf.get(only) ?? [])].some((number) => named.has(number));
      if (isSuppliers && others.length === 0) found = inDescription;
    }
    return answer(question, found, unsettled, { product, title, told, isSystem: context.hasSystemWord });
  }

  function answer(
    question: ProductQuestion,
    found: readonly Found[],
    unsettled: ReadonlySet<string>,
    read: { product: Reading; title: Reading; told: string | null; isSystem: boolean },
  ): ProductResolution {
    const products = [...new Set(found.map((entry) => entry.product))];
    const how = found[0]?.how ?? 'none';
    const isDescription = found[0]?.field === 'description';
    const area = serviceAreaOf({
      told: read.told,
      isOurs: question.serviceArea !== null && read.told === question.serviceArea,
      products,
      product: read.product,
      title: read.title,
      isSystem: read.isSystem,
      cpv: question.cpv ?? [],
    });
    const vendors = new Set(products.map((product) => product.vendor));
    return {
      productIds: products.map((product) => product.id),
      how,
      serviceArea: area.serviceArea,
      serviceAreaHow: area.how,
      confidence: isDescription ? 'low' : confidences[how],
      vendor: vendors.size === 1 ? ([...vendors][0] ?? null) : null,
      candidateIds: products.length > 0 ? [] : [...unsettled],
      isSystem: read.isSystem || products.length > 0,
    };
  }

  return { resolveProducts, resolveServiceArea: (question) => resolveProducts(question).serviceArea };
}
