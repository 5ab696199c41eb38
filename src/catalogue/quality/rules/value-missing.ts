import { sql } from 'kysely';
import { isAgreement } from '../population.ts';
import type { QualityRule } from '../rule.ts';

/** A contract or framework has a value. */
export const valueMissing: QualityRule = {
  id: 'value-missing',
  field: 'value',
  level: 'field',
  isScored: true,
  checks: 'A contract or framework has a value.',
  why: 'The value decides the procedure, the lead time and how much a repair of the record is worth.',
  fix: 'Add the total value over the life of the contract, and say whether it is with VAT.',
  applies: () => isAgreement,
  fails: () => sql`contracts.value_amount is null`,
};
