/** The bot's stores in the database: nothing is lost at a restart, and several instances may share them. */
import { createHash } from 'node:crypto';
import { type Kysely, sql } from 'kysely';
import type { Answer } from '../assistant/answer.ts';
import type { Scope } from '../assistant/assistant.ts';
import type { Tables } from '../database/tables.ts';
import type { AnswerStore } from './answers.ts';
import type { ConversationReference, ConversationStore, StoredConversation } from './conversations.ts';
import type { DislikedAnswer, FeedbackCount, FeedbackStore } from './feedback.ts';
import type { SeenActivities } from './seen.ts';

/** Channels repeat a delivery within minutes; a day is kept. */
const seenHours = 24;
const forgetEvery = 500;

/** Shared by all instances: the database decides who was first. */
export function createSeenActivities(database: Kysely<Tables>): SeenActivities {
  let calls = 0;
  return {
    firstTime: async (key) => {
      calls += 1;
      if (calls % forgetEvery === 0) {
        await sql`delete from seen_activities where seen_at < now() - make_interval(hours => ${seenHours})`.execute(
          database,
        );
      }
      const digest = createHash('sha256').update(key).digest('base64url');
      const row = await database
        .insertInto('seen_activities')
        .values({ key: digest })
        .onConflict((conflict) => conflict.column('key').doNothing())
        .returning('key')
        .executeTakeFirst();
      return row !== undefined;
    },
  };
}

type ConversationRow = { reference: unknown; welcomed_at: string | null; uninstalled_at: string | null };

function toStored(row: ConversationRow): StoredConversation {
  // Written by `remember` below and nowhere else, so the shape is ours.
  return {
    reference: row.reference as ConversationReference,
    isWelcomed: row.welcomed_at !== null,
    isInstalled: row.uninstalled_at === null,
  };
}

/** Conversation references that survive restarts. */
export function createConversationStore(database: Kysely<Tables>): ConversationStore {
  return {
    remember: async (reference) => {
      const value = JSON.stringify(reference);
      const result = await sql<{ is_new: boolean }>`
        insert into conversations (key, tenant_id, scope, reference)
        values (${reference.key}, ${reference.tenantId}, ${reference.scope satisfies Scope}, ${value}::jsonb)
        on conflict (key) do update set reference = excluded.reference, scope = excluded.scope, uninstalled_at = null, updated_at = now()
        returning (xmax = 0) as is_new`.execute(database);
      return { isNew: result.rows[0]?.is_new ?? false };
    },
    markWelcomed: async (key) => {
      const row = await database
        .updateTable('conversations')
        .set({ welcomed_at: sql<string>`now()` })
        .where('key', '=', key)
        .where('welcomed_at', 'is', null)
        .returning('key')
        .executeTakeFirst();
      return row !== undefined;
    },
    markUninstalled: async (key) => {
      await database
        .updateTable('conversations')
        .set({ uninstalled_at: sql<string>`now()`, welcomed_at: null })
        .where('key', '=', key)
        .execute();
    },
    get: async (key) => {
      const row = await database
        .selectFrom('conversations')
        .select(['reference', 'welcomed_at', 'uninstalled_at'])
        .where('key', '=', key)
        .executeTakeFirst();
      return row === undefined ? null : toStored(row);
    },
    list: async (tenantId) => {
      const rows = await database
        .selectFrom('conversations')
        .select(['reference', 'welcomed_at', 'uninstalled_at'])
        .where('uninstalled_at', 'is', null)
        .$if(tenantId !== null, (query) => query.where('tenant_id', '=', tenantId ?? ''))
        .orderBy('key')
        .execute();
      return rows.map(toStored);
    },
  };
}

/** Answers as the assistant recorded them, tied to the conversation that showed them. */
export function createAnswerStore(database: Kysely<Tables>): AnswerStore {
  const replyTo: AnswerStore['replyTo'] = async (askedBy, place) => {
    const row = await database
      .selectFrom('answers')
      .select(['id', 'activity_id'])
      .where('tenant_id', '=', place.tenantId)
      .where('conversation_key', '=', place.conversationKey)
      .where('asked_activity_id', '=', askedBy)
      .orderBy('answered_at', 'desc')
      .limit(1)
      .executeTakeFirst();
    return row === undefined ? null : { answerId: row.id, activityId: row.activity_id };
  };
  return {
    keep: async (answer, place, askedBy = null) => {
      const earlier = askedBy === null ? null : await replyTo(askedBy, place);
      await database
        .updateTable('answers')
        .set({
          conversation_key: place.conversationKey,
          asked_activity_id: askedBy,
          // An answer made anew stands in the message of the one before.
          ...(earlier?.activityId == null ? {} : { activity_id: earlier.activityId }),
        })
        .where('id', '=', answer.id)
        .where('tenant_id', '=', place.tenantId)
        .execute();
    },
    get: async (answerId, place) => {
      const row = await database
        .selectFrom('answers')
        .select('answer')
        .where('id', '=', answerId)
        .where('tenant_id', '=', place.tenantId)
        .where('conversation_key', '=', place.conversationKey)
        .executeTakeFirst();
      return row === undefined ? null : (row.answer as unknown as Answer);
    },
    linkActivity: async (activityId, answerId, place) => {
      await database
        .updateTable('answers')
        .set({ activity_id: activityId })
        .where('id', '=', answerId)
        .where('tenant_id', '=', place.tenantId)
        .execute();
    },
    answerIdOf: async (activityId, place) => {
      const row = await database
        .selectFrom('answers')
        .select('id')
        .where('tenant_id', '=', place.tenantId)
        .where('conversation_key', '=', place.conversationKey)
        .where('activity_id', '=', activityId)
        .orderBy('answered_at', 'desc')
        .limit(1)
        .executeTakeFirst();
      return row?.id ?? null;
    },
    replyTo,
    forgetQuestion: async (askedBy, place) => {
      await database
        .deleteFrom('answers')
        .where('tenant_id', '=', place.tenantId)
        .where('conversation_key', '=', place.conversationKey)
        .where('asked_activity_id', '=', askedBy)
        .execute();
    },
  };
}

/** One row an officer and activity; the last word counts. */
export function createFeedbackStore(database: Kysely<Tables>): FeedbackStore {
  return {
    save: async (feedback) => {
      const given = {
        answer_id: feedback.answerId,
        reaction: feedback.reaction,
        comment: feedback.text,
        given_at: feedback.receivedAt.toISOString(),
      };
      await database
        .insertInto('feedback')
        .values({
          tenant_id: feedback.tenantId,
          conversation_key: feedback.conversationKey,
          activity_id: feedback.activityId,
          user_id: feedback.userId,
          ...given,
        })
        .onConflict((conflict) =>
          conflict.columns(['tenant_id', 'conversation_key', 'activity_id', 'user_id']).doUpdateSet(given),
        )
        .execute();
    },
  };
}

/** Counts for the report on feedback: every answer given, by kind and planner. */
export async function feedbackCounts(database: Kysely<Tables>): Promise<readonly FeedbackCount[]> {
  const { rows } = await sql<FeedbackCount>`
    select coalesce(answers.answer ->> 'form', answers.status) as kind, answers.planner as planner,
      count(distinct answers.id)::int as answers,
      count(*) filter (where feedback.reaction = 'like')::int as likes,
      count(*) filter (where feedback.reaction = 'dislike')::int as dislikes
    from answers
    left join feedback on feedback.answer_id = answers.id and feedback.tenant_id = answers.tenant_id
    group by 1, 2 order by dislikes desc, answers desc, kind, planner`.execute(database);
  return rows;
}

/** Answers that did not help, newest first, with what was asked and said; who said it is not given. */
export async function dislikedAnswers(
  database: Kysely<Tables>,
  limit: number,
): Promise<readonly DislikedAnswer[]> {
  const { rows } = await sql<DislikedAnswer>`
    select answers.id as "answerId", coalesce(answers.answer ->> 'form', answers.status) as kind,
      answers.planner as planner, answers.question as question, feedback.comment as comment
    from feedback join answers on answers.id = feedback.answer_id and answers.tenant_id = feedback.tenant_id
    where feedback.reaction = 'dislike'
    order by feedback.given_at desc, answers.id limit ${limit}`.execute(database);
  return rows;
}
