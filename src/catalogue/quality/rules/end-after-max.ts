import { sql } from 'kysely';
import { isAgreement } from '../population.ts';
import type { QualityRule } from '../rule.ts';

/** The end in force is not after the latest possible end. */
export const endAfterMax: QualityRule = {
  id: 'end-after-max',
  field: 'end date',
  level: 'record',
  isScored: true,
  checks: 'The end in force is not after the latest possible end.',
  why: 'Running past the latest possible end means that the limit, the end or the authority for the extension is wrong.',
  fix: 'Check which date is right; if the contract was extended past its options, record the decision that allowed it.',
  applies: () =>
    sql`(${isAgreement} and contracts.max_extent_date is not null and contracts.end_date is not null)`,
  fails: () => sql`contracts.end_date > contracts.max_extent_date`,
};
