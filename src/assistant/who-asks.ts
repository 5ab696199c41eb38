/** Who asks and where, as the tools are told. */
import type { Viewer } from '../catalogue/viewer.ts';
import type { EngagementReader } from '../engagement/engagement.ts';
import type { ToolOfficer, ToolPlace } from '../tools/officer.ts';
import type { ToolContext } from '../tools/tool.ts';
import type { Question } from './assistant.ts';
import type { Turn } from './planner.ts';

/** Whether somebody vouches that the asker speaks for the authority: the tenant, or who runs this machine. */
export type IsVouchedFor = (question: Question, buyerId: string) => boolean;

/** What tools reach besides the question; what is missing is not kept here. */
export type ToolParts = Pick<
  ToolContext,
  'catalogue' | 'desk' | 'guidance' | 'engagements' | 'walk' | 'alerts'
> & {
  readonly isVouchedFor: IsVouchedFor;
};

/** What this person may see here. */
export function viewerOf(isVouchedFor: IsVouchedFor, question: Question, boroughId: string | null): Viewer {
  return {
    boroughId,
    isVouchedFor: boroughId !== null && isVouchedFor(question, boroughId),
    isPrivate: question.scope === 'personal' || question.scope === 'terminal',
  };
}

/** Who asks, for tools that write. */
function officerOf(isVouchedFor: IsVouchedFor, question: Question, boroughId: string | null): ToolOfficer {
  return {
    tenantId: question.officer.tenantId,
    officerId: question.officer.userId,
    boroughId: boroughId !== null && isVouchedFor(question, boroughId) ? boroughId : null,
    mayActFor: (buyerId) => isVouchedFor(question, buyerId),
  };
}

/** Where it was asked; nothing in the terminal. */
function placeOf({ conversationKey, officer, scope }: Question): { readonly place?: ToolPlace } {
  return conversationKey === undefined
    ? {}
    : { place: { tenantId: officer.tenantId, conversationKey, scope } };
}

/** All that a tool is told of one turn. Tools that write do nothing without an officer, and a quoted question has none. */
export function toolContextOf(parts: ToolParts, question: Question, turn: Turn): ToolContext {
  const { catalogue, guidance, engagements, walk, alerts, desk, isVouchedFor } = parts;
  const boroughId = turn.borough?.id ?? null;
  return {
    catalogue,
    viewer: viewerOf(isVouchedFor, question, boroughId),
    today: turn.today,
    ...(question.isQuoted === true
      ? {}
      : {
          officer: officerOf(isVouchedFor, question, boroughId),
          ...placeOf(question),
          ...(desk === undefined ? {} : { desk }),
        }),
    ...(engagements === undefined ? {} : { engagements }),
    ...(guidance === undefined ? {} : { guidance }),
    ...(walk === undefined ? {} : { walk }),
    ...(alerts === undefined ? {} : { alerts }),
  };
}

/** Who reads notes of market engagement; nobody in particular while somebody else's words are answered. */
export function readerAs(
  isVouchedFor: IsVouchedFor,
  question: Question,
  boroughId: string | null,
): EngagementReader {
  const { tenantId, userId } = question.officer;
  return {
    ...viewerOf(isVouchedFor, question, boroughId),
    officer: question.isQuoted === true ? null : { tenantId, officerId: userId },
  };
}
