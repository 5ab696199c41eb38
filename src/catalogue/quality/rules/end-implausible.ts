import { sql } from 'kysely';
import { isAgreement } from '../population.ts';
import type { QualityRule } from '../rule.ts';

/** No end date or latest possible end lies after 2050. */
export const endImplausible: QualityRule = {
  id: 'end-implausible',
  field: 'end date',
  level: 'field',
  isScored: true,
  checks: 'No end date or latest possible end lies after 2050.',
  why: 'Such a date is nearly always a slip of the keyboard or a stand-in for “no end”, and hides a contract from every warning.',
  fix: 'Put the real date; if the contract rolls on, say so and leave the date empty.',
  applies: () =>
    sql`(${isAgreement} and coalesce(contracts.end_date, contracts.max_extent_date) is not null)`,
  fails: () => sql`greatest(contracts.end_date, contracts.max_extent_date) > '2050-12-31'`,
};
