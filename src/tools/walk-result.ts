/** What the walk-through tools hand back. */

import type { RecordLink } from '../toolkit/desk.ts';
import type { Walker } from '../toolkit/opportunities.ts';
import type { Opportunity } from '../toolkit/opportunity.ts';
import type { Progress } from '../toolkit/progress.ts';
import type { ToolContext } from './tool.ts';
import type { WalkView } from './walk-view.ts';

/** One purchase, after what was asked of it. */
export type WalkFound = {
  readonly outcome: 'walk-through';
  /**
   * `several`: more than one purchase fits the words. `unknown`: none that this officer may open here. `not-now`: it
   * does not fit where things stand. `conflict`: somebody else wrote the same part meanwhile.
   */
  readonly result: 'started' | 'shown' | 'changed' | 'same' | 'not-now' | 'conflict' | 'unknown' | 'several';
  readonly view: WalkView | null;
  /** Other contracts that fit the words it was begun with. */
  readonly others: number;
  /** Who looks after what was asked about; null when nobody was asked about. */
  readonly owner: { readonly task: string; readonly owner: string | null } | null;
  /** Where its record can be fetched; null when it was not asked for. */
  readonly links: readonly RecordLink[] | null;
  readonly options: readonly WalkItem[];
};

/** A purchase in a list. */
export type WalkItem = {
  readonly opportunity: Opportunity;
  readonly boroughName: string | null;
  readonly progress: Progress;
};

/** The officer's purchases here, the last one touched first. */
export type WalkList = { readonly outcome: 'walk-throughs'; readonly items: readonly WalkItem[] };

/** The result that has only to say what came of it. */
export function walkFound(result: WalkFound['result'], rest: Partial<WalkFound> = {}): WalkFound {
  return {
    outcome: 'walk-through',
    result,
    view: null,
    others: 0,
    owner: null,
    links: null,
    options: [],
    ...rest,
  };
}

/** Who asks, as the store tells people apart; null where nobody is known, and then nothing is kept. */
export function walkerOf({ officer, place }: ToolContext): Walker | null {
  if (officer === undefined) return null;
  const isShared = place !== undefined && (place.scope === 'channel' || place.scope === 'group');
  return {
    tenantId: officer.tenantId,
    officerId: officer.officerId,
    place: isShared ? place.conversationKey : null,
  };
}
