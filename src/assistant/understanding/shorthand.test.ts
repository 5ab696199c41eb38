import { describe, expect, it } from 'vitest';
import { writtenOut } from './shorthand.ts';

describe('short forms written out', () => {
  it.each([
    ['whats up b4 xmas', 'what is up before xmas'],
    ["what's expiring n who's got it", 'what is expiring and who is got it'],
    ['any1 w/ Softcat', 'anyone with Softcat'],
    ['when r they up', 'when are they up'],
    ["we don't use it, can't you tell", 'we do not use it, can not you tell'],
    ['who doesnt have mosaic', 'who does not have mosaic'],
    ['within 18 mths or 2 yrs', 'within 18 months or 2 years'],
    ['ends 31/03/2028 w 2x12m extensions', 'ends 31/03/2028 w 2x12m extensions'],
    ["Sutton's Unit4 were late", "Sutton's Unit4 were late"],
    ['H&F and R&B', 'H&F and R&B'],
  ])('%s', (typed, written) => {
    expect(writtenOut(typed)).toBe(written);
  });
});
