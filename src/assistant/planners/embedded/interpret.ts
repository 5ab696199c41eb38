/** Decides what a message asks before any tool has run: a question in slots, or a step that needs no rows. */
import type { Intent, Slots, Step, Turn } from '../../planner.ts';
import { isFigureQuestion } from './figure-intents.ts';
import { isGuidanceIntent } from './guidance-intents.ts';
import { guidanceSlots } from './guidance-slots.ts';
import { hasContent, isIntent, mergeSlots, slotsOf } from './slots.ts';
import { type Understanding, understand } from './understand.ts';
import { walkActOf, walkSlots } from './walk-slots.ts';
import { isNeverSplit, refusalOf, slotsByItself } from './whole-messages.ts';

export type Interpretation =
  | { readonly kind: 'question'; readonly slots: Slots; readonly understanding: Understanding }
  | { readonly kind: 'step'; readonly step: Step };

function step(value: Step): Interpretation {
  return { kind: 'step', step: value };
}

/** “I work for Hillingdon. Who else uses …”: what is left when the statement is taken out. */
function restAfterStatement(understanding: Understanding): string | null {
  const mention = understanding.mentions.find((candidate) =>
    candidate.meanings.some((meaning) => meaning.kind === 'borough'),
  );
  if (mention === undefined) return null;
  const rest = understanding.text
    .slice(mention.end)
    .replace(/^[\s.,;:!–-]*(?:council\b)?[\s.,;:!–-]*(?:and\b)?\s*/i, '');
  return rest.length >= 8 ? rest : null;
}

/** Without an intent word the content itself tells: a product asks for its users, a borough for its systems. */
function intentOfContent(understanding: Understanding): Intent {
  const isList =
    understanding.amountFrom !== null ||
    understanding.amountTo !== null ||
    understanding.limit !== null ||
    understanding.isUndated;
  if (isList && /\b(?:contract|deal|record|agreement)\b/.test(understanding.words)) return 'find';
  if (understanding.subjects.length + understanding.exceptSubjects.length > 0) return 'who-uses';
  if (understanding.endsFrom !== null || understanding.endsTo !== null) return 'expiring';
  if (understanding.boroughs.length > 0 || understanding.isOwn) return 'borough-systems';
  if (understanding.serviceAreas.length > 0) return 'who-uses';
  return 'find';
}

/** A list in an order, of a length or within amounts is the general search's, whatever else is said of its ends. */
function asksForList(intent: Intent, understanding: Understanding): boolean {
  const { amountFrom, amountTo, limit, sort, isUndated, exceptBoroughs, words } = understanding;
  const isBounded = amountFrom !== null || amountTo !== null || limit !== null || isUndated;
  const isOrdered = sort === 'value' || (sort !== null && /\b(?:sort|order|rank)\w*\b/.test(words));
  if (intent === 'expiring') return isBounded || isOrdered || exceptBoroughs.length > 0;
  if (intent === 'details')
    return (
      limit !== null ||
      isUndated ||
      (/\bcontracts\b/i.test(understanding.text) &&
        understanding.boroughs.length === 0 &&
        !understanding.isOwn)
    );
  return intent === 'borough-systems' && (isBounded || isOrdered);
}

/** Small corrections that no pattern of words can make: what is named decides between near intents. */
function settleIntent(intent: Intent, understanding: Understanding): Intent {
  const namesOneBorough = understanding.boroughs.length > 0 || understanding.isOwn;
  if (asksForList(intent, understanding)) return 'find';
  // “What do we have with Idox?” is about that firm's contracts, not about all that the borough has.
  if (intent === 'borough-systems' && namesOneBorough && understanding.subjects.length > 0)
    return understanding.serviceAreas.length === 0 ? 'find' : intent;
  // “Havering's RingGo, latest possible end”: one borough, one thing and a fact of it.
  if (
    (intent === 'who-uses' || intent === 'find') &&
    understanding.boroughs.length === 1 &&
    understanding.subjects.length === 1 &&
    /\b(?:extend\w*|how long|left|latest|when|worth|value|cost|pay|paid|price|option|renew\w*|end(?:ing)?)\b/.test(
      understanding.words,
    ) &&
    !/\bwho\b|\bcontracts\b/i.test(understanding.text)
  )
    return 'details';
  // “Orbis in Westminster?”: an unknown name is looked for by its words, not answered with all that the borough has.
  if (
    intent === 'borough-systems' &&
    understanding.unknownName !== null &&
    understanding.serviceAreas.length === 0
  )
    return 'find';
  const asksUsers =
    /\bwho\b|\bany ?(?:one|body)\b|\b(?:which|how many|other) (?:london )?(?:borough|council)\b/.test(
      understanding.words,
    );
  if (
    intent === 'find' &&
    understanding.amountFrom === null &&
    understanding.amountTo === null &&
    understanding.sort === null
  ) {
    const isPlain = understanding.subjects.length === 0 && understanding.unknownName === null;
    if (isPlain && namesOneBorough && understanding.endsFrom === null && understanding.endsTo === null)
      return 'borough-systems';
  }
  const isAboutBorough =
    namesOneBorough && understanding.subjects.length === 0 && !asksUsers && !understanding.isElse;
  if (
    intent === 'who-uses' &&
    isAboutBorough &&
    (understanding.serviceAreas.length === 0 || /^what\b/.test(understanding.words))
  )
    return 'borough-systems';
  if (
    intent === 'who-uses' &&
    understanding.isOwn &&
    !understanding.isElse &&
    !asksUsers &&
    understanding.boroughs.length === 0 &&
    understanding.subjects.length > 0 &&
    /\b(?:our|ours|my|mine)\b/.test(understanding.words)
  )
    return 'details';
  if (
    intent === 'expiring' &&
    asksUsers &&
    understanding.subjects.length + understanding.serviceAreas.length > 0
  )
    return 'who-uses';
  if (intent === 'borough-systems' && !namesOneBorough)
    return understanding.subjects.length + understanding.serviceAreas.length > 0 ? 'who-uses' : 'find';
  if (
    intent === 'details' &&
    !namesOneBorough &&
    !understanding.isThis &&
    understanding.subjects.length + understanding.serviceAreas.length === 0 &&
    !understanding.isFollowUp
  )
    return 'find';
  return intent;
}

/** “The next 3 to expire”: from today on, soonest first; “2nd biggest” needs the first two; “ours and Lambeth's” both. */
function withListBounds(slots: Slots, wished: Intent, understanding: Understanding, turn: Turn): Slots {
  const { words } = understanding;
  const isSoonest =
    slots.intent === 'find' &&
    slots.sort === 'ends' &&
    slots.endsFrom === null &&
    slots.endsTo === null &&
    /\b(?:next \d|soonest|earliest|first (?:\d|to)|to expire|to end)\b/.test(words);
  // What “expires” lies ahead, unless the day asked about is past.
  const isAhead =
    wished === 'expiring' &&
    slots.intent === 'find' &&
    !slots.isUndated &&
    slots.endsFrom === null &&
    (slots.endsTo === null || slots.endsTo >= turn.today);
  const comparesWithOwn =
    slots.intent === 'borough-systems' &&
    slots.isOwn &&
    slots.boroughs.length > 0 &&
    turn.borough !== null &&
    /\b(?:same|as|than|compare\w*|versus|vs|v|differ\w*|and)\b/.test(words);
  const own = comparesWithOwn && turn.borough !== null ? [turn.borough.id] : [];
  return {
    ...slots,
    endsFrom: isSoonest || isAhead ? turn.today : slots.endsFrom,
    boroughs: [...own, ...slots.boroughs.filter((id) => !own.includes(id))],
  };
}

const asksToForget =
  /^(?:please )?(?:forget (?:me|about me|my (?:data|profile|borough|question)\w*)|delete my (?:data|profile|history|question)\w*)\b/;

/** Whether the message must not be divided: it asks to reveal, send, change or forget something. */
export function isReadWhole(turn: Turn): boolean {
  const { refusal, words, intents } = understand(turn.text, turn.today, turn.names);
  const [best] = intents;
  return (
    refusal === 'restricted' ||
    refusal === 'no-writing' ||
    asksToForget.test(words) ||
    (best !== undefined && isNeverSplit(best.name)) ||
    walkActOf(turn, { words }) !== null
  );
}

/** Pure: the same turn gives the same interpretation, so it can be asked again after each observation. */
export function interpret(turn: Turn): Interpretation {
  const understanding = understand(turn.text, turn.today, turn.names);
  const { focus } = turn;
  if (turn.text.trim() === '') {
    if (focus?.pending?.field === 'own-borough')
      return { kind: 'question', slots: focus.slots, understanding };
    return step({ kind: 'notice', notice: 'empty' });
  }
  if (asksToForget.test(understanding.words)) return step({ kind: 'forget' });
  const refusal = refusalOf(understanding);
  if (refusal !== null) return step({ kind: 'notice', notice: refusal });

  const [onlyBorough] = understanding.boroughs;
  const answersOwnBorough = focus?.pending?.field === 'own-borough' && understanding.boroughs.length === 1;
  if ((understanding.statesBorough || answersOwnBorough) && onlyBorough !== undefined) {
    const [buyerId, ...others] = onlyBorough.ids;
    if (buyerId !== undefined && others.length === 0) {
      const isKnown = turn.borough?.id === buyerId;
      const rest = understanding.statesBorough ? restAfterStatement(understanding) : null;
      if (!isKnown || rest === null) return step({ kind: 'remember-borough', buyerId, rest });
    }
  }

  const [best] = understanding.intents.filter(
    // “Thanks! Who uses Mosaic?” is no farewell.
    ({ name }) => !(name === 'thanks' || name === 'greeting') || !hasContent(understanding),
  );
  if (best !== undefined && !isIntent(best.name)) return step({ kind: 'notice', notice: best.name });

  const onWalk = walkSlots(turn, understanding);
  if (onWalk !== null) return { kind: 'question', slots: onWalk, understanding };
  const alone = slotsByItself(understanding, best?.name, turn.text);
  if (alone !== null) return { kind: 'question', slots: alone, understanding };

  const onGuidance = guidanceSlots(turn, understanding);
  if (onGuidance !== null) return { kind: 'question', slots: onGuidance, understanding };
  const wish = understanding.intents.find(({ name }) => !isGuidanceIntent(name));

  const hasOwnIntent = wish !== undefined && wish.score >= 2;
  const spoken = wish !== undefined && isIntent(wish.name) ? wish.name : null;
  const continues =
    focus !== null && (focus.pending !== null || understanding.isFollowUp || !hasContent(understanding));
  if (continues && focus !== null) {
    const addsSomething =
      hasContent(understanding) ||
      understanding.sort !== null ||
      understanding.limit !== null ||
      understanding.splitBy !== null ||
      understanding.isLive ||
      focus.pending !== null ||
      hasOwnIntent;
    if (addsSomething) {
      const startsAfresh =
        hasOwnIntent &&
        hasContent(understanding) &&
        (focus.pending === null || (wish?.score ?? 0) >= 3) &&
        !/^(?:and|ok|okay|so|no|not|just|only|what about|how about|also|those|them|these)\b|\b(?:they|them|those|these|it)\b/.test(
          understanding.words,
        ) &&
        understanding.words.split(' ').length > 3;
      if (!startsAfresh) {
        // “List them” after a count asks for the rows behind the number: the same filter, none left out.
        const listsCounted = focus.slots.intent === 'count' && spoken === 'find';
        const intent = hasOwnIntent && spoken !== null && (spoken !== 'find' || listsCounted) ? spoken : null;
        if (listsCounted) {
          const merged = mergeSlots(understanding, focus, intent, turn.catalogue);
          return {
            kind: 'question',
            slots: { ...merged, splitBy: null, isSum: false, limit: understanding.limit },
            understanding,
          };
        }
        return {
          kind: 'question',
          slots: mergeSlots(understanding, focus, intent, turn.catalogue),
          understanding,
        };
      }
    }
  }
  if (
    !hasContent(understanding) &&
    !(
      hasOwnIntent &&
      (understanding.isOwn ||
        isFigureQuestion(spoken) ||
        spoken === 'coverage' ||
        spoken === 'expiring' ||
        // Asks back which contract.
        spoken === 'timeline' ||
        understanding.limit !== null ||
        understanding.sort !== null)
    )
  ) {
    // Nothing to look up in the catalogue: the guidance may still answer it, decided on the raw match of words.
    const staysOnRecords =
      focus !== null && understanding.isFollowUp && !isGuidanceIntent(focus.slots.intent);
    return !staysOnRecords &&
      (turn.guidanceStrength ?? 0) >= 0.45 &&
      understanding.words.split(' ').length > 2
      ? { kind: 'question', slots: slotsOf(understanding, 'guidance'), understanding }
      : step({ kind: 'notice', notice: 'not-understood' });
  }
  const wished = hasOwnIntent && spoken !== null ? spoken : intentOfContent(understanding);
  const intent = settleIntent(wished, understanding);
  return {
    kind: 'question',
    slots: withListBounds(slotsOf(understanding, intent), wished, understanding, turn),
    understanding,
  };
}
