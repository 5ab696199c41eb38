/** Whether a message is about a purchase on its way through the toolkit; such a message is never divided. */

import type { Slots, Turn } from '../../planner.ts';
import { moneyIn, readWalkWords, type WalkAct } from '../../understanding/walk-words.ts';
import { hasContent, slotsOf } from './slots.ts';
import type { Understanding } from './understand.ts';

/** The purchase that the thread is about, or null. */
export function walkOf(turn: Turn): string | null {
  const { focus } = turn;
  return focus !== null && focus.slots.intent === 'walk-through' ? focus.slots.walkId : null;
}

/** What the message asks of a purchase; null when it asks nothing of one. */
export function walkActOf(turn: Turn, understanding: Pick<Understanding, 'words'>): WalkAct | null {
  return readWalkWords(turn.text, understanding.words, walkOf(turn) !== null);
}

/** A short reply to what was asked of the purchase: money, or the service it is for. */
function isReply(understanding: Understanding, text: string): boolean {
  const words = understanding.words.split(' ').length;
  if (moneyIn(text) !== null) return words <= 12 && !/\?/.test(text) && understanding.subjects.length === 0;
  return (
    words <= 4 &&
    understanding.serviceAreas.length === 1 &&
    understanding.boroughs.length === 0 &&
    !/^(?:who|what|which|when|how|and)\b/.test(understanding.words)
  );
}

/** A sentence that asks nothing and names nothing of the catalogue, said while a step's question waits. */
function isAnswer(understanding: Understanding, text: string): boolean {
  const [best] = understanding.intents;
  return (
    !hasContent(understanding) &&
    (best === undefined || best.score < 2) &&
    understanding.words.split(' ').length >= 5 &&
    !/\?\s*$/.test(text) &&
    !/^(?:who|what|which|when|how|can|do|does|is|are|should|must|why|where)\b/i.test(text.trim())
  );
}

/** Slots of such a message; its words go along, for the routine to read. */
export function walkSlots(turn: Turn, understanding: Understanding): Slots | null {
  const act = walkActOf(turn, understanding);
  const walkId = walkOf(turn);
  const isOpen =
    walkId !== null &&
    act === null &&
    (isReply(understanding, turn.text) || isAnswer(understanding, turn.text));
  if (act === null && !isOpen) return null;
  const slots = slotsOf(understanding, 'walk-through');
  return { ...slots, asked: turn.text.slice(0, 2_000), walkId };
}
