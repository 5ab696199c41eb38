/** How exactly dates are known, the words they were read from, options in months, and when it is too late to tender. */
import { type Kysely, sql } from 'kysely';

const statements = [
  `alter table contracts
     add column start_precision text check (start_precision in ('day','month','year')),
     add column end_precision text check (end_precision in ('day','month','year')),
     add column max_extent_precision text check (max_extent_precision in ('day','month','year')),
     add column start_from text,
     add column end_from text,
     add column max_extent_from text,
     add column option_months integer,
     add column notice_months integer,
     add column critical_after date`,
];

/** Adds columns only; runs inside one transaction. */
export async function up(database: Kysely<never>): Promise<void> {
  for (const statement of statements) await sql.raw(statement).execute(database);
}
