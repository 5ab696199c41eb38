import { sql } from 'kysely';
import { isSourceOfRow } from '../population.ts';
import type { QualityRule } from '../rule.ts';

/** A source of the record has an address. */
export const sourceUrlMissing: QualityRule = {
  id: 'source-url-missing',
  field: 'source',
  level: 'field',
  isScored: true,
  checks: 'A source of the record has an address.',
  why: 'A fact that cannot be looked up cannot be checked.',
  fix: 'Add the address of the register, notice or decision page.',
  applies: () => sql`true`,
  fails: () => sql`not exists (select 1 from source_records
    where ${isSourceOfRow} and source_records.url is not null)`,
};
