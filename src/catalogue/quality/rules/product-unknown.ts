import { sql } from 'kysely';
import { hasProduct, isTechnology } from '../population.ts';
import type { QualityRule } from '../rule.ts';

/** The product that is bought is known. */
export const productUnknown: QualityRule = {
  id: 'product-unknown',
  field: 'product',
  level: 'field',
  isScored: true,
  checks: 'The product that is bought is known.',
  why: '“Who else uses it?” can only be answered where the product is known.',
  fix: 'Name the product in the title or description, as its maker writes it.',
  applies: () => isTechnology,
  fails: () => sql`not ${hasProduct}`,
};
