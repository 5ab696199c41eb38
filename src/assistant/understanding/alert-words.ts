/** What an officer says of alerts: how many months before which day, when the digest comes, and what to do with them. */
import type { Measure } from '../../alerts/subscription.ts';
import { oneToTen } from '../../procurement/number-words.ts';

const numbers: Readonly<Record<string, number>> = {
  a: 1,
  an: 1,
  ...oneToTen,
  twelve: 12,
  eighteen: 18,
  'twenty four': 24,
  'twenty-four': 24,
};
const number = String.raw`\d{1,5}|twenty[ -]four|eighteen|twelve|one|two|three|four|five|six|seven|eight|nine|ten|an?`;
const joint = String.raw`\s*(?:,\s*(?:and|then|&)?|\/|&|\+|-|–|and|then|or)\s*`;
const unit = '(months?|mnths?|mths?|mons?|mo|m|years?|yrs?)';
const run = new RegExp(
  String.raw`(?<![£$€\d.,])\b((?:${number})(?:\s*(?:m|mths?|months?))?(?:${joint}(?:${number})(?:\s*(?:m|mths?|months?))?){0,12})\s*${unit}\b`,
  'gi',
);
const single =
  /(?<!\w)(?:\d{1,5}|(?:twenty[ -]four|eighteen|twelve|one|two|three|four|five|six|seven|eight|nine|ten|an?)\b)/gi;
/** “In the next 12 months” says what is looked at, not when to be told. */
const window =
  /\b(?:next|coming|within|last|past|following|over the)\s+(?:the\s+)?(?:next\s+)?[\w-]{1,12}\s+(?:months?|mths?|years?|yrs?)\b/gi;

function countOf(word: string): number {
  return numbers[word.toLowerCase()] ?? Number(word);
}

/** “Minus three months”, “-3 months”: no number of months before a day. */
const negative = /(?:\bminus\s+|(?:^|\s)-)\d+\s*(?:months?|mths?)\b/i;

/** Months named, in the order said and as said, usable or not; null when none are. */
export function monthsIn(message: string): number[] | null {
  const text = message.replace(window, ' ');
  if (negative.test(text)) return [0];
  const halves = text.replace(/\bhalf (?:of )?(?:a |an )?year\b/gi, '6 months');
  const found: number[] = [];
  for (const match of halves.matchAll(run)) {
    const isYears = /^y/i.test(match[2] ?? '');
    for (const part of (match[1] ?? '').matchAll(single)) found.push(countOf(part[0]) * (isYears ? 12 : 1));
  }
  return found.length === 0 ? null : found.slice(0, 40);
}

/** The message without its months, so that “18m” is not taken for money. */
export function withoutMonths(message: string): string {
  return message.replace(window, ' ').replace(run, (whole) => (/£/.test(whole) ? whole : ' '));
}

/** Which day the months count back from, when it is said. */
export function measureIn(message: string): Measure | null {
  if (
    /\bact[ -]?by\b|\bday to act\b|\b(?:we|i) (?:need|have|must|should)\b.{0,12}\b(?:to )?(?:act|start)\b|\bdeadline to (?:act|start)\b/i.test(
      message,
    )
  )
    return 'act-by';
  return /\b(?:before|ahead of|prior to|from|of|until|till|to|by)\s+(?:[\w’'&-]+\s+){0,8}?(?:ends?|ending|end[ -]dates?|expir\w*|finish\w*|runs? out|lapses?|up)\b|\bfrom the end\b/i.test(
    message,
  )
    ? 'end'
    : null;
}

const weekdays = ['mon', 'tue', 'wed', 'thu', 'fri', 'sat', 'sun'] as const;

/** Day of the digest: 1 to 5, 0 for every working day, 6 or 7 for a weekend; null when none is said. */
export function digestDayIn(message: string): number | null {
  if (/\b(?:daily|every (?:working |week)?day|each (?:working |week)?day)\b/i.test(message)) return 0;
  const day = /\b(mon|tue|wed|thu|fri|sat|sun)(?:s|nes|rs|ur|urs)?(?:days?)?\b/i
    .exec(message)?.[1]
    ?.toLowerCase();
  const at = weekdays.findIndex((name) => day?.startsWith(name));
  return at === -1 ? null : at + 1;
}

/** Time of the digest as `09:00`, as far as it is one; null when none is said. */
export function digestTimeIn(message: string): string | null {
  const match =
    /\b(\d{1,2})(?:[:.](\d{2}))?\s*(am|pm|o.?clock)\b/i.exec(message) ??
    /\bat (\d{1,2})[:.](\d{2})(?![\d/%-])/i.exec(message);
  if (match === null) return null;
  const hour = Number(match[1]) + (/pm/i.test(match[3] ?? '') && Number(match[1]) < 12 ? 12 : 0);
  return `${String(hour).padStart(2, '0')}:${match[2] ?? '00'}`;
}

/** Id of a subscription as typed or as a button says it; null without one. */
export function subscriptionIn(message: string): string | null {
  return /\bS-[0-9A-F]{10}\b/i.exec(message)?.[0].toUpperCase() ?? null;
}

/** What is to be done with alerts that are set up. */
export type AlertWish =
  | 'list'
  | 'why'
  | 'preview'
  | 'confirm'
  | 'cancel'
  | 'pause'
  | 'resume'
  | 'stop'
  | 'edit';

const wishes: readonly (readonly [AlertWish, RegExp])[] = [
  ['why', /\bwhy\b/i],
  [
    'preview',
    /\bpreview\b|\bwhat (?:would|will|does|do|did|wld)\b.{0,60}\b(?:sen[dt]|post(?:ed)?|fired?|produced?|come|got|get)\b/i,
  ],
  // “How do I stop these?” asks; it is not the order to do so.
  [
    'list',
    /^\W*(?:(?:and|ok|so|please|hi|hello)\W+)*(?:what|which|list|show|see|how|who|do (?:we|i)|have (?:we|i)|are there|is there|any)\b/i,
  ],
  ['confirm', /^\W*(?:please |yes,? )?confirm\b/i],
  ['cancel', /^\W*(?:please |no,? )?cancel subscription\b/i],
  [
    'resume',
    /\b(?:resume|unpause|un-pause|restart|start (?:\w+ ){0,4}again|switch (?:\w+ ){0,4}back on|turn (?:\w+ ){0,4}back on)\b/i,
  ],
  ['pause', /\b(?:pause|snooze|mute|suspend|hold)\b/i],
  [
    'stop',
    /\b(?:stop|cancel|delete|remove|end|kill|unsubscribe|turn (?:\w+ ){0,5}off|switch (?:\w+ ){0,5}off|get rid|disable|no more)\b/i,
  ],
  ['edit', /\b(?:edit|change|move|measure|make|switch|update|set)\b/i],
];

/** What the message wants done; a question about alerts that asks for nothing else wants the list. */
export function alertWishIn(message: string): AlertWish {
  return wishes.find(([, pattern]) => pattern.test(message))?.[0] ?? 'list';
}
