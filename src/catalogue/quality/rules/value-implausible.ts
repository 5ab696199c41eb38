import { sql } from 'kysely';
import { isAgreement } from '../population.ts';
import type { QualityRule } from '../rule.ts';

/** The value is more than £1 and not above £1 billion. */
export const valueImplausible: QualityRule = {
  id: 'value-implausible',
  field: 'value',
  level: 'field',
  isScored: true,
  checks: 'The value is more than £1 and not above £1 billion.',
  why: 'Stand-ins such as £0.01 and ceilings of whole frameworks spoil every total, so they are kept as published and left out of sums.',
  fix: 'Put the real value of this contract.',
  applies: () => sql`(${isAgreement} and contracts.value_amount is not null)`,
  fails: () => sql`(contracts.value_amount <= 1 or contracts.value_amount > 1000000000)`,
};
