import { describe, expect, it } from 'vitest';
import { isoDate } from '../../procurement/iso-date.ts';
import { parsePeriod } from './periods.ts';

const today = isoDate('2026-11-23');

describe('parsePeriod', () => {
  it.each([
    ['just the ones before April 2028', null, '2028-03-31'],
    ['ends by April 2028', null, '2028-04-30'],
    ['whats expiring in the next 12 months for us', '2026-11-23', '2027-11-23'],
    ['up in april', '2027-04-01', '2027-04-30'],
    ['in 2027', '2027-01-01', '2027-12-31'],
    ['between March 2027 and June 2028', '2027-03-01', '2028-06-30'],
    ['by end of 2026', null, '2026-12-31'],
    ['next fy', '2027-04-01', '2028-03-31'],
    ['this financial year', '2026-04-01', '2027-03-31'],
    ['before xmas', null, '2026-12-24'],
    ['before next xmas', null, '2027-12-24'],
    ['before christmas 2028', null, '2028-12-24'],
    ['in the next 2 yrs', '2026-11-23', '2028-11-23'],
    ['from 1st jan 2027', '2027-01-01', null],
    ['next year', '2027-01-01', '2027-12-31'],
    ['Q1 2027', '2027-01-01', '2027-03-31'],
    ['within 18 months', '2026-11-23', '2028-05-23'],
    ['after 2029', '2030-01-01', null],
    ['contracts ending 27/28', '2027-04-01', '2028-03-31'],
    ['ends 31/03/2028', '2028-03-31', '2028-03-31'],
    ['expiring 2027-04-01', '2027-04-01', '2027-04-01'],
    ['until March 2029', null, '2029-03-31'],
    ['first quarter of 2027', '2027-01-01', '2027-03-31'],
    ['last quarter 2027', '2027-10-01', '2027-12-31'],
    ['in the last 6 months', '2026-05-23', '2026-11-23'],
    ['over the past year', '2025-11-23', '2026-11-23'],
    ['what expired last year', '2025-01-01', '2025-12-31'],
    ['next month', '2026-12-01', '2026-12-31'],
    ['summer 2027', '2027-06-01', '2027-08-31'],
    ['early 2028', '2028-01-01', '2028-04-30'],
    ['before the new year', null, '2026-12-31'],
    ['by the end of the year', null, '2026-12-31'],
    ['ending in 2027 or 2028', '2027-01-01', '2028-12-31'],
  ])('%s', (text, from, to) => {
    expect(parsePeriod(text, today)).toEqual({ from, to });
  });

  it.each([
    'who uses NEC housing?',
    'who may we ask',
    'contracts over £2,027',
    'Dynamics 365',
    'RM6259',
    'lot 3',
  ])('no period in “%s”', (text) => {
    expect(parsePeriod(text, today)).toBeNull();
  });
});
