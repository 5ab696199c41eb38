/** Who is looking, and where: decides in every query which records may be seen. */
import { type RawBuilder, sql } from 'kysely';

/** Who is looking and where; decides which records exist for a question. */
export type Viewer = {
  /** GSS code of the authority the officer is known to work for, else null. */
  readonly boroughId: string | null;
  /**
   * True when somebody other than the officer vouches for it: the tenant, or the person running this machine. Saying
   * “I work for Hillingdon” chooses what is asked about, and opens nothing.
   */
  readonly isVouchedFor: boolean;
  /** A channel is read by people we cannot see, so it gets public records only. */
  readonly isPrivate: boolean;
};

/** Sees what everybody may see. */
export const publicViewer: Viewer = { boroughId: null, isVouchedFor: false, isPrivate: false };

/**
 * SQL condition on `contracts` (as named): true for the one row of each deal that the viewer may see, the fullest he
 * may. Filters, sorts and totals run on that row, so nothing withheld can be told from them.
 */
export function mayBeSeenBy(viewer: Viewer): RawBuilder<boolean> {
  if (!viewer.isPrivate || !viewer.isVouchedFor || viewer.boroughId === null)
    return sql<boolean>`contracts.visibility = 'public'`;
  // Who is an owner stands on the row: a joint contract has parties that may not see what one of them told.
  const isOwn = sql<boolean>`coalesce(${viewer.boroughId} = any(contracts.owners), false)`;
  return sql<boolean>`(
    (contracts.visibility = 'public' and not contracts.hidden_from_officers and not contracts.hidden_from_owner)
    or (contracts.visibility <> 'owner' and not contracts.hidden_from_officers and not ${isOwn})
    or (not contracts.hidden_from_owner and ${isOwn}))`;
}
