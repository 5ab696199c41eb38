/** Firms by every name they go by: makers of the reference data, and suppliers of the catalogue. */
import type { ReferenceData, SupplierReference } from '../reference-data.ts';
import { tokenise } from './tokens.ts';

/** A supplier as the database has it. */
export type KnownSupplier = { readonly id: string; readonly canonicalId: string; readonly name: string };

const legalWords = new Set([
  'ltd',
  'limited',
  'plc',
  'llp',
  'uk',
  'the',
  'inc',
  'group',
  'holding',
  'company',
  'and',
  'of',
  'software',
  'solution',
  'service',
  'system',
]);

/** Everyday words that happen to be firms' or products' whole names; alone they name nothing. */
const tooCommon = new Set([
  'the',
  'and',
  'access',
  'one',
  'core',
  'system',
  'software',
  'service',
  'solution',
  'housing',
  'care',
  'open',
  'connect',
  'express',
  'insight',
  'confirm',
  'it',
  'us',
  'who',
  'what',
  'when',
  'care',
  'london',
  'council',
  'contract',
  'supplier',
  'now',
  'all',
  'other',
  'another',
]);

/** Whether the whole phrase is an everyday word. */
export function isTooCommon(phrase: string): boolean {
  return tooCommon.has(
    tokenise(phrase)
      .map((token) => token.word)
      .join(' '),
  );
}

/** The company's name without `Ltd` and the like, when something telling is left. */
export function shortFirmName(name: string): string | null {
  const tokens = tokenise(name);
  let end = tokens.length;
  while (end > 1 && legalWords.has(tokens[end - 1]?.word ?? '')) end -= 1;
  const kept = tokens.slice(0, end).map((token) => token.word);
  const short = kept.join(' ');
  if (short === '' || (kept.length === 1 && (tooCommon.has(short) || short.length < 3))) return null;
  return short;
}

/** A firm with its names, products and canonical supplier ids. */
export type Firm = { name: string; phrases: Set<string>; productIds: Set<string>; supplierIds: Set<string> };

/** Reference data first; a supplier of the same short name joins its firm. */
export function firmsOf(reference: ReferenceData, suppliers: readonly KnownSupplier[]): Firm[] {
  const firms: Firm[] = [];
  const byPhrase = new Map<string, Firm>();
  const firmOf = (name: string, row: SupplierReference | undefined): Firm => {
    const known = byPhrase.get(name.toLowerCase());
    if (known !== undefined) return known;
    const firm: Firm = {
      name: row?.name ?? name,
      phrases: new Set([name]),
      productIds: new Set(),
      supplierIds: new Set(),
    };
    firms.push(firm);
    for (const alias of [name, row?.name ?? name, ...(row?.otherNames ?? [])])
      byPhrase.set(alias.toLowerCase(), firm);
    for (const phrase of row === undefined ? [] : [row.name, ...row.otherNames, ...row.shortNames])
      firm.phrases.add(phrase);
    if (row?.companyNumber) firm.supplierIds.add(`coh:${row.companyNumber}`);
    return firm;
  };
  for (const row of reference.suppliers) firmOf(row.name, row);
  for (const product of reference.products) {
    if (product.vendor === null) continue;
    const row = reference.suppliers.find(
      (supplier) =>
        supplier.name === product.vendor ||
        supplier.otherNames.includes(product.vendor ?? '') ||
        (product.vendorCompanyNumber !== null && supplier.companyNumber === product.vendorCompanyNumber),
    );
    firmOf(product.vendor, row).productIds.add(product.id);
  }
  // Makers of former days lead to what their products are called now.
  for (const product of reference.products) {
    for (const maker of product.formerVendors) firmOf(maker, undefined).productIds.add(product.id);
  }
  const byShortName = new Map<string, Firm>();
  for (const firm of firms) {
    for (const phrase of firm.phrases) {
      const short = shortFirmName(phrase);
      if (short !== null && !byShortName.has(short)) byShortName.set(short, firm);
    }
  }
  for (const supplier of suppliers) {
    const short = shortFirmName(supplier.name);
    if (short === null) continue;
    let firm = byShortName.get(short);
    if (firm === undefined) {
      firm = { name: supplier.name, phrases: new Set(), productIds: new Set(), supplierIds: new Set() };
      firms.push(firm);
      byShortName.set(short, firm);
    }
    firm.phrases.add(supplier.name);
    firm.supplierIds.add(supplier.canonicalId);
  }
  return firms;
}
