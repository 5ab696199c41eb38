/** What a sentence says a day is: an end, the latest end, the day to act by, a start; or a day it was asked about. */
import { addMonths, parseIsoDate } from '../../procurement/iso-date.ts';
import type { DayRole } from './facts.ts';
import type { DayFound, ValueFound } from './values.ts';

const roles: readonly (readonly [DayRole | 'asked', RegExp])[] = [
  ['asked', /\b(?:on or after|on or before|up to|between)\s*$/i],
  ['asked', /\bbetween [^.;]{6,20} and\s*$/i],
  [
    'latest',
    /\b(?:latest possible(?: end)?(?: is)?|(?:may|can|cannot|could) be extended (?:to|beyond)|extend(?:ed)? to)\s*(?:about\s*)?$/i,
  ],
  [
    'act',
    /\b(?:act by|act by is|start by|start a replacement,|earlier of the two is|has passed:|put|tender by)\s*(?:about\s*)?$/i,
  ],
  [
    'end',
    /\b(?:ends?|ends? on|ended|ended on|current end|current end is|last one ends|expires?|expires? on|runs? until)\s*(?:about\s*)?$/i,
  ],
  ['since', /\bin force since\s*$/i],
  ['start', /\b(?:starts? on|started on|began on|runs? from)\s*(?:about\s*)?$/i],
];

/** The role that the words before the day give it; null when they give none. */
export function roleOf(text: string, day: DayFound): DayRole | 'asked' | null {
  if (/^ \((?:\d+ boroughs? fits?, |\w+ boroughs? fits?, )?score \d/.test(text.slice(day.end)))
    return 'common';
  const before = text.slice(Math.max(0, day.start - 60), day.start);
  return roles.find(([, pattern]) => pattern.test(before))?.[0] ?? null;
}

const leadAfter = /^(?: \([^)]*\))?: (\d{1,3}) (month|year)s? for /;

/** “31 March 2028 less 18 months is 30 September 2026”: false when the sum is wrong by more than the days to a working day. */
export function sumsAreRight(text: string, values: readonly ValueFound[]): boolean {
  const bounds = values.filter(
    (value) => value.kind === 'amount' && /\bof at (?:least|most)\s*$/i.test(text.slice(0, value.start)),
  );
  const [least, most] = bounds;
  if (least?.kind === 'amount' && most?.kind === 'amount' && least.value >= most.value) return false;
  const days = values.filter((value) => value.kind === 'day');
  return days.every((first, at) => {
    const second = days[at + 1];
    if (second === undefined) return true;
    if (
      /\bbetween\s*$/i.test(text.slice(0, first.start)) &&
      / and $/.test(text.slice(first.end, second.start))
    )
      return first.value < second.value;
    const between = text.slice(first.end, second.start);
    if (between === '; the earliest day, ') return second.value.startsWith(first.value);
    const lead = between === ', start by ' ? leadAfter.exec(text.slice(second.end)) : null;
    const gap = /^ less (\d{1,3}) (month|year|working day|day)s? is $/.exec(between) ?? lead;
    // From an end known to the month its first day is counted.
    const [from, to] = [
      parseIsoDate(first.value.length === 7 ? `${first.value}-01` : first.value),
      parseIsoDate(second.value),
    ];
    if (gap === null || from === null || to === null) return true;
    if (gap[2] !== 'month' && gap[2] !== 'year') return to < from;
    const exact = addMonths(from, -Number(gap[1]) * (gap[2] === 'year' ? 12 : 1));
    const apart = (Date.parse(exact) - Date.parse(to)) / 86_400_000;
    return apart >= -3 && apart <= 10;
  });
}
