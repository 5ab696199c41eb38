/** Who asks and where, as the tools are told. */
import type { Viewer } from '../catalogue/viewer.ts';
import type { EngagementReader } from '../engagement/engagement.ts';
import type { ToolOfficer, ToolPlace } from '../tools/officer.ts';
import type { Question } from './assistant.ts';

/** Whether somebody vouches that the asker speaks for the authority: the tenant, or who runs this machine. */
export type IsVouchedFor = (question: Question, buyerId: string) => boolean;

/** What this person may see here. */
export function viewerOf(isVouchedFor: IsVouchedFor, question: Question, boroughId: string | null): Viewer {
  return {
    boroughId,
    isVouchedFor: boroughId !== null && isVouchedFor(question, boroughId),
    isPrivate: question.scope === 'personal' || question.scope === 'terminal',
  };
}

/** Who asks, for tools that write. */
export function officerOf(
  isVouchedFor: IsVouchedFor,
  question: Question,
  boroughId: string | null,
): ToolOfficer {
  return {
    tenantId: question.officer.tenantId,
    officerId: question.officer.userId,
    boroughId: boroughId !== null && isVouchedFor(question, boroughId) ? boroughId : null,
    mayActFor: (buyerId) => isVouchedFor(question, buyerId),
  };
}

/** Where it was asked; nothing in the terminal. */
export function placeOf({ conversationKey, officer, scope }: Question): { readonly place?: ToolPlace } {
  return conversationKey === undefined
    ? {}
    : { place: { tenantId: officer.tenantId, conversationKey, scope } };
}

/** What a tool is told of the asker and the place; of a quoted question only who may see the answer, so nothing is written. */
export function askerOf(
  isVouchedFor: IsVouchedFor,
  question: Question,
  boroughId: string | null,
): { readonly viewer: Viewer; readonly officer?: ToolOfficer; readonly place?: ToolPlace } {
  const viewer = viewerOf(isVouchedFor, question, boroughId);
  return question.isQuoted === true
    ? { viewer }
    : { viewer, officer: officerOf(isVouchedFor, question, boroughId), ...placeOf(question) };
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
