/** Terms that have no last day, read from the words publishers write where a date should be. */
import type { Confidence, Term } from './contract.ts';

/** A term with the words it came from; `unknown` when the words do not say. */
export type TermWords = {
  readonly term: Term;
  readonly asPublished: string | null;
  readonly confidence: Confidence;
};

type Rule = { readonly term: Term; readonly confidence: Confidence; readonly pattern: RegExp };

const rules: readonly Rule[] = [
  {
    term: 'rolling',
    confidence: 'high',
    pattern:
      /\b(?:rolling|evergreen|renews? (?:annually|automatically|by itself|each year|every year)|automatic(?:ally)? (?:renew\w*|annual)|auto[- ]?renew\w*|annual rolling|until further notice|until terminated|until notice is given|open[- ]ended)\b/i,
  },
  {
    term: 'rolling',
    confidence: 'medium',
    pattern:
      /\b(?:on-?going|annual(?:ly)? renew\w*|year(?:ly)? on year|month(?:ly)? by month|periodic|no (?:fixed )?end date)\b/i,
  },
  {
    term: 'event',
    confidence: 'high',
    pattern:
      /\b(?:on|until|upon|at) (?:the )?(?:practical )?completion\b|\buntil (?:the )?(?:go[- ]live|replacement|migration|new (?:system|contract))\b/i,
  },
  {
    term: 'event',
    confidence: 'medium',
    pattern: /\bfor the (?:life|duration) of the (?:project|programme|scheme)\b|\bend of (?:the )?project\b/i,
  },
];

/** A renewal of a licence says how it was bought, not that it rolls. */
const notATerm =
  /\b(?:rolling (?:stock|programme|out|review|forecast)|on-?going (?:support|maintenance|development|service\w*|basis|works?|need|management|improvement|costs?))\b/i;

/** Reads `rolling` or `event` with how sure the words are; fixed terms are left to dates. */
export function readTermWords(words: string): TermWords {
  const text = words.slice(0, 2_000);
  for (const { term, confidence, pattern } of rules) {
    const match = pattern.exec(text);
    if (match === null || (notATerm.test(text) && confidence === 'medium')) continue;
    if (/^rolling$/i.test(match[0]) && /\brolling (?:stock|programme|out|review|forecast)\b/i.test(text))
      continue;
    return { term, asPublished: match[0], confidence };
  }
  return { term: 'unknown', asPublished: null, confidence: 'low' };
}
