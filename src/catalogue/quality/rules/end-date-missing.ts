import { sql } from 'kysely';
import { isForATerm } from '../population.ts';
import type { QualityRule } from '../rule.ts';

/** A contract or framework for a fixed or unknown term has an end date. */
export const endDateMissing: QualityRule = {
  id: 'end-date-missing',
  field: 'end date',
  level: 'field',
  isScored: true,
  checks: 'A contract or framework for a fixed or unknown term has an end date.',
  why: 'Without an end date nobody can be warned in time, and the contract cannot be lined up with those of other boroughs.',
  fix: 'Look the end of the term in force up in the signed contract, and add it to the register.',
  applies: () => isForATerm,
  fails: () => sql`contracts.end_date is null`,
};
