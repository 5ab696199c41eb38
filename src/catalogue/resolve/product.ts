/** Which products a record is about, and which service area it belongs to. */
import type { ReferenceData } from '../reference-data.ts';
import { productOfMaker } from './maker.ts';
import { type Context, type Found, foundIn } from './product-settle.ts';
import { makersIn, type Reading, readField } from './reading.ts';
import { mapServiceArea, type ServiceAreaHow, serviceAreaOf } from './service-area.ts';
import { buildVocabulary } from './vocabulary.ts';

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
  readonly how: Found['how'] | 'none';
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

const descriptionLimit = 1_500;

/** What people write into a product column when they do not know the product. */
const placeholder =
  /^(?:not (?:seen|known|stated|applicable)|none(?: yet)?|unknown|several|various|n\/?a|tbc|tbd|-+)$/i;

function withoutPlaceholder(text: string | null): string | null {
  return text === null || placeholder.test(text.trim()) ? null : text;
}

/** The product column names something, but nothing we know a word of: then no maker's product may be put there. */
function isForeign(product: Reading): boolean {
  const { words, areas, categories, makers, hasSystemWord } = product;
  return (
    words.length > 0 && areas.size === 0 && categories.size === 0 && makers.length === 0 && !hasSystemWord
  );
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
      kinds: union(product.kinds, title.kinds, service.kinds),
      makers: union(makersIn(question.supplierName, vocabulary), makersIn(question.vendorName, vocabulary)),
      hasSystemWord: product.hasSystemWord || title.hasSystemWord || product.words.length > 0,
    };
    const unsettled = new Set<string>();
    let found = foundIn(product, 'product', context, unsettled);
    if (found.length === 0) found = foundIn(title, 'title', context, unsettled);
    const isBeside = product.isBesideSystem || title.isBesideSystem;
    if (found.length === 0 && context.hasSystemWord && !isBeside && !isForeign(product)) {
      const named = union(
        context.makers,
        product.makers.map(({ number }) => number),
        title.makers.map(({ number }) => number),
      );
      const areas = spoken.size > 1 || told === null ? spoken : new Set([told]);
      found = productOfMaker(
        named,
        { areas, isAreaTold: told !== null, categories: context.categories },
        vocabulary,
      ).map((made) => ({
        product: made,
        how: 'maker',
        field: 'title',
      }));
    }
    if (found.length === 0 && title.hasSystemWord && question.description !== null) {
      const description = readField(question.description.slice(0, descriptionLimit), vocabulary);
      const named = union(
        context.makers,
        title.makers.map(({ number }) => number),
      );
      const inDescription = foundIn(description, 'description', context, new Set());
      // Descriptions name what is in use, what it must work with and the tender portal: only the supplier's own
      // product counts, and only when no other is named.
      const [only, ...others] = new Set(inDescription.map((entry) => entry.product));
      const isSuppliers =
        only !== undefined && [...(vocabulary.makersOf.get(only) ?? [])].some((number) => named.has(number));
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
