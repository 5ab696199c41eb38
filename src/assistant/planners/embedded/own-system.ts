/** “This housing system”: which product the officer's own borough runs, from its own records. */

import type { Catalogue } from '../../../catalogue/catalogue.ts';
import type { CatalogueContract } from '../../../catalogue/queries/load-contracts.ts';
import type { IsoDate } from '../../../procurement/iso-date.ts';

export type OwnSystem =
  | {
      readonly kind: 'one';
      readonly productId: string | null;
      readonly label: string;
      readonly contracts: readonly CatalogueContract[];
    }
  | { readonly kind: 'several'; readonly options: readonly string[] }
  | { readonly kind: 'none' };

function isCurrent(contract: CatalogueContract, today: IsoDate): boolean {
  const last = contract.period.endDate;
  return last === null || last >= today;
}

/** Live records come before ended ones; procurement notices are not systems. */
export function ownSystem(
  contracts: readonly CatalogueContract[],
  serviceArea: string | null,
  catalogue: Catalogue,
  today: IsoDate,
): OwnSystem {
  const inUse = contracts.filter(
    (contract) => contract.kind === 'contract' || contract.kind === 'system' || contract.kind === 'framework',
  );
  const live = inUse.filter((contract) => isCurrent(contract, today));
  const candidates = live.length > 0 ? live : inUse;
  if (candidates.length === 0) return { kind: 'none' };
  const inArea = (productId: string) =>
    serviceArea === null || catalogue.productById(productId)?.serviceArea === serviceArea;
  const products = new Map<string, CatalogueContract[]>();
  for (const contract of candidates) {
    for (const productId of contract.productIds.filter(inArea))
      products.set(productId, [...(products.get(productId) ?? []), contract]);
  }
  const [first, ...others] = products;
  if (first !== undefined && others.length === 0) {
    return {
      kind: 'one',
      productId: first[0],
      label: catalogue.productById(first[0])?.name ?? first[0],
      contracts: first[1],
    };
  }
  if (first !== undefined)
    return {
      kind: 'several',
      options: [...products.keys()].map((id) => catalogue.productById(id)?.name ?? id),
    };
  const [only, ...more] = candidates;
  if (only === undefined) return { kind: 'none' };
  if (more.length === 0)
    return {
      kind: 'one',
      productId: null,
      label: only.productAsPublished ?? only.vendor ?? only.title,
      contracts: [only],
    };
  return {
    kind: 'several',
    options: [...new Set(candidates.map((contract) => contract.productAsPublished ?? contract.title))].slice(
      0,
      5,
    ),
  };
}
