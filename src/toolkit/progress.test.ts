import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { isoDate } from '../procurement/iso-date.ts';
import { applyChange } from './changes.ts';
import { bounds, emptyState, type Opportunity, type WalkChange } from './opportunity.ts';
import { asksOf, progressOf, stepBefore } from './progress.ts';
import { readToolkit, stepsOf } from './toolkit.ts';

const toolkit = await readToolkit('knowledge/toolkit.json');
const steps = stepsOf(toolkit).map(({ step }) => step);
const first = steps[0]?.id ?? '';
const made: Opportunity = {
  id: 'W-0000000000',
  tenantId: 't',
  place: null,
  boroughId: null,
  title: 'Made-up system',
  contractId: null,
  serviceArea: null,
  name: null,
  state: emptyState(first),
  version: 1,
  createdOn: isoDate('2026-11-23'),
};

const stepId = fc.constantFrom(...steps.map(({ id }) => id));
const words = fc.string({ minLength: 1, maxLength: 20 });
const change: fc.Arbitrary<WalkChange> = fc.oneof(
  fc.record({ kind: fc.constantFrom('finish', 'skip', 'go'), step: stepId }),
  fc.record({ kind: fc.constant('answer' as const), step: stepId, words }),
  fc.record({ kind: fc.constant('owner' as const), task: words, owner: words }),
  fc.record({ kind: fc.constant('decide' as const), words, on: fc.constant(isoDate('2026-11-23')) }),
  fc.constantFrom(...steps).chain((step) =>
    fc.record({
      kind: fc.constant('check' as const),
      step: fc.constant(step.id),
      item: fc.constantFrom(...step.checklist),
      isDone: fc.boolean(),
    }),
  ),
);

function changedBy(changes: readonly WalkChange[]): Opportunity {
  return changes.reduce((now, one) => {
    const outcome = applyChange(toolkit, now, one);
    return outcome.kind === 'changed' ? outcome.next : now;
  }, made);
}

describe('progress', () => {
  it('begins with the first step, and waits where a step needs others', () => {
    const progress = progressOf(toolkit, made.state);
    expect(progress.current.step.id).toBe('preparation-current-contract');
    expect(progress.next?.step.id).toBe('preparation-pipeline');
    expect(stepBefore(progress)).toBeNull();
    const tender = progress.steps.find(({ step }) => step.id === 'execution-tender');
    expect(tender?.standing).toBe('blocked');
    expect(tender?.waitsFor.map(({ id }) => id)).toEqual(['strategy-value-and-law', 'execution-route']);
  });

  it('never loses a step: each has one standing, and settled ones are counted', () => {
    fc.assert(
      fc.property(fc.array(change, { maxLength: 60 }), (changes) => {
        const { state } = changedBy(changes);
        const progress = progressOf(toolkit, state);
        expect(progress.steps).toHaveLength(steps.length);
        expect(progress.settled).toBe(new Set([...state.done, ...state.skipped]).size);
        expect(state.done.filter((id) => state.skipped.includes(id))).toEqual([]);
        expect(new Set(state.done).size).toBe(state.done.length);
        expect(state.decisions.length).toBeLessThanOrEqual(bounds.decisions);
      }),
    );
  });

  it('moves on to an open step, never to one that waits or is settled', () => {
    fc.assert(
      fc.property(fc.array(change, { maxLength: 60 }), (changes) => {
        const { next } = progressOf(toolkit, changedBy(changes).state);
        if (next !== null) expect(next.standing).toBe('open');
      }),
    );
  });

  it('gets through: finishing whatever is current ends with nothing open', () => {
    fc.assert(
      fc.property(fc.array(fc.boolean(), { minLength: 40, maxLength: 40 }), (isSkipped) => {
        let now = made;
        for (const skip of isSkipped) {
          const outcome = applyChange(toolkit, now, { kind: skip ? 'skip' : 'finish', step: now.state.step });
          if (outcome.kind === 'changed') now = outcome.next;
        }
        const progress = progressOf(toolkit, now.state);
        expect(progress.settled).toBe(steps.length);
        expect(progress.next).toBeNull();
      }),
    );
  });
});

describe('changes', () => {
  it('are the same the second time: a double click does nothing more', () => {
    fc.assert(
      fc.property(fc.array(change, { maxLength: 30 }), change, (changes, last) => {
        const before = changedBy(changes);
        const once = applyChange(toolkit, before, last);
        if (once.kind !== 'changed') return;
        expect(applyChange(toolkit, once.next, last).kind).not.toBe('changed');
      }),
    );
  });

  it('move two people on by one step when both finish the same', () => {
    const once = changedBy([{ kind: 'finish', step: first }]);
    expect(once.state.step).toBe('preparation-pipeline');
    expect(
      changedBy([
        { kind: 'finish', step: first },
        { kind: 'finish', step: first },
      ]).state.step,
    ).toBe('preparation-pipeline');
  });

  it.each<WalkChange>([
    { kind: 'finish', step: 'no-such-step' },
    { kind: 'check', step: first, item: 'no such item', isDone: true },
    { kind: 'finish', step: 'execution-tender' },
  ])('that do not fit are refused: %j', (one) => {
    expect(applyChange(toolkit, made, one)).toEqual({ kind: 'not-now' });
  });

  it('survive a toolkit that lost a step', () => {
    const state = { ...made.state, step: 'gone-step', done: ['gone-step', first] };
    const progress = progressOf(toolkit, state);
    expect(progress.current.step.id).toBe(first);
    expect(progress.settled).toBe(1);
  });
});

describe('what is asked', () => {
  const known = {
    serviceArea: 'Parking',
    hasValue: true,
    isYearly: false,
    years: null,
    turnsOnVat: false,
    hasEnd: true,
  };
  it('is nothing when all is known, and VAT only when it decides', () => {
    expect(asksOf(known)).toEqual([]);
    expect(asksOf({ ...known, turnsOnVat: true })).toEqual(['vat']);
    expect(asksOf({ ...known, hasValue: false, isYearly: true })).toEqual(['years']);
    expect(asksOf({ ...known, serviceArea: null, hasEnd: false, hasValue: false })).toEqual([
      'area',
      'target',
      'value',
    ]);
  });
});
