/** One turn from message to draft: plan, check, run, observe, compose, ground. */
import { runTool } from '../tools/tools.ts';
import type { Question } from './assistant.ts';
import { compose } from './compose/compose.ts';
import type { Draft } from './compose/draft.ts';
import { composeObserved, withSaid } from './compose-said.ts';
import { withEngagementHint } from './engagement-hint.ts';
import {
  draftOfNotice,
  draftOfProfile,
  draftOfProfileQuestion,
  draftOfQuestionBack,
} from './fixed-drafts.ts';
import { type Grounding, ground, groundingOf } from './ground.ts';
import { joinParts } from './join-parts.ts';
import type { Memory } from './memory.ts';
import type { Focus, HandOver, Observation, Planner, Slots, Step, Turn } from './planner.ts';
import { isGuidanceIntent } from './planners/embedded/guidance-intents.ts';
import { stepForQuoted } from './quoted-question.ts';
import { readerAs, type ToolParts, toolContextOf } from './who-asks.ts';
import { saidWords } from './wording.ts';

/** Steps a question may take; the longest plan needs five calls. */
const mostSteps = 8;
/** Questions of one message that are answered; more make a card nobody reads. */
const mostParts = 4;

/** What settling a turn needs from outside. */
export type SettleParts = ToolParts & {
  readonly planner: Planner;
  /** Answers a turn that the planner hands over; missing where the planner needs nobody. */
  readonly fallback?: Planner;
  readonly memory: Memory;
  /** Only for measuring the grounding itself: answers as composed. */
  readonly isUngrounded?: boolean;
};

/** What a turn came to. */
export type Outcome = {
  readonly draft: Draft;
  readonly focus: Focus | null;
  readonly observations: readonly Observation[];
  /** The officer's borough after the turn, in which it may have been told. */
  readonly borough: Turn['borough'];
  /** Which planner answered, and whether a model wrote any of it. */
  readonly planner: Planner['name'];
  readonly isByModel: boolean;
  /** Nothing of this turn is kept either. */
  readonly isForgotten?: true;
};

function focusAfter(slots: Slots, observations: readonly Observation[], before: Focus | null): Focus {
  const last = observations.at(-1)?.result;
  const first = observations[0]?.result;
  const contracts =
    last?.outcome === 'contracts' ? last.contracts : first?.outcome === 'contracts' ? first.contracts : [];
  const isGuidance = isGuidanceIntent(slots.intent);
  return {
    slots: { ...slots, isThis: false },
    // A question about rules does not change which contract the thread is about.
    contractIds:
      isGuidance && contracts.length === 0
        ? (before?.contractIds ?? [])
        : contracts.slice(0, 50).map((contract) => contract.id),
    pending: null,
    isAdviceNoted: isGuidance || (before?.isAdviceNoted ?? false),
  };
}

/** Each question of a message as a turn of its own, which sees the focus and the borough that the one before left. */
async function settleParts(
  parts: SettleParts,
  question: Question,
  turn: Turn,
  asked: readonly string[],
): Promise<Outcome> {
  let { focus, borough } = turn;
  const answered: Draft[] = [];
  const observations: Observation[] = [];
  let open: Focus | null = null;
  let isByModel = false;
  for (const text of asked.slice(0, mostParts)) {
    const guidanceStrength = parts.guidance?.strengthOf(text) ?? null;
    const outcome = await settle(parts, question, {
      ...turn,
      text,
      focus,
      borough,
      guidanceStrength,
      isPart: true,
    });
    answered.push(outcome.draft);
    observations.push(...outcome.observations);
    focus = outcome.focus ?? focus;
    borough = outcome.borough;
    isByModel ||= outcome.isByModel;
    if (outcome.focus?.pending != null) open = outcome.focus;
  }
  // A question asked back waits for its answer; else the thread goes on from the last part.
  return {
    draft: joinParts(answered, Math.max(0, asked.length - mostParts)),
    focus: open ?? focus,
    observations,
    borough,
    planner: parts.planner.name,
    isByModel,
  };
}

/** What was noted of the officer is said before the answer to the rest of the message. */
function withNote(draft: Draft, noted: Draft): Draft {
  return { ...draft, remarks: [...noted.sentences.map((sentence) => sentence.text), ...draft.remarks] };
}

/** Lets a sentence through only after it has been checked against what has been observed so far. */
function release(
  parts: SettleParts,
  turn: Turn,
  observations: readonly Observation[],
  onSentence: ((text: string) => void) | undefined,
): ((text: string) => void) | undefined {
  if (onSentence === undefined || parts.planner.name !== 'openai') return undefined;
  let grounding: Grounding | null = null;
  return (text) => {
    grounding ??= groundingOf(observations, turn);
    if (grounding.sentence(text) === null) onSentence(text);
  };
}

/** The turn from its start with the planner that needs no model; the reason is said, unless there is no fault in it. */
async function handOver(
  parts: SettleParts,
  question: Question,
  turn: Turn,
  reason: HandOver,
): Promise<Outcome> {
  const { fallback, ...others } = parts;
  if (fallback === undefined)
    return {
      draft: draftOfNotice('not-understood'),
      focus: turn.focus,
      observations: [],
      borough: turn.borough,
      planner: parts.planner.name,
      isByModel: false,
    };
  const outcome = await settle({ ...others, planner: fallback }, question, turn);
  const why = saidWords.handOver[reason];
  return why === null
    ? outcome
    : { ...outcome, draft: { ...outcome.draft, remarks: [why, ...outcome.draft.remarks] } };
}

/**
 * Settles one turn. `onSentence` is told sentences of a model that the rows bear out, as they come. Rejects only when
 * the database is out of reach.
 */
export async function settle(
  parts: SettleParts,
  question: Question,
  startTurn: Turn,
  onSentence?: (text: string) => void,
): Promise<Outcome> {
  let turn = startTurn;
  let observations: Observation[] = [];
  let noted: Draft | null = null;
  const outcome = (draft: Draft, focus: Focus | null): Outcome => ({
    draft,
    focus,
    observations,
    borough: turn.borough,
    planner: parts.planner.name,
    isByModel: false,
  });
  const runOne = (tool: string, input: unknown) => runTool(tool, input, toolContextOf(parts, question, turn));
  for (let taken = 0; taken < mostSteps; taken += 1) {
    const planned = await parts.planner.next(
      turn,
      observations,
      release(parts, turn, observations, onSentence),
    );
    const step: Step = question.isQuoted === true ? stepForQuoted(planned) : planned;
    if (step.kind === 'split') return settleParts(parts, question, turn, step.parts);
    if (step.kind === 'call') {
      const run = await runOne(step.tool, step.input);
      if (!run.ok) return outcome(draftOfNotice('not-understood'), null);
      observations = [...observations, { tool: step.tool, input: step.input, result: run.result }];
      continue;
    }
    if (step.kind === 'calls') {
      const runs = await Promise.all(step.calls.map(({ tool, input }) => runOne(tool, input)));
      const seen = runs.map((run, at) => {
        const { tool, input } = step.calls[at] ?? { tool: '', input: null };
        // A call that the tool itself refuses found nothing; the model checked its form before.
        const result = run.ok
          ? run.result
          : ({ outcome: 'unclear', field: 'name', text: tool, options: [] } as const);
        return { tool, input, result };
      });
      observations = [...observations, ...seen];
      continue;
    }
    if (step.kind === 'hand-over') {
      const answered = await handOver(parts, question, turn, step.reason);
      return noted === null ? answered : { ...answered, draft: withNote(answered.draft, noted) };
    }
    if (step.kind === 'say') {
      const base = {
        today: turn.today,
        borough: turn.borough,
        catalogue: parts.catalogue,
        isAdviceNoted: turn.focus?.isAdviceNoted ?? false,
      };
      const observed = composeObserved(observations, base, turn.text);
      if (observed === null) return handOver(parts, question, turn, 'model-unfounded');
      const grounded = ground(observed.draft, observations, turn);
      const { draft, isByModel } = withSaid(
        grounded,
        step.sentences,
        groundingOf(observations, turn),
        observations,
      );
      return {
        ...outcome(
          noted === null ? draft : withNote(draft, noted),
          focusAfter(observed.slots, observations, turn.focus),
        ),
        isByModel,
      };
    }
    if (step.kind === 'remember-borough') {
      const name = parts.catalogue.boroughName(step.buyerId) ?? step.buyerId;
      await parts.memory.rememberBorough(question.officer, step.buyerId);
      noted = draftOfProfile(name);
      turn = { ...turn, borough: { id: step.buyerId, name }, text: step.rest ?? '' };
      observations = [];
      if (turn.text === '' && turn.focus?.pending?.field !== 'own-borough') return outcome(noted, turn.focus);
      continue;
    }
    if (step.kind === 'ask') {
      const focus =
        step.slots === null
          ? turn.focus
          : {
              slots: step.slots,
              contractIds: turn.focus?.contractIds ?? [],
              pending: step.pending,
              isAdviceNoted: turn.focus?.isAdviceNoted ?? false,
            };
      const draft =
        step.form === 'profile'
          ? draftOfProfileQuestion(step.question)
          : draftOfQuestionBack(step.question, step.choices);
      return outcome(draft, focus);
    }
    if (step.kind === 'forget') {
      await parts.memory.forget(question.officer);
      return { ...outcome(draftOfNotice('forgotten'), null), isForgotten: true };
    }
    if (step.kind === 'notice') return outcome(draftOfNotice(step.notice), turn.focus);
    const draft = compose(
      step.form,
      {
        slots: step.slots,
        today: turn.today,
        borough: turn.borough,
        catalogue: parts.catalogue,
        remarks: step.remarks,
        isAdviceNoted: turn.focus?.isAdviceNoted ?? false,
      },
      observations,
    );
    const whole = noted === null ? draft : withNote(draft, noted);
    const grounded = parts.isUngrounded === true ? whole : ground(whole, observations, turn);
    const hinted = await withEngagementHint(
      grounded,
      step.form,
      observations,
      parts.engagements,
      readerAs(parts.isVouchedFor, question, turn.borough?.id ?? null),
      turn.today,
    );
    return outcome(hinted, focusAfter(step.slots, observations, turn.focus));
  }
  return outcome(draftOfNotice('not-understood'), null);
}
