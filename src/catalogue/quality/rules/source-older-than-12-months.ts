import { sql } from 'kysely';
import { addMonths } from '../../../procurement/iso-date.ts';
import { isSourceOfRow } from '../population.ts';
import type { QualityRule } from '../rule.ts';

/** The newest source is not older than 12 months. */
export const sourceOlderThan12Months: QualityRule = {
  id: 'source-older-than-12-months',
  field: 'source',
  level: 'field',
  isScored: true,
  checks: 'The newest source is not older than 12 months.',
  why: 'City Tools and Thirty3 aged because nobody confirmed what was still true.',
  fix: 'Confirm the record: import the current register, or have an officer of the borough check it.',
  applies: () => sql`exists (select 1 from source_records
    where ${isSourceOfRow} and source_records.published_date is not null)`,
  fails: (today) => sql`(select max(source_records.published_date) from source_records
    where ${isSourceOfRow}) < ${addMonths(today, -12)}`,
};
