import { sql } from 'kysely';
import { isAgreement } from '../population.ts';
import type { QualityRule } from '../rule.ts';

/** A contract or framework has a start date. */
export const startDateMissing: QualityRule = {
  id: 'start-date-missing',
  field: 'record',
  level: 'field',
  isScored: true,
  checks: 'A contract or framework has a start date.',
  why: 'Options, anniversaries and lengths are counted from the start.',
  fix: 'Look the start up in the signed contract or the award notice.',
  applies: () => isAgreement,
  fails: () => sql`contracts.start_date is null`,
};
