/** A maker and a service may be enough: "Housing management solution, Northgate Public Services". */
import type { ProductReference } from '../reference-data.ts';
import { tokenise } from './tokens.ts';
import type { Vocabulary } from './vocabulary.ts';

function isCore(product: ProductReference, area: string): boolean {
  const words = (text: string) => tokenise(text).words.join(' ');
  return product.categories.some((category) => words(category) === words(area));
}

/** What the record says about the service. */
export type ServiceSigns = {
  readonly areas: ReadonlySet<string>;
  /** The source itself gave the area, as against words of the title. */
  readonly isAreaTold: boolean;
  /** Finer kinds spoken of. */
  readonly categories: ReadonlySet<string>;
};

/**
 * The products the named makers sell for the areas: one for each area in which they make exactly one that is the main
 * system of the area or of the kind spoken of. A maker of nothing else needs only an area given by the source. A maker
 * that sells much beside the listed products never counts. For records about a system only.
 */
export function productOfMaker(
  makers: ReadonlySet<number>,
  signs: ServiceSigns,
  vocabulary: Vocabulary,
): ProductReference[] {
  const made = new Set<ProductReference>();
  const sole = new Set<ProductReference>();
  for (const number of makers) {
    const maker = vocabulary.makers[number];
    if (maker === undefined || maker.hasManyProducts) continue;
    for (const product of maker.products) {
      made.add(product);
      if (maker.products.size === 1) sole.add(product);
    }
  }
  const chosen: ProductReference[] = [];
  for (const area of signs.areas) {
    const inArea = [...made].filter((product) => product.serviceArea === area);
    const ofKind = inArea.filter(
      (product) =>
        isCore(product, area) ||
        product.categories.some((category) => signs.categories.has(category)) ||
        (signs.isAreaTold && sole.has(product)),
    );
    const core = ofKind.filter((product) => isCore(product, area));
    const [only, ...others] = core.length === 1 ? core : ofKind;
    if (only !== undefined && others.length === 0) chosen.push(only);
  }
  return chosen;
}
