import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { cardProblems } from '../../../test/support/card-checks.ts';
import { madeUpLeadTimes } from '../../../test/support/made-up-lead-times.ts';
import { isoDate } from '../../procurement/iso-date.ts';
import { bounds, emptyState, type Opportunity, type WalkState } from '../../toolkit/opportunity.ts';
import { planDates } from '../../toolkit/plan-dates.ts';
import { type Ask, progressOf } from '../../toolkit/progress.ts';
import { readToolkit, stepsOf } from '../../toolkit/toolkit.ts';
import type { WalkView } from '../../tools/walk-view.ts';
import { datesCard, overviewCard, teamCard } from './cards.ts';
import { listCard } from './list-card.ts';
import { stepCard } from './step-card.ts';

const toolkit = await readToolkit('knowledge/toolkit.json');
const steps = stepsOf(toolkit).map(({ step }) => step);
const target = isoDate('2028-04-01');

function viewWith(
  state: Partial<WalkState>,
  more: Partial<WalkView> = {},
  title = 'Made-up system',
): WalkView {
  const whole = { ...emptyState(steps[0]?.id ?? ''), ...state };
  const opportunity: Opportunity = {
    id: 'W-0000000000',
    tenantId: 't',
    place: null,
    boroughId: null,
    title,
    contractId: null,
    serviceArea: null,
    name: null,
    state: whole,
    version: 3,
    createdOn: isoDate('2026-11-23'),
  };
  const progress = progressOf(toolkit, whole);
  return {
    opportunity,
    boroughName: 'Hillingdon',
    progress,
    shown: progress.current,
    contractState: 'none',
    contract: null,
    market: null,
    value: null,
    target: { date: target, basis: 'officer' },
    plan: planDates(
      {
        target,
        serviceArea: 'Housing management',
        value: null,
        framework: null,
        participantCount: 1,
        mostIncludingVat: 9e6,
        oldEnd: target,
        isOldUnderAct: true,
      },
      madeUpLeadTimes,
    ),
    asks: [],
    passages: [],
    noticeRules: [],
    today: isoDate('2026-11-23'),
    ...more,
  };
}

const strange = '**[x](javascript:alert(1))** <b> {{DATE(2026-01-01)}} `#` _ € 漢字 “';
const long = (most: number) => strange.repeat(Math.ceil(most / strange.length)).slice(0, most);
const full: Partial<WalkState> = {
  owners: Array.from({ length: bounds.owners }, (_none, at) => ({
    task: `${at} ${long(bounds.task - 4)}`,
    owner: long(bounds.owner),
  })),
  decisions: Array.from({ length: bounds.decisions }, () => ({
    on: isoDate('2026-11-23'),
    words: long(bounds.decision),
  })),
};
const areas = Array.from({ length: 60 }, (_none, at) => `Service area number ${at}`);
const links = (['docx', 'pdf', 'md', 'ics'] as const).map((form) => ({
  form,
  label: form,
  address: `https://assistant.example.org/records/${'x'.repeat(43)}/record.${form}`,
}));

describe('cards of a purchase', () => {
  it.each(steps)('hold for the step $id, with everything asked and the longest text', (step) => {
    for (const ask of ['area', 'value', 'years', 'vat', 'target'] as Ask[]) {
      const view = viewWith(
        {
          ...full,
          step: step.id,
          answers: { [step.id]: long(bounds.answer) },
          checks: { [step.id]: step.checklist },
        },
        { asks: [ask] },
        long(bounds.title),
      );
      expect(cardProblems(stepCard(view, areas, { text: long(300), tone: 'warning' }))).toEqual([]);
    }
  });

  it('go on pages instead of losing rows', () => {
    const view = viewWith(full);
    const seen = new Set<string>();
    for (let page = 1; page <= 60; page += 1) {
      const card = teamCard(view, page);
      expect(cardProblems(card)).toEqual([]);
      for (const [, at] of JSON.stringify(card).matchAll(/"text":"(\d+) /g)) seen.add(at ?? '');
    }
    expect(seen.size).toBe(bounds.owners);
  });

  it('hold for the overview, the dates and a list of fifty', () => {
    const view = viewWith(full, { contractState: 'gone' }, long(bounds.title));
    expect(cardProblems(overviewCard(view, links, 1))).toEqual([]);
    expect(cardProblems(datesCard(view, links))).toEqual([]);
    expect(cardProblems(datesCard(viewWith({}, { plan: null, target: null }), []))).toEqual([]);
    const item = { opportunity: view.opportunity, boroughName: 'Hillingdon', progress: view.progress };
    for (const page of [1, 2, 13, 99])
      expect(
        cardProblems(
          listCard(
            Array.from({ length: 50 }, () => item),
            page,
          ),
        ),
      ).toEqual([]);
    expect(cardProblems(listCard([], 1))).toEqual([]);
  });

  it('show what people typed as text, whatever it holds', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary', maxLength: 100 }), (typed) => {
        const view = viewWith({ decisions: [{ on: isoDate('2026-11-23'), words: typed }] }, {}, typed || 'x');
        for (const card of [teamCard(view, 1), stepCard(view, areas)]) expect(cardProblems(card)).toEqual([]);
      }),
      { numRuns: 60 },
    );
    const drawn = JSON.stringify(
      teamCard(viewWith({ decisions: [{ on: isoDate('2026-11-23'), words: strange }] }), 1),
    );
    expect(drawn).not.toContain('[x](javascript');
    expect(drawn).not.toContain('{{DATE');
  });

  it('put back into the boxes what could not be saved', () => {
    const step = steps[0];
    const view = viewWith({ answers: { [step?.id ?? '']: 'theirs' } });
    const drawn = JSON.stringify(stepCard(view, areas, null, { answer: 'mine', owner: null, money: null }));
    expect(drawn).toContain('"value":"mine"');
  });
});
