/** The catalogue as the tools see it: questions in the field's words, answers as domain objects. */
import { type Kysely, sql } from 'kysely';
import type { Tables } from '../database/tables.ts';
import { type Corrections, createCorrections } from './corrections/corrections.ts';
import { countContracts, type Figures } from './figures/count-contracts.ts';
import type { Dimension } from './figures/facts.ts';
import { type SharedFirm, sharedFirms } from './figures/shared-suppliers.ts';
import { createNameIndex, type NameIndex } from './names/name-index.ts';
import { type CoverageCell, coverageCells } from './quality/coverage-matrix.ts';
import { createQuality, type Quality } from './quality/quality.ts';
import { type BoroughCoverage, coverageByBorough } from './queries/coverage.ts';
import type { ContractCriteria } from './queries/find-contracts.ts';
import { findContractRows } from './queries/list-contracts.ts';
import {
  type CatalogueContract,
  type ContractRow,
  contractColumns,
  loadContracts,
} from './queries/load-contracts.ts';
import { contractsOfNotice, readNoticeAddress } from './queries/notice-address.ts';
import { type ContractSayings, recordsOf } from './queries/records-of.ts';
import type { ProductReference, ReferenceData } from './reference-data.ts';
import { mayBeSeenBy, type Viewer } from './viewer.ts';

/** One page of contracts, and how many there are on all pages. */
export type FoundContracts = { readonly contracts: readonly CatalogueContract[]; readonly total: number };

/** Every question is asked for a viewer, and answers hold nothing that the viewer may not see. */
export type Catalogue = {
  readonly reference: ReferenceData;
  /** Names as of the last import; kept in memory, made anew when suppliers were added. */
  readonly names: () => Promise<NameIndex>;
  readonly find: (viewer: Viewer, criteria: ContractCriteria) => Promise<FoundContracts>;
  /** Null when there is none, or the viewer may not see it. */
  readonly byId: (viewer: Viewer, contractId: string) => Promise<CatalogueContract | null>;
  /** Those of the contracts that exist and the viewer may see, in the order given. */
  readonly byIds: (viewer: Viewer, contractIds: readonly string[]) => Promise<CatalogueContract[]>;
  /** Contracts that the notice at the address is about; none for an address of no notice we know. Fetches nothing. */
  readonly byNoticeAddress: (viewer: Viewer, address: string) => Promise<CatalogueContract[]>;
  /** Counts what `find` would list, whole or split. */
  readonly count: (viewer: Viewer, criteria: ContractCriteria, dimension: Dimension) => Promise<Figures>;
  /** Firms that at least two of the boroughs have in common. */
  readonly sharedFirms: (
    viewer: Viewer,
    buyerIds: readonly string[],
    serviceArea: string | null,
  ) => Promise<SharedFirm[]>;
  /** What each source says of one contract; null when the viewer may not see it. */
  readonly recordsOf: (viewer: Viewer, contractId: string) => Promise<ContractSayings | null>;
  /** Names of suppliers by id. */
  readonly supplierNames: (supplierIds: readonly string[]) => Promise<ReadonlyMap<string, string>>;
  /** One row per authority of the 33, alphabetical; null looks at the whole catalogue. */
  readonly coverage: (viewer: Viewer, serviceArea: string | null) => Promise<BoroughCoverage[]>;
  /** Every borough and service area with a record, seen or withheld. */
  readonly coverageCells: (viewer: Viewer) => Promise<CoverageCell[]>;
  readonly quality: Quality;
  readonly corrections: Corrections;
  readonly productById: (productId: string) => ProductReference | null;
  /** Ids of the products that belong to a service area. */
  readonly productIdsOf: (serviceArea: string) => readonly string[];
  readonly boroughName: (buyerId: string) => string | null;
  /** When the newest import finished, as an ISO instant; null before the first. */
  readonly lastImportedAt: () => Promise<string | null>;
};

/** Nothing is read until the first question. */
export function createCatalogue(database: Kysely<Tables>, reference: ReferenceData): Catalogue {
  const products = new Map(reference.products.map((product) => [product.id, product]));
  const productIdsByArea = new Map<string, string[]>();
  for (const product of reference.products) {
    productIdsByArea.set(product.serviceArea, [
      ...(productIdsByArea.get(product.serviceArea) ?? []),
      product.id,
    ]);
  }
  const boroughNames = new Map(reference.boroughs.map(({ buyer }) => [buyer.id, buyer.shortName]));
  const productIdsOf = (serviceArea: string) => productIdsByArea.get(serviceArea) ?? [];
  const productNameOf = (productId: string) => products.get(productId)?.name ?? null;

  let index: { readonly version: string; readonly names: Promise<NameIndex> } | null = null;
  const loadNames = async (): Promise<NameIndex> => {
    const rows = await database
      .selectFrom('suppliers')
      .select(['id', 'canonical_id as canonicalId', 'name'])
      .where((builder) =>
        builder.exists(
          builder
            .selectFrom('contract_suppliers')
            .select('supplier_id')
            .whereRef('contract_suppliers.supplier_id', '=', 'suppliers.id')
            // Everybody's questions are read with these names, so none may come from what only some may see.
            .where(
              sql<boolean>`contract_suppliers.contract_id not in (select id from contracts where visibility <> 'public')`,
            ),
        ),
      )
      .orderBy('id')
      .execute();
    return createNameIndex(reference, rows);
  };
  const lastImportedAt = async () => {
    const row = await database
      .selectFrom('imports')
      .select('finished_at')
      .orderBy('finished_at', 'desc')
      .limit(1)
      .executeTakeFirst();
    return row?.finished_at ?? null;
  };

  /** An id names a deal, whichever of its rows it was read from: each viewer gets the one he may see. */
  const rowsByIds = (viewer: Viewer, contractIds: readonly string[]): Promise<ContractRow[]> =>
    database
      .selectFrom('contracts')
      .select([...contractColumns])
      .where((builder) =>
        builder.or([
          builder('contracts.id', 'in', [...contractIds]),
          builder('contracts.deal_id', 'in', [...contractIds]),
          builder(
            'contracts.deal_id',
            'in',
            builder
              .selectFrom('contracts as named')
              .select('named.deal_id')
              .where('named.id', 'in', [...contractIds])
              .where('named.deal_id', 'is not', null),
          ),
        ]),
      )
      .where(mayBeSeenBy(viewer))
      .execute();

  const contractById = async (viewer: Viewer, contractId: string): Promise<CatalogueContract | null> => {
    // No id holds a NUL, and PostgreSQL refuses to look for one.
    if (contractId.includes('\0')) return null;
    const [row] = await rowsByIds(viewer, [contractId]);
    if (row === undefined) return null;
    return (await loadContracts(database, [row], productNameOf))[0] ?? null;
  };

  const contractsByIds = async (
    viewer: Viewer,
    contractIds: readonly string[],
  ): Promise<CatalogueContract[]> => {
    if (contractIds.length === 0) return [];
    const rows = await rowsByIds(viewer, contractIds);
    const at = new Map(contractIds.map((id, position) => [id, position]));
    const placeOf = (row: ContractRow) => at.get(row.id) ?? at.get(row.deal_id ?? row.id) ?? 0;
    rows.sort((left, right) => placeOf(left) - placeOf(right));
    return loadContracts(database, rows, productNameOf);
  };

  return {
    reference,
    productIdsOf,
    productById: (productId) => products.get(productId) ?? null,
    boroughName: (buyerId) => boroughNames.get(buyerId) ?? null,
    lastImportedAt,
    names: async () => {
      const version = (await lastImportedAt()) ?? 'empty';
      if (index === null || index.version !== version) index = { version, names: loadNames() };
      return index.names;
    },
    find: async (viewer, criteria) => {
      const { rows, total } = await findContractRows(database, viewer, criteria);
      return { contracts: await loadContracts(database, rows, productNameOf), total };
    },
    byId: contractById,
    byIds: contractsByIds,
    byNoticeAddress: async (viewer, address) => {
      const notice = readNoticeAddress(address);
      return notice === null ? [] : contractsByIds(viewer, await contractsOfNotice(database, notice, 10));
    },
    coverageCells: (viewer) => coverageCells(database, viewer),
    quality: createQuality(database, productNameOf),
    corrections: createCorrections(database),
    count: (viewer, criteria, dimension) => countContracts(database, viewer, criteria, dimension),
    sharedFirms: (viewer, buyerIds, serviceArea) =>
      sharedFirms(
        database,
        viewer,
        buyerIds,
        serviceArea === null ? null : { name: serviceArea, productIds: productIdsOf(serviceArea) },
      ),
    recordsOf: (viewer, contractId) => recordsOf(database, viewer, contractId),
    supplierNames: async (supplierIds) => {
      if (supplierIds.length === 0) return new Map();
      const rows = await database
        .selectFrom('suppliers')
        .select(['id', 'name'])
        .where('id', 'in', [...supplierIds])
        .execute();
      return new Map(rows.map((row) => [row.id, row.name]));
    },
    coverage: (viewer, serviceArea) => coverageByBorough(database, viewer, serviceArea),
  };
}

/** Puts the 33 authorities into an empty database, and keeps their names up to date. */
export async function writeBoroughs(database: Kysely<Tables>, reference: ReferenceData): Promise<void> {
  const rows = reference.boroughs.map(({ buyer }) => ({
    id: buyer.id,
    short_name: buyer.shortName,
    official_name: buyer.officialName,
    in_london_33: true,
  }));
  await database
    .insertInto('buyers')
    .values(rows)
    .onConflict((conflict) =>
      conflict.column('id').doUpdateSet({
        short_name: sql`excluded.short_name`,
        official_name: sql`excluded.official_name`,
        in_london_33: true,
      }),
    )
    .execute();
}
