import { sql } from 'kysely';
import { isForATerm } from '../population.ts';
import type { QualityRule } from '../rule.ts';

/** A contract or framework has a review date. */
export const reviewDateMissing: QualityRule = {
  id: 'review-date-missing',
  field: 'review date',
  level: 'field',
  isScored: true,
  checks: 'A contract or framework has a review date.',
  why: 'The Transparency Code asks for it, and it is the day on which the service should decide between extending and buying again.',
  fix: 'Agree a review date with the contract owner, at the latest on the act-by date, and publish it in the register.',
  applies: () => isForATerm,
  fails: () => sql`coalesce(contracts.notes, '') !~* 'review date: *\\S'`,
};
