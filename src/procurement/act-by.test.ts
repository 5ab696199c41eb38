import { describe, expect, it } from 'vitest';
import { madeUpLeadTimes as leadTimes } from '../../test/support/made-up-lead-times.ts';
import {
  type ActBy,
  type ActByInput,
  actByOf,
  actByState,
  lastTenderDay,
  nextRenewal,
  optionNoticeOf,
} from './act-by.ts';
import type { Period } from './contract.ts';
import { addDays, isoDate } from './iso-date.ts';
import { classify } from './lead-times.ts';

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

describe('the act-by rule', () => {
  it('counts a core system of unknown value back 18 months, and says 24 if joint or large', () => {
    const actBy = known(
      actByOf(
        contract({
          period: period({ endDate: isoDate('2028-03-31'), maxExtentDate: isoDate('2030-03-31') }),
        }),
        leadTimes,
      ),
    );
    expect(actBy.startBy).toBe('2026-09-30');
    expect(actBy.otherwise).toMatchObject({ leadMonths: 24, startBy: '2026-03-31' });
    expect(actBy.targetEnd).toBe('2028-03-31');
    expect(actBy.steps.join('; ')).toContain('31 March 2028 less 18 months is 30 September 2026');
    expect(actByState(actBy.date, isoDate('2028-03-31'), isoDate('2026-11-23'), actBy.criticalAfter)).toBe(
      'late',
    );
  });

  it('takes the option notice when it comes first, less delivery, on a working day', () => {
    const notice = optionNoticeOf(isoDate('2028-03-31'), 24, 3);
    // 31 March 2026 is a Tuesday: three working days before it is Thursday 26 March.
    expect(notice.deadline).toBe('2026-03-26');
    const actBy = known(
      actByOf(
        contract({
          period: period({
            endDate: isoDate('2028-03-31'),
            maxExtentDate: isoDate('2029-03-31'),
            noticeMonths: 24,
          }),
        }),
        leadTimes,
      ),
    );
    expect(actBy.date).toBe('2026-03-26');
    expect(actBy.startBy).toBe('2026-09-30');
  });

  it('leaves the option notice out once every option is taken', () => {
    const actBy = known(
      actByOf(
        contract({
          period: period({
            endDate: isoDate('2028-03-31'),
            maxExtentDate: isoDate('2028-03-31'),
            noticeMonths: 24,
          }),
        }),
        leadTimes,
      ),
    );
    expect(actBy.optionNotice).toBeNull();
  });

  it('lets the maker’s end of support beat the end of the contract', () => {
    const endOfSupport = [
      {
        productId: 'made-up',
        productName: 'Made Up',
        date: isoDate('2027-06-30'),
        what: 'support ends',
        onlyFor: null,
        sourceUrl: 'https://example.org',
      },
    ];
    const actBy = known(actByOf(contract({ productIds: ['made-up'] }), { ...leadTimes, endOfSupport }));
    expect(actBy.targetEnd).toBe('2027-06-30');
    const notOurs = known(
      actByOf(contract({ productIds: ['made-up'] }), {
        ...leadTimes,
        endOfSupport: endOfSupport.map((fact) => ({ ...fact, onlyFor: 'Elsewhere' })),
      }),
    );
    expect(notOurs.targetEnd).toBe('2028-03-31');
  });

  it('counts from the earliest day when only the month is known', () => {
    const actBy = known(
      actByOf(
        contract({
          period: period({ endDate: isoDate('2027-03-31'), endPrecision: 'month', endFrom: 'to March 2027' }),
        }),
        leadTimes,
      ),
    );
    expect(actBy.targetEnd).toBe('2027-03-01');
    expect(actBy.steps[0]).toBe(
      'ends about March 2027 (from “to March 2027”); the earliest day, 1 March 2027, is counted from',
    );
  });

  it.each([
    [contract({ period: period({ term: 'rolling' }) }), 'notice period is not known'],
    [contract({ period: period({ term: 'event' }) }), 'ends with an event'],
    [contract({ period: period({}) }), 'end date is not known'],
    [contract({ kind: 'procurement' }), 'no contract here'],
    [contract({ status: 'cancelled' }), 'cancelled'],
    [contract({ period: period({ endDate: isoDate('2108-07-09') }) }), 'cannot be right'],
    [
      contract({ period: period({ startDate: isoDate('2025-01-01'), endDate: isoDate('2024-01-01') }) }),
      'before its start',
    ],
  ])('says why when there is no day', (input, because) => {
    const actBy = actByOf(input, leadTimes);
    expect(actBy.known ? '' : actBy.because).toContain(because);
  });

  it('is critical when no tender begun now can be signed before the end', () => {
    const last = lastTenderDay(isoDate('2027-06-30'), leadTimes.days);
    // Standstill 21 to 30 June; 115 days before 21 June is Friday 26 February.
    expect(last).toBe('2027-02-26');
    expect(actByState(isoDate('2026-01-01'), isoDate('2027-06-30'), last, last)).toBe('late');
    expect(actByState(isoDate('2026-01-01'), isoDate('2027-06-30'), addDays(last, 1), last)).toBe('critical');
    expect(actByState(isoDate('2026-01-01'), isoDate('2027-06-30'), isoDate('2027-07-01'), last)).toBe(
      'ended',
    );
  });

  it('renews a rolling contract on its anniversary', () => {
    expect(
      nextRenewal(period({ startDate: isoDate('2022-04-01'), term: 'rolling' }), isoDate('2026-11-23')),
    ).toBe('2027-04-01');
    expect(
      nextRenewal(period({ startDate: isoDate('2022-12-01'), term: 'rolling' }), isoDate('2026-11-23')),
    ).toBe('2026-12-01');
    expect(nextRenewal(period({ startDate: isoDate('2024-02-29') }), isoDate('2026-11-23'))).toBe(
      '2027-02-28',
    );
  });
});

describe('the class of a contract', () => {
  const value = (amount: number, vat: 'excluding' | 'including' | 'unknown') => ({
    amount,
    currency: 'GBP',
    basis: 'whole-life' as const,
    vat,
    asPublished: null,
  });
  const other = (amount: number, vat: 'excluding' | 'including' | 'unknown') =>
    classify(
      {
        serviceArea: 'Parking',
        value: value(amount, vat),
        framework: null,
        participantCount: 1,
        comparedOn: isoDate('2026-11-23'),
      },
      leadTimes,
    );

  it('adds VAT before it compares, and shows the sum', () => {
    expect(other(180_000, 'excluding').leadClass).toBe('line-of-business');
    expect(other(180_000, 'excluding').reasons.join(' ')).toContain('£180,000 + 20% VAT = £216,000');
    expect(other(180_000, 'including').leadClass).toBe('below-threshold');
  });

  it('says when the answer turns on VAT that is not stated, and takes the longer time', () => {
    const open = other(180_000, 'unknown');
    expect(open.leadClass).toBe('line-of-business');
    expect(open.otherwise?.leadClass).toBe('below-threshold');
    expect(other(100_000, 'unknown').otherwise).toBeNull();
  });

  it('multiplies an annual price by the years of the term', () => {
    const classified = classify(
      {
        serviceArea: 'Parking',
        value: { ...value(50_000, 'excluding'), basis: 'annual' },
        framework: null,
        participantCount: 1,
        comparedOn: isoDate('2026-11-23'),
        period: period({ startDate: isoDate('2024-01-01'), endDate: isoDate('2027-12-31') }),
      },
      leadTimes,
    );
    expect(classified.leadClass).toBe('line-of-business');
    expect(classified.reasons.join(' ')).toContain('£50,000 a year for 4 years = £200,000');
  });

  it('does not believe an implausible amount', () => {
    expect(
      classify(
        {
          serviceArea: 'Parking',
          value: value(0.01, 'including'),
          framework: null,
          participantCount: 1,
          isAmountImplausible: true,
        },
        leadTimes,
      ).leadClass,
    ).toBe('line-of-business');
  });
});
