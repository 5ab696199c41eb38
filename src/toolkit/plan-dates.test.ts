import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { madeUpLeadTimes } from '../../test/support/made-up-lead-times.ts';
import { addDays, addMonths, daysBetween, isoDate } from '../procurement/iso-date.ts';
import { isWorkingDay, lastOfWorkingDays } from '../procurement/working-days.ts';
import { type PlanInput, planDates } from './plan-dates.ts';

const base: PlanInput = {
  target: isoDate('2030-07-31'),
  serviceArea: 'Housing management',
  value: { amount: 5_043_000, currency: 'GBP', basis: 'whole-life', vat: 'unknown', asPublished: null },
  framework: null,
  participantCount: 1,
  mostIncludingVat: 6_051_600,
  oldEnd: isoDate('2030-07-31'),
  isOldUnderAct: true,
};
const by = (code: string, input = base) =>
  planDates(input, madeUpLeadTimes).notices.find((due) => due.code === code)?.by ?? null;

const plans = fc
  .record({
    target: fc.integer({ min: 0, max: 4_000 }).map((days) => addDays(isoDate('2026-12-01'), days)),
    serviceArea: fc.constantFrom('Housing management', 'Parking', null),
    participantCount: fc.integer({ min: 1, max: 4 }),
    framework: fc.constantFrom(null, 'G-Cloud'),
    amount: fc.option(fc.integer({ min: 1_000, max: 20_000_000 })),
    isOldUnderAct: fc.boolean(),
  })
  .map(
    ({ amount, ...rest }): PlanInput => ({
      ...rest,
      value:
        amount === null
          ? null
          : { amount, currency: 'GBP', basis: 'whole-life', vat: 'including', asPublished: null },
      mostIncludingVat: amount,
      oldEnd: rest.target,
    }),
  );

describe('a plan worked backwards', () => {
  it('shows its arithmetic', () => {
    const plan = planDates(base, madeUpLeadTimes);
    expect(plan.startBy).toBe('2028-07-31');
    expect(plan.steps.join('; ')).toContain('31 July 2030 less 24 months is 31 July 2028');
    expect(plan.milestones.map(({ notice }) => notice)).toEqual([
      null,
      'UK2',
      'UK4',
      null,
      'UK6',
      'UK7',
      null,
    ]);
  });

  it('counts the notices as the law does', () => {
    const signed = planDates(base, madeUpLeadTimes).milestones.find(({ notice }) => notice === 'UK7')?.latest;
    expect(signed).toBeDefined();
    // The day of signing is the first of thirty; so is the day the old contract ends.
    expect(daysBetween(signed ?? base.target, by('UK7') ?? base.target)).toBe(29);
    expect(by('UK11')).toBe('2030-08-29');
    expect(by('UK11', { ...base, isOldUnderAct: false })).toBeNull();
    expect(by('UK1')).toBe('2028-05-26');
    expect(by('UK1', { ...base, mostIncludingVat: 2_000_000 })).toBeNull();
    expect(by('UK9', { ...base, mostIncludingVat: 5_000_000 })).toBeNull();
    const tender = by('UK4');
    expect(tender === null ? null : addDays(tender, -40)).toBe(by('UK3'));
  });

  it('leaves the standstill whole: eight working days from the award notice, signed after the last', () => {
    fc.assert(
      fc.property(plans, (input) => {
        const { milestones } = planDates(input, madeUpLeadTimes);
        const award = milestones.find(({ notice }) => notice === 'UK6')?.latest;
        const signed = milestones.find(({ notice }) => notice === 'UK7')?.latest;
        if (award === undefined || signed === undefined) return;
        expect(lastOfWorkingDays(award, 8) < signed).toBe(true);
      }),
    );
  });

  it('puts every step on a working day, in order, and gives tenders their days', () => {
    fc.assert(
      fc.property(plans, (input) => {
        const plan = planDates(input, madeUpLeadTimes);
        const days = plan.milestones.map(({ latest }) => latest);
        expect(days.every((day) => isWorkingDay(day))).toBe(true);
        expect(plan.startBy <= addMonths(input.target, -plan.leadMonths)).toBe(true);
        if (plan.fits) expect([...days].sort()).toEqual(days);
        const tender = plan.milestones.find(({ notice }) => notice === 'UK4')?.latest;
        const tendersIn = plan.milestones.find(({ name }) => name === 'Tenders in')?.latest;
        if (tender !== undefined && tendersIn !== undefined)
          expect(daysBetween(tender, tendersIn)).toBeGreaterThanOrEqual(25);
      }),
    );
  });

  it('lists notices by day, each once, with the page it rests on', () => {
    fc.assert(
      fc.property(plans, (input) => {
        const { notices } = planDates(input, madeUpLeadTimes);
        const days = notices.flatMap((due) => due.by ?? []);
        expect([...days].sort()).toEqual(days);
        expect(new Set(notices.map(({ code }) => code)).size).toBe(notices.length);
        expect(notices.every(({ page }) => /^law\//.test(page))).toBe(true);
        for (const { from, by: last } of notices)
          if (from !== null && last !== null) expect(from <= last).toBe(true);
      }),
    );
  });
});
