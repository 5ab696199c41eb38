/** Rules for “when do we have to start?”: the timeline worked backwards from the end of one contract. */
import type { Intent } from '../../planner.ts';

/** As in `intents.ts`: repaired singular words, weights of one name add up. */
export const timelineRules: readonly {
  readonly name: Intent;
  readonly weight: number;
  readonly pattern: RegExp;
}[] = [
  {
    name: 'timeline',
    weight: 12,
    pattern:
      /\b(?:when|how (?:soon|early|long before)|what (?:date|day)|by when)\b.{0,24}\b(?:do|should|must|shall|would|will|have|need|ought)\b.{0,24}\b(?:start|begin|act|go (?:out|to market|out to tender)|kick off|give notice|get going|tender|re ?procure|retender)\b/,
  },
  {
    name: 'timeline',
    weight: 9,
    pattern:
      /\b(?:back ?plan\w*|work(?:ed|ing)? back(?:ward)?|(?:procurement )?timeline|lead time|milestone|start by date|act by date|project plan)\b.{0,60}\b(?:for|from|of|contract|system|end|procure\w*)\b/,
  },
  {
    name: 'timeline',
    weight: 9,
    pattern:
      /\bhow (?:long|much time) (?:have|ha|do) (?:we|i) (?:got|have)?\b|\bare we (?:too )?late\b|\bleft it too late\b/,
  },
  {
    name: 'timeline',
    weight: 9,
    pattern:
      /^(?:and |ok |so )?(?:the )?notice(?: period)?(?: is| of)? ?\d{1,2} ?(?:month|week|m)?\b|^\d{1,2} month notice\b|\boption notice (?:date|period|deadline)\b/,
  },
];
