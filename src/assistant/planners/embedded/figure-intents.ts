/** Rules for questions about figures, markets, joint purchases, sources and the past of products. */
import type { Intent } from '../../planner.ts';

/** As in `intents.ts`: repaired singular words, weights of one name add up. */
export const figureRules: readonly {
  readonly name: Intent;
  readonly weight: number;
  readonly pattern: RegExp;
}[] = [
  {
    name: 'count',
    weight: 4.5,
    pattern:
      /\bhow many\b.{0,40}\b(?:contract|record|deal|agreement|framework)\b|\b(?:number|count) of\b.{0,30}\b(?:contract|record|deal|supplier|agreement)\b|\bcount (?:the )?(?:contract|record)\b/,
  },
  {
    name: 'count',
    weight: 4.5,
    pattern:
      /\b(?:total (?:value|spend|cost|amount)|combined value|sum of|add up|value of all|worth in total|how much (?:is|are|do|doe|did)\b.{0,60}\b(?:in total|altogether|in all|spend|spent)|spend\b.{0,30}\b(?:by|per|split))\b/,
  },
  {
    name: 'count',
    weight: 5,
    pattern:
      /\b(?:split|break ?down|broken down|breakdown|share of contract|distribution|group(?:ed)?)\b.{0,60}\b(?:by|per|of|into|between)\b|\bcontract (?:by|per) (?:supplier|vendor|maker|product|borough|council|service|area|year)\b/,
  },
  {
    name: 'count',
    weight: 4.5,
    pattern:
      /\b(?:top|biggest|largest|most common|commonest)\b (?:\d{1,3} )?(?:\w+ ){0,3}(?:supplier|vendor|maker|product|firm|reseller)\b|\bwho (?:has|have|hold|win) (?:the )?most contract\b|\bwhich (?:supplier|vendor|maker|firm|borough|council|product) (?:ha|has|have|hold|spend|pay|buy|win|get) (?:the )?most\b/,
  },
  {
    name: 'concentration',
    weight: 7,
    pattern:
      /\b(?:concentrat\w+|monopol\w+|oligopol\w+|market share|hhi|herfindahl\w*|dominat\w+|dominant|lock(?:ed)? in to (?:one|a few))\b|\bhow (?:competitive|open|diverse) is the\b.{0,40}\bmarket\b|\b(?:share|split) of the\b.{0,40}\bmarket\b/,
  },
  {
    name: 'joint',
    weight: 6,
    pattern:
      /^(?!.*\b(?:toolkit|legal\w*|law|regulation|guidance|rule|act 2023)\b).*(?:\bwho (?:could|can|might|should|would) (?:we|i)\b.{0,20}\b(?:buy|procure|tender|purchase|share|join)\b.{0,80}\bwith\b|\b(?:team up|buy (?:it )?together|buy jointly|joint(?:ly)? (?:buy|procure\w*|purchas\w*|tender\w*|contract)|procure (?:\w+ ){0,3}(?:together|jointly)|share a (?:contract|tender|procurement)|partner (?:up )?with|collaborat\w+ (?:with|on)|align\w* (?:our|the|contract|end|expir)\w*|go in with|club together)\b)/,
  },
  {
    name: 'shared-suppliers',
    weight: 7,
    pattern:
      /\b(?:supplier|vendor|maker|firm|provider|system|software)\b.{0,40}\b(?:share|shared|in common|common to|both (?:use|have|buy))\b|\b(?:share|in common|both (?:use|have|buy)|overlap\w*)\b.{0,60}\b(?:supplier|vendor|maker|firm|provider)\b|\bsame supplier as\b/,
  },
  {
    name: 'compare-sources',
    weight: 7,
    pattern:
      /\b(?:compare|conflict\w*|disagree\w*|differ\w*|contradict\w*|side by side|which (?:one )?win)\b.{0,60}\b(?:source|register|notice|record|publish\w*)\b|\b(?:source|register|notice|record)\b.{0,60}\b(?:compare\w*|conflict\w*|disagree\w*|differ\w*|contradict\w*|say different|side by side)\b|\bwhat (?:doe|do) (?:each|the (?:other )?) ?(?:source|register)\b.{0,30}\bsay\b/,
  },
  {
    name: 'lineage',
    weight: 6,
    pattern:
      /\bwho (?:make|own|bought|acquired|built|develop\w*|sell)\b.{0,50}\b(?:now|today|these day|nowadays|currently)\b|\bwho (?:make|bought|acquired|own)\b|\bwhat (?:happened|became|ha happened) (?:to|of)\b|\b(?:formerly|previously|used to be|now called|called now|new name|old name|renamed|rebranded|taken over|take over|acquired by|bought by|became|successor (?:of|to))\b|\bis\b.{1,40}\b(?:the same (?:firm|company|product|thing|as)|now (?:called|part of|known as))\b/,
  },
  {
    name: 'lineage',
    weight: 3,
    pattern:
      /^(?!.*\b(?:contract|extend\w*|live|running|late|due|ended|expired|our|ours)\b)(?:is|wa|are) [\w&]+(?: [\w&]+)? (?:now |really |the same as |part of )?[\w&]+(?: [\w&]+)?$/,
  },
];

/** Questions that make sense for the whole catalogue, without naming anything. */
export function isFigureQuestion(intent: Intent | null): boolean {
  return intent === 'count' || intent === 'concentration' || intent === 'joint' || intent === 'lineage';
}
