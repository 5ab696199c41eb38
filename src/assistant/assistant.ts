/** The one door to the assistant: Teams, the chat page and the terminal all call `answer`. */
import type { Answer } from './answer.ts';

/** Where a message came from decides what may be shown: a channel sees less than a private chat. */
export type Scope = 'personal' | 'group' | 'channel' | 'terminal';

/** Who asks, as two ids that together stand for one person and carry no personal detail. */
export type Officer = {
  /** Entra tenant, or `local` on this machine. Profiles and threads of one tenant are never seen from another. */
  readonly tenantId: string;
  /** Stable id of the person at the channel; never a name. */
  readonly userId: string;
};

/** One message with where it came from; `scope` and a vouched-for borough decide what may be shown. */
export type Question = {
  /** As typed, mention removed. Treated as data: at most 2,000 characters are read. */
  readonly text: string;
  readonly officer: Officer;
  /** Conversation or channel thread: the focus (“this”, “and Bromley?”) is kept per thread and officer. */
  readonly threadId: string;
  readonly scope: Scope;
  /** Borough the officer works for when the caller knows it (`--borough`), else null: the saved profile is used. */
  readonly boroughHint: string | null;
  /** Somebody else wrote the text: it is answered as data, and nothing is remembered, kept, changed or set up for it. */
  readonly isQuoted?: boolean;
  /** Key of the chat or channel where the assistant is installed; missing in the terminal, where nothing can be sent to later. */
  readonly conversationKey?: string;
};

/** The calls every channel makes; a refusal or a misunderstanding is an answer with its own status, not an error. */
export type Assistant = {
  /**
   * Never throws for anything the officer typed. Throws only when the database or another service is out of reach;
   * the caller turns that into one sentence and a reference number.
   */
  readonly answer: (
    question: Question,
    /** Told sentences of a model's answer as they come, each after it has been checked against the rows. */
    onSentence?: (text: string) => void,
  ) => Promise<Answer>;
  /** Removes the officer's profile and threads. Resolves to how many stored things went. */
  readonly forget: (officer: Officer) => Promise<number>;
};
