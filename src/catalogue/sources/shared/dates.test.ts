import { describe, expect, it } from 'vitest';
import { readDate, readSheetDate } from './dates.ts';

describe('readDate', () => {
  it.each([
    ['2025-03-31', '2025-03-31'],
    ['2028-01-31T23:59:59Z', '2028-01-31'],
    ['2026-05-14T00:00:00+01:00', '2026-05-14'],
    ['2020-11-26 19:16:00Z', '2020-11-26'],
    ['31/03/2025', '2025-03-31'],
    ['1/4/25', '2025-04-01'],
    ['31.03.2025', '2025-03-31'],
    ['01/10/2020 00:00', '2020-10-01'],
    ['31 Mar 2025', '2025-03-31'],
    ['15 June 2015', '2015-06-15'],
    ['1st April 2024', '2024-04-01'],
    ['30-Sep-26', '2026-09-30'],
    ['Monday, 3 March 2025', '2025-03-03'],
    ['9 July 2108', '2108-07-09'],
    ['29/02/2024', '2024-02-29'],
  ])('reads %s as %s', (text, date) => {
    expect(readDate(text)).toEqual({ date, partial: null, isUnderstood: true });
  });

  it.each([
    ['2022', '2022'],
    ['2025-01', '2025-01'],
    ['March 2025', '2025-03'],
  ])('reads %s as the part %s', (text, partial) => {
    expect(readDate(text)).toEqual({ date: null, partial, isUnderstood: true });
  });

  it.each([
    '31/02/2025',
    '29/02/2025',
    '03/31/2025',
    'Rolling',
    '2025-13-01',
    '00/00/0000',
    '12',
    '99999999999',
    '__proto__',
  ])('does not guess at %s', (text) => {
    expect(readDate(text)).toEqual({ date: null, partial: null, isUnderstood: false });
  });

  it('reads nothing as nothing', () => {
    expect(readDate('')).toEqual({ date: null, partial: null, isUnderstood: true });
    expect(readDate(null)).toEqual(readDate(undefined));
  });

  it('reads numbers of an Excel sheet only where a sheet is read', () => {
    expect(readSheetDate('45017').date).toBe('2023-04-01');
    expect(readSheetDate('45017.5').date).toBe('2023-04-01');
    expect(readSheetDate('99999').isUnderstood).toBe(false);
    expect(readDate('45017').date).toBeNull();
  });
});
