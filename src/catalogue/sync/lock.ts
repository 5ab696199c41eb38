/** Lets one instance at a time do a thing, such as reading the feeds or leading the alerts; a hold that its holder no longer renews ends by itself. */
import { randomUUID } from 'node:crypto';
import { type Kysely, sql } from 'kysely';
import type { Tables } from '../../database/tables.ts';

/** A hold; its owner must call `release`. */
export type Hold = {
  /** Higher than that of every earlier hold of any name: what a late holder writes can be told from this one's. */
  readonly fence: number;
  /** Renews the hold; call it inside a transaction that must not commit without it. Rejects with `HoldLostError`. */
  readonly renew: (database: Kysely<Tables>) => Promise<void>;
  readonly release: () => Promise<void>;
};

/** Somebody else took the hold, because it was not renewed in time; what was being written is undone. */
export class HoldLostError extends Error {
  readonly code = 'SYNC_HOLD_LOST';
  override readonly name = 'HoldLostError';
  constructor(name: string) {
    super(
      name === 'feeds'
        ? 'Another instance has begun to read the feeds, so this one stopped. What it had read is kept.'
        : `Another instance has taken over (${name}), so this one stopped.`,
    );
  }
}

/** Long enough for a slow page, short enough that nobody waits long for a holder that was killed. */
export const holdSeconds = 120;

/** Takes the hold of this name, or answers until when somebody else has it (as the database writes instants). */
export async function takeHold(
  database: Kysely<Tables>,
  name: string,
  seconds = holdSeconds,
): Promise<Hold | { readonly heldUntil: string }> {
  const holder = randomUUID();
  const until = sql<string>`clock_timestamp() + make_interval(secs => ${seconds})`;
  // The database's clock decides, so that two machines need not agree on the time.
  const taken = await sql<{ fence: number }>`
    insert into sync_locks (name, holder, expires_at) values (${name}, ${holder}, ${until})
    on conflict (name) do update set holder = excluded.holder, expires_at = excluded.expires_at
    where sync_locks.expires_at <= clock_timestamp()
    returning nextval('hold_fences') as fence`.execute(database);
  const fence = taken.rows[0]?.fence;
  if (fence === undefined) {
    const other = await database
      .selectFrom('sync_locks')
      .select('expires_at')
      .where('name', '=', name)
      .executeTakeFirst();
    // Released in between: as good as held for a moment.
    return { heldUntil: other?.expires_at ?? 'a moment ago' };
  }
  const renew = async (writer: Kysely<Tables>) => {
    const renewed = await sql`update sync_locks set expires_at = ${until}
      where name = ${name} and holder = ${holder} returning name`.execute(writer);
    if (renewed.rows.length === 0) throw new HoldLostError(name);
  };
  // While a feed makes us wait nothing is written, so the hold is renewed beside it too.
  const timer = setInterval(() => void renew(database).catch(() => undefined), (seconds * 1_000) / 4);
  timer.unref();
  return {
    fence,
    renew,
    release: async () => {
      clearInterval(timer);
      await database.deleteFrom('sync_locks').where('name', '=', name).where('holder', '=', holder).execute();
    },
  };
}

/**
 * Ends every hold. Only for a database that one process has to itself, when it is opened: whoever held it is dead, and
 * need not be waited for.
 */
export async function forgetHolds(database: Kysely<Tables>): Promise<void> {
  await database.deleteFrom('sync_locks').execute();
}
