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
  /** `askedBy` is the officer's message it answers, where there was one. */
  readonly keep: (answer: Answer, place: AnswerPlace, askedBy?: string | null) => Promise<void>;
  /** Null when the answer is too old, was never kept, or belongs to another conversation. */
  readonly get: (answerId: string, place: AnswerPlace) => Promise<Answer | null>;
  /** Joins the posted activity to its answer, so that feedback finds what it is about. */
  readonly linkActivity: (activityId: string, answerId: string, place: AnswerPlace) => Promise<void>;
  /** The answer an activity carried, or null. */
  readonly answerIdOf: (activityId: string, place: AnswerPlace) => Promise<string | null>;
  /** The latest answer to an officer's message and the activity that shows it; null when none is kept. */
  readonly replyTo: (askedBy: string, place: AnswerPlace) => Promise<KeptReply | null>;
  /** The officer took the message back: what was answered to it is no longer kept. */
  readonly forgetQuestion: (askedBy: string, place: AnswerPlace) => Promise<void>;
};

/** An answer that was given; `activityId` is null when Teams gave none. */
export type KeptReply = { readonly answerId: string; readonly activityId: string | null };

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
  const replies = new Map<string, KeptReply>();
  const keyOf = (id: string, place: AnswerPlace): string =>
    JSON.stringify([place.tenantId, place.conversationKey, id]);
  return {
    keep(answer, place, askedBy = null) {
      setBounded(answers, keyOf(answer.id, place), answer, limit);
      if (askedBy !== null) {
        const activityId = replies.get(keyOf(askedBy, place))?.activityId ?? null;
        setBounded(replies, keyOf(askedBy, place), { answerId: answer.id, activityId }, limit);
      }
      return Promise.resolve();
    },
    get: (answerId, place) => Promise.resolve(answers.get(keyOf(answerId, place)) ?? null),
    linkActivity(activityId, answerId, place) {
      setBounded(answerIds, keyOf(activityId, place), answerId, limit);
      for (const [key, reply] of replies)
        if (reply.answerId === answerId) replies.set(key, { ...reply, activityId });
      return Promise.resolve();
    },
    answerIdOf: (activityId, place) => Promise.resolve(answerIds.get(keyOf(activityId, place)) ?? null),
    replyTo: (askedBy, place) => Promise.resolve(replies.get(keyOf(askedBy, place)) ?? null),
    forgetQuestion(askedBy, place) {
      const reply = replies.get(keyOf(askedBy, place));
      replies.delete(keyOf(askedBy, place));
      if (reply !== undefined) answers.delete(keyOf(reply.answerId, place));
      return Promise.resolve();
    },
  };
}
