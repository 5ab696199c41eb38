/** Who asks, for the few tools that write. */
import type { CorrectionAuthor } from '../catalogue/corrections/corrections.ts';

/** The officer behind the question; without one nothing is written. */
export type ToolOfficer = CorrectionAuthor & {
  /** Whether somebody vouches that this person speaks for the authority: the tenant, or who runs this machine. */
  readonly mayActFor: (buyerId: string) => boolean;
};
