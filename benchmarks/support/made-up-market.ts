/** Who buys what from whom in the made-up market; the same for the same seed and reference data. */
import type { ProductReference, ReferenceData } from '../../src/catalogue/reference-data.ts';
import { companyFirst, companySecond, companyThird } from './made-up-words.ts';
import type { Random } from './random.ts';

export type MadeUpOrganisation = {
  readonly name: string;
  readonly id: string;
  readonly companyNumber: string | null;
};

export type MadeUpMarket = {
  /** London's 33 authorities, under one of the names they are published with. */
  readonly boroughs: readonly [ReferenceData['boroughs'][number], ...ReferenceData['boroughs'][number][]];
  readonly otherBuyers: readonly [MadeUpOrganisation, ...MadeUpOrganisation[]];
  readonly suppliers: readonly [MadeUpOrganisation, ...MadeUpOrganisation[]];
  /** The product each borough runs in each service area. */
  readonly productsOf: (boroughId: string) => readonly [ProductReference, ...ProductReference[]];
};

const supplierCount = 5_000;
const otherBuyerCount = 300;
/** The flagship question is asked by an officer of this borough, who runs this product. */
const flagship = { borough: 'Hillingdon', product: 'NEC Housing' };

/** The list could not be made into a market. */
export class EmptyReferenceError extends Error {
  readonly code = 'EMPTY_REFERENCE';
  constructor(what: string) {
    super(`The knowledge folder names no ${what}, so no contracts can be made up. Check KNOWLEDGE_DIR.`);
    this.name = 'EmptyReferenceError';
  }
}

function notEmpty<Item>(items: readonly Item[], what: string): readonly [Item, ...Item[]] {
  const [first, ...rest] = items;
  if (first === undefined) throw new EmptyReferenceError(what);
  return [first, ...rest];
}

function makeSuppliers(random: Random): MadeUpOrganisation[] {
  const suppliers: MadeUpOrganisation[] = [];
  for (let index = 0; index < supplierCount; index += 1) {
    // Every combination once: 25 x 20 x 14 = 7,000.
    const first = companyFirst[index % companyFirst.length];
    const second = companySecond[Math.floor(index / companyFirst.length) % companySecond.length];
    const third = companyThird[(index + Math.floor(index / 500)) % companyThird.length];
    const number = `99${String(index).padStart(6, '0')}`;
    suppliers.push({
      name: `${first} ${second} ${third} ${random.chance(0.5) ? 'Limited' : 'Ltd'}`,
      // No company has a number that begins with 99.
      id: `GB-COH-${number}`,
      companyNumber: random.chance(0.7) ? number : null,
    });
  }
  return suppliers;
}

function makeOtherBuyers(): MadeUpOrganisation[] {
  return Array.from({ length: otherBuyerCount }, (_, index) => ({
    name: `Made-up ${index % 3 === 0 ? 'District' : index % 3 === 1 ? 'County' : 'Borough'} Council ${index + 1}`,
    id: `MADE-UP-${index + 1}`,
    companyNumber: null,
  }));
}

/** Reads the reference data only; throws `EmptyReferenceError` when it holds no boroughs or products. */
export function createMarket(reference: ReferenceData, random: Random): MadeUpMarket {
  const boroughs = notEmpty(reference.boroughs, 'boroughs');
  const areas = new Map<string, ProductReference[]>();
  for (const product of reference.products)
    areas.set(product.serviceArea, [...(areas.get(product.serviceArea) ?? []), product]);
  const landscape = new Map(
    boroughs.map(({ buyer }) => {
      const chosen = [...areas.values()].map((products) => {
        const own = products.find((product) => product.name === flagship.product);
        const picked = random.pick(notEmpty(products, 'products'));
        return buyer.shortName === flagship.borough && own !== undefined ? own : picked;
      });
      return [buyer.id, notEmpty(chosen, 'products')] as const;
    }),
  );
  const fallback = notEmpty(reference.products, 'products');
  return {
    boroughs,
    otherBuyers: notEmpty(makeOtherBuyers(), 'buyers'),
    suppliers: notEmpty(makeSuppliers(random), 'suppliers'),
    productsOf: (boroughId) => landscape.get(boroughId) ?? fallback,
  };
}
