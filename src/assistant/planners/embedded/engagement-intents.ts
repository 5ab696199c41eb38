/** Rules for notes of market engagement: telling one, deciding on it, looking for those of others. */
import type { Intent, Slots } from '../../planner.ts';

/** “We met the deadline” tells of no supplier. */
const noDuty = String.raw`(?!(?: (?:the|our|a|an|all|any|this|these|those|their|its|every|most|your|with|of))*(?: \w+){0,2} (?:deadline|requirement|need|standard|target|threshold|criteri\w+|condition|obligation|dut(?:y|ie)|test|timetable|kpi|cost|budget|spec\w*|sla|objective|rule|regulation|law|act)\b)`;
const occasion = '(?:call|chat|meeting|demo|session|conversation|workshop|presentation|catch up)';
const talked = String.raw`(?:met|saw a demo|seen a demo|spoke|spoken|talked|chatted|sat down|visited|engaged|been (?:talking|speaking|in touch)|(?:had|got|get) (?:(?:a|an|another|the|any) )?(?:\w+ ){0,3}${occasion})`;
const politely =
  '(?:(?:hi|hello|hey|ok|so|just|fyi|well|and|please|yesterday|today|last week|this morning) )*';

/** As in `intents.ts`: repaired singular words, weights of one name add up. */
export const engagementRules: readonly {
  readonly name: Intent;
  readonly weight: number;
  readonly pattern: RegExp;
}[] = [
  {
    name: 'decide-engagement',
    weight: 40,
    pattern: /^(?:please )?(?:save|discard|withdraw|remove) engagement m\b/,
  },
  {
    name: 'log-engagement',
    weight: 30,
    pattern: new RegExp(
      String.raw`^${politely}(?:(?:can you|could you|can i|i want to|i d like to) )?(?:log|record|note|add|save|make a note of|enter)(?: (?:a|an|the|our|that|this|new|down))*(?: (?:we|i))?(?: (?:market|supplier))? (?:engagement|${occasion}|met|spoke|talk)\b`,
    ),
  },
  {
    name: 'log-engagement',
    weight: 30,
    pattern: new RegExp(
      String.raw`^${politely}(?:we|i|my team|our team|the team|me and \w+|\w+ and i)(?: (?:ha|have|ve|has|just|also|recently|finally|then|all|went and))* ${talked}\b${noDuty}`,
    ),
  },
  {
    name: 'log-engagement',
    weight: 30,
    pattern: new RegExp(String.raw`^${politely}${talked}\b${noDuty}`),
  },
  {
    name: 'find-engagement',
    weight: 16,
    pattern: new RegExp(
      String.raw`\b(?:has|ha|have|did)\b (?!to\b)(?:\w+ ){1,5}(?<!\bto )(?:${talked}|meet|speak|talk)\b${noDuty}`,
    ),
  },
  {
    name: 'find-engagement',
    weight: 16,
    pattern: new RegExp(
      String.raw`(?:\b(?:who|which (?:borough|council))|^${politely}any ?(?:one|body|1))(?: else)?(?: (?:in london|here|has|ha|have|s|already|recently|ever))* ${talked}\b${noDuty}`,
    ),
  },
  {
    name: 'find-engagement',
    weight: 16,
    pattern:
      /^(?!.*\b(?:toolkit|act|law|legal|rule|should|must|how|allowed|notice|need|guidance|what is)\b)(?:(?:show|list|find|see|any|what|our|my|is there|are there|do (?:we|you) have|me|all|the|other|borough|on|record|recent) ?)*\b(?:market (?:engagement|sounding)|supplier (?:engagement|meeting|conversation|talk)|engagement note|soft market test)\b/,
  },
];

const own: ReadonlySet<string> = new Set<Intent>(['log-engagement', 'decide-engagement']);

/** Whether the officer tells or decides something: such a message is read whole, and no model is asked. */
export function changesEngagement(intent: string): intent is Intent {
  return own.has(intent);
}

/** Whether the message is about notes of market engagement, whatever the thread was about before. */
export function isAboutEngagement(intent: string): intent is Intent {
  return own.has(intent) || intent === 'find-engagement';
}

/** What these routines read is carried in `asked`, which survives a question back whole. */
export function withEngagementWords(slots: Slots, text: string): Slots {
  return { ...slots, asked: text.slice(0, 2_000), words: null, isThis: false };
}

/** Words by which a note says that it is for few: asking to reveal such things is refused, telling one is not. */
const discretion =
  /\b(?:commercially sensitive|confidential|unpublished|secret|restricted|withheld)\b|\b(?:e ?mail|send|sending|forward|post|message)\b/g;

/** The message without them, when it is a note; null when it is none. */
export function noteWithoutDiscretion(words: string, best: string | undefined): string | null {
  return best === 'log-engagement' ? words.replace(discretion, ' ') : null;
}
