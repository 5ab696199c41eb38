import { sql } from 'kysely';
import type { QualityRule } from '../rule.ts';

/** A framework whose end has passed is kept for its call-offs. */
export const frameworkPastEnd: QualityRule = {
  id: 'framework-past-end',
  field: 'end date',
  level: 'record',
  isScored: false,
  checks: 'A framework whose end has passed is kept for its call-offs.',
  why: 'Some registers keep expired frameworks on purpose, because call-offs run on; a past end is then no fault. It is listed so that nobody calls off from it.',
  fix: 'Nothing, if call-offs still run; otherwise close the entry.',
  applies: () => sql`(contracts.kind = 'framework' and contracts.end_date is not null)`,
  fails: (today) => sql`contracts.end_date < ${today}`,
};
