import { sql } from 'kysely';
import { isSourceOfRow } from '../population.ts';
import type { QualityRule } from '../rule.ts';

/** The record rests on more than a weak source. */
export const sourceConfidenceLow: QualityRule = {
  id: 'source-confidence-low',
  field: 'source',
  level: 'record',
  isScored: false,
  checks: 'The record rests on more than a weak source.',
  why: 'Listed so that whoever relies on it looks at the source first.',
  fix: 'Find a notice, register or decision that says the same.',
  applies: () => sql`true`,
  fails: () => sql`not exists (select 1 from source_records
    where ${isSourceOfRow} and source_records.confidence <> 'low')`,
};
