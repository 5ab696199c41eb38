/** What a message wants, by scored rules over its words (spelling already repaired, singular, lower case). */
import type { Intent } from '../../planner.ts';
import type { NoticeName } from '../../wording.ts';
import { alertRules } from './alert-intents.ts';
import { engagementRules } from './engagement-intents.ts';
import { figureRules } from './figure-intents.ts';
import { guidanceRules } from './guidance-intents.ts';
import { recordRules } from './record-intents.ts';
import { isResidentsQuestion } from './residents-questions.ts';
import { timelineRules } from './timeline-intents.ts';

type Rule<Name> = { readonly name: Name; readonly weight: number; readonly pattern: RegExp };

/** Checked first: these never reach a tool, whatever else the message says. */
const refusals: readonly Rule<NoticeName>[] = [
  {
    name: 'restricted',
    weight: 1,
    pattern:
      /\b(?:ignore|disregard|forget|override)\b.{0,30}\b(?:instruction|rule|prompt|guideline|above|polic)/,
  },
  {
    name: 'restricted',
    weight: 1,
    pattern: /\b(?:system prompt|your (?:hidden )?(?:instruction|prompt)|developer mode|jailbreak)\b/,
  },
  {
    name: 'restricted',
    weight: 1,
    pattern:
      /\b(?:commercially sensitive|confidential|unpublished|secret)\b|\b(?:show|list|reveal|tell|give)\b.{0,40}\b(?:restricted|withheld)\b.{0,20}\b(?:value|price|field|record|contract)\b/,
  },
  {
    name: 'restricted',
    weight: 1,
    pattern:
      /\b(?:e ?mail|send|forward|post|message)\b.{0,40}\b(?:to (?:me|my|bob|him|her|them|everyone|all|the supplier)|gmail|outlook|hotmail|com)\b/,
  },
  {
    name: 'personal-data',
    weight: 1,
    pattern:
      /\b(?:phone|telephone|mobile|home) (?:number|address)\b|\be ?mail (?:address|of)\b|\bwho is the (?:contract manager|officer|head of|director|contact)\b|\bcontact (?:detail|name|person)/,
  },
  {
    name: 'no-writing',
    weight: 1,
    pattern:
      /\b(?:delete|drop|erase|wipe|truncate|overwrite|purge)\b.{0,40}\b(?:contract|record|table|catalogue|database|data|everything|all)\b/,
  },
  {
    name: 'no-writing',
    weight: 1,
    pattern: /\b(?:set|change|update|correct|edit)\b.{0,30}\b(?:all|every|score|record)\b.{0,40}\bto\b/,
  },
  {
    name: 'out-of-scope',
    weight: 1,
    pattern:
      /\b(?:weather|joke|football|recipe|book me|annual leave|holiday request|horoscope|translate|poem|song|bitcoin|stock price|train time)\b/,
  },
];

const rules: readonly Rule<Intent | NoticeName>[] = [
  ...alertRules,
  ...engagementRules,
  ...figureRules,
  ...recordRules,
  ...timelineRules,
  ...guidanceRules,
  {
    name: 'who-uses',
    weight: 3,
    pattern:
      /\bwho(?: else)?(?: in london)? (?:use|run|got|ha(?:s|ve)|buy|bought|is (?:on|using|with|running)|are (?:on|using|with|running)|s (?:on|using|got)|also)\b/,
  },
  {
    name: 'who-uses',
    weight: 3,
    pattern: /\bany ?(?:one|body)(?: else)? (?:on|use|using|with|got|ha(?:s|ve)|run|running|who)\b/,
  },
  {
    name: 'who-uses',
    weight: 3,
    pattern:
      /\b(?:which|what|how many|any)(?: other)? (?:london )?(?:borough|council|authorit\w+|neighbour)\b/,
  },
  {
    name: 'who-uses',
    weight: 2,
    pattern: /\b(?:who else|other borough|same (?:system|product|supplier|software)|neighbour|elsewhere)\b/,
  },
  { name: 'who-uses', weight: 2, pattern: /\b(?:doe|do|is|are|ha|have)\b.{0,40}\b(?:use|using|run|on)\b/ },
  {
    name: 'who-uses',
    weight: 2,
    pattern: /\b(?:team up|join(?:t|tly)?|buy together|collaborat\w+|share a (?:contract|tender))\b/,
  },
  {
    name: 'who-uses',
    weight: 3,
    pattern:
      /\b(?:who|which (?:borough|council))\b.{0,12}\b(?:doe|do|is|are|ha|have)\b not\b|\b(?:anything|anyone|something) (?:other than|but|except)\b/,
  },
  {
    name: 'who-uses',
    weight: 3,
    pattern: /^(?:if not |and |so |ok )*who (?:else )?(?:doe|do|is|ha|has|have)$/,
  },
  { name: 'who-uses', weight: 1, pattern: /\b(?:use|using|user of|customer of)\b/ },
  {
    name: 'expiring',
    weight: 3,
    pattern:
      /\b(?:expir\w*|run(?:ning)? out|laps\w+|up for renewal|come up|coming (?:up|to an end)|due (?:for|to)|end soon|ending|finish\w*)\b/,
  },
  { name: 'expiring', weight: 2, pattern: /\bcontract.{0,30}\b(?:end|up|before|by|due)\b/ },
  {
    name: 'expiring',
    weight: 2,
    pattern: /\b(?:what|which)\b.{0,30}\b(?:end|up)\b.{0,20}\b(?:in|before|by|this|next)\b/,
  },
  { name: 'expiring', weight: 2, pattern: /\bact (?:on|by)\b|\bwhat.{0,12}\b(?:late|urgent|overdue)\b/ },
  {
    name: 'expiring',
    weight: 6,
    pattern:
      /^(?:and |so )?(?:what|which)(?: one| contract| deal| system)?(?: is| are| of (?:ours|them|those))?(?: already| now)? (?:late|overdue|urgent|most urgent|past (?:it|due))\b/,
  },
  {
    name: 'expiring',
    weight: 6,
    pattern: /\b(?:what|which|any\w*|contract)\b.{0,20}\b(?:expired|ended|ran out|lapsed|finished)\b/,
  },
  {
    name: 'expiring',
    weight: 12,
    pattern:
      /\b(?:late|behind|overdue) (?:on|with|for) (?:any\w*|some\w*)\b|\bany\w* (?:overdue|late|urgent)\b/,
  },
  {
    name: 'coverage',
    weight: 6,
    pattern: /\b(?:which|how many|what) borough\b.{0,30}\bno\b.{0,30}\b(?:record|data|information|info)\b/,
  },
  { name: 'find', weight: 5, pattern: /\b(?:show|list|give)(?: me)? \d{1,3} (?:contract|record|deal)\b/ },
  {
    name: 'find',
    weight: 5,
    pattern: /\bcontract\b.{0,30}\b(?:no|without|missing) (?:an? |the )?(?:end|expiry)\b/,
  },
  {
    name: 'details',
    weight: 4,
    pattern:
      /\bwhen (?:doe|do|is|will|did)\b.{0,80}\b(?:end|expire|run out|finish|up|due|renew\w*|stop|start)\b/,
  },
  {
    name: 'details',
    weight: 2,
    pattern:
      /\b(?:who (?:is|are|was) (?:it|that|this|they|ours) (?:with|from|by)|who (?:suppl|provid|sold|sell)\w*(?!.*\b(?:borough|boroughs|london|council|councils|else)\b)|how much|extend(?:able|ible)|still (?:live|running|going|on)|what.{0,12}(?:cost|worth|value|pay)|price|what.{0,10}route|which framework|how (?:wa|were|did).{0,30}(?:bought|procured|awarded)|extension|option|latest end|full detail|tell me (?:more )?about|more about|detail)\b/,
  },
  {
    name: 'details',
    weight: 4,
    pattern:
      /^(?:and |ok |so |what about |how about )*(?:the |it |its )?(?:value|cost|price|supplier|route|end date|start date|end|extension|option|worth)$/,
  },
  {
    name: 'details',
    weight: 4,
    pattern: /\bhow (?:long|much longer) (?:is )?(?:left|to go|remaining)\b|\blatest (?:possible )?end\b/,
  },
  { name: 'details', weight: 2, pattern: /\b(?:our|my|their|this|that|the) .{0,40}\bcontract\b(?!s)/ },
  {
    name: 'borough-systems',
    weight: 3,
    pattern:
      /\bwhat (?:system|software|product|app|application|tool|platform|it|tech\w*)\b.{0,60}\b(?:doe|do|ha|have|is|are|at|in|for|use|run)\b/,
  },
  {
    name: 'borough-systems',
    weight: 3,
    pattern: /\bwhat (?:doe|do|is|are)\b.{0,40}\b(?:use|using|run|running|have|on)\b/,
  },
  {
    name: 'borough-systems',
    weight: 2,
    pattern: /\b(?:system|software|contract|supplier) (?:at|in|of|for|used by)\b/,
  },
  { name: 'find', weight: 2, pattern: /\b(?:show|list|find|give me|search|look up|pull up|see|get me)\b/ },
  {
    name: 'find',
    weight: 2,
    pattern:
      /\b(?:contract|record|deal|award|agreement)(?:s)? (?:with|from|by|over|under|above|below|worth|let|through|via|awarded)\b/,
  },
  { name: 'find', weight: 2, pattern: /\bhow many\b.{0,30}\bcontract\b/ },
  { name: 'find', weight: 1.5, pattern: /\bcontract\b/ },
  {
    name: 'find',
    weight: 2,
    pattern: /\b(?:largest|biggest|most expensive|priciest|smallest|cheapest|top \d+)\b/,
  },
  {
    name: 'coverage',
    weight: 4,
    pattern:
      /\bcoverage\b|\bhow (?:good|complete|old|fresh|up to date)\b|\bhow much\b.{0,20}\b(?:know|data)\b|\bwhat do you (?:know|have)\b|\b(?:no|missing|without) (?:record|data)\b|\bwhere (?:doe|do).{0,30}data come\b/,
  },
  {
    name: 'coverage',
    weight: 4,
    pattern:
      /\b(?:for )?(?:which|how many) borough.{0,30}\b(?:have you|do you (?:have|know)|record|data|known|unknown|missing)\b/,
  },
  {
    name: 'advise',
    weight: 4,
    pattern:
      /\b(?:do|should|must|can) (?:we|i) (?:need to |have to )?(?:do|act|worry|start|decide)\b|\bwhat (?:should|do|must|can) (?:we|i) do\b|\bwhat next\b|\bnext step\b|\bis it urgent\b|\bwhen (?:do|should|must) (?:we|i) (?:need to |have to )?(?:start|act|begin)\b/,
  },
  {
    name: 'feature-not-covered',
    weight: 6,
    pattern: /\b(?:upload|attached|attachment|xlsx|spreadsheet)\b/,
  },
  {
    name: 'help',
    weight: 6,
    pattern: /^(?:help|what can you do|what can i ask|how doe this work|menu|commands?)\W*$/,
  },
  {
    name: 'greeting',
    weight: 6,
    pattern: /^(?:hi|hello|hey|hiya|good (?:morning|afternoon|evening)|start)\b[\w ]{0,12}$/,
  },
  {
    name: 'thanks',
    weight: 6,
    pattern: /^(?:thank|ta|cheer|great|perfect|brilliant|lovely|ok thank|many thank)\b[\w ]{0,20}$/,
  },
];

export type IntentScore = { readonly name: Intent | NoticeName; readonly score: number };

/** A reason to refuse, or null. `words` is the normalised message. */
export function refusalFor(words: string): NoticeName | null {
  return (
    refusals.find((rule) => rule.pattern.test(words))?.name ??
    (isResidentsQuestion(words) ? 'out-of-scope' : null)
  );
}

/** Scores above zero, best first; rules of one name add up. */
export function scoreIntents(words: string): IntentScore[] {
  const scores = new Map<Intent | NoticeName, number>();
  for (const rule of rules) {
    if (rule.pattern.test(words)) scores.set(rule.name, (scores.get(rule.name) ?? 0) + rule.weight);
  }
  return [...scores]
    .map(([name, score]) => ({ name, score }))
    .sort((left, right) => right.score - left.score);
}
