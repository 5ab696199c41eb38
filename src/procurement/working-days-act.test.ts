import { describe, expect, it } from 'vitest';
import { isoDate } from './iso-date.ts';
import { isWorkingDay, lastOfWorkingDays } from './working-days.ts';

describe('working days of the Act (section 123)', () => {
  it('leave out a bank holiday in any part of the United Kingdom', () => {
    // St Andrew's Day 2026 is a Monday: offices in England work, the standstill does not count it.
    expect(isWorkingDay(isoDate('2026-11-30'))).toBe(true);
    expect(isWorkingDay(isoDate('2026-11-30'), 'act')).toBe(false);
  });

  it('so a standstill from 27 November 2026 ends on 9 December', () => {
    expect(lastOfWorkingDays(isoDate('2026-11-27'), 8)).toBe('2026-12-09');
  });
});
