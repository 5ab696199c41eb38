import { sql } from 'kysely';
import { isForATerm } from '../population.ts';
import type { QualityRule } from '../rule.ts';

/** A contract or framework says how far it can be extended, or that it cannot. */
export const optionWordsMissing: QualityRule = {
  id: 'option-words-missing',
  field: 'extension options',
  level: 'field',
  isScored: true,
  checks: 'A contract or framework says how far it can be extended, or that it cannot.',
  why: 'Whether a borough can extend decides if it must buy now, and whether boroughs can wait for each other.',
  fix: 'Add the options as written in the contract (such as 2 x 12 months), or “none”.',
  applies: () => sql`(${isForATerm} and contracts.end_date is not null)`,
  fails: () => sql`(contracts.max_extent_date is null and contracts.options_as_published is null)`,
};
