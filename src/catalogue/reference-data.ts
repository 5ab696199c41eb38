/** Reads what the assistant knows about boroughs, products, suppliers, officers' words and lead times. */
import { join } from 'node:path';
import type { Buyer } from '../procurement/buyer.ts';
import type { Product } from '../procurement/product.ts';
import { readCsv } from './reference-csv.ts';
import { endOfSupportRow } from './reference-end-of-support.ts';
import { type LeadTimeReference, readLeadTimes } from './reference-lead-times.ts';
import { type LineageEvent, lineageRow, neighboursRow } from './reference-lineage.ts';
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
import { readThresholds } from './reference-thresholds.ts';

export { ReferenceDataError } from './reference-error.ts';
export type { LeadTimeReference } from './reference-lead-times.ts';
export type { LineageEvent } from './reference-lineage.ts';

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
  /** What happened to products and makers, in the order of the file. */
  readonly lineage: readonly LineageEvent[];
  /** Ids of the boroughs that each borders on by land. */
  readonly neighbours: ReadonlyMap<string, readonly string[]>;
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

/** Names into ids; a name that is none of the 33 is left out. */
function neighbourIds(
  boroughs: readonly BoroughRow[],
  rows: readonly { readonly buyerId: string; readonly neighbours: readonly string[] }[],
): ReadonlyMap<string, readonly string[]> {
  const idOf = new Map(boroughs.map((borough) => [borough.shortName, borough.gssCode]));
  return new Map(rows.map((row) => [row.buyerId, row.neighbours.flatMap((name) => idOf.get(name) ?? [])]));
}

/** Reads and checks the whole folder; rejects with `ReferenceDataError` naming file and line when something is wrong. */
export async function loadReferenceData(knowledgeDir: string): Promise<ReferenceData> {
  const [thresholds, endOfSupport] = await Promise.all([
    readThresholds(join(knowledgeDir, 'law', 'thresholds.json')),
    readCsv(
      join(knowledgeDir, 'end-of-support.csv'),
      endOfSupportRow,
      (row) => `${row.productId} ${row.onlyFor ?? ''}`,
    ),
  ]);
  const [boroughs, products, suppliers, synonyms, leadTimes, lineage, neighbours] = await Promise.all([
    readCsv(join(knowledgeDir, 'boroughs.csv'), boroughRow, (row) => row.gssCode),
    readCsv(join(knowledgeDir, 'products.csv'), productRow, (row) => row.id),
    readCsv(join(knowledgeDir, 'suppliers.csv'), supplierRow, (row) => row.name),
    readCsv(
      join(knowledgeDir, 'synonyms.csv'),
      synonymRow,
      (row) => `${row.term} as ${row.kind} ${row.target}`,
    ),
    readLeadTimes(join(knowledgeDir, 'lead-times.json'), { thresholds, endOfSupport }),
    readCsv(join(knowledgeDir, 'lineage.csv'), lineageRow, (row) => row.id),
    readCsv(join(knowledgeDir, 'neighbours.csv'), neighboursRow, (row) => row.buyerId),
  ]);
  const areas = new Set(products.map((product) => product.serviceArea));
  for (const synonym of synonyms) if (synonym.kind === 'service-area') areas.add(synonym.target);
  return {
    boroughs: boroughs.map(toBorough),
    products: products.map(toProduct),
    suppliers,
    synonyms,
    leadTimes,
    lineage,
    neighbours: neighbourIds(boroughs, neighbours),
    serviceAreas: [...areas].sort(),
  };
}
