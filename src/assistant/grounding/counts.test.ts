import { describe, expect, it } from 'vitest';
import { type Counts, miscounted, partsAddUp } from './counts.ts';
import { valuesIn } from './values.ts';

const counts: Counts = {
  boroughs: new Set([3, 7, 20, 33]),
  records: new Set([3, 5, 12]),
  whole: new Set([12]),
  suppliers: new Set([4]),
  withoutRecord: new Set([20]),
};

describe('a number before what is counted', () => {
  it.each([
    ['12 records in London, of at most £50,000.', null],
    ['5 records in London, of at most £50,000.', 5],
    ['Of these: 5 contracts.', null],
    ['Of these: 7 contracts.', 7],
    ['7 boroughs are on record with Mosaic.', null],
    ['12 boroughs are on record with Mosaic.', 12],
    ['three other boroughs', null],
    ['four other boroughs', 4],
    ['20 of the 33 boroughs have a record here', null],
    ['7 of the 20 boroughs have a record here', 20],
    ['Ask the 20 boroughs with no record; their registers can be imported.', null],
    ['Ask the 7 boroughs with no record; their registers can be imported.', 7],
    ['100% of 4 suppliers', null],
    ['100% of 5 suppliers', 5],
    ['it takes 18 months', null],
  ])('%s: %s', (text, wrong) => {
    expect(miscounted(text, valuesIn(text), counts, ' ')?.value ?? null).toBe(wrong);
  });

  it('may be repeated from a passage or the question', () => {
    const text = 'It began with 9 boroughs.';
    expect(miscounted(text, valuesIn(text), counts, ' bought by 9 boroughs together ')).toBeNull();
    expect(miscounted(text, valuesIn(text), counts, ' 9 months for boroughs ')?.value).toBe(9);
  });
});

describe('parts of a whole', () => {
  it.each([
    ['Hackney has 20 records here; 14 are live or undated, 6 ended.', true],
    ['Hackney has 21 records here; 14 are live or undated, 6 ended.', false],
    ['Camden has 1 record here; 1 is live or undated, 0 ended.', true],
  ])('%s: %s', (text, isRight) => {
    expect(partsAddUp(text)).toBe(isRight);
  });
});
