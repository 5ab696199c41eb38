/** Where a purchase stands in the toolkit. Pure: the same toolkit and state give the same answer. */
import type { WalkState } from './opportunity.ts';
import { stepsOf, type Toolkit, type ToolkitStage, type ToolkitStep } from './toolkit.ts';

/** `blocked`: steps that it needs are neither done nor skipped. */
export type StepStanding = 'done' | 'skipped' | 'blocked' | 'open';

/** One step and where it stands; `waitsFor` are the steps to settle first. */
export type StepProgress = {
  readonly step: ToolkitStep;
  readonly stage: ToolkitStage;
  readonly standing: StepStanding;
  readonly waitsFor: readonly ToolkitStep[];
  readonly checked: number;
};

/** The whole of it. `next` is null once nothing is open. */
export type Progress = {
  readonly steps: readonly StepProgress[];
  readonly current: StepProgress;
  readonly next: StepProgress | null;
  readonly settled: number;
};

function isSettled(state: WalkState, id: string): boolean {
  return state.done.includes(id) || state.skipped.includes(id);
}

/** The first open step behind `from`, else the first open one of all: what was left out comes round again. */
function openAfter(steps: readonly StepProgress[], from: string): StepProgress | null {
  const at = steps.findIndex(({ step }) => step.id === from);
  const behind = steps.slice(at + 1).find(({ standing }) => standing === 'open');
  return (
    behind ??
    steps.slice(0, at + 1).find(({ step, standing }) => standing === 'open' && step.id !== from) ??
    null
  );
}

/** Reads the state against the toolkit of today: steps it no longer has count for nothing. */
export function progressOf(toolkit: Toolkit, state: WalkState): Progress {
  const all = stepsOf(toolkit);
  const steps = all.map(({ stage, step }): StepProgress => {
    const waitsFor = step.needs.flatMap(
      (need) => all.find((candidate) => candidate.step.id === need && !isSettled(state, need))?.step ?? [],
    );
    const standing = state.done.includes(step.id)
      ? 'done'
      : state.skipped.includes(step.id)
        ? 'skipped'
        : waitsFor.length > 0
          ? 'blocked'
          : 'open';
    const checked = step.checklist.filter((item) => state.checks[step.id]?.includes(item)).length;
    return { step, stage, standing, waitsFor, checked };
  });
  const current = steps.find(({ step }) => step.id === state.step) ?? steps[0];
  if (current === undefined) throw new TypeError('a toolkit has at least one step');
  return {
    steps,
    current,
    next: openAfter(steps, current.step.id),
    settled: steps.filter(({ standing }) => standing === 'done' || standing === 'skipped').length,
  };
}

/** The step before the one the people are on, whatever its standing; null on the first. */
export function stepBefore(progress: Progress): StepProgress | null {
  const at = progress.steps.findIndex(({ step }) => step.id === progress.current.step.id);
  return progress.steps[at - 1] ?? null;
}

/** Something only the officers know and that the dates or the law turn on. */
export type Ask = 'area' | 'value' | 'years' | 'vat' | 'target';

/** What the rest is worked out from: what the catalogue and the officers have said so far. */
export type Known = {
  readonly serviceArea: string | null;
  /** A whole-life amount is known, from the officers or the contract. */
  readonly hasValue: boolean;
  readonly isYearly: boolean;
  readonly years: number | null;
  /** Whether the amount lies on both sides of the threshold, depending on VAT. */
  readonly turnsOnVat: boolean;
  readonly hasEnd: boolean;
};

/** What must still be asked, the most telling first; nothing that is known or changes nothing. */
export function asksOf(known: Known): readonly Ask[] {
  const asks: Ask[] = [];
  if (known.serviceArea === null) asks.push('area');
  if (!known.hasEnd) asks.push('target');
  if (!known.hasValue) asks.push(known.isYearly && known.years === null ? 'years' : 'value');
  else if (known.turnsOnVat) asks.push('vat');
  return asks;
}
