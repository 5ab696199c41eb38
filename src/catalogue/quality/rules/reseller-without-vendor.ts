import { sql } from 'kysely';
import { hasProduct } from '../population.ts';
import type { QualityRule } from '../rule.ts';

/** Resellers seen in published records of London contracts. */
const resellers =
  '\\m(softcat|phoenix software|bytes|cdw|insight direct|boxxe|computacenter|scc|specialist computer centres|trustmarque)\\M';

/** A contract with a reseller says whose product was bought. */
export const resellerWithoutVendor: QualityRule = {
  id: 'reseller-without-vendor',
  field: 'product',
  level: 'record',
  isScored: true,
  checks: 'A contract with a reseller says whose product was bought.',
  why: 'The reseller hides the maker: “who uses MRI?” would miss the contract.',
  fix: 'Add the maker and the product to the title.',
  applies: () => sql`contracts.supplier_as_published ~* ${resellers}`,
  fails: () => sql`(contracts.vendor is null and not ${hasProduct})`,
};
