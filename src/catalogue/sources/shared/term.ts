/** Reads the words publishers write where an end date should be. */
import type { Term } from '../../../procurement/contract.ts';

/** `rolling` and `event` where the words say so clearly, else `unknown`. */
export function termIn(words: string): Term {
  if (
    /\b(?:rolling|on-?going|evergreen|annual(?:ly)? renew\w*|renews annually|until (?:further )?notice|open[- ]ended)\b/i.test(
      words,
    )
  ) {
    return 'rolling';
  }
  return /\b(?:on|until|upon) (?:the )?completion\b/i.test(words) ? 'event' : 'unknown';
}
