/** The entity that makes an activity part of a streamed message, as Teams defines it. */

/** Sequence numbers begin with 1 and are missing on the last activity; the id is missing on the first. */
export type StreamInfo = {
  readonly type: 'streaminfo';
  readonly streamType: 'informative' | 'streaming' | 'final';
  readonly streamId?: string;
  readonly streamSequence?: number;
};

/** What is said while an answer is on its way; every one contains and extends the one before. */
export type StreamUpdate = {
  readonly type: 'typing';
  readonly text: string;
  readonly entities: readonly [StreamInfo];
};

/** Why Teams takes no more of a stream; each leads to something else. */
export type StreamRefusal =
  /** The officer pressed Stop: nothing more is sent. */
  | 'stopped'
  /** Two minutes have passed: the streamed message is replaced as a whole. */
  | 'expired'
  /** The message is finished already. */
  | 'completed'
  | 'too-large'
  /** Too many requests: only the last one is still sent. */
  | 'too-fast'
  /** Teams did not answer as it should; whether the update was shown is not known. */
  | 'unsure'
  /** Not here, or not like this. */
  | 'refused';

/** All words in what was thrown; botbuilder puts Teams’ own into different places. */
function wordsOf(error: unknown): string {
  if (typeof error !== 'object' || error === null) return '';
  const message = error instanceof Error ? error.message : '';
  const details = 'details' in error ? JSON.stringify(error.details ?? '') : '';
  return `${message} ${details}`;
}

function statusOf(error: unknown): number {
  if (typeof error !== 'object' || error === null || !('statusCode' in error)) return 0;
  return typeof error.statusCode === 'number' ? error.statusCode : 0;
}

/** What a refusal means; one code of Teams stands for six things, so the words decide. */
export function refusalOf(error: unknown): StreamRefusal {
  const status = statusOf(error);
  const words = wordsOf(error);
  if (status === 413 || /message size too large|MessageSizeTooBig/i.test(words)) return 'too-large';
  if (status === 429) return 'too-fast';
  if (status === 403 && /cancell?ed by (?:the )?user/i.test(words)) return 'stopped';
  if (status === 403 && /exceeded streaming time/i.test(words)) return 'expired';
  if (status === 403 && /already completed/i.test(words)) return 'completed';
  if (status >= 400 && status < 500) return 'refused';
  return 'unsure';
}
