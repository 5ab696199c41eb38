/** A message turned into slots: names found by the catalogue's own index, dates, money, pronouns, what is wanted. */
import type { Meaning, Mention, NameIndex } from '../../../catalogue/names/name-index.ts';
import type { IsoDate } from '../../../procurement/iso-date.ts';
import type { SplitBy } from '../../../tools/figures-result.ts';
import { parseAmountRange } from '../../understanding/amounts.ts';
import { parsePeriod } from '../../understanding/periods.ts';
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
  /** “In London”, “all boroughs”: the question is no longer about one of them. */
  readonly isAllLondon: boolean;
  readonly splitBy: SplitBy | null;
  readonly isSum: boolean;
  readonly sort: 'act-by' | 'ends' | 'value' | 'title' | null;
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
    !/\b(?:sort|order|rank|largest|biggest|highest|most expensive|earliest|soonest|latest|first|top \d)\b/.test(
      words,
    )
  )
    return null;
  if (/\b(?:value|cost|price|money|largest|biggest|highest|expensive|top \d)\b/.test(words)) return 'value';
  if (/\b(?:act by|urgen\w*)\b/.test(words)) return 'act-by';
  if (/\b(?:name|alphabet\w*|borough|title)\b/.test(words)) return 'title';
  if (/\b(?:date|end|expir\w*|earliest|soonest|latest)\b/.test(words)) return 'ends';
  return null;
}

/** “Who uses Pendulum?”: what stands where a name should stand, when it is not one of ours. */
function unknownNameIn(text: string, mentions: readonly Mention[], names: NameIndex): string | null {
  const quoted = /["“'‘]([^"”'’]{2,60})["”'’]/.exec(text)?.[1];
  if (quoted !== undefined) return quoted.trim();
  const isCovered = (start: number, end: number) =>
    mentions.some((mention) => mention.start < end && mention.end > start);
  const capitalised = [...text.matchAll(/(?<=\S\s)[A-Z][\w&-]*(?:\s+[A-Z][\w&-]*)*/g)].find((match) => {
    const end = match.index + match[0].length;
    return (
      !isCovered(match.index, end) &&
      !/^(?:I|London|City|Council|Borough|UK|IT|SME)$/.test(match[0]) &&
      !/^(?:January|February|March|April|May|June|July|August|September|October|November|December)\b/.test(
        match[0],
      )
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
        !names.spelling.isKnown(token.word) &&
        !isCovered(token.start, token.end),
    );
  const first = unknown[0];
  return first === undefined ? null : text.slice(first.token.start, first.token.end);
}

/** Rules are written in the singular and the infinitive: `does` is `doe`, `uses` is `use`. */
function toStem(word: string): string {
  return word.length >= 4 && word.endsWith('s') && !/(?:ss|us|is)$/.test(word) ? word.slice(0, -1) : word;
}

const borrowedOwn = /\b(?:we|us|our|ours|my|mine)\b/;

/** Pure: the same message, names and day give the same understanding. */
export function understand(text: string, today: IsoDate, names: NameIndex): Understanding {
  const mentions = names.find(text);
  const words = names
    .words(text)
    .map(({ token, repaired }) => toStem(repaired ?? token.word))
    .join(' ');
  const period = parsePeriod(text, today);
  const amount = parseAmountRange(text);
  const boroughs = boroughsOf(mentions);
  const subjects = mentions.filter(
    (mention) => has(mention, 'product') || (has(mention, 'firm') && !has(mention, 'borough')),
  );
  const statesBorough =
    boroughs.length === 1 &&
    /\b(?:i (?:work|am based) (?:for|at|in|with)|i ?m (?:at|from|with|in|based)|i am (?:at|from|with|in)|my (?:borough|council|authority|employer) is|we are (?:in |at )?|we re (?:in |at )?|set my borough|i work)\b/.test(
      words,
    );
  const limit = /\b(?:top|first|largest|biggest) (\d{1,3})\b/.exec(words)?.[1];
  return {
    text,
    words,
    mentions,
    boroughs,
    subjects,
    serviceAreas: areasOf(mentions),
    endsFrom: period?.from ?? null,
    endsTo: period?.to ?? null,
    amountFrom: amount?.from ?? null,
    amountTo: amount?.to ?? null,
    isOwn: borrowedOwn.test(words),
    isThis: /\b(?:this|that|same)\b(?! (?:year|month|financial|fy|week|quarter))/.test(words),
    isElse: /\b(?:else|other borough|other council|also|neighbour|too|same)\b/.test(words),
    isCount: /\bhow many\b/.test(words),
    isAllLondon:
      boroughs.length === 0 &&
      /\b(?:(?:in|across|over|for) (?:all (?:of )?)?london|all (?:the )?(?:33 |london )?borough|every borough|everyone)\b/.test(
        words,
      ),
    splitBy: splitByIn(words),
    isSum: asksForSum(words),
    sort: sortOf(words),
    limit: limit === undefined ? null : Math.min(Number(limit), 200),
    refusal: refusalFor(words),
    intents: scoreIntents(words),
    statesBorough,
    isFollowUp:
      /^(?:and|ok|okay|so|but|no|not|just|only|what about|how about|also|now|then|sort|order|plus|or|yes|yeah|same for|show more|those|them|these|which of)\b/.test(
        words,
      ) ||
      /\b(?:they|them|those|these|it|its)\b/.test(words) ||
      words.split(' ').length <= 3,
    unknownName: subjects.length > 0 ? null : unknownNameIn(text, mentions, names),
  };
}
