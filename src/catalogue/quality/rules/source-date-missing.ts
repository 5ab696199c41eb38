import { sql } from 'kysely';
import { isSourceOfRow } from '../population.ts';
import type { QualityRule } from '../rule.ts';

/** A source of the record says when it was published. */
export const sourceDateMissing: QualityRule = {
  id: 'source-date-missing',
  field: 'source',
  level: 'field',
  isScored: true,
  checks: 'A source of the record says when it was published.',
  why: 'Without a date nobody can tell which of two sources is newer.',
  fix: 'Publish the register with its date, or add the date of the decision.',
  applies: () => sql`true`,
  fails: () => sql`not exists (select 1 from source_records
    where ${isSourceOfRow} and source_records.published_date is not null)`,
};
