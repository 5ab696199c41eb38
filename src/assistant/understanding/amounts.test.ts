import { describe, expect, it } from 'vitest';
import { parseAmountRange } from './amounts.ts';

describe('parseAmountRange', () => {
  it.each([
    ['over £5m', 5_000_000, null],
    ['under 100k', null, 100_000],
    ['between £100k and £500,000', 100_000, 500_000],
    ['contracts above £1.5 million', 1_500_000, null],
    ['under 30 grand', null, 30_000],
    ['between 100k and half a million', 100_000, 500_000],
    ['over a million', 1_000_000, null],
  ])('%s', (text, from, to) => {
    expect(parseAmountRange(text)).toEqual({ from, to });
  });

  it('reads a bare amount as a band', () => {
    expect(parseAmountRange('circa 600k')).toEqual({ from: 480_000, to: 720_000 });
  });

  it.each([
    'in the next 12 months',
    '2x12m extensions',
    'Dynamics 365',
    'before April 2028',
    'top 3',
  ])('no money in “%s”', (text) => {
    expect(parseAmountRange(text)).toBeNull();
  });
});
