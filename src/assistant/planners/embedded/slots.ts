/** From an understood message, and what the thread is about, to the slots of the question. */
import type { Catalogue } from '../../../catalogue/catalogue.ts';
import type { Mention } from '../../../catalogue/names/name-index.ts';
import { type AskedFact, type Focus, type Intent, intents, type Slots } from '../../planner.ts';
import type { NoticeName } from '../../wording.ts';
import { isGuidanceIntent, roleIn } from './guidance-intents.ts';
import type { Understanding } from './understand.ts';

const known: ReadonlySet<string> = new Set(intents);

export function isIntent(name: Intent | NoticeName): name is Intent {
  return known.has(name);
}

/** Whether the message says something a search can use. */
export function hasContent(understanding: Understanding): boolean {
  return (
    understanding.subjects.length > 0 ||
    understanding.exceptSubjects.length > 0 ||
    understanding.exceptBoroughs.length > 0 ||
    understanding.serviceAreas.length > 0 ||
    understanding.boroughs.length > 0 ||
    understanding.isUndated ||
    understanding.endsFrom !== null ||
    understanding.endsTo !== null ||
    understanding.amountFrom !== null ||
    understanding.amountTo !== null ||
    understanding.unknownName !== null
  );
}

function boroughNames(boroughs: Understanding['boroughs']): string[] {
  return boroughs.map(({ text, ids }) => (ids.length === 1 && ids[0] !== undefined ? ids[0] : text));
}

function nameOf(mention: Mention): string {
  return mention.repairedTo ?? mention.text;
}

/** The first name, with those joined to it by “or” or “and”: “Softcat or Bytes”. */
function subjectName(understanding: Understanding): string | null {
  const [first, ...others] = understanding.subjects;
  if (first === undefined) return null;
  const names = [nameOf(first)];
  let { end } = first;
  for (const mention of others) {
    if (!/^\s*(?:,|or|and|\/|,\s*(?:or|and))\s*$/i.test(understanding.text.slice(end, mention.start))) break;
    names.push(nameOf(mention));
    end = mention.end;
  }
  return names.join(' or ').slice(0, 200);
}

const factWords: readonly (readonly [AskedFact, RegExp])[] = [
  ['value', /\b(?:costs?|costing|pay|paying|paid|prices?|worth|values?|spend\w*|how much)\b/],
  [
    'supplier',
    /\b(?:suppliers?|provider|who (?:is|are|was) (?:it|that|this|we) (?:with|from)|who (?:supplies|provides|sold|runs))\b/,
  ],
  [
    'route',
    /\b(?:routes?|which framework|how (?:was|were|did) .{0,30}(?:bought|buy|procured|procure|awarded|let))\b/,
  ],
  ['start', /\bwhen (?:did|does|do) .{0,30}(?:start|begin)\b|\bstart date\b/],
];

/** The fact asked for; null where none is, or several are and the record as a whole answers. */
function factIn(words: string): AskedFact | null {
  const asked = factWords.filter(([, pattern]) => pattern.test(words));
  return asked.length === 1 ? (asked[0]?.[0] ?? null) : null;
}

/** Slots of a message read on its own. */
export function slotsOf(understanding: Understanding, intent: Intent): Slots {
  const [subject] = understanding.subjects;
  const [left] = understanding.exceptSubjects;
  return {
    intent,
    name: subjectName(understanding),
    exceptName: left === undefined ? null : nameOf(left),
    exceptBoroughs: boroughNames(understanding.exceptBoroughs),
    serviceAreas: understanding.serviceAreas,
    boroughs: boroughNames(understanding.boroughs),
    isOwn: understanding.isOwn,
    isThis: understanding.isThis && subject === undefined,
    isElse: understanding.isElse,
    isLive: understanding.isLive,
    isUndated: understanding.isUndated,
    endsFrom: understanding.endsFrom,
    endsTo: understanding.endsTo,
    amountFrom: understanding.amountFrom,
    amountTo: understanding.amountTo,
    words: subject === undefined ? understanding.unknownName : null,
    sort: understanding.sort,
    isReversed: understanding.isReversed,
    limit: understanding.limit,
    contractId: null,
    isCount: understanding.isCount,
    splitBy: understanding.splitBy,
    fact: factIn(understanding.words),
    isSum: understanding.isSum,
    dealWords: intent === 'timeline' ? understanding.text : null,
    asked: isGuidanceIntent(intent) ? understanding.text : null,
    role: roleIn(understanding.words),
    walkId: null,
  };
}

/** The service area of the one thing a name was said to mean: `Eclipse (Social care)`. */
function onlyArea(options: readonly string[]): string | null {
  return options.length === 1 ? (/\(([^)]+)\)$/.exec(options[0] ?? '')?.[1] ?? null) : null;
}

/** The product a common word stands for once its service area is known: `Eclipse (Social care)`. */
function pendingChoice(understanding: Understanding, focus: Focus): Slots | null {
  const { pending, slots } = focus;
  if (pending === null) return null;
  const said = understanding.words;
  if (pending.field === 'borough' && understanding.boroughs.length > 0)
    return { ...slots, boroughs: boroughNames(understanding.boroughs) };
  if (pending.field === 'service_area' && understanding.serviceAreas.length > 0)
    return { ...slots, serviceAreas: understanding.serviceAreas };
  if (pending.field === 'name') {
    if (understanding.subjects.length > 0 || understanding.serviceAreas.length > 0) {
      const subject = understanding.subjects[0];
      const areas = understanding.serviceAreas.length > 0 ? understanding.serviceAreas : slots.serviceAreas;
      if (slots.name === null && slots.exceptName !== null) return { ...slots, serviceAreas: areas };
      return {
        ...slots,
        name: subject?.repairedTo ?? subject?.text ?? slots.name,
        serviceAreas: areas,
        isThis: false,
      };
    }
    if (/^(?:yes|yeah|yep|correct|that one|right|ok)\b/.test(said) && pending.options.length === 1) {
      const area = onlyArea(pending.options);
      return area === null ? null : { ...slots, serviceAreas: [area] };
    }
  }
  return null;
}

/** Adds what the message says to the slots of the thread; what it does not mention stays. */
export function mergeSlots(
  understanding: Understanding,
  focus: Focus,
  intent: Intent | null,
  catalogue: Catalogue,
): Slots {
  const chosen = pendingChoice(understanding, focus);
  if (chosen !== null) return chosen;
  const said = slotsOf(understanding, intent ?? focus.slots.intent);
  const isNewSubject = said.name !== null;
  // Going on without answering “do you mean …?” takes the one meaning offered for granted.
  const assumed = focus.pending?.field === 'name' && !isNewSubject ? onlyArea(focus.pending.options) : null;
  const isNewArea = said.serviceAreas.length > 0;
  const subjectArea = focus.slots.name === null ? null : areaOfName(focus, catalogue);
  // “… if not, who does?” is no longer about the borough named before; “who else uses it?” needs it to know what.
  const asksForOthers =
    intent === 'who-uses' &&
    focus.slots.intent === 'borough-systems' &&
    focus.slots.serviceAreas.length + said.serviceAreas.length > 0 &&
    /^(?:\w+ )?(?:\w+ )?who (?:doe|do|has|have|is)\b(?! (?:they|it|we))/.test(understanding.words);
  // “No, the care one” keeps the name and takes another area; “and for parking?” asks about the area alone.
  const keepsName =
    !isNewSubject &&
    (!isNewArea ||
      subjectArea === null ||
      said.serviceAreas.includes(subjectArea) ||
      /\bone\b/.test(understanding.words));
  return {
    ...focus.slots,
    intent: intent ?? focus.slots.intent,
    name: isNewSubject ? said.name : keepsName ? focus.slots.name : null,
    exceptName: said.exceptName ?? (isNewSubject || isNewArea ? null : focus.slots.exceptName),
    exceptBoroughs: said.exceptBoroughs.length > 0 ? said.exceptBoroughs : focus.slots.exceptBoroughs,
    serviceAreas: isNewArea
      ? said.serviceAreas
      : isNewSubject
        ? []
        : assumed === null
          ? focus.slots.serviceAreas
          : [assumed],
    boroughs:
      said.boroughs.length > 0 || understanding.isAllLondon || asksForOthers
        ? said.boroughs
        : focus.slots.boroughs,
    isOwn:
      said.isOwn ||
      (said.boroughs.length === 0 && !understanding.isAllLondon && !asksForOthers && focus.slots.isOwn),
    isThis: false,
    isElse: said.isElse || focus.slots.isElse,
    isLive: said.isLive || focus.slots.isLive,
    isUndated: said.isUndated,
    endsFrom: said.endsFrom !== null || said.endsTo !== null ? said.endsFrom : focus.slots.endsFrom,
    endsTo: said.endsFrom !== null || said.endsTo !== null ? said.endsTo : focus.slots.endsTo,
    amountFrom: said.amountFrom !== null || said.amountTo !== null ? said.amountFrom : focus.slots.amountFrom,
    amountTo: said.amountFrom !== null || said.amountTo !== null ? said.amountTo : focus.slots.amountTo,
    words: isNewSubject || isNewArea ? null : (focus.slots.words ?? null),
    sort: said.sort ?? focus.slots.sort,
    isReversed: said.sort === null && !said.isReversed ? focus.slots.isReversed : said.isReversed,
    limit: said.limit ?? focus.slots.limit,
    contractId: said.boroughs.length > 0 || isNewSubject || isNewArea ? null : focus.slots.contractId,
    isCount: said.isCount,
    splitBy: said.splitBy ?? focus.slots.splitBy,
    fact: said.fact,
    isSum: said.isSum || focus.slots.isSum,
    dealWords: dealWordsAfter(said, focus),
    asked:
      said.asked === null || focus.slots.asked === null
        ? said.asked
        : `${focus.slots.asked} ${said.asked}`.slice(-2_000),
    role: said.role ?? focus.slots.role,
  };
}

/** “Notice is 6 months” adds to what was said of the contract before; another name starts afresh. */
function dealWordsAfter(said: Slots, focus: Focus): string | null {
  const { dealWords } = focus.slots;
  if (dealWords === null || said.dealWords === null || said.name !== null) return said.dealWords;
  return `${dealWords}; ${said.dealWords}`.slice(-2_000);
}

function areaOfName(focus: Focus, catalogue: Catalogue): string | null {
  const product = catalogue.reference.products.find((candidate) => candidate.name === focus.slots.name);
  return product?.serviceArea ?? focus.slots.serviceAreas[0] ?? null;
}
