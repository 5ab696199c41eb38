import { sql } from 'kysely';
import { isAgreement } from '../population.ts';
import type { QualityRule } from '../rule.ts';

/** The value says whether VAT is in it. */
export const vatBasisMissing: QualityRule = {
  id: 'vat-basis-missing',
  field: 'value',
  level: 'field',
  isScored: false,
  checks: 'The value says whether VAT is in it.',
  why: 'Thresholds are compared with VAT included; a fifth more or less decides the procedure.',
  fix: 'Say “excluding VAT” or “including VAT” beside the figure.',
  applies: () => sql`(${isAgreement} and contracts.value_amount is not null)`,
  fails: () => sql`coalesce(contracts.vat, 'unknown') = 'unknown'`,
};
