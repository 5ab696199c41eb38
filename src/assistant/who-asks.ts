/** Who asks and where, as the tools are told. */
import type { Viewer } from '../catalogue/viewer.ts';
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
