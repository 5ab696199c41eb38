/** “My profile”, “change my borough”: what is kept of the officer, and how to change it. */
import type { Step, Turn } from '../../planner.ts';
import { profileQuestion } from '../../wording.ts';

const own = '(?:borough|council|authority|local authority)';
const polite = '(?:\\s+(?:please|pls|plz|thanks|ta))?\\W*$';
const patterns: readonly RegExp[] = [
  `^(?:please )?(?:(?:show|see|open|change|edit|update|set|view|what(?: is|'s|’s|s)?) )*(?:me )?(?:my )?(?:own )?(?:profile|settings?|preferences?)${polite}`,
  `^(?:please |can i |i want to |how do i )*(?:change|set|update|switch|choose|pick) (?:my|our) ${own}${polite}`,
  `^(?:which|what|wot)(?: is|'s|’s|s)? my ${own}(?: again)?${polite}`,
  `^(?:which|what) ${own} (?:am i|do i work|do you (?:think|have))\\b.{0,40}$`,
  `^(?:who am i|where do i work|who do you think i am)${polite}`,
].map((pattern) => new RegExp(pattern, 'i'));

/** The officer’s borough and how to change it, when that is all the message asks; else null. */
export function profileStep(turn: Turn): Step | null {
  const text = turn.text.trim();
  if (!patterns.some((pattern) => pattern.test(text))) return null;
  const question = profileQuestion(turn.borough?.name ?? null);
  return { kind: 'ask', question, choices: [], slots: null, pending: null, form: 'profile' };
}
