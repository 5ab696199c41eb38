/** A message turned into slots: names found by the catalogue's own index, dates, money, pronouns, what is wanted. */
import type { Meaning, Mention, NameIndex } from '../../../catalogue/names/name-index.ts';
import { addDays, type IsoDate } from '../../../procurement/iso-date.ts';
import { oneToTen } from '../../../procurement/number-words.ts';
import type { SplitBy } from '../../../tools/figures-result.ts';
import { parseAmountRange } from '../../understanding/amounts.ts';
import { leftOutIn } from '../../understanding/negation.ts';
import { type Period, parsePeriod } from '../../understanding/periods.ts';
import { writtenOut } from '../../understanding/shorthand.ts';
import type { NoticeName } from '../../wording.ts';
import { asksForSum, splitByIn } from './figure-words.ts';
import { type IntentScore, refusalFor, scoreIntents } from './intents.ts';

export type Understanding = {
  readonly text: string;
  /** Words joined by blanks: repaired, lower case, singular. */
  readonly words: string;
  readonly mentions: readonly Mention[];
  /** Authorities named, one entry a name; several ids in one entry mean an ambiguous short form. */
  readonly boroughs: readonly { readonly text: string; readonly ids: readonly string[] }[];
  /** Mentions of products or firms. */
  readonly subjects: readonly Mention[];
  /** Products and firms that are to be left out: “NOT using Idox”. None of them is among the subjects. */
  readonly exceptSubjects: readonly Mention[];
  /** The same for authorities: “everyone except Hackney”. */
  readonly exceptBoroughs: Understanding['boroughs'];
  /** Plainly named areas; weak words count only when nothing stronger stands beside them. */
  readonly serviceAreas: readonly string[];
  readonly endsFrom: IsoDate | null;
  readonly endsTo: IsoDate | null;
  readonly amountFrom: number | null;
  readonly amountTo: number | null;
  readonly isOwn: boolean;
  readonly isThis: boolean;
  readonly isElse: boolean;
  readonly isCount: boolean;
  /** “Just the live ones”. */
  readonly isLive: boolean;
  /** “With no end date”. */
  readonly isUndated: boolean;
  /** “In London”, “all boroughs”: the question is no longer about one of them. */
  readonly isAllLondon: boolean;
  readonly splitBy: SplitBy | null;
  readonly isSum: boolean;
  readonly sort: 'act-by' | 'ends' | 'value' | 'title' | null;
  /** “Cheapest”, “smallest first”, “newest first”. */
  readonly isReversed: boolean;
  /** A name beside a known one that the catalogue does not know: “Softcat or Bytes”. */
  readonly unknownBeside: string | null;
  readonly limit: number | null;
  readonly refusal: NoticeName | null;
  readonly intents: readonly IntentScore[];
  /** “I work for …”: the message tells who the officer is. */
  readonly statesBorough: boolean;
  /** Starts or reads like an addition to what was said before. */
  readonly isFollowUp: boolean;
  /** Words the message puts in quotation marks, or a name with a capital that the catalogue does not know. */
  readonly unknownName: string | null;
};

const has = <K extends Meaning['kind']>(mention: Mention, kind: K) =>
  mention.meanings.some((meaning) => meaning.kind === kind);

function areasOf(mentions: readonly Mention[]): string[] {
  const strong: string[] = [];
  const weak: string[] = [];
  for (const mention of mentions) {
    const areas = mention.meanings.filter((meaning) => meaning.kind === 'service-area');
    // A product's name that is also an everyday word stays a product unless the word names an area plainly.
    const target = areas.some((area) => !area.isWeak) ? strong : weak;
    const first = areas.find((area) => !area.isWeak) ?? areas[0];
    if (first !== undefined && !target.includes(first.name)) target.push(first.name);
  }
  return [...strong, ...weak.filter((area) => !strong.includes(area))];
}

function boroughsOf(mentions: readonly Mention[]): Understanding['boroughs'] {
  return mentions.flatMap((mention) => {
    const meaning = mention.meanings.find((candidate) => candidate.kind === 'borough');
    return meaning?.kind === 'borough' ? [{ text: mention.text, ids: meaning.buyerIds }] : [];
  });
}

function sortOf(words: string): Understanding['sort'] {
  if (
    !/\b(?:sort\w*|order\w*|rank\w*|largest|biggest|highest|cheapest|smallest|lowest|least expensive|most expensive|priciest|earliest|soonest|latest|first|next \d|top \d|by (?:value|end date|date|price|cost|name))\b/.test(
      words,
    )
  )
    return null;
  if (
    /\b(?:value|cost|price|priciest|cheapest|smallest|lowest|money|largest|biggest|highest|expensive|top \d)\b/.test(
      words,
    )
  )
    return 'value';
  if (/\b(?:act by|urgen\w*)\b/.test(words)) return 'act-by';
  if (/\b(?:name|alphabet\w*|borough|title)\b/.test(words)) return 'title';
  if (/\b(?:date|end\w*|expir\w*|earliest|soonest|latest|next \d)\b/.test(words)) return 'ends';
  return null;
}

/** Forms of everyday words that a dictionary of base forms does not list: cheapest, priciest, extendable, usefully. */
const everydayForms: readonly (readonly [string, string])[] = [
  ['iest', 'y'],
  ['est', ''],
  ['est', 'e'],
  ['able', ''],
  ['able', 'e'],
  ['ible', ''],
  ['ily', 'y'],
  ['ness', ''],
  ['ment', ''],
];

/** Names that the dictionary leaves out with all proper nouns: they say when, never what. */
const calendarName =
  /^(?:january|february|march|april|may|june|july|august|september|october|november|december|(?:mon|tues|wednes|thurs|fri|satur|sun)days?|christmas|xmas|easter)\b/i;

/** “Who uses Pendulum?”: what stands where a name should stand, when it is not one of ours. */
function unknownNameIn(text: string, mentions: readonly Mention[], names: NameIndex): string | null {
  const quoted = /["“'‘]([^"”'’]{2,60})["”'’]/.exec(text)?.[1];
  if (quoted !== undefined) return quoted.trim();
  const isCovered = (start: number, end: number) =>
    mentions.some((mention) => mention.start < end && mention.end > start);
  const [opening] = names.words(text);
  if (
    opening !== undefined &&
    opening.repaired === null &&
    /^[A-Z][a-z]{3,}$/.test(text.slice(opening.token.start, opening.token.end)) &&
    !names.spelling.isKnown(opening.token.word) &&
    !isCovered(opening.token.start, opening.token.end)
  )
    return text.slice(opening.token.start, opening.token.end);
  const capitalised = [...text.matchAll(/(?<=\S\s)[A-Z][\w&-]*(?:\s+[A-Z][\w&-]*)*/g)].find((match) => {
    const end = match.index + match[0].length;
    return (
      !isCovered(match.index, end) &&
      !/^(?:I|London|City|Council|Borough|UK|IT|SME)$/.test(match[0]) &&
      !calendarName.test(match[0])
    );
  });
  if (capitalised !== undefined) return capitalised[0];
  const unknown = names
    .words(text)
    .filter(
      ({ token, repaired }) =>
        repaired === null &&
        token.word.length > 3 &&
        !/\d/.test(token.word) &&
        !calendarName.test(token.word) &&
        !names.spelling.isKnown(token.word) &&
        !everydayForms.some(
          ([ending, base]) =>
            token.word.endsWith(ending) && names.spelling.isKnown(token.word.slice(0, -ending.length) + base),
        ) &&
        !isCovered(token.start, token.end),
    );
  const first = unknown[0];
  return first === undefined ? null : text.slice(first.token.start, first.token.end);
}

/** Rules are written in the singular and the infinitive: `does` is `doe`, `uses` is `use`. */
function toStem(word: string): string {
  return word.length >= 4 && word.endsWith('s') && !/(?:ss|us|is)$/.test(word) ? word.slice(0, -1) : word;
}

/** What stands beside a known name, joined to it by “or”, with a capital of its own and no meaning here. */
function unknownBesideIn(text: string, subjects: readonly Mention[], all: readonly Mention[]): string | null {
  for (const { end } of subjects) {
    const joined = /^\s*(?:,|or|and|\/)\s*([A-Z][A-Za-z&-]+)/.exec(text.slice(end));
    if (joined?.[1] === undefined) continue;
    const start = end + joined[0].length - joined[1].length;
    if (!all.some((mention) => mention.start <= start && mention.end > start)) return joined[1];
  }
  return null;
}

/** “Not ending this year”: what ends after it, since what has ended before is nobody's question. */
function outsideIfDenied(text: string, period: Period | null): Period | null {
  if (period === null || period.to === null) return period;
  return /\b(?:not|don.?t|doesn.?t|aren.?t) (?:\w+ ){0,2}?(?:end\w*|expir\w*|finish\w*|run\w* out|up)\b/i.test(
    text,
  )
    ? { from: addDays(period.to, 1), to: null }
    : period;
}

const borrowedOwn = /\b(?:we|us|our|ours|my|mine)\b/;

const numberWords: Readonly<Record<string, number>> = {
  ...oneToTen,
  twenty: 20,
};

/** Pure: the same message, names and day give the same understanding. */
export function understand(typed: string, today: IsoDate, names: NameIndex): Understanding {
  const text = writtenOut(typed);
  const all = names.find(text);
  const isName = (mention: Mention) =>
    has(mention, 'borough') || has(mention, 'product') || has(mention, 'firm');
  // “Does Bromley not use Eclipse?” asks whether it does.
  const asksWhether = /^(?:so |and |but )?(?:do|does|did|is|are|has|have)\b/i.test(text);
  const except = asksWhether ? [] : leftOutIn(text, all.filter(isName));
  const mentions = all.filter((mention) => !except.includes(mention));
  const words = names
    .words(text)
    .map(({ token, repaired }) => toStem(repaired ?? token.word))
    .join(' ');
  const period = outsideIfDenied(text, parsePeriod(text, today));
  const amount = parseAmountRange(text);
  const boroughs = boroughsOf(mentions);
  const isSubject = (mention: Mention) =>
    has(mention, 'product') || (has(mention, 'firm') && !has(mention, 'borough'));
  const subjects = mentions.filter(isSubject);
  const statesBorough =
    boroughs.length === 1 &&
    /\b(?:i (?:work|am based) (?:for|at|in|with)|i ?m (?:at|from|with|in|based)|i am (?:at|from|with|in)|my (?:borough|council|authority|employer) is|we are (?:in |at )?|we re (?:in |at )?|set my borough|i work)\b/.test(
      words,
    );
  const numbers = words.replace(/\b(?:two|three|four|five|six|seven|eight|nine|ten|twenty)\b/g, (word) =>
    String(numberWords[word] ?? word),
  );
  const limit =
    /\b(?:top|first|largest|biggest|next|soonest|cheapest|smallest|show(?: me)?|list|give me|just|last|latest) (?:the )?(?:top |first |next )?(\d{1,3})\b(?! ?(?:day|week|wk|month|mth|year|yr|k|m|million|thousand|per)\b)/.exec(
      numbers,
    )?.[1] ??
    /\b(\d{1,3}) (?:largest|biggest|most expensive|soonest|next|cheapest|contract|record|deal)\b/.exec(
      numbers,
    )?.[1];
  return {
    text,
    words,
    mentions,
    boroughs,
    subjects,
    exceptSubjects: except.filter(isSubject),
    exceptBoroughs: boroughsOf(except),
    serviceAreas: areasOf(mentions),
    endsFrom: period?.from ?? null,
    endsTo: period?.to ?? null,
    amountFrom: amount?.from ?? null,
    amountTo: amount?.to ?? null,
    isOwn: borrowedOwn.test(words),
    isThis: /\b(?:this|that|same)\b(?! (?:year|month|financial|fy|week|quarter))/.test(words),
    isElse: /\b(?:else|other borough|other council|also|neighbour|too|same)\b/.test(words),
    isLive:
      /\b(?:live|active|current|in force|still running|not (?:yet )?(?:ended|expired)) (?:one|contract|deal|record|agreement|system)\b|\b(?:just|only) (?:the )?(?:live|active|current)\b|\b(?:contract|one|deal) (?:that|which) (?:are|is) (?:still )?(?:live|active|running|current)\b/.test(
        words,
      ),
    isUndated:
      /\b(?:no|without|missing|unknown|not got|lack\w*)(?: an?| the| any)? (?:end|expiry|finish) ?(?:date)?\b|\bend date (?:is |are )?(?:missing|unknown|not known|not on record)\b/.test(
        words,
      ),
    isCount: /\bhow many\b/.test(words),
    isAllLondon:
      boroughs.length === 0 &&
      /\b(?:(?:in|across|over|for) (?:all (?:of )?)?london|all (?:the )?(?:33 |london )?borough|every borough|everyone)\b/.test(
        words,
      ),
    splitBy: splitByIn(words),
    isSum: asksForSum(words),
    sort: sortOf(numbers),
    isReversed:
      /\b(?:cheapest|smallest|lowest|least expensive|ascending|(?:newest|latest|furthest|last|smallest|lowest) (?:\w+ )?first)\b/.test(
        words,
      ),
    unknownBeside: unknownBesideIn(text, subjects, all),
    limit: limit === undefined ? null : Math.min(Number(limit), 200),
    refusal: refusalFor(words),
    // “Sorted by end date” says nothing of what ends.
    intents: scoreIntents(
      words.replace(/\b(?:sort\w*|order\w*|rank\w*)(?: \w+)? by (?:the )?\w+(?: date)?\b/g, ' '),
    ),
    statesBorough,
    isFollowUp:
      /^(?:and|sorry|i mean|i meant|actually|rather|instead|oop|wait|if (?:not|so)|ok|okay|so|but|no|not|just|only|what about|how about|also|now|then|sort|order|plus|or|yes|yeah|same for|show more|those|them|these|which of)\b/.test(
        words,
      ) ||
      /\b(?:they|them|those|these|it|its)\b/.test(words) ||
      words.split(' ').length <= 3,
    unknownName: subjects.length + except.length > 0 ? null : unknownNameIn(text, mentions, names),
  };
}
