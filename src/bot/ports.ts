/** What the Teams edge needs from the outside; the root file passes the real things in. */
import type { Assistant } from '../assistant/assistant.ts';
import type { AnswerStore } from './answers.ts';
import type { Option } from './cards/inputs.ts';
import type { ConversationStore } from './conversations.ts';
import type { BotFeature } from './features.ts';
import type { FeedbackStore } from './feedback.ts';
import type { FileAttachments } from './file-attachments.ts';
import type { SeenActivities } from './seen.ts';

/** Structured log; pino's logger fits. No message text, names or secrets are ever passed to it. */
export type BotLog = {
  readonly debug: (fields: object, text: string) => void;
  readonly info: (fields: object, text: string) => void;
  readonly warn: (fields: object, text: string) => void;
  readonly error: (fields: object, text: string) => void;
};

/** The current moment; tests pass a fixed one. */
export type Clock = { readonly now: () => Date };

/** Registration of the bot; null stands for local mode, where only this machine is served. */
export type BotIdentity = {
  readonly id: string;
  readonly password: string;
  readonly type: 'SingleTenant' | 'MultiTenant' | 'UserAssignedMSI';
  readonly ownTenantId: string | null;
  /** Tenants whose activities are answered; empty means any. */
  readonly allowedTenantIds: readonly string[];
};

/** Everything a turn works with; may arrive after the server has begun to listen. */
export type BotServices = {
  readonly assistant: Assistant;
  readonly seen: SeenActivities;
  readonly conversations: ConversationStore;
  readonly answers: AnswerStore;
  readonly feedback: FeedbackStore;
  /** The 33, for the question where an officer works; missing where nobody is asked. */
  readonly boroughs?: readonly Option[];
  /** Missing where files are not taken. */
  readonly files?: FileAttachments;
  /** Parts with cards of their own: alerts, the walk-through. */
  readonly features?: readonly BotFeature[];
};
