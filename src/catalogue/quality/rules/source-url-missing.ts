import { sql } from 'kysely';
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
    where source_records.contract_id = contracts.id and source_records.url is not null)`,
};
