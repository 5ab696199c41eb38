/** The record of answers, for audit, feedback and paging through a long one. */
import type { Kysely } from 'kysely';
import type { Tables } from '../database/tables.ts';
import type { Answer } from './answer.ts';
import type { Question } from './assistant.ts';
import type { Observation } from './planner.ts';

/** Stored answers, kept apart by tenant; both calls reject when the database is out of reach. */
export type AnswerLog = {
  readonly save: (
    question: Question,
    answer: Answer,
    steps: readonly Observation[],
    milliseconds: number,
  ) => Promise<void>;
  /** Null for an id of another tenant, or none. */
  readonly get: (tenantId: string, answerId: string) => Promise<Answer | null>;
};

/** Addresses and telephone numbers are not ours to keep. */
export function withoutPersonalData(text: string): string {
  return text
    .replace(/[\w.+-]+@[\w-]+\.[\w.-]+/g, '[e-mail removed]')
    .replace(/(?<!\d)(?:\+44|0)[\d ()-]{8,14}\d(?!\d)/g, '[number removed]');
}

/** Keeps answers whole, questions cut to 2,000 characters without addresses and telephone numbers, steps without rows. */
export function createAnswerLog(database: Kysely<Tables>): AnswerLog {
  return {
    save: async (question, answer, steps, milliseconds) => {
      const summaries = steps.map(({ tool, input, result }) => ({
        tool,
        input,
        outcome: result.outcome,
        contractIds: result.outcome === 'contracts' ? result.contracts.map((contract) => contract.id) : [],
      }));
      await database
        .insertInto('answers')
        .values({
          id: answer.id,
          tenant_id: question.officer.tenantId,
          user_id: question.officer.userId,
          thread_id: question.threadId,
          question: withoutPersonalData(question.text).slice(0, 2_000),
          status: answer.status,
          planner: answer.planner,
          answer: JSON.stringify(answer),
          steps: JSON.stringify(summaries),
          milliseconds: Math.round(milliseconds),
        })
        .execute();
    },
    get: async (tenantId, answerId) => {
      const row = await database
        .selectFrom('answers')
        .select('answer')
        .where('id', '=', answerId)
        .where('tenant_id', '=', tenantId)
        .executeTakeFirst();
      // Written by `save` above and nowhere else, so the shape is ours.
      return row === undefined ? null : (row.answer as unknown as Answer);
    },
  };
}
