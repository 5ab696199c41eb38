/** What a change does to a purchase. Pure; a change that is there already gives null. */
import { bounds, type Opportunity, typedText, type WalkChange, type WalkState } from './opportunity.ts';
import { progressOf } from './progress.ts';
import { stepOf, type Toolkit } from './toolkit.ts';

/**
 * The part of a purchase that a change writes. Two people who write different parts never undo each other; the same
 * part, written by another since a card was drawn, is not written over unseen. Null: nothing can be lost.
 */
export function partOf(change: WalkChange): string | null {
  switch (change.kind) {
    case 'answer':
      return `answer ${change.step}`;
    case 'owner':
      return `owner ${change.task.toLowerCase()}`;
    case 'target':
    case 'value':
    case 'area':
      return change.kind;
    default:
      return null;
  }
}

function including<Value>(list: readonly Value[], value: Value): Value[] {
  return list.includes(value) ? [...list] : [...list, value];
}

function settle(toolkit: Toolkit, state: WalkState, step: string, how: 'done' | 'skipped'): WalkState {
  const other = how === 'done' ? 'skipped' : 'done';
  const settled: WalkState = {
    ...state,
    [how]: including(state[how], step),
    [other]: state[other].filter((id) => id !== step),
  };
  // Two people who finish the same step move on once: only from the step that was finished.
  if (state.step !== step) return settled;
  return { ...settled, step: progressOf(toolkit, settled).next?.step.id ?? step };
}

function stateAfter(toolkit: Toolkit, state: WalkState, change: WalkChange): WalkState | 'not-now' {
  switch (change.kind) {
    case 'answer':
      return {
        ...state,
        answers: { ...state.answers, [change.step]: typedText(change.words, bounds.answer) },
      };
    case 'check': {
      const before = state.checks[change.step] ?? [];
      const after = change.isDone
        ? including(before, change.item)
        : before.filter((item) => item !== change.item);
      return { ...state, checks: { ...state.checks, [change.step]: after } };
    }
    case 'finish': {
      const at = progressOf(toolkit, state).steps.find(({ step }) => step.id === change.step);
      return at?.standing === 'blocked' ? 'not-now' : settle(toolkit, state, change.step, 'done');
    }
    case 'skip':
      return settle(toolkit, state, change.step, 'skipped');
    case 'go':
      return { ...state, step: change.step };
    case 'owner': {
      const task = typedText(change.task, bounds.task);
      const owner = typedText(change.owner, bounds.owner);
      const others = state.owners.filter((known) => known.task.toLowerCase() !== task.toLowerCase());
      if (task === '') return state;
      if (owner === '') return { ...state, owners: others };
      return others.length >= bounds.owners ? 'not-now' : { ...state, owners: [...others, { task, owner }] };
    }
    case 'decide': {
      const words = typedText(change.words, bounds.decision);
      if (words === '') return state;
      if (state.decisions.some((known) => known.words === words && known.on === change.on)) return state;
      return state.decisions.length >= bounds.decisions
        ? 'not-now'
        : { ...state, decisions: [...state.decisions, { on: change.on, words }] };
    }
    case 'target':
      return { ...state, target: change.date };
    case 'value':
      return {
        ...state,
        amount: change.amount ?? state.amount,
        per: change.per ?? state.per,
        years: change.years ?? state.years,
        vat: change.vat ?? state.vat,
      };
    case 'area':
      return state;
  }
}

function isStepUnknown(toolkit: Toolkit, change: WalkChange): boolean {
  if (!('step' in change)) return false;
  const found = stepOf(toolkit, change.step);
  return found === null || (change.kind === 'check' && !found.step.checklist.includes(change.item));
}

/** `same`: it is so already. `not-now`: it does not fit where things stand, or not this toolkit. */
export type Changed =
  | { readonly kind: 'changed'; readonly next: Opportunity }
  | { readonly kind: 'same' }
  | { readonly kind: 'not-now' };

/** Applies one change; the version is the caller's to count. */
export function applyChange(toolkit: Toolkit, opportunity: Opportunity, change: WalkChange): Changed {
  if (isStepUnknown(toolkit, change)) return { kind: 'not-now' };
  const state = stateAfter(toolkit, opportunity.state, change);
  if (state === 'not-now') return { kind: 'not-now' };
  const serviceArea = change.kind === 'area' ? change.serviceArea : opportunity.serviceArea;
  const next = { ...opportunity, state, serviceArea };
  return JSON.stringify(next) === JSON.stringify(opportunity) ? { kind: 'same' } : { kind: 'changed', next };
}
