import { sql } from 'kysely';
import { isAgreement } from '../population.ts';
import type { QualityRule } from '../rule.ts';

/** The value says what it covers: the whole life, a year, at most, an estimate or a share. */
export const valueBasisMissing: QualityRule = {
  id: 'value-basis-missing',
  field: 'value',
  level: 'field',
  isScored: true,
  checks: 'The value says what it covers: the whole life, a year, at most, an estimate or a share.',
  why: 'An annual figure beside a whole-life figure cannot be compared, and is never added to it.',
  fix: 'Say beside the figure what it covers.',
  applies: () => sql`(${isAgreement} and contracts.value_amount is not null)`,
  fails: () => sql`coalesce(contracts.value_basis, 'unknown') = 'unknown'`,
};
