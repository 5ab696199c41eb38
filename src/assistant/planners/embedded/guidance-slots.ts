/** Whether a message asks about rules and advice rather than records, and what it adds to such a question before it. */
import type { Slots, Turn } from '../../planner.ts';
import { isGuidanceIntent, readsLikeGuidance } from './guidance-intents.ts';
import { hasContent, slotsOf } from './slots.ts';
import type { Understanding } from './understand.ts';

/** How much of a message the passages must hold before it counts as a question about them without saying so. */
const plainly = 0.5;
/** The same when the words also hint at records. */
const surely = 0.6;
/** The same for a statement that asks nothing in words: “we used the system after the contract expired”. */
const wholly = 0.95;

/** “Contracts over £10m” are records, whatever the passages say of contracts and amounts. */
function asksForContracts({ amountFrom, amountTo, words }: Understanding): boolean {
  return (
    (amountFrom !== null || amountTo !== null) &&
    /^(?:\w+ ){0,3}(?:contract|deal|record|agreement)\b/.test(words) &&
    !/\b(?:tender|threshold|advertis\w*|rule|must|need)\b/.test(words)
  );
}

/** The more a message hints at records, the more of it the passages must hold; a clear wish for records stands. */
function neededStrength(understanding: Understanding, score: number): number {
  if (
    understanding.limit !== null ||
    understanding.isUndated ||
    understanding.isLive ||
    asksForContracts(understanding)
  )
    return Number.POSITIVE_INFINITY;
  if (score >= 4) {
    const hint = understanding.intents.find(({ name }) => isGuidanceIntent(name))?.score ?? 0;
    return score <= 7 && hint >= 4 ? 0.8 : Number.POSITIVE_INFINITY;
  }
  const isDated = understanding.endsFrom !== null || understanding.endsTo !== null;
  return score >= 2 ? (isDated ? 0.8 : surely) : isDated ? surely : plainly;
}

/** Wishes for records that nothing can be shown for until something is named, with what the passages must hold instead. */
const emptyWithoutName: Readonly<Record<string, number>> = { joint: 0.8, lineage: surely, advise: plainly };

/** “Can we share our price with Camden?”: what is allowed or required is never on record, whoever is named. */
function asksWhatIsAllowed(words: string): boolean {
  return (
    /^(?:and |but |so )?(?:can|could|may|must|should|do|doe|are|is|am)\b.*\b(?:can|could|may|must|should|allowed|ha(?:ve|s) to|need to|legal|lawful)\b/.test(
      words.replace(/^(?:and |but |so )?(?=(?:can|could|may|must|should)\b)/, 'is '),
    ) &&
    !/\byou\b|\b(?:see|show|list|find|look|get|join|team|act|start|begin|worry|expect)\b|\b(?:other|same|else|who|any ?one|any ?body)\b/.test(
      words,
    )
  );
}

const pointers =
  /^(?:a|an|the|one|our|my|mine|your|their|his|her|its|we|us|i|you|they|them|he|she|it|this|that|these|those|other|same|first|last|next|and|or|please|again|here|there|all|both)$/;

/** “our one”: every word points at something said before, and passages full of such words answer nothing. */
function onlyPoints(words: string): boolean {
  return words.split(' ').every((word) => pointers.test(word));
}

function joined(before: string | null, text: string): string {
  return before === null ? text : `${before} ${text}`.slice(-2_000);
}

/** Slots of a question about guidance or law, or null when the message is about something else. */
export function guidanceSlots(turn: Turn, understanding: Understanding): Slots | null {
  const { focus } = turn;
  const namesRecords =
    understanding.subjects.length > 0 ||
    understanding.boroughs.length > 0 ||
    (understanding.isCount && /\b(?:contract|supplier|borough|record|system)\b/.test(understanding.words));
  const [first] = understanding.intents;
  // A product or borough in the message speaks for records, unless the passages hold the rest of it too.
  const best =
    first?.name === 'guidance' && namesRecords && (turn.guidanceStrength ?? 0) < 0.5
      ? understanding.intents.find(({ name }) => !isGuidanceIntent(name))
      : first;
  const before = focus !== null && isGuidanceIntent(focus.slots.intent) ? focus.slots : null;
  const isShort = understanding.words.split(' ').length <= 6;
  const isRepliedVat =
    /^(?:\w+ ){0,3}(?:ex|excl\w*|inc|incl\w*|plus|without|with|net of|before) ?\w* vat\b/.test(
      understanding.words,
    );
  if (best !== undefined && isGuidanceIntent(best.name)) {
    const slots = slotsOf(understanding, best.name);
    const role = slots.role ?? before?.role ?? null;
    // “ex vat” and “and for works?” say nothing by themselves: they add to what was asked before.
    if (
      before !== null &&
      isShort &&
      (isRepliedVat ||
        (understanding.isFollowUp && /^(?:and|or|what about|how about|but)\b/.test(understanding.words)))
    )
      return {
        ...slots,
        intent: isRepliedVat ? 'threshold' : best.name,
        asked: joined(before.asked, turn.text),
        role,
      };
    return { ...slots, role };
  }
  const isAllowance =
    (turn.guidanceStrength ?? 0) >= surely && asksWhatIsAllowed(understanding.words) && focus === null;
  if (isAllowance) return slotsOf(understanding, 'guidance');
  if (
    !namesRecords &&
    understanding.serviceAreas.length === 0 &&
    !(understanding.isFollowUp && before === null && focus !== null) &&
    (turn.guidanceStrength ?? 0) >=
      ((focus === null && best !== undefined && !/\bany ?(?:one|body)\b|\bwho\b/.test(understanding.words)
        ? emptyWithoutName[best.name]
        : undefined) ?? neededStrength(understanding, best?.score ?? 0)) &&
    (readsLikeGuidance(understanding.words) ||
      ((turn.guidanceStrength ?? 0) >= wholly && !onlyPoints(understanding.words)))
  )
    return {
      ...slotsOf(understanding, 'guidance'),
      role: slotsOf(understanding, 'guidance').role ?? before?.role ?? null,
    };
  if (
    before !== null &&
    !hasContent(understanding) &&
    (best === undefined || best.score < 2) &&
    isShort &&
    understanding.isFollowUp
  )
    return {
      ...slotsOf(understanding, before.intent),
      asked: joined(before.asked, turn.text),
      role: before.role,
    };
  return null;
}
