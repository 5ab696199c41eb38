/** “My profile”, “change my borough”: what is kept of the officer, and how to change it. */
import type { Step, Turn } from '../../planner.ts';
import { profileQuestion } from '../../wording.ts';

const asksForProfile =
  /^(?:(?:show|see|open|change|edit|update|set|what(?:'s|’s| is)|view) )*(?:me )?(?:my )?(?:own )?(?:profile|settings?|preferences?)\W*$|^(?:please )?(?:change|set|update|switch|choose|pick) (?:my|our) (?:borough|council|authority)\W*$|^who am i\W*$|^(?:which|what) (?:borough|council|authority) (?:am i|do i work|do you (?:think|have))\b.{0,40}$|^where do i work\W*$/i;

/** The officer’s borough and how to change it, when that is all the message asks; else null. */
export function profileStep(turn: Turn): Step | null {
  if (!asksForProfile.test(turn.text.trim())) return null;
  const question = profileQuestion(turn.borough?.name ?? null);
  return { kind: 'ask', question, choices: [], slots: null, pending: null, form: 'profile' };
}
