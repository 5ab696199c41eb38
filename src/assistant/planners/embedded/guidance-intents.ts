/** Rules for questions about the toolkit, the law and how to buy, and who is asking. */
import type { Role } from '../../../retrieval/passage.ts';
import type { Intent } from '../../planner.ts';

const guidanceIntents: ReadonlySet<string> = new Set<Intent>([
  'guidance',
  'threshold',
  'notice',
  'modification',
]);

/** Whether the question is about rules and advice rather than about contracts on record. */
export function isGuidanceIntent(name: string): name is Intent {
  return guidanceIntents.has(name);
}

const speaker = /\b(?:i ?m|i am|we are|we re|as an?|as the|speaking as|for an?|i work (?:in|as an?))\b/;
const rolePatterns: readonly (readonly [Role, RegExp])[] = [
  [
    'small-suppliers',
    /\b(?:sme|small (?:supplier|business|firm|company)|start ?up|supplier selling|sell(?:ing)? to council)\b/,
  ],
  ['contract-managers', /\bcontract manager\b|\bcontract management\b/],
  ['legal', /\b(?:solicitor|lawyer|legal (?:officer|team|department)|monitoring officer|in legal)\b/],
  ['directors', /\b(?:director|chief (?:executive|information officer)|cio|head of service)\b/],
  [
    'digital-and-it',
    /\b(?:it (?:manager|officer|team|lead)|digital (?:manager|officer|team|lead)|technology (?:lead|officer|manager)|in (?:it|ict|digital))\b/,
  ],
  [
    'procurement',
    /\b(?:procurement (?:officer|manager|lead|team|business partner)|category manager|buyer|in procurement)\b/,
  ],
  ['service-teams', /\b(?:service (?:manager|lead|team|owner)|housing officer|social worker|team manager)\b/],
];

/** The role the officer says they have, else null. `words` is the normalised message. */
export function roleIn(words: string): Role | null {
  if (!speaker.test(words)) return null;
  return rolePatterns.find(([, pattern]) => pattern.test(words))?.[0] ?? null;
}

/** As in `intents.ts`: repaired singular words, weights of one name add up. */
export const guidanceRules: readonly {
  readonly name: Intent;
  readonly weight: number;
  readonly pattern: RegExp;
}[] = [
  {
    name: 'threshold',
    weight: 11,
    pattern:
      /^(?=.*\b(?:do|must|have|need|should|can|is|are|would|if|doe|what|will|am)\b)(?=.*\b(?:tender\w*|advertis\w*|quote|quotation|threshold|full procurement|procurement rule|compet\w+|procure)\b)(?=.*\b\d{2,}(?:k|m| 000|000)?\b)(?!.*\b(?:contract|deal|record|list|show|day|month) (?:over|above|under|below|worth|end\w*|let)\b)(?!.*\b(?:standstill|regulation|section|uk \d)\b).*\b(?:\d+(?:k|m)|\d[\d ]*000|\d{4,})\b/,
  },
  {
    name: 'threshold',
    weight: 9,
    pattern:
      /\b(?:what|which|current|new|old|how much|latest|today|is the|wa the|are the|were the)\b.{0,40}\bthreshold\b|\bthreshold (?:now|for|in|this year|last year|amount|figure|value|limit|today)\b|^threshold\W*$/,
  },
  { name: 'threshold', weight: 11, pattern: /\bthreshold (?:calculator|calc|checker|check|tool)\b/ },
  {
    name: 'threshold',
    weight: 14,
    pattern:
      /^(?:and |it s |it is |its |that s |that is |thats |no |yes )*(?:ex|excl|excluding|exclusive of|inc|incl|including|inclusive of|plus|without|with|net of|before)\b.{0,4}\bvat\b/,
  },
  { name: 'notice', weight: 9, pattern: /\buk ?\d{1,2}\b/ },
  {
    name: 'notice',
    weight: 7,
    pattern:
      /\b(?:how long|how many (?:working )?day|time limit|deadline|by when|minimum (?:period|time)|how soon|how quickly)\b.{0,60}\b(?:standstill|tender period|notice|publish\w*|invoice|pay|paid|kpi|challenge|claim|tenderer|bid|submit|tendering)\b|\bstandstill\b.{0,20}\b(?:how long|day|period)\b/,
  },
  {
    name: 'modification',
    weight: 11,
    pattern:
      /\b(?:can|could|may|do|should|are|am|is it)\b.{0,24}\b(?:extend\w*|prolong\w*|roll(?:ed|ing)? (?:it )?over|carry on with)\b.{0,50}\b(?:contract|year|month|it|agreement|deal)\b|\b(?:extend\w*|prolong\w*)\b.{0,30}\b(?:another|one more|extra|further|without)\b.{0,20}\b(?:year|month|tender\w*|procure\w*)\b/,
  },
  {
    name: 'modification',
    weight: 9,
    pattern:
      /^(?!.*\b(?:end date|start date|expiry|call ?off)\b).*(?:\b(?:modif\w+|vary|variation|change|amend\w*|add (?:to|more|another|a|module|user|licence)|increase|uplift)\b.{0,40}\b(?:(?:our|the|a|existing|live|current|this|signed) (?:\w+ )?contract|contract (?:value|change|modification))\b|\bcontract (?:change|modification|variation)\b|\bregulation 72\b|\bsection 74\b)/,
  },
  {
    name: 'guidance',
    weight: 9,
    pattern:
      /\b(?:sme|small (?:supplier|business|firm|company)|start ?up|i sell|we sell|selling)\b.{0,80}\b(?:coming up|opportunit\w+|bid|tender|register|advertis\w*|find|watch|sell to)\b/,
  },
  {
    name: 'guidance',
    weight: 4.5,
    pattern:
      /\b(?:toolkit|standstill|procurement act|pcr\w*|pa ?23|pa ?2023|regulation|section \d+|schedule \d+|light touch|social value|debar\w*|exclu(?:de|ded|sion)|kpi|key performance indicator|assessment summar\w+|call ?off|dynamic (?:market|purchasing)|dp|psq|pqq|pre qualification|selection questionnaire|award criteria|evaluation (?:criteria|panel)|evaluat\w+|moderation|standing order|contract procedure rule|conflict of interest|transparency (?:code|notice)|notice type|tender notice|most advantageous|meat?|below threshold|above threshold|reserv\w+|veat|g ?cloud|find a tender|contract finder|central digital platform|procurement policy statement|npp|freedom of information|foi|late payment|payment (?:term|day)|market engagement|soft market test\w*|direct award|framework agreement|lot|outcome based|user need|user research|pilot|quote|quotation|proof of concept|exit (?:plan|clause|strateg\w+)|api|continuous improvement|contract management|contract termination|terminat\w+|city tool|thirty ?3|thirty three|loti|workshop|interview\w*|guide to collaboration|maturity|pipeline notice|specification|statement of need|remed(?:y|ies)|challenge|lesson)\b/,
  },
  {
    name: 'guidance',
    weight: 5,
    pattern:
      /\b(?:do|must|can|should|may|could) (?:i|we|you|a council|council|the council|they)\b.{0,40}\b(?:tender|advertise|award|call off|publish|keep it|keep this|local supplier|local firm|direct award|aggregate|split|talk to|speak to|meet|share|reserve|exclude|negotiate|pilot|trial|reject|disqualify|tell|charge|reuse)\b/,
  },
  {
    name: 'guidance',
    weight: 4,
    pattern:
      /\b(?:what is|what are|what wa|what were|how (?:do|should|can) (?:i|we|you|a|council)|how long|explain|difference between|why (?:do|should|is|are|did|wa)|when (?:must|should|is|are)|who (?:should|decide|must|doe|write|is responsible)|what (?:happen\w*|doe|do|did|should|must|change\w*|goe?|went)|checklist|pitfall|best practice|step)\b.{0,60}\b(?:framework|dp|notice|tender\w*|standstill|procedure|procurement|award|market|specification|spec|panel|pilot|stage|supplier survey|requirement|contract register|pipeline|collaborat\w+|risk|need|improve\w*|innovation|legal\w*|law|rule|regime|act|sme|data|lock in|exit)\b/,
  },
];

const questionStart =
  /\b(?:how|what|why|when|who|which|can|could|may|must|should|do|doe|is|are|did|wa|were|explain|tell|any)\b/;

/** Whether a message without a clear wish reads like a question that the guidance could answer. */
export function readsLikeGuidance(words: string): boolean {
  return questionStart.test(words) && words.split(' ').length >= 3;
}
