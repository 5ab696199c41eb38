/** What is remembered of an officer: the borough, and what each thread is about. Kept apart by tenant. */
import { type Kysely, sql } from 'kysely';
import { z } from 'zod';
import { forgetSubscriber } from '../alerts/subscriptions.ts';
import { forgetCorrector } from '../catalogue/corrections/corrections.ts';
import { forgetFiles } from '../catalogue/preview/register-desk.ts';
import type { Tables } from '../database/tables.ts';
import { forgetEngager } from '../engagement/store.ts';
import { roles } from '../retrieval/passage.ts';
import { forgetWalker } from '../toolkit/forget-walker.ts';
import type { Officer } from './assistant.ts';
import { askedFacts, type Focus, intents } from './planner.ts';

/** A thread that rested longer starts afresh. */
const focusHours = 24;

/**
 * What outlives a message, by tenant and officer; look-ups give null for nothing stored, and every call rejects when
 * the database is out of reach.
 */
export type Memory = {
  /** GSS code of the officer's authority, or null. */
  readonly boroughOf: (officer: Officer) => Promise<string | null>;
  readonly rememberBorough: (officer: Officer, buyerId: string) => Promise<void>;
  readonly focusOf: (officer: Officer, threadId: string) => Promise<Focus | null>;
  readonly keepFocus: (officer: Officer, threadId: string, focus: Focus) => Promise<void>;
  /** Removes profile, threads and stored answers; resolves to the number of rows. */
  readonly forget: (officer: Officer) => Promise<number>;
};

const text = z.string().max(500);
const focusSchema = z.object({
  slots: z.object({
    intent: z.enum(intents),
    name: text.nullable(),
    exceptName: text.nullable().default(null),
    serviceAreas: z.array(text),
    exceptBoroughs: z.array(text).default([]),
    boroughs: z.array(text),
    isOwn: z.boolean(),
    isThis: z.boolean(),
    isElse: z.boolean(),
    isLive: z.boolean().default(false),
    isUndated: z.boolean().default(false),
    endsFrom: text.nullable(),
    endsTo: text.nullable(),
    amountFrom: z.number().nullable(),
    amountTo: z.number().nullable(),
    words: text.nullable(),
    sort: z.enum(['act-by', 'ends', 'value', 'title']).nullable(),
    isReversed: z.boolean().default(false),
    limit: z.number().nullable(),
    contractId: text.nullable(),
    isCount: z.boolean(),
    splitBy: z
      .enum(['supplier', 'vendor', 'product', 'borough', 'service_area', 'start_year', 'end_year'])
      .nullable(),
    fact: z.enum(askedFacts).nullable(),
    isSum: z.boolean(),
    dealWords: z.string().max(2_500).nullable().default(null),
    asked: z.string().max(2_500).nullable().default(null),
    role: z.enum(roles).nullable().default(null),
    walkId: text.nullable().default(null),
  }),
  contractIds: z.array(text).max(200),
  pending: z
    .object({ field: z.enum(['borough', 'name', 'service_area', 'own-borough']), options: z.array(text) })
    .nullable(),
  isAdviceNoted: z.boolean().default(false),
});

/** Memory in the database; what is read back is checked, since an older release may have written it. */
export function createMemory(database: Kysely<Tables>): Memory {
  return {
    boroughOf: async ({ tenantId, userId }) => {
      const row = await database
        .selectFrom('officer_profiles')
        .select('borough_id')
        .where('tenant_id', '=', tenantId)
        .where('user_id', '=', userId)
        .executeTakeFirst();
      return row?.borough_id ?? null;
    },
    rememberBorough: async ({ tenantId, userId }, buyerId) => {
      await database
        .insertInto('officer_profiles')
        .values({ tenant_id: tenantId, user_id: userId, borough_id: buyerId })
        .onConflict((conflict) =>
          conflict
            .columns(['tenant_id', 'user_id'])
            .doUpdateSet({ borough_id: buyerId, updated_at: sql`now()` }),
        )
        .execute();
    },
    focusOf: async ({ tenantId, userId }, threadId) => {
      const row = await database
        .selectFrom('thread_focus')
        .select('focus')
        .where('tenant_id', '=', tenantId)
        .where('user_id', '=', userId)
        .where('thread_id', '=', threadId)
        .where('updated_at', '>', sql<string>`now() - make_interval(hours => ${focusHours})`)
        .executeTakeFirst();
      const parsed = focusSchema.safeParse(row?.focus);
      return parsed.success ? parsed.data : null;
    },
    keepFocus: async ({ tenantId, userId }, threadId, focus) => {
      const value = JSON.stringify(focus);
      await database
        .insertInto('thread_focus')
        .values({ tenant_id: tenantId, user_id: userId, thread_id: threadId, focus: value })
        .onConflict((conflict) =>
          conflict
            .columns(['tenant_id', 'thread_id', 'user_id'])
            .doUpdateSet({ focus: value, updated_at: sql`now()` }),
        )
        .execute();
    },
    forget: ({ tenantId, userId }) =>
      database.transaction().execute(async (transaction) => {
        let removed = 0;
        for (const table of ['officer_profiles', 'thread_focus', 'answers'] as const) {
          const result = await transaction
            .deleteFrom(table)
            .where('tenant_id', '=', tenantId)
            .where('user_id', '=', userId)
            .executeTakeFirst();
          removed += Number(result.numDeletedRows);
        }
        removed += await forgetCorrector(transaction, tenantId, userId);
        removed += await forgetSubscriber(transaction, tenantId, userId);
        removed += await forgetEngager(transaction, tenantId, userId);
        removed += await forgetFiles(transaction, tenantId, userId);
        removed += await forgetWalker(transaction, tenantId, userId);
        return removed;
      }),
  };
}
