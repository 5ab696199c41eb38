/** Who asks, for the few tools that write. */
import type { CorrectionAuthor } from '../catalogue/corrections/corrections.ts';

/** The chat or channel a question came from. */
export type ToolPlace = {
  readonly tenantId: string;
  /** Key of the installed conversation, without the thread. */
  readonly conversationKey: string;
  readonly scope: 'personal' | 'group' | 'channel' | 'terminal';
};

/** The officer behind the question; without one nothing is written. */
export type ToolOfficer = CorrectionAuthor & {
  /** Whether somebody vouches that this person speaks for the authority: the tenant, or who runs this machine. */
  readonly mayActFor: (buyerId: string) => boolean;
};
