/** Answers kept for their cards: “show more” turns the page of the answer that was given, not of a new one. */
import type { Answer } from '../assistant/answer.ts';

/** Where an answer was shown. A card can only open answers of its own conversation. */
export type AnswerPlace = {
  readonly tenantId: string;
  /** `conversationKey(...)`, without the channel thread. */
  readonly conversationKey: string;
};

/** Keeps answers by id and place, at least for a working day. */
export type AnswerStore = {
  readonly keep: (answer: Answer, place: AnswerPlace) => Promise<void>;
  /** Null when the answer is too old, was never kept, or belongs to another conversation. */
  readonly get: (answerId: string, place: AnswerPlace) => Promise<Answer | null>;
  /** Joins the posted activity to its answer, so that feedback finds what it is about. */
  readonly linkActivity: (activityId: string, answerId: string, place: AnswerPlace) => Promise<void>;
  /** The answer an activity carried, or null. */
  readonly answerIdOf: (activityId: string, place: AnswerPlace) => Promise<string | null>;
};

function setBounded<Value>(map: Map<string, Value>, key: string, value: Value, limit: number): void {
  map.delete(key);
  map.set(key, value);
  if (map.size <= limit) return;
  const oldest = map.keys().next();
  if (!oldest.done) map.delete(oldest.value);
}

/** Keeps the latest `limit` answers in memory; a restart forgets them. */
export function createMemoryAnswerStore(limit = 500): AnswerStore {
  const answers = new Map<string, Answer>();
  const answerIds = new Map<string, string>();
  const keyOf = (id: string, place: AnswerPlace): string =>
    JSON.stringify([place.tenantId, place.conversationKey, id]);
  return {
    keep(answer, place) {
      setBounded(answers, keyOf(answer.id, place), answer, limit);
      return Promise.resolve();
    },
    get: (answerId, place) => Promise.resolve(answers.get(keyOf(answerId, place)) ?? null),
    linkActivity(activityId, answerId, place) {
      setBounded(answerIds, keyOf(activityId, place), answerId, limit);
      return Promise.resolve();
    },
    answerIdOf: (activityId, place) => Promise.resolve(answerIds.get(keyOf(activityId, place)) ?? null),
  };
}
