/** Match keys become numbers: the first eight of the twelve bytes that the text held. */
import { type Kysely, sql } from 'kysely';

const statements = [
  `alter table match_keys drop constraint match_keys_pkey`,
  `alter table match_keys alter column match_key type bigint using
     ('x' || encode(substring(decode(translate(match_key, '-_', '+/'), 'base64') for 8), 'hex'))::bit(64)::bigint`,
  `alter table match_keys add primary key (match_key, record_key)`,
];

/** Keeps every key; nothing needs to be imported again. */
export async function up(database: Kysely<never>): Promise<void> {
  for (const statement of statements) await sql.raw(statement).execute(database);
}
