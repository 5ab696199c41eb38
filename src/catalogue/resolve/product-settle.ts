/** Decides which product a name in a field means, when the name alone may not say. */
import type { ProductReference } from '../reference-data.ts';
import type { ProductHit, Reading } from './reading.ts';
import type { NameKind, Vocabulary } from './vocabulary.ts';

export type Field = 'product' | 'title' | 'description';
/** A product and by what it was recognised. */
export type Found = {
  readonly product: ProductReference;
  readonly how: NameKind | 'ambiguous-with-maker' | 'ambiguous-with-area' | 'maker';
  readonly field: Field;
};

/** What the record says beside the name in question. */
export type Context = {
  readonly vocabulary: Vocabulary;
  /** Area told by the source, else areas its words speak of. */
  readonly areas: ReadonlySet<string>;
  readonly isAreaTold: boolean;
  readonly categories: ReadonlySet<string>;
  /** Categories a phrase names alone; "social care" names two and so tells none of them. */
  readonly kinds: ReadonlySet<string>;
  /** Makers named as supplier or vendor. */
  readonly makers: ReadonlySet<number>;
  readonly hasSystemWord: boolean;
};

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
function byKind(products: readonly ProductReference[], kinds: ReadonlySet<string>): ProductReference[] {
  const spoken = products.filter((product) => product.categories.some((category) => kinds.has(category)));
  const isSplit =
    spoken.length < products.length || new Set(products.map((product) => product.category)).size > 1;
  return isSplit ? spoken : [];
}

function single(products: readonly ProductReference[], kinds: ReadonlySet<string>): ProductReference[] {
  return products.length <= 1 ? [...products] : byKind(products, kinds);
}

/** The service area is told by the source or by a word that is never said of anything else. */
function hasFirmArea(reading: Reading, context: Context): boolean {
  return context.isAreaTold || [...reading.areas.values()].some(({ isWeak }) => !isWeak);
}

/** Settles a word that may mean several things, or nothing at all. */
function settle(hit: ProductHit, field: Field, reading: Reading, context: Context): Found[] {
  const withMaker = hit.named
    .filter(({ product }) => hasMaker(product, hit, reading, context))
    .map(({ product }) => product);
  const inArea = (products: readonly ProductReference[]) =>
    products.filter((product) => context.areas.has(product.serviceArea));
  if (withMaker.length > 0) {
    const narrowed = withMaker.length === 1 ? withMaker : inArea(withMaker);
    return single(narrowed, context.kinds).map((product) => ({
      product,
      how: 'ambiguous-with-maker',
      field,
    }));
  }
  if (field === 'description') return [];
  const isEveryday = hit.named.every(({ strength }) => strength === 'everyday');
  if (field === 'title') {
    if (isEveryday) return [];
    // In running text the word must look like a name of a system: a capital letter or its subject beside it.
    if (!context.hasSystemWord || !(hit.hasCompany || (hit.isProperName && hasFirmArea(reading, context))))
      return [];
  }
  const candidates = inArea(hit.named.map(({ product }) => product));
  return single(candidates, context.kinds).map((product) => ({
    product,
    how: 'ambiguous-with-area',
    field,
  }));
}

/** Products the field names for certain; the ids of those that stay open are added to `unsettled`. */
export function foundIn(reading: Reading, field: Field, context: Context, unsettled: Set<string>): Found[] {
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
