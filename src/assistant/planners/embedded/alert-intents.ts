/** Rules for alerts: setting them up, and what is set up already. */
import type { Intent, Slots } from '../../planner.ts';
import { withoutMonths } from '../../understanding/alert-words.ts';
import { parseAmountRange } from '../../understanding/amounts.ts';

const alert = String.raw`(?:alert\w*|reminder|notification|heads? up|nudge|early warning)`;
const length = String.raw`(?:\d+|a|an|one|two|three|six|nine|twelve|eighteen) ?(?:month|mth|m|year|yr|week)`;

/** As in `intents.ts`: repaired singular words, weights of one name add up. */
export const alertRules: readonly {
  readonly name: Intent;
  readonly weight: number;
  readonly pattern: RegExp;
}[] = [
  {
    name: 'set-up-alerts',
    weight: 30,
    pattern: new RegExp(
      String.raw`\b(?:set (?:me |us )?up|setup|set|create|add|make|turn on|switch on|enable|start|want|need|would like|like|give (?:me|us)|get|sign (?:me|us) up|put|have|new)\b.{0,40}\b${alert}\b`,
    ),
  },
  {
    name: 'set-up-alerts',
    weight: 30,
    pattern:
      /\b(?:alert|notify|warn|ping|nudge) (?:me|us|the (?:team|channel|group)|this (?:channel|chat|group|team)|everyone)\b/,
  },
  {
    name: 'set-up-alerts',
    weight: 30,
    pattern: new RegExp(
      String.raw`\b(?:remind|tell|let|flag|message|give) (?:me|us|this channel|the team)\b(?: know)?.{0,60}?(?:\b${length}|\bbefore\b|\bahead\b|\bnotice\b|\bwhenever\b|\bin good time\b|\bif anything\b|\bwhen anything\b)`,
    ),
  },
  {
    name: 'set-up-alerts',
    weight: 30,
    pattern: new RegExp(
      String.raw`^(?:please |pls |and |an? )?${alert} (?:for|on|about|when|before|${length})\b`,
    ),
  },
  {
    name: 'set-up-alerts',
    weight: 30,
    pattern:
      /\bremind (?:me|us)\b.{0,60}\b(?:coming up|come up|is up|are up|about to|running out|run out|due|near\w*)\b|\bbe (?:told|alerted|notified|warned|reminded)\b.{0,40}\b(?:before|ahead|in good time)\b/,
  },
  { name: 'set-up-alerts', weight: 30, pattern: /\bsubscribe\b(?! to what)/ },
  {
    name: 'manage-alerts',
    weight: 40,
    pattern: new RegExp(
      String.raw`\b(?:what|which|list|show|any|see|how many|do we have|have we got|got|are there)\b.{0,30}\b(?:${alert}|subscription|subscribed)\b(?!.{0,10}\b(?:for me|up)\b.{0,20}\bmonth\b)`,
    ),
  },
  {
    name: 'manage-alerts',
    weight: 70,
    pattern: new RegExp(
      String.raw`\b(?:stop|pause|resume|unpause|restart|cancel|delete|remove|mute|suspend|disable|edit|change|move|measure|turn off|switch off|turn\b.{0,40}\boff|switch\b.{0,40}\boff|get rid of|hold|end|kill|no more)\b.{0,60}\b(?:${alert}|subscription|digest)\b`,
    ),
  },
  {
    name: 'manage-alerts',
    weight: 70,
    pattern: /\bunsubscribe\b|\bstop (?:alerting|reminding|notifying|nagging|pinging|telling) (?:me|us)\b/,
  },
  {
    name: 'manage-alerts',
    weight: 70,
    pattern:
      /\bwhy (?:did|do|am|are|have|was|were|ha|is|doe|d)\b(?: \w+){0,3} (?:get|got|getting|see|seeing|sent|receiv\w*|alerted|told|told|posted|here)\b(?: (?:this|that|it|these|here|about this|message))?$|\bwhy\b.{0,40}\balert\w*\b/,
  },
  {
    name: 'manage-alerts',
    weight: 70,
    pattern:
      /\bwhat (?:would|will|wld|did|doe|do)\b(?: \w+){0,6} (?:have )?(?:sent|send|post|posted|fire|fired|produce|produced|alert|alerted)\b|\bpreview\b.{0,40}\b(?:alert|subscription|digest|it|this|that)\b|\b(?:alert|digest)\b.{0,30}\bpreview\b/,
  },
  {
    name: 'manage-alerts',
    weight: 90,
    pattern:
      /^(?:please |yes |no )?(?:confirm|cancel|stop|pause|resume|measure|preview|why) subscription s\b/,
  },
];

/** Whether the intent is about alerts. */
export function isAlertIntent(intent: string): boolean {
  return intent === 'set-up-alerts' || intent === 'manage-alerts';
}

/** “Parking in Atlantis”: a name that is not known must not be passed over, or the alerts would be of all of London. */
function unknownNameIn(slots: Slots, text: string): string | null {
  const name = slots.words;
  if (
    name === null ||
    slots.name !== null ||
    /^(?:teams|mon|tue|wed|thu|fri|sat|sun|alert|am|pm)/i.test(name)
  )
    return null;
  const at = text.indexOf(name);
  return at > 0 &&
    /^[A-Z]/.test(name) &&
    /\b(?:in|at|for|of|with|about|from|by)\s+(?:the\s+)?["“]?$/i.test(text.slice(0, at))
    ? name
    : null;
}

/** Carries the officer's own words, and reads money apart from months: “18m out” is no amount. */
export function withAlertWords(slots: Slots, text: string): Slots {
  const amount = parseAmountRange(withoutMonths(text));
  return {
    ...slots,
    name: slots.name ?? unknownNameIn(slots, text),
    words: text.slice(0, 500),
    amountFrom: amount?.from ?? null,
    amountTo: amount?.to ?? null,
    endsFrom: null,
    endsTo: null,
    sort: null,
    limit: null,
  };
}
