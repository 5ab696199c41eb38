/** The resolvers as the importer uses them, built once from the reference data. */
import type { Resolvers } from '../contract-row.ts';
import type { ReferenceData } from '../reference-data.ts';
import { createBuyerResolver } from './buyer.ts';
import { createProductResolver } from './product.ts';
import { createSupplierIndex, knownSuppliers } from './supplier.ts';

/** Ids depend only on the record and the reference data, never on what was imported before. */
export function createResolvers(reference: ReferenceData): Resolvers {
  const buyers = createBuyerResolver(reference);
  const suppliers = createSupplierIndex(knownSuppliers(reference.suppliers));
  const products = createProductResolver(reference);
  const vendors = new Map(reference.products.map((product) => [product.id, product.vendor]));
  return {
    buyer: buyers.resolveBuyer,
    supplier: suppliers.resolve,
    products: (record) => {
      const found = products.resolveProducts({
        productAsPublished: record.productName ?? record.productAsPublished,
        title: record.title,
        description: record.description,
        supplierName: record.suppliers[0]?.name ?? null,
        vendorName: record.vendorAsPublished,
        serviceArea: record.serviceAreaAsPublished,
        cpv: record.cpv,
      });
      const [first] = found.productIds;
      return {
        productIds: found.productIds,
        serviceArea: found.serviceArea,
        vendor: first === undefined ? null : (vendors.get(first) ?? null),
      };
    },
  };
}
