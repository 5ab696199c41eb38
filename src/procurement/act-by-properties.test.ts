import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { madeUpLeadTimes as leadTimes } from '../../test/support/made-up-lead-times.ts';
import { type ActBy, type ActByInput, actByOf } from './act-by.ts';
import type { Period } from './contract.ts';
import { addDays, addMonths, type IsoDate, isoDate } from './iso-date.ts';
import { planBack, planFits } from './milestones.ts';
import { isWorkingDay, minusWorkingDays } from './working-days.ts';

function period(changes: Partial<Period>): Period {
  return {
    startDate: null,
    initialEndDate: null,
    endDate: null,
    maxExtentDate: null,
    term: 'fixed',
    datesAsPublished: null,
    optionsAsPublished: null,
    ...changes,
  };
}

function contract(changes: Partial<ActByInput>): ActByInput {
  return {
    kind: 'contract',
    serviceArea: 'Social care',
    value: null,
    framework: null,
    participantCount: 1,
    period: period({ endDate: isoDate('2028-03-31') }),
    ...changes,
  };
}

function known(actBy: ActBy): Extract<ActBy, { known: true }> {
  if (!actBy.known) throw new Error(actBy.because);
  return actBy;
}

const anyDay = fc.integer({ min: 0, max: 20_000 }).map((days) => addDays(isoDate('2000-01-01'), days));
const anyAmount = fc.option(
  fc.record({
    amount: fc.double({ min: 0.01, max: 2e10, noNaN: true }),
    vat: fc.constantFrom('excluding' as const, 'including' as const, 'unknown' as const),
  }),
  { nil: null },
);
const anyInput = fc
  .record({
    end: anyDay,
    notice: fc.option(fc.integer({ min: 1, max: 24 }), { nil: null }),
    option: fc.integer({ min: 0, max: 60 }),
    area: fc.constantFrom('Social care', 'Parking', null),
    count: fc.integer({ min: 1, max: 4 }),
    money: anyAmount,
    precision: fc.constantFrom('day' as const, 'month' as const, 'year' as const),
    framework: fc.constantFrom(null, 'RM0000'),
  })
  .map(
    ({ end, notice, option, area, count, money, precision, framework }): ActByInput =>
      contract({
        serviceArea: area,
        participantCount: count,
        framework,
        value: money === null ? null : { ...money, currency: 'GBP', basis: 'whole-life', asPublished: null },
        period: period({
          endDate: end,
          endPrecision: precision,
          maxExtentDate: option === 0 ? null : addMonths(end, option),
          noticeMonths: notice,
        }),
      }),
  );

describe('properties of act-by', () => {
  it('is never after the end, always on a working day, and the same when asked again', () => {
    fc.assert(
      fc.property(anyInput, (input) => {
        const actBy = known(actByOf(input, leadTimes));
        expect(actBy.date <= (input.period.endDate ?? '')).toBe(true);
        expect(actBy.date <= actBy.startBy).toBe(true);
        for (const day of [actBy.date, actBy.startBy, actBy.criticalAfter])
          expect(isWorkingDay(day)).toBe(true);
        expect(actByOf(input, leadTimes)).toEqual(actBy);
        expect(actBy.criticalAfter < (input.period.endDate ?? '')).toBe(true);
      }),
      { seed: 20261123, numRuns: 500 },
    );
  });

  it('comes no later with a longer lead time, and no earlier with a later end', () => {
    fc.assert(
      fc.property(anyInput, fc.integer({ min: 1, max: 12 }), (input, more) => {
        const base = known(actByOf(input, leadTimes));
        const longer = {
          ...leadTimes,
          months: { ...leadTimes.months, [base.leadClass]: leadTimes.months[base.leadClass] + more },
        };
        expect(known(actByOf(input, longer)).date <= base.date).toBe(true);
        const end = input.period.endDate as IsoDate;
        const later = {
          ...input,
          period: {
            ...input.period,
            endDate: addMonths(end, more),
            maxExtentDate:
              input.period.maxExtentDate === null ? null : addMonths(input.period.maxExtentDate, more),
          },
        };
        const moved = known(actByOf(later, leadTimes));
        if (moved.leadClass === base.leadClass) expect(moved.date >= base.date).toBe(true);
      }),
      { seed: 20261123, numRuns: 500 },
    );
  });

  it('plans back over leap days and month ends in order, on working days', () => {
    const classes = Object.keys(leadTimes.months) as (keyof typeof leadTimes.months)[];
    fc.assert(
      fc.property(anyDay, fc.constantFrom(...classes), (end, leadClass) => {
        const plan = planBack(end, leadClass, leadTimes);
        expect(planFits(plan)).toBe(true);
        for (const milestone of plan) {
          expect(isWorkingDay(milestone.latest)).toBe(true);
          expect(milestone.latest <= end).toBe(true);
        }
        const award = plan.find((milestone) => milestone.notice === 'UK6');
        const signature = plan.find((milestone) => milestone.notice === 'UK7');
        // Eight working days of the Act beginning with the day of UK6, then signature.
        if (award !== undefined && signature !== undefined)
          expect(minusWorkingDays(signature.latest, 8, 'act')).toBe(award.latest);
      }),
      { seed: 20261123, numRuns: 300 },
    );
  });
});
