/** From an understood message, and what the thread is about, to the slots of the question. */
import type { Catalogue } from '../../../catalogue/catalogue.ts';
import { type Focus, type Intent, intents, type Slots } from '../../planner.ts';
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
    understanding.serviceAreas.length > 0 ||
    understanding.boroughs.length > 0 ||
    understanding.endsFrom !== null ||
    understanding.endsTo !== null ||
    understanding.amountFrom !== null ||
    understanding.amountTo !== null ||
    understanding.unknownName !== null
  );
}

function boroughNames(understanding: Understanding): string[] {
  return understanding.boroughs.map(({ text, ids }) =>
    ids.length === 1 && ids[0] !== undefined ? ids[0] : text,
  );
}

/** Slots of a message read on its own. */
export function slotsOf(understanding: Understanding, intent: Intent): Slots {
  const subject = understanding.subjects[0];
  return {
    intent,
    name: subject === undefined ? null : (subject.repairedTo ?? subject.text),
    serviceAreas: understanding.serviceAreas,
    boroughs: boroughNames(understanding),
    isOwn: understanding.isOwn,
    isThis: understanding.isThis && subject === undefined,
    isElse: understanding.isElse,
    endsFrom: understanding.endsFrom,
    endsTo: understanding.endsTo,
    amountFrom: understanding.amountFrom,
    amountTo: understanding.amountTo,
    words: subject === undefined ? understanding.unknownName : null,
    sort: understanding.sort,
    limit: understanding.limit,
    contractId: null,
    isCount: understanding.isCount,
    splitBy: understanding.splitBy,
    isSum: understanding.isSum,
    dealWords: intent === 'timeline' ? understanding.text : null,
    asked: isGuidanceIntent(intent) ? understanding.text : null,
    role: roleIn(understanding.words),
  };
}

/** The product a common word stands for once its service area is known: `Eclipse (Social care)`. */
function pendingChoice(understanding: Understanding, focus: Focus): Slots | null {
  const { pending, slots } = focus;
  if (pending === null) return null;
  const said = understanding.words;
  if (pending.field === 'borough' && understanding.boroughs.length > 0)
    return { ...slots, boroughs: boroughNames(understanding) };
  if (pending.field === 'service_area' && understanding.serviceAreas.length > 0)
    return { ...slots, serviceAreas: understanding.serviceAreas };
  if (pending.field === 'name') {
    if (understanding.subjects.length > 0 || understanding.serviceAreas.length > 0) {
      const subject = understanding.subjects[0];
      const areas = understanding.serviceAreas.length > 0 ? understanding.serviceAreas : slots.serviceAreas;
      return {
        ...slots,
        name: subject?.repairedTo ?? subject?.text ?? slots.name,
        serviceAreas: areas,
        isThis: false,
      };
    }
    if (/^(?:yes|yeah|yep|correct|that one|right|ok)\b/.test(said) && pending.options.length === 1) {
      const area = /\(([^)]+)\)$/.exec(pending.options[0] ?? '')?.[1];
      return area === undefined ? null : { ...slots, serviceAreas: [area] };
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
  const isNewArea = said.serviceAreas.length > 0;
  const subjectArea = focus.slots.name === null ? null : areaOfName(focus, catalogue);
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
    serviceAreas: isNewArea ? said.serviceAreas : isNewSubject ? [] : focus.slots.serviceAreas,
    boroughs: said.boroughs.length > 0 || understanding.isAllLondon ? said.boroughs : focus.slots.boroughs,
    isOwn: said.isOwn || (said.boroughs.length === 0 && !understanding.isAllLondon && focus.slots.isOwn),
    isThis: false,
    isElse: said.isElse || focus.slots.isElse,
    endsFrom: said.endsFrom !== null || said.endsTo !== null ? said.endsFrom : focus.slots.endsFrom,
    endsTo: said.endsFrom !== null || said.endsTo !== null ? said.endsTo : focus.slots.endsTo,
    amountFrom: said.amountFrom !== null || said.amountTo !== null ? said.amountFrom : focus.slots.amountFrom,
    amountTo: said.amountFrom !== null || said.amountTo !== null ? said.amountTo : focus.slots.amountTo,
    words: isNewSubject || isNewArea ? null : (focus.slots.words ?? null),
    sort: said.sort ?? focus.slots.sort,
    limit: said.limit ?? focus.slots.limit,
    contractId: said.boroughs.length > 0 || isNewSubject || isNewArea ? null : focus.slots.contractId,
    isCount: said.isCount,
    splitBy: said.splitBy ?? focus.slots.splitBy,
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
