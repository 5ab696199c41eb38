import { sql } from 'kysely';
import { isAgreement } from '../population.ts';
import type { QualityRule } from '../rule.ts';

/** The contract does not start after it ends. */
export const startAfterEnd: QualityRule = {
  id: 'start-after-end',
  field: 'end date',
  level: 'record',
  isScored: true,
  checks: 'The contract does not start after it ends.',
  why: 'One of the two dates is wrong, so neither can be trusted for planning.',
  fix: 'Compare both dates with the signed contract; day and month are often swapped.',
  applies: () =>
    sql`(${isAgreement} and contracts.start_date is not null and contracts.end_date is not null)`,
  fails: () => sql`contracts.start_date > contracts.end_date`,
};
