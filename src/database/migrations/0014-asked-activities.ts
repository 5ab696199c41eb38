/** Which message of an officer an answer belongs to, so that a changed or deleted message finds it. */
import { type Kysely, sql } from 'kysely';

const statements = [
  `alter table answers add column asked_activity_id text`,
  `create index answers_asked on answers (tenant_id, conversation_key, asked_activity_id) where asked_activity_id is not null`,
];

/** Old answers stay without; they are simply not found by their message. */
export async function up(database: Kysely<never>): Promise<void> {
  for (const statement of statements) await sql.raw(statement).execute(database);
}
