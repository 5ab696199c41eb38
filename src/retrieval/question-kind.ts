/** What a question asks for, whatever its subject: a heading, which is a question here, is read in the same way. */

/** What a question asks for, whatever its subject. */
export type QuestionKind =
  | 'duration'
  | 'time'
  | 'person'
  | 'place'
  | 'reason'
  | 'amount'
  | 'permission'
  | 'duty'
  | 'manner'
  | 'checklist'
  | 'meaning';

// The first that fits is the kind: “how long must we” asks for a duration, not for a duty.
const kinds: readonly (readonly [QuestionKind, RegExp])[] = [
  ['checklist', /\bcheck ?list\b/],
  [
    'duration',
    /\bhow long\b|\bhow many (?:working |calendar )?(?:days|weeks|months|years)\b|\b(?:max\w*|min\w*) (?:length|time|period|term|duration)\b|\blength of\b/,
  ],
  ['time', /\bwhen\b|\bdeadline\b|\bby what date\b|\bhow (?:soon|often|fast|quick\w*)\b|\bdue\b/],
  ['person', /\bwho(?:m|se|s)?\b|\bwhos\b/],
  ['place', /\bwhere\b/],
  ['reason', /\bwhy\b|\bhow come\b/],
  ['amount', /\bhow (?:much|many)\b|\bwhat (?:weight|percentage|share|amount|figure)\b/],
  [
    'permission',
    /^(?:so |but |and )?(?:can|could|may|might)\b|\b(?:can|may|could) (?:i|we|you|a|an|the|our|they|it)\b|\ballowed\b|\b(?:is|are) it (?:ok|okay|legal|lawful|fine)\b/,
  ],
  [
    'duty',
    /\b(?:must|have to|has to|need(?:ed|s)? (?:to|a|an|the)?|obliged|required|mandatory|compulsory)\b|\bdo (?:i|we) need\b/,
  ],
  ['manner', /\bhow (?:do|does|did|should|can|could|to|are|is|was|were|would)\b/],
  ['meaning', /\bwhat(?:s| is| are| was| were| does)?\b/],
];

const denial =
  /\b(?:not|no longer|never|without|neither|nor|(?:do|does|did|is|are|was|were|wo|ca|could|should|must|have|has)n['’]?t|cannot)\b/;

const oldLaw =
  /\bpcr ?(?:2015)?\b|\b(?:old|older|previous|former|2015) (?:regs?|regulations?|regime|rules?|law|act|procedures?)\b|\breg(?:ulation)? ?\d+\b|\bbefore (?:the )?(?:new |procurement )?act\b|\bused to\b|\balcatel\b/;

function plainWords(text: string): string {
  return text.toLowerCase().replace(/’/g, "'");
}

/** The kind of question, or null when it is none of these. */
export function kindOf(question: string): QuestionKind | null {
  const words = plainWords(question);
  return kinds.find(([, pattern]) => pattern.test(words))?.[0] ?? null;
}

/** Whether it is asked what is not so: “which rules do not apply” is another question than which do. */
export function isDenied(question: string): boolean {
  return denial.test(plainWords(question));
}

/** Whether it is asked what the law was, or what it is for what began under it: then what has lapsed is the answer. */
export function asksForOldLaw(question: string): boolean {
  return oldLaw.test(plainWords(question));
}
