/** The door to the assistant: reads what is remembered, settles the turn, keeps the answer and what the thread is about. */
import { randomBytes } from 'node:crypto';
import type { IsoDate } from '../procurement/iso-date.ts';
import type { Answer } from './answer.ts';
import type { AnswerLog } from './answer-log.ts';
import type { Assistant } from './assistant.ts';
import { draftOfNotice } from './fixed-drafts.ts';
import type { Turn } from './planner.ts';
import { type Outcome, type SettleParts, settle } from './settle.ts';

const longestQuestion = 2_000;

/** Everything the assistant reaches for, handed in by the caller: it reads no clock, setting or file by itself. */
export type AssistantParts = SettleParts & {
  readonly answers: AnswerLog;
  readonly today: () => IsoDate;
  /** Milliseconds from any fixed point, for the record of how long an answer took. */
  readonly clock: () => number;
};

/** Makes the assistant from its parts; every call is independent, so any number may run at once. */
export function createAssistant(parts: AssistantParts): Assistant {
  return {
    forget: (officer) => parts.memory.forget(officer),
    answer: async (question, onSentence) => {
      const startedAt = parts.clock();
      const today = parts.today();
      const text = question.text.slice(0, longestQuestion);
      const [remembered, focus, names] = await Promise.all([
        parts.memory.boroughOf(question.officer),
        question.isQuoted === true ? null : parts.memory.focusOf(question.officer, question.threadId),
        parts.catalogue.names(),
      ]);
      const boroughId = question.boroughHint ?? remembered;
      const borough =
        boroughId === null
          ? null
          : { id: boroughId, name: parts.catalogue.boroughName(boroughId) ?? boroughId };
      const turn: Turn = {
        text,
        today,
        borough,
        focus,
        names,
        catalogue: parts.catalogue,
        guidanceStrength: parts.guidance?.strengthOf(text) ?? null,
      };
      const outcome: Outcome =
        question.text.length > longestQuestion
          ? {
              draft: draftOfNotice('too-long'),
              focus,
              observations: [],
              borough,
              planner: parts.planner.name,
              isByModel: false,
            }
          : await settle(parts, question, turn, onSentence);
      const answer: Answer = {
        ...outcome.draft,
        id: `A-${randomBytes(5).toString('hex').toUpperCase()}`,
        planner: outcome.planner,
        writtenByModel: outcome.isByModel,
        today,
      };
      if (outcome.focus !== null && question.isQuoted !== true)
        await parts.memory.keepFocus(question.officer, question.threadId, outcome.focus);
      if (outcome.isForgotten === true) return answer;
      await parts.answers.save(question, answer, outcome.observations, parts.clock() - startedAt);
      return answer;
    },
  };
}
