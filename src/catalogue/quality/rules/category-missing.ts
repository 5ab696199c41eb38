import { sql } from 'kysely';
import { isTechnology } from '../population.ts';
import type { QualityRule } from '../rule.ts';

/** The service area is known. */
export const categoryMissing: QualityRule = {
  id: 'category-missing',
  field: 'category',
  level: 'field',
  isScored: true,
  checks: 'The service area is known.',
  why: 'Without it the record is missing from every question about a service, and its lead time is a guess.',
  fix: 'Name the department or the service the system is for.',
  applies: () => isTechnology,
  fails: () => sql`contracts.service_area is null`,
};
