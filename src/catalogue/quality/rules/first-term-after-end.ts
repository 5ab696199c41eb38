import { sql } from 'kysely';
import { isAgreement } from '../population.ts';
import type { QualityRule } from '../rule.ts';

/** The end of the first term is not after the end in force. */
export const firstTermAfterEnd: QualityRule = {
  id: 'first-term-after-end',
  field: 'end date',
  level: 'record',
  isScored: true,
  checks: 'The end of the first term is not after the end in force.',
  why: 'The first term can only be shorter than, or as long as, the contract with its extensions; otherwise the two were swapped.',
  fix: 'Put the end of the first term and the end in force in their own columns.',
  applies: () =>
    sql`(${isAgreement} and contracts.initial_end_date is not null and contracts.end_date is not null)`,
  fails: () => sql`contracts.initial_end_date > contracts.end_date`,
};
