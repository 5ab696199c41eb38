/** What an officer tells of a talk with a supplier: with whom, when, about what, who may read it, for how long. */
import * as chrono from 'chrono-node';
import type { Sharing } from '../../engagement/engagement.ts';
import { peopleIn, withoutPeople } from '../../engagement/personal-details.ts';
import { addDays, daysBetween, type IsoDate, parseIsoDate } from '../../procurement/iso-date.ts';

/** A message read as a note; null where it does not say. */
export type EngagementWords = {
  readonly organisation: string | null;
  readonly metOn: IsoDate | null;
  /** The message without what is about the note itself: who may read it, for how long. */
  readonly summary: string;
  readonly people: readonly string[];
  readonly hasAgreed: boolean;
  readonly sharing: Sharing | null;
  readonly months: number | null;
};

const sharingWords: readonly (readonly [Sharing, RegExp])[] = [
  [
    'owner',
    /\b(?:(?:just|only) (?:for )?(?:us|our (?:own )?(?:team|borough|council)|internal(?:ly)?)|(?:do ?n.?t|do not|not (?:to be |for |ok to |okay to )?|no) shar(?:e|ed|ing)(?: (?:it|this|with (?:any ?one|others|other boroughs)))*|keep (?:it|this) (?:to (?:us|ourselves)|internal|private|in ?house|confidential)|(?:internal|us) only|(?:commercially )?(?:in confidence|confidential|sensitive)|private)\b/i,
  ],
  [
    'boroughs',
    /\b(?:(?:can|could|cld|may) )?(?:(?:(?:is |it.?s )?(?:ok|okay|fine|happy|free|good)(?: to| for)? )?(?:shar(?:e|ed|ing|eable)|tell|show|open)(?: (?:it|this))?(?: with| wiht| w\/?| to| between| among| by)? (?:all )?(?:the )?(?:other |london )*(?:boroughs?|councils?|authorities)|(?:ok|okay|fine) for (?:the )?(?:other )?(?:boroughs|councils)(?: to (?:see|read|know))?|boroughs only)\b/i,
  ],
  [
    'public',
    /\b(?:(?:(?:is |it.?s )?(?:ok|okay|fine|happy) (?:to )?)?(?:shar(?:e|ed|ing)|tell|show|open)(?: (?:it|this))?(?: with| w\/?| to)? (?:any ?(?:one|body)|every ?(?:one|body)|the public|publicly|all)|(?:it.?s |is )?(?:ok|okay|fine) (?:to be|for) public|make (?:it|this) public|public(?:ly)? (?:ok|okay|fine|note))\b/i,
  ],
];

const agreed =
  /\b(?:(?:with|has|have|gave|given|got) (?:his|her|their|the)? ?(?:consent|permission)(?: to (?:be named|name \w+))?|(?:they|he|she|both)(?:.?(?:re|s)| are| is| was| were| have| has)? (?:also )?(?:agreed?|consent(?:ed|s)?|ok|okay|happy|fine)(?: with| to)? (?:be(?:ing)? named|us naming \w+|nam(?:e|ing) \w+))\b/i;

const keptFor =
  /\b(?:keep|kept|hold|store|delete|remove|expires?|expiring|good)(?: (?:it|this|note))*(?: for| after| in| within)? (\d{1,2}|a|one|two|three|six|twelve|eighteen) ?(months?|mths?|m|years?|yrs?)\b/i;
const numbers: Readonly<Record<string, number>> = {
  a: 1,
  one: 1,
  two: 2,
  three: 3,
  six: 6,
  twelve: 12,
  eighteen: 18,
};

const opening =
  /^\s*(?:(?:hi|hello|hey|ok|okay|so|just|fyi|please|pls|can you|could you|can i|i want to|i.?d like to)[\s,:]+)*(?:(?:log|record|note|add|save|make a note of)(?: (?:a|an|the|our|that|this|new))*(?: (?:market|supplier) engagement)?(?: that| of| down)?[\s:,–-]*)?/i;

const verbs =
  '(?:met|meeting|meet|spoke|spoken|speaking|talked|talking|talk|chatted|chat|call|called|rang|demo(?:ed)?|session|conversation|workshop|presentation|visit(?:ed)?|saw|sat down|engaged|engagement|catch ?up)';
const counterpart = new RegExp(
  String.raw`\b${verbs}(?: up)?(?: (?:a|an|the) (?:\w+ ){0,2}(?:demo|session|presentation|call|meeting|chat))?(?: (?:with|wiht|wth|w/?|to|from|frm|by|of|at))?\s+(?:the )?((?!(?:about|on|re|last|this|today|yesterday|with|to|from)\b)[^,.;:!?()\n]{2,120}?)(?=\s+(?:about|re|regarding|on|over|for|to (?:discuss|talk|hear|see)|last|this|today|yesterday|in|at|who|and (?:they|we)|they|\d{1,2}(?:st|nd|rd|th)?\b)(?:\s|$)|\s*[,.;:!?()\n–]|\s*$)`,
  'i',
);

/** The one day that is typed in haste more often than any other. */
function withYesterday(text: string): string {
  return text.replace(/\b(?:yest\w{0,4}d\w{0,2}y|yday)\b/gi, 'yesterday');
}

/** A past day: the last day so called, when it has not come yet. */
function dayIn(text: string, today: IsoDate): IsoDate | null {
  const noon = { instant: new Date(`${today}T12:00:00Z`), timezone: 0 };
  for (const found of chrono.en.GB.parse(withYesterday(text), noon)) {
    const { start } = found;
    if (!start.isCertain('day') && !start.isCertain('weekday')) continue;
    const [year, month, day] = [start.get('year'), start.get('month'), start.get('day')];
    const date = parseIsoDate(`${year}-${String(month).padStart(2, '0')}-${String(day).padStart(2, '0')}`);
    if (date === null) continue;
    if (date <= today) return date;
    if (start.isCertain('weekday') && !start.isCertain('month')) {
      const weeks = Math.ceil(daysBetween(today, date) / 7);
      return addDays(date, -7 * weeks);
    }
  }
  return null;
}

function monthsIn(text: string): number | null {
  const found = keptFor.exec(text);
  if (found === null) return null;
  const [, count = '', unit = ''] = found;
  const number = numbers[count.toLowerCase()] ?? Number(count);
  const months = /^y/i.test(unit) ? number * 12 : number;
  return months >= 1 && months <= 60 ? months : null;
}

/** “somebody from NEC” is NEC. */
function organisationIn(text: string): string | null {
  const said = counterpart.exec(withYesterday(text))?.[1] ?? null;
  const name = (said ?? '')
    .replace(
      /^(?:somebody|some people|someone|people|two people|a \w+|the team|folks|reps?)(?: (?:and|&) somebody)? (?:from|of|at) /i,
      '',
    )
    .replace(/^(?:the |a |an )?(?:supplier |vendor |firm |company )?(?=\S{2})/i, '')
    .replace(/\s+(?:again|yesterday|today)$/i, '')
    .trim();
  return name.length < 2 || /^(?:supplier|vendor|somebody|them|it|suppliers|a supplier)$/i.test(name)
    ? null
    : name.slice(0, 120);
}

/** The summary as it would be read later: nothing of who may read it, no hanging commas. */
function tidied(text: string): string {
  return text
    .replace(/\s+/g, ' ')
    .replace(/(?:\s*[,;–-]\s*(?:and|but|so)?\s*)+(?=[,;.!?]|$)/gi, '')
    .replace(/\s+([,.;!?])/g, '$1')
    .replace(/^[\s,.;:–-]+/, '')
    .trim();
}

/** Reads a message as a note; `repaired` is the same with its spelling put right, in which days are read. Pure. */
export function readEngagementWords(text: string, today: IsoDate, repaired: string = text): EngagementWords {
  const sharing = sharingWords.find(([, pattern]) => pattern.test(text))?.[0] ?? null;
  const people = peopleIn(text);
  const content = [...sharingWords.map(([, pattern]) => pattern), agreed, keptFor].reduce(
    (left, pattern) => left.replace(pattern, ' '),
    text.replace(opening, ''),
  );
  return {
    organisation: organisationIn(withoutPeople(text, people).replace(keptFor, ' ')),
    metOn: dayIn(repaired.replace(keptFor, ' '), today),
    summary: tidied(content),
    people,
    hasAgreed: agreed.test(text),
    sharing,
    months: monthsIn(text),
  };
}

const asking =
  /^.*?\b(?:spoken|spoke|speak|speaking|talked|talk|talking|met|meet|meeting|engaged|engagements?|chatted|touch|demos?|calls?|chats?|meetings|conversations?|talks|notes?)\b/i;
const filler =
  /\b(?:with|to|from|by|about|re|regarding|on|for|of|any|some|the|a|an|our|their|suppliers?|vendors?|compan(?:y|ies)|firms?|providers?|market|anyone|anybody|else|recently|lately|yet|before|already|this|last|year|month|week|please|pls|who|that|do|does|make|makes|sell|sells|has|have|been|is|there|in|and|or|it|them|us|we|notes?|record|engagements?)\b/gi;

/** What a search for notes is about, in the words that are left; null when none is. */
export function engagementTopic(text: string): string | null {
  const left = text
    .replace(/[?!.,;:"“”]/g, ' ')
    .replace(asking, ' ')
    .replace(filler, ' ')
    .replace(/\s+/g, ' ')
    .trim();
  return left.length < 3 ? null : left.slice(0, 200);
}
