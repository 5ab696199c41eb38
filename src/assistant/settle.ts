/** One turn from message to draft: plan, check, run, observe, compose, ground. */
import type { Catalogue } from '../catalogue/catalogue.ts';
import type { RegisterDesk } from '../catalogue/preview/register-desk.ts';
import type { Viewer } from '../catalogue/viewer.ts';
import type { Guidance } from '../retrieval/guidance.ts';
import type { ToolOfficer } from '../tools/officer.ts';
import { runTool } from '../tools/tools.ts';
import type { Question } from './assistant.ts';
import { compose } from './compose/compose.ts';
import type { Draft } from './compose/draft.ts';
import { draftOfNotice, draftOfProfile, draftOfQuestionBack } from './fixed-drafts.ts';
import { ground } from './ground.ts';
import { joinParts } from './join-parts.ts';
import type { Memory } from './memory.ts';
import type { Focus, Observation, Planner, Slots, Step, Turn } from './planner.ts';
import { isGuidanceIntent } from './planners/embedded/guidance-intents.ts';

/** Steps a question may take; the longest plan needs five calls. */
const mostSteps = 8;
/** Questions of one message that are answered; more make a card nobody reads. */
const mostParts = 4;

/** What settling a turn needs from outside. */
export type SettleParts = {
  readonly catalogue: Catalogue;
  readonly planner: Planner;
  readonly memory: Memory;
  readonly desk?: RegisterDesk;
  readonly guidance?: Guidance;
  readonly isVouchedFor: (question: Question, buyerId: string) => boolean;
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

function viewerOf(parts: SettleParts, question: Question, boroughId: string | null): Viewer {
  return {
    boroughId,
    isVouchedFor: boroughId !== null && parts.isVouchedFor(question, boroughId),
    isPrivate: question.scope === 'personal' || question.scope === 'terminal',
  };
}

function officerOf(parts: SettleParts, question: Question, boroughId: string | null): ToolOfficer {
  return {
    tenantId: question.officer.tenantId,
    officerId: question.officer.userId,
    boroughId: boroughId !== null && parts.isVouchedFor(question, boroughId) ? boroughId : null,
    mayActFor: (buyerId) => parts.isVouchedFor(question, buyerId),
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
    if (outcome.focus?.pending != null) open = outcome.focus;
  }
  // A question asked back waits for its answer; else the thread goes on from the last part.
  return {
    draft: joinParts(answered, Math.max(0, asked.length - mostParts)),
    focus: open ?? focus,
    observations,
    borough,
  };
}

/** Settles one turn. Rejects only when the database or another service is out of reach. */
export async function settle(parts: SettleParts, question: Question, startTurn: Turn): Promise<Outcome> {
  let turn = startTurn;
  let observations: Observation[] = [];
  let noted: Draft | null = null;
  const outcome = (draft: Draft, focus: Focus | null): Outcome => ({
    draft,
    focus,
    observations,
    borough: turn.borough,
  });
  for (let taken = 0; taken < mostSteps; taken += 1) {
    const step: Step = await parts.planner.next(turn, observations);
    if (step.kind === 'split') return settleParts(parts, question, turn, step.parts);
    if (step.kind === 'call') {
      const run = await runTool(step.tool, step.input, {
        catalogue: parts.catalogue,
        viewer: viewerOf(parts, question, turn.borough?.id ?? null),
        today: turn.today,
        officer: officerOf(parts, question, turn.borough?.id ?? null),
        ...(parts.desk === undefined ? {} : { desk: parts.desk }),
        ...(parts.guidance === undefined ? {} : { guidance: parts.guidance }),
      });
      if (!run.ok) return outcome(draftOfNotice('not-understood'), null);
      observations = [...observations, { tool: step.tool, input: step.input, result: run.result }];
      continue;
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
      return outcome(draftOfQuestionBack(step.question, step.choices), focus);
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
    const withNote =
      noted === null
        ? draft
        : { ...draft, remarks: [...noted.sentences.map((sentence) => sentence.text), ...draft.remarks] };
    const grounded = parts.isUngrounded === true ? withNote : ground(withNote, observations, turn);
    return outcome(grounded, focusAfter(step.slots, observations, turn.focus));
  }
  return outcome(draftOfNotice('not-understood'), null);
}
