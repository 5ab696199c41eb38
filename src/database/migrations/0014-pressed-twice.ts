/** Which message of an officer an answer belongs to; and one waiting proposal however often its button is pressed. */
import { type Kysely, sql } from 'kysely';

const statements = [
  `alter table answers add column asked_activity_id text`,
  `create index answers_asked on answers (tenant_id, conversation_key, asked_activity_id) where asked_activity_id is not null`,
  // Of proposals that say the same the first one stays.
  `update corrections set state = 'withdrawn', decided_on = proposed_on, decided_by = officer_id
     where state = 'proposed' and exists (
       select 1 from corrections earlier
       where earlier.state = 'proposed' and earlier.tenant_id = corrections.tenant_id
         and earlier.officer_id = corrections.officer_id and earlier.record_key = corrections.record_key
         and earlier.field = corrections.field and earlier.value = corrections.value
         and (earlier.created_at, earlier.id) < (corrections.created_at, corrections.id))`,
  `create unique index corrections_waiting on corrections (tenant_id, officer_id, record_key, field, value)
     where state = 'proposed'`,
];

/** Old answers stay without their message; they are simply not found by it. */
export async function up(database: Kysely<never>): Promise<void> {
  for (const statement of statements) await sql.raw(statement).execute(database);
}
