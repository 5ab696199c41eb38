/** What a tool is told of a turn: what may be seen, by whom, where, and what there is to work with. */
import type { ToolContext } from '../tools/tool.ts';
import type { Question } from './assistant.ts';
import type { Turn } from './planner.ts';
import type { SettleParts } from './settle.ts';
import { officerOf, placeOf, viewerOf } from './who-asks.ts';

/** The context of every call of the turn; a quoted question gets nobody to write for. */
export function toolContextOf(parts: SettleParts, question: Question, turn: Turn): ToolContext {
  const boroughId = turn.borough?.id ?? null;
  return {
    catalogue: parts.catalogue,
    viewer: viewerOf(parts.isVouchedFor, question, boroughId),
    today: turn.today,
    // Tools that write do nothing without.
    ...(question.isQuoted === true
      ? {}
      : {
          officer: officerOf(parts.isVouchedFor, question, boroughId),
          ...placeOf(question),
          ...(parts.desk === undefined ? {} : { desk: parts.desk }),
        }),
    ...(parts.engagements === undefined ? {} : { engagements: parts.engagements }),
    ...(parts.alerts === undefined ? {} : { alerts: parts.alerts }),
    ...(parts.guidance === undefined ? {} : { guidance: parts.guidance }),
  };
}
