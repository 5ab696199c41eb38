import { sql } from 'kysely';
import { hasProduct } from '../population.ts';
import type { QualityRule } from '../rule.ts';

/** The product name as published is in the list of product names. */
export const productNameUnknown: QualityRule = {
  id: 'product-name-unknown',
  field: 'product',
  level: 'field',
  isScored: true,
  checks: 'The product name as published is in the list of product names.',
  why: 'A name the list does not know is a new product, an old name or a slip; until somebody says which, the record is missing from answers.',
  fix: 'Add the name to the product list (`knowledge/products.csv`), or repair the spelling in the register.',
  applies: () => sql`contracts.product_as_published is not null`,
  fails: () => sql`not ${hasProduct}`,
};
