/** The loop from question to answer: plan, check, run, observe, compose, ground, remember. */
import { randomBytes } from 'node:crypto';
import type { Catalogue } from '../catalogue/catalogue.ts';
import type { RegisterDesk } from '../catalogue/preview/register-desk.ts';
import type { Viewer } from '../catalogue/viewer.ts';
import type { IsoDate } from '../procurement/iso-date.ts';
import type { Guidance } from '../retrieval/guidance.ts';
import type { ToolOfficer } from '../tools/officer.ts';
import { runTool } from '../tools/tools.ts';
import type { Answer } from './answer.ts';
import type { AnswerLog } from './answer-log.ts';
import type { Assistant, Question } from './assistant.ts';
import { compose } from './compose/compose.ts';
import type { Draft } from './compose/draft.ts';
import { ground } from './ground.ts';
import type { Memory } from './memory.ts';
import type { Focus, Observation, Planner, Slots, Step, Turn } from './planner.ts';
import { isGuidanceIntent } from './planners/embedded/guidance-intents.ts';
import { type NoticeName, notices } from './wording.ts';

/** Calls a question may make; the longest plan needs five. */
const mostSteps = 8;
const longestQuestion = 2_000;

/** Everything the assistant reaches for, handed in by the caller: it reads no clock, setting or file by itself. */
export type AssistantParts = {
  readonly catalogue: Catalogue;
  readonly planner: Planner;
  readonly memory: Memory;
  readonly answers: AnswerLog;
  /** Files officers sent; missing where none can be sent. */
  readonly desk?: RegisterDesk;
  /** Guidance and law; missing: every question about them is said not to be covered. */
  readonly guidance?: Guidance;
  readonly today: () => IsoDate;
  /** Milliseconds from any fixed point, for the record of how long an answer took. */
  readonly clock: () => number;
  /** Whether somebody vouches for the officer's borough: the tenant's mapping, or the person at this machine. */
  readonly isVouchedFor: (question: Question, buyerId: string) => boolean;
};

function draftOfNotice(name: NoticeName): Draft {
  const notice = notices[name];
  return {
    status: notice.status,
    title: notice.title,
    sentences: notice.sentences.map((text) => ({
      text,
      citations: [],
    })),
    sections: [],
    timeline: [],
    citations: [],
    coverage: null,
    remarks: [],
    nextActions: [],
    choices: notice.choices,
  };
}

function draftOfQuestionBack(question: string, choices: Draft['choices']): Draft {
  return {
    ...draftOfNotice('not-understood'),
    title: 'One question',
    sentences: [{ text: question, citations: [] }],
    choices,
  };
}

function draftOfProfile(boroughName: string): Draft {
  return {
    ...draftOfNotice('thanks'),
    status: 'noted',
    title: `You work for ${boroughName}`,
    sentences: [
      {
        text: `Noted: “us” and “our” now mean ${boroughName}. Say it again with another borough to change it.`,
        citations: [],
      },
    ],
    choices: [
      { label: 'What is expiring for us?', message: 'What is expiring in the next 24 months for us?' },
      { label: 'What systems do we have?', message: 'What systems do we have?' },
      {
        label: 'Who else uses our housing system?',
        message: 'Who else uses this housing system and when does it expire?',
      },
    ],
  };
}

type Outcome = {
  readonly draft: Draft;
  readonly focus: Focus | null;
  readonly observations: readonly Observation[];
  /** Nothing of this turn is kept either. */
  readonly isForgotten?: true;
};

/** Makes the assistant from its parts; every call is independent, so any number may run at once. */
export function createAssistant(parts: AssistantParts): Assistant {
  const viewerOf = (question: Question, boroughId: string | null): Viewer => ({
    boroughId,
    isVouchedFor: boroughId !== null && parts.isVouchedFor(question, boroughId),
    isPrivate: question.scope === 'personal' || question.scope === 'terminal',
  });

  const officerOf = (question: Question, boroughId: string | null): ToolOfficer => ({
    tenantId: question.officer.tenantId,
    officerId: question.officer.userId,
    boroughId: boroughId !== null && parts.isVouchedFor(question, boroughId) ? boroughId : null,
    mayActFor: (buyerId) => parts.isVouchedFor(question, buyerId),
  });

  const focusAfter = (slots: Slots, observations: readonly Observation[], before: Focus | null): Focus => {
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
  };

  const settle = async (question: Question, startTurn: Turn): Promise<Outcome> => {
    let turn = startTurn;
    let observations: Observation[] = [];
    let noted: Draft | null = null;
    for (let taken = 0; taken < mostSteps; taken += 1) {
      const step: Step = await parts.planner.next(turn, observations);
      if (step.kind === 'call') {
        const run = await runTool(step.tool, step.input, {
          catalogue: parts.catalogue,
          viewer: viewerOf(question, turn.borough?.id ?? null),
          today: turn.today,
          officer: officerOf(question, turn.borough?.id ?? null),
          ...(parts.desk === undefined ? {} : { desk: parts.desk }),
          ...(parts.guidance === undefined ? {} : { guidance: parts.guidance }),
        });
        if (!run.ok) return { draft: draftOfNotice('not-understood'), focus: null, observations };
        observations = [...observations, { tool: step.tool, input: step.input, result: run.result }];
        continue;
      }
      if (step.kind === 'remember-borough') {
        const name = parts.catalogue.boroughName(step.buyerId) ?? step.buyerId;
        await parts.memory.rememberBorough(question.officer, step.buyerId);
        noted = draftOfProfile(name);
        turn = { ...turn, borough: { id: step.buyerId, name }, text: step.rest ?? '' };
        observations = [];
        if (turn.text === '' && turn.focus?.pending?.field !== 'own-borough')
          return { draft: noted, focus: turn.focus, observations };
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
        return { draft: draftOfQuestionBack(step.question, step.choices), focus, observations };
      }
      if (step.kind === 'forget') {
        await parts.memory.forget(question.officer);
        return { draft: draftOfNotice('forgotten'), focus: null, observations, isForgotten: true };
      }
      if (step.kind === 'notice')
        return { draft: draftOfNotice(step.notice), focus: turn.focus, observations };
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
      return {
        draft: ground(withNote, observations, turn.today),
        focus: focusAfter(step.slots, observations, turn.focus),
        observations,
      };
    }
    return { draft: draftOfNotice('not-understood'), focus: null, observations };
  };

  return {
    forget: (officer) => parts.memory.forget(officer),
    answer: async (question) => {
      const startedAt = parts.clock();
      const today = parts.today();
      const text = question.text.slice(0, longestQuestion);
      const [remembered, focus, names] = await Promise.all([
        parts.memory.boroughOf(question.officer),
        parts.memory.focusOf(question.officer, question.threadId),
        parts.catalogue.names(),
      ]);
      const boroughId = question.boroughHint ?? remembered;
      const borough =
        boroughId === null
          ? null
          : { id: boroughId, name: parts.catalogue.boroughName(boroughId) ?? boroughId };
      const turn: Turn = {
        text,
        today,
        borough,
        focus,
        names,
        catalogue: parts.catalogue,
        guidanceStrength: parts.guidance?.strengthOf(text) ?? null,
      };
      const outcome: Outcome =
        question.text.length > longestQuestion
          ? { draft: draftOfNotice('too-long'), focus, observations: [] }
          : await settle(question, turn);
      const answer: Answer = {
        ...outcome.draft,
        id: `A-${randomBytes(5).toString('hex').toUpperCase()}`,
        planner: parts.planner.name,
        writtenByModel: false,
        today,
      };
      if (outcome.focus !== null)
        await parts.memory.keepFocus(question.officer, question.threadId, outcome.focus);
      if (outcome.isForgotten === true) return answer;
      await parts.answers.save(question, answer, outcome.observations, parts.clock() - startedAt);
      return answer;
    },
  };
}
