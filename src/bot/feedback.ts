/** What officers thought of an answer. */

/** One press of Teams' thumbs, with the words the officer added. */
export type Feedback = {
  readonly tenantId: string;
  readonly userId: string;
  readonly conversationKey: string;
  /** The activity that carried the answer, as Teams names it. */
  readonly activityId: string;
  /** The answer it was about, or null when it is no longer kept. */
  readonly answerId: string | null;
  readonly reaction: 'like' | 'dislike';
  /** At most 2,000 characters; empty when nothing was written. */
  readonly text: string;
  readonly receivedAt: Date;
};

/** How often answers of one kind by one planner helped. */
export type FeedbackCount = {
  /** Form of the answer, else its status. */
  readonly kind: string;
  readonly planner: string;
  readonly answers: number;
  readonly likes: number;
  readonly dislikes: number;
};

/** An answer that did not help. */
export type DislikedAnswer = {
  readonly answerId: string;
  readonly kind: string;
  readonly planner: string;
  /** As kept: without addresses and telephone numbers. */
  readonly question: string;
  readonly comment: string;
};

/** Keeps feedback; the same officer on the same activity replaces what was said before, so a repeat changes nothing. */
export type FeedbackStore = { readonly save: (feedback: Feedback) => Promise<void> };

/** Keeps the latest `limit` in memory; `all` lists them, oldest first. */
export function createMemoryFeedbackStore(
  limit = 1_000,
): FeedbackStore & { readonly all: () => readonly Feedback[] } {
  const kept = new Map<string, Feedback>();
  return {
    save(feedback) {
      kept.set(
        JSON.stringify([feedback.tenantId, feedback.conversationKey, feedback.activityId, feedback.userId]),
        feedback,
      );
      if (kept.size > limit) {
        const oldest = kept.keys().next();
        if (!oldest.done) kept.delete(oldest.value);
      }
      return Promise.resolve();
    },
    all: () => [...kept.values()],
  };
}
