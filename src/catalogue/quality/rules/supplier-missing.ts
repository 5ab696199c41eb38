import { sql } from 'kysely';
import { hasSupplier } from '../population.ts';
import type { QualityRule } from '../rule.ts';

/** A contract names its supplier. */
export const supplierMissing: QualityRule = {
  id: 'supplier-missing',
  field: 'supplier identifier',
  level: 'field',
  isScored: true,
  checks: 'A contract names its supplier.',
  why: 'Without the supplier nobody can tell who else buys from the same firm.',
  fix: 'Add the name of the firm that signed, not of the maker or the account manager.',
  applies: () => sql`contracts.kind = 'contract'`,
  fails: () => sql`not ${hasSupplier}`,
};
