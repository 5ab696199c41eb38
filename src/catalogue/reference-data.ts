/** Reads what the assistant knows about boroughs, products, suppliers, officers' words and lead times. */
import { join } from 'node:path';
import type { Buyer } from '../procurement/buyer.ts';
import type { Product } from '../procurement/product.ts';
import { readCsv } from './reference-csv.ts';
import { type LeadTimeReference, readLeadTimes } from './reference-lead-times.ts';
import {
  type BoroughRow,
  boroughRow,
  type ProductRow,
  productRow,
  type SupplierRow,
  type SynonymRow,
  supplierRow,
  synonymRow,
} from './reference-schema.ts';

export { ReferenceDataError } from './reference-error.ts';
export type { LeadTimeReference } from './reference-lead-times.ts';

/** One of London's 33 authorities with every name it is known by. */
export type BoroughReference = Omit<BoroughRow, 'gssCode' | 'shortName' | 'officialName'> & {
  readonly buyer: Buyer;
};

/** A product with what is needed to recognise it; `formerNames` holds product names only, makers are apart. */
export type ProductReference = Product & {
  /** Finer kinds, one by one: `Adult social care`, `Children social care`. */
  readonly categories: readonly string[];
  readonly formerVendors: readonly string[];
  /** Words that mean this product only with its service area or its maker beside them. */
  readonly ambiguousNames: readonly string[];
  /** Those among them that are everyday words; in running text they need the maker beside them. */
  readonly everydayNames: readonly string[];
  readonly vendorCompanyNumber: string | null;
};

/** A firm officers name by a short form, and whether it sells other people's products. */
export type SupplierReference = SupplierRow;

/** An officer's word and what it stands for; a weak word needs another sign beside it. */
export type Synonym = SynonymRow;

/** Everything in the knowledge folder that the catalogue resolves names with; checked when it was read. */
export type ReferenceData = {
  readonly boroughs: readonly BoroughReference[];
  readonly products: readonly ProductReference[];
  readonly suppliers: readonly SupplierReference[];
  readonly synonyms: readonly Synonym[];
  readonly leadTimes: LeadTimeReference;
  /** Every service area a product or a synonym belongs to, sorted. */
  readonly serviceAreas: readonly string[];
};

function toBorough(row: BoroughRow): BoroughReference {
  const { gssCode, shortName, officialName, ...rest } = row;
  return { buyer: { id: gssCode, shortName, officialName, inLondon33: true }, ...rest };
}

function toProduct(row: ProductRow): ProductReference {
  return { ...row, category: row.categories.join('; ') };
}

/** Reads and checks the whole folder; rejects with `ReferenceDataError` naming file and line when something is wrong. */
export async function loadReferenceData(knowledgeDir: string): Promise<ReferenceData> {
  const [boroughs, products, suppliers, synonyms, leadTimes] = await Promise.all([
    readCsv(join(knowledgeDir, 'boroughs.csv'), boroughRow, (row) => row.gssCode),
    readCsv(join(knowledgeDir, 'products.csv'), productRow, (row) => row.id),
    readCsv(join(knowledgeDir, 'suppliers.csv'), supplierRow, (row) => row.name),
    readCsv(
      join(knowledgeDir, 'synonyms.csv'),
      synonymRow,
      (row) => `${row.term} as ${row.kind} ${row.target}`,
    ),
    readLeadTimes(join(knowledgeDir, 'lead-times.json')),
  ]);
  const areas = new Set(products.map((product) => product.serviceArea));
  for (const synonym of synonyms) if (synonym.kind === 'service-area') areas.add(synonym.target);
  return {
    boroughs: boroughs.map(toBorough),
    products: products.map(toProduct),
    suppliers,
    synonyms,
    leadTimes,
    serviceAreas: [...areas].sort(),
  };
}
