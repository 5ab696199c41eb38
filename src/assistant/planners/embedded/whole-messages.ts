/** Messages that stand by themselves: about one record, file or note, whatever the thread was about before. */
import type { Slots } from '../../planner.ts';
import type { NoticeName } from '../../wording.ts';
import {
  changesEngagement,
  isAboutEngagement,
  noteWithoutDiscretion,
  withEngagementWords,
} from './engagement-intents.ts';
import { refusalFor } from './intents.ts';
import { isAboutRecords, withRecordWords } from './record-intents.ts';
import { slotsOf } from './slots.ts';
import type { Understanding } from './understand.ts';

/** Whether a message of this wish must not be divided into several questions. */
export function isNeverSplit(wish: string): boolean {
  return isAboutRecords(wish) || changesEngagement(wish);
}

/** Slots of a message that nothing of the thread belongs to; null when the thread goes on. */
export function slotsByItself(
  understanding: Understanding,
  wish: string | undefined,
  text: string,
): Slots | null {
  if (wish === undefined) return null;
  if (isAboutRecords(wish)) return withRecordWords(slotsOf(understanding, wish), text);
  return isAboutEngagement(wish) ? withEngagementWords(slotsOf(understanding, wish), text) : null;
}

/** The reason to refuse, or null. A note that says who may not read it asks for nothing to be revealed. */
export function refusalOf({ words, intents, refusal }: Understanding): NoticeName | null {
  const told = noteWithoutDiscretion(words, intents[0]?.name);
  return told === null ? refusal : refusalFor(told);
}
