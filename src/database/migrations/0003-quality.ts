/** Scores of the catalogue's quality, kept after each import, so that a trend can be shown. */
import { type Kysely, sql } from 'kysely';

const statements = [
  `create table quality_scores (
     import_id text not null references imports (id) on delete cascade,
     buyer_id text not null references buyers (id) on delete cascade,
     field text not null,
     scored_on date not null,
     records integer not null check (records >= 0),
     failing integer not null check (failing between 0 and records),
     primary key (import_id, buyer_id, field))`,
  `create index quality_scores_buyer on quality_scores (buyer_id, field, scored_on)`,
];

/** Makes the table of scores; runs inside one transaction. */
export async function up(database: Kysely<never>): Promise<void> {
  for (const statement of statements) await sql.raw(statement).execute(database);
}
