import { describe, expect, it } from 'vitest';
import { madeUpLeadTimes } from '../../test/support/made-up-lead-times.ts';
import { agreementForm, contractState, isUsableInTotals } from './contract-state.ts';
import { parseExtensionOptions } from './extension-options.ts';
import { isoDate } from './iso-date.ts';
import { dayWords, endAfter, readDay, readPeriodWords } from './published-dates.ts';
import { readTermWords } from './term-words.ts';
import { amountIncludingVat, compareWith, thresholdOn } from './thresholds.ts';

const lists = (text: string) =>
  parseExtensionOptions(text)
    .options.map(({ months, count }) => `${count}x${months}`)
    .join(' ');

describe('extension options', () => {
  it.each([
    ['3+1+1', 36, '2x12'],
    ['(2 + 1 + 1 years)', 24, '2x12'],
    ['5+3+2', 60, '1x36 1x24'],
    ['60+24 months', 60, '1x24'],
    ['option to extend by up to 24 months', null, '1x24'],
    ['with the possibility of one more', null, ''],
    ['two optional 12 month extensions', null, '2x12'],
    ['a further 2 years in increments of up to 1 year', null, '2x12'],
    ['2x12m extensions', null, '2x12'],
    ['initial term 36 months, up to a maximum term of 84 months with extensions', 36, '1x48'],
    ['no extension', null, ''],
    ['five years from 1 October 2025', 60, ''],
    ['three (3) years', 36, ''],
  ])('%s', (text, initial, options) => {
    expect(parseExtensionOptions(text).initialMonths).toBe(initial);
    expect(lists(text)).toBe(options);
  });

  it.each([
    '01/04/2024 - 31/03/2027',
    'Lots 1 + 2',
    'framework RM6259 lot 3+4',
    '£1.2m + £300k',
    'Call 020 7946 0000 + 12',
    'the contract was extended by 11 months',
  ])('reads no option in “%s”', (text) => {
    expect(parseExtensionOptions(text).options).toEqual([]);
  });

  it('keeps the words each option came from', () => {
    const [option] = parseExtensionOptions(
      'Three years, with the option to extend for a further two (2) years.',
    ).options;
    expect(option).toMatchObject({ months: 24, count: 1, confidence: 'high' });
    expect(option?.asPublished).toContain('two (2) years');
  });

  it('is quick on hostile text', () => {
    for (const part of ['option ', '1 + ', '12 months ', 'further of the ', '(', 'one plus '])
      expect(parseExtensionOptions(part.repeat(50_000)).options.length).toBeLessThan(2_000);
  });
});

describe('dates in words', () => {
  it('keeps a month a month', () => {
    const { start, end } = readPeriodWords('from 2024-03; 3-year period from March 2024 - March 2027');
    expect(start).toMatchObject({ date: '2024-03-01', precision: 'month' });
    expect(end).toMatchObject({ date: '2027-03-31', precision: 'month', isDerived: false });
    expect(dayWords(isoDate('2027-03-31'), 'month')).toBe('March 2027');
  });

  it('works an end out of a start and a length', () => {
    const said = readPeriodWords('five years from 1 October 2025');
    expect(said.start).toMatchObject({ date: '2025-10-01', precision: 'day' });
    expect(
      said.start === null
        ? null
        : endAfter(said.start, said.lengthMonths ?? 0, 'five years from 1 October 2025'),
    ).toMatchObject({ date: '2030-09-30', isDerived: true });
  });

  it('takes no end from the contract before, nor from a limit', () => {
    expect(readPeriodWords('new contract; current contract expires 31 March 2026').end).toBeNull();
    expect(readPeriodWords('option to extend to 31 March 2030').end).toBeNull();
    const start = readPeriodWords('from 1 April 2022').start;
    expect(
      start === null ? null : endAfter(start, 12, 'no more than 12 months from 1 April 2022'),
    ).toBeNull();
  });

  it.each([
    ['31/03/2028', '2028-03-31'],
    ['July 3, 2029', '2029-07-03'],
    ['1st of June 2026', '2026-06-01'],
    ['29 February 2028', '2028-02-29'],
  ])('reads %s', (text, date) => {
    expect(readDay(text)?.date).toBe(date);
  });

  it.each(['31/02/2025', 'RM6100', '13/13/2025', 'month 2025'])('reads no day in %s', (text) => {
    expect(readDay(text)).toBeNull();
  });
});

describe('terms and states', () => {
  it('reads rolling and event terms, and leaves programmes alone', () => {
    expect(readTermWords('rolling 12-month contract, anniversary 1 April')).toMatchObject({
      term: 'rolling',
      confidence: 'high',
    });
    expect(readTermWords('on completion of implementation')).toMatchObject({ term: 'event' });
    expect(readTermWords('ongoing support for up to 7 years').term).toBe('unknown');
    expect(readTermWords('1 April 2024 to 31 March 2027').term).toBe('unknown');
  });

  it('tells the states apart', () => {
    const today = isoDate('2026-11-23');
    const state = (changes: object, status: 'active' | 'cancelled' | 'terminated' | 'planned' = 'active') =>
      contractState(
        {
          kind: 'contract',
          status,
          period: { startDate: null, endDate: null, maxExtentDate: null, term: 'fixed', ...changes } as never,
        },
        today,
      );
    expect(state({ startDate: isoDate('2027-01-01') })).toBe('not-started');
    expect(state({ endDate: isoDate('2027-01-01') })).toBe('live');
    expect(state({ endDate: isoDate('2026-01-01') })).toBe('ended');
    expect(state({ endDate: isoDate('2026-01-01'), maxExtentDate: isoDate('2026-06-01') })).toBe('past-max');
    expect(state({ endDate: isoDate('2026-01-01'), maxExtentDate: isoDate('2027-06-01') })).toBe('ended');
    expect(state({ term: 'rolling' })).toBe('rolling');
    expect(state({ term: 'event' })).toBe('event');
    expect(state({})).toBe('undated');
    expect(state({ endDate: isoDate('2027-01-01') }, 'cancelled')).toBe('cancelled');
    expect(state({}, 'planned')).toBe('planned');
  });

  it('leaves impossible values and ceilings out of totals', () => {
    const value = {
      amount: 1,
      currency: 'GBP',
      basis: 'whole-life',
      vat: 'unknown',
      asPublished: null,
    } as const;
    expect(isUsableInTotals({ kind: 'contract', status: 'active', value, flags: [] })).toBe(true);
    expect(
      isUsableInTotals({ kind: 'contract', status: 'active', value, flags: ['amount-implausible'] }),
    ).toBe(false);
    expect(isUsableInTotals({ kind: 'framework', status: 'active', value, flags: [] })).toBe(false);
    expect(agreementForm({ kind: 'contract', framework: 'RM6259', route: null })).toBe('call-off');
  });
});

describe('thresholds', () => {
  it('takes the row in force on the day', () => {
    const on = (day: string) => thresholdOn(madeUpLeadTimes.thresholds, isoDate(day))?.amount;
    expect([on('2025-11-15'), on('2025-12-31'), on('2026-01-01'), on('2019-01-01')]).toEqual([
      214_904,
      214_904,
      207_720,
      undefined,
    ]);
  });

  it('compares both ways when VAT is not stated', () => {
    const row = thresholdOn(madeUpLeadTimes.thresholds, isoDate('2026-11-23'));
    const range = amountIncludingVat({ amount: 180_000, currency: 'GBP', vat: 'unknown' });
    expect(row === null || range === null ? null : compareWith(range, row).verdict).toBe('depends');
  });
});
