import { describe, expect, it } from 'vitest';
import { currencyOf, isImplausible, readAmount, roundPence } from './money.ts';

describe('readAmount', () => {
  it.each([
    ['£1,234,567.89', 1234567.89],
    ['PS419,455', 419455],
    ['480000', 480000],
    ['77593.28999999999', 77593.29],
    ['1.2m', 1200000],
    ['£50k', 50000],
    ['£12,000 per annum', 12000],
    ['10,000.00 GBP', 10000],
    ['£5,000 (excl. VAT)', 5000],
    ['-5', -5],
    ['0', 0],
  ])('reads %s', (text, amount) => {
    expect(readAmount(text)).toBe(amount);
  });

  it.each([
    '',
    'TBC',
    '10,000 - 20,000',
    '£1,23',
    '1e999',
    '=1+1',
    '12 months',
    '1'.repeat(40),
  ])('reads no sum in %s', (text) => {
    expect(readAmount(text)).toBeNull();
  });

  it('keeps to usable numbers and plausible sums', () => {
    const value = { currency: 'GBP', basis: 'unknown', vat: 'unknown', asPublished: null } as const;
    expect(roundPence(Number.POSITIVE_INFINITY)).toBeNull();
    expect(roundPence(1e15)).toBeNull();
    expect(isImplausible({ ...value, amount: 1 })).toBe(true);
    expect(isImplausible({ ...value, amount: 1_000_000_001 })).toBe(true);
    expect(isImplausible({ ...value, amount: 2 })).toBe(false);
    expect(isImplausible(null)).toBe(false);
    expect([currencyOf('EUR'), currencyOf('pounds'), currencyOf(null)]).toEqual(['EUR', 'GBP', 'GBP']);
  });
});
