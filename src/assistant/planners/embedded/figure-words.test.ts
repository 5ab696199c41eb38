import { describe, expect, it } from 'vitest';
import { asksForSum, splitByIn } from './figure-words.ts';
import { scoreIntents } from './intents.ts';

describe('words that ask for figures', () => {
  it.each([
    ['how many contract by supplier', 'supplier'],
    ['top 5 supplier for social care', 'supplier'],
    ['contract per borough', 'borough'],
    ['which borough ha the most contract', 'borough'],
    ['split by year', 'end_year'],
    ['contract awarded by year', 'start_year'],
    ['break down by product', 'product'],
    ['and by maker', 'vendor'],
    ['share by service area', 'service_area'],
    ['how many contract do we have', null],
  ])('%s', (words, expected) => {
    expect(splitByIn(words)).toBe(expected);
  });

  it('knows when money is meant', () => {
    expect(asksForSum('total spend by borough')).toBe(true);
    expect(asksForSum('how much is oracle worth in total')).toBe(true);
    expect(asksForSum('how many contract by supplier')).toBe(false);
  });

  it.each([
    ['who could we team up with for a new waste system', 'joint'],
    ['what doe the toolkit say about joint procurement', 'guidance'],
    ['which supplier do camden and islington share', 'shared-suppliers'],
    ['compare the source for the sutton contract', 'compare-sources'],
    ['who make iworld now', 'lineage'],
    ['is northgate nec', 'lineage'],
    ['how concentrated is the housing market', 'concentration'],
    ['how many contract end in 2027', 'count'],
    ['who use nec housing', 'who-uses'],
    ['show me contract with softcat', 'find'],
    ['what is expiring in the next 12 month for us', 'expiring'],
  ])('%s: %s', (words, expected) => {
    expect(scoreIntents(words)[0]?.name).toBe(expected);
  });
});
