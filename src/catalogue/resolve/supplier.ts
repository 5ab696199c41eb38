/** Which firm a published supplier name stands for. */
import type { SupplierReference } from '../reference-data.ts';
import type { PublishedOrganisation } from '../source-record.ts';
import { isNearName } from './near-name.ts';
import { keyOfNormalisedName, normaliseSupplierName } from './supplier-name.ts';

export { normaliseSupplierName, supplierNameKey } from './supplier-name.ts';
export { type SupplierEntry, unifySuppliers } from './unify-suppliers.ts';

/** A firm the index knows: one id, one canonical name, every name seen under it. */
export type KnownSupplier = {
  /** Eight characters of the company register, or null when only the name is known. */
  readonly companyNumber: string | null;
  readonly name: string;
  readonly otherNames: readonly string[];
  /** Further identifiers with their scheme: `GB-PPON-PNZP-4458-ZTRH`. */
  readonly identifiers: readonly string[];
};

export type SupplierResolution = {
  /** `coh:00968498` when the company number is known, else `name:civicauk`. The same input always gives the same id. */
  readonly supplierId: string;
  readonly how: 'company-number' | 'identifier' | 'same-name' | 'near-name' | 'new';
  /** The known firm's own name, or the published name tidied. */
  readonly canonicalName: string;
  /** Empty when the published name holds no letter or digit. */
  readonly normalisedName: string;
  readonly companyNumber: string | null;
};

export type SupplierIndex = {
  readonly resolve: (supplier: PublishedOrganisation) => SupplierResolution;
  /** From now on this firm is known by its number, identifiers and names. */
  readonly add: (known: KnownSupplier) => void;
};

/** Running numbers of portals: one firm has many, so they tell nothing. */
const emptySchemes = /^GB-(?:FTS|CFS|SRS)-/i;
const cacheLimit = 100_000;

/** Eight characters as in the company register, or null when the text cannot be one or is a placeholder. */
export function companyNumberOf(identifiers: readonly string[]): string | null {
  for (const identifier of identifiers) {
    const match = /^GB-COH[-:]\s*([A-Za-z0-9]+)$/.exec(identifier.trim());
    if (match?.[1] === undefined) continue;
    const raw = match[1].toUpperCase();
    const number = /^\d+$/.test(raw) ? raw.padStart(8, '0') : raw;
    const isPlaceholder = /^(.)\1{7}$/.test(number) || number === '12345678';
    if (/^(?:\d{8}|[A-Z]{2}\d{6}|[A-Z]{2}\d{5}[A-Z]|R\d{7})$/.test(number) && !isPlaceholder) return number;
  }
  return null;
}

type Firm = { readonly id: string; readonly name: string; readonly companyNumber: string | null };

/** Names by first letter and length, so that a search for slips looks at a handful. */
function bucketOf(normalisedName: string, offset: number): string {
  return `${normalisedName[0] ?? ''}${normalisedName.length + offset}`;
}

/** An index that knows the given firms; see `knownSuppliers` for those of the knowledge folder. */
export function createSupplierIndex(known: readonly KnownSupplier[]): SupplierIndex {
  const byNumber = new Map<string, Firm>();
  const byIdentifier = new Map<string, Firm>();
  const byKey = new Map<string, Firm[]>();
  const byBucket = new Map<string, { readonly name: string; readonly firm: Firm }[]>();
  let cache = new Map<string, SupplierResolution>();

  function add(supplier: KnownSupplier): void {
    cache = new Map();
    const key = keyOfNormalisedName(normaliseSupplierName(supplier.name));
    const id = supplier.companyNumber === null ? `name:${key}` : `coh:${supplier.companyNumber}`;
    const earlier = supplier.companyNumber === null ? undefined : byNumber.get(supplier.companyNumber);
    const firm = earlier ?? { id, name: supplier.name, companyNumber: supplier.companyNumber };
    if (supplier.companyNumber !== null) byNumber.set(supplier.companyNumber, firm);
    for (const identifier of supplier.identifiers) byIdentifier.set(identifier.toUpperCase(), firm);
    for (const name of [supplier.name, ...supplier.otherNames]) {
      const normalised = normaliseSupplierName(name);
      const nameKey = keyOfNormalisedName(normalised);
      if (nameKey === '') continue;
      const firms = byKey.get(nameKey) ?? [];
      if (!firms.some((other) => other.id === firm.id)) byKey.set(nameKey, [...firms, firm]);
      const bucket = bucketOf(normalised, 0);
      byBucket.set(bucket, [...(byBucket.get(bucket) ?? []), { name: normalised, firm }]);
    }
  }

  function nearFirm(normalisedName: string): Firm | null {
    const near = new Map<string, Firm>();
    for (const offset of [-1, 0, 1]) {
      for (const entry of byBucket.get(bucketOf(normalisedName, offset)) ?? []) {
        if (isNearName(entry.name, normalisedName)) near.set(entry.firm.id, entry.firm);
      }
    }
    const [only, ...others] = [...near.values()];
    return only === undefined || others.length > 0 ? null : only;
  }

  function resolveName(name: string): SupplierResolution {
    const normalisedName = normaliseSupplierName(name);
    const key = keyOfNormalisedName(normalisedName);
    const firms = byKey.get(key) ?? [];
    // Two firms of one name: the name alone cannot tell them apart, so it stays a name.
    const [same, another] = firms.length > 1 ? firms.filter((firm) => firm.companyNumber !== null) : firms;
    if (same !== undefined && another === undefined) return asResolution(same, 'same-name', normalisedName);
    const near = firms.length === 0 && key !== '' ? nearFirm(normalisedName) : null;
    if (near !== null) return asResolution(near, 'near-name', normalisedName);
    const canonicalName = name.replace(/\s+/g, ' ').trim();
    return { supplierId: `name:${key}`, how: 'new', canonicalName, normalisedName, companyNumber: null };
  }

  function resolve({ name, identifiers }: PublishedOrganisation): SupplierResolution {
    const companyNumber = identifiers.length === 0 ? null : companyNumberOf(identifiers);
    if (companyNumber !== null) {
      const firm = byNumber.get(companyNumber) ?? {
        id: `coh:${companyNumber}`,
        name: name.replace(/\s+/g, ' ').trim(),
        companyNumber,
      };
      return asResolution(firm, 'company-number', normaliseSupplierName(name));
    }
    for (const identifier of identifiers) {
      const firm = emptySchemes.test(identifier) ? undefined : byIdentifier.get(identifier.toUpperCase());
      if (firm !== undefined) return asResolution(firm, 'identifier', normaliseSupplierName(name));
    }
    const remembered = cache.get(name);
    if (remembered !== undefined) return remembered;
    const resolution = resolveName(name);
    if (cache.size >= cacheLimit) cache = new Map();
    cache.set(name, resolution);
    return resolution;
  }

  for (const supplier of known) add(supplier);
  return { resolve, add };
}

function asResolution(
  firm: Firm,
  how: SupplierResolution['how'],
  normalisedName: string,
): SupplierResolution {
  return {
    supplierId: firm.id,
    how,
    canonicalName: firm.name,
    normalisedName,
    companyNumber: firm.companyNumber,
  };
}

/** The firms of `knowledge/suppliers.csv` that have a company number, with the other names of the same company. */
export function knownSuppliers(suppliers: readonly SupplierReference[]): KnownSupplier[] {
  return suppliers
    .filter((supplier) => supplier.companyNumber !== null)
    .map(({ companyNumber, name, otherNames }) => ({ companyNumber, name, otherNames, identifiers: [] }));
}

/** Whether a supplier sells other makers' products, so that its name says nothing about the product. */
export function createResellerTest(
  suppliers: readonly SupplierReference[],
): (supplierName: string) => boolean {
  const keys = new Set<string>();
  for (const { isReseller, name, otherNames, shortNames } of suppliers) {
    if (!isReseller) continue;
    for (const form of [name, ...otherNames, ...shortNames])
      keys.add(keyOfNormalisedName(normaliseSupplierName(form)));
  }
  return (supplierName) => {
    const key = keyOfNormalisedName(normaliseSupplierName(supplierName));
    return keys.has(key) || (key.endsWith('uk') && keys.has(key.slice(0, -2)));
  };
}
