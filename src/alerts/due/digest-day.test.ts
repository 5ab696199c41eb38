import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { isoDate, todayInLondon } from '../../procurement/iso-date.ts';
import { londonMoment, timeInLondon } from '../../procurement/london-time.ts';
import { isWorkingDay } from '../../procurement/working-days.ts';
import { latestDigestDay, nextDigestDay, nextDigestDayAfter, postingTime } from './digest-day.ts';

const monday = { day: 1, time: '09:00' } as const;
const moments = fc.date({
  min: new Date('2025-01-01T00:00:00Z'),
  max: new Date('2030-12-31T00:00:00Z'),
  noInvalidDate: true,
});
const digests = fc.record({
  day: fc.integer({ min: 0, max: 5 }),
  time: fc.constantFrom('08:00', '09:00', '13:30', '17:59'),
});

describe('planned days of digests', () => {
  it.each([
    ['before its time it is last week’s', '2026-11-23T08:59:00Z', '2026-11-16', '2026-11-23'],
    ['at its time it is today', '2026-11-23T09:00:00Z', '2026-11-23', '2026-11-30'],
    ['in summer the clock is London’s', '2026-07-06T08:00:00Z', '2026-07-06', '2026-07-13'],
    ['a bank holiday moves it to the next working day', '2026-08-31T12:00:00Z', '2026-08-24', '2026-09-01'],
    ['and on that day it is due', '2026-09-01T09:00:00Z', '2026-09-01', '2026-09-07'],
  ])('%s', (_name, now, latest, next) => {
    expect(latestDigestDay(monday, new Date(now))).toBe(latest);
    expect(nextDigestDay(monday, new Date(now))).toBe(next);
  });

  it('are working days, one behind and one ahead, at any moment and however the clocks change', () => {
    fc.assert(
      fc.property(moments, digests, (now, digest) => {
        const [latest, next] = [latestDigestDay(digest, now), nextDigestDay(digest, now)];
        expect(isWorkingDay(latest) && isWorkingDay(next)).toBe(true);
        expect(londonMoment(latest, digest.time).getTime()).toBeLessThanOrEqual(now.getTime());
        expect(londonMoment(next, digest.time).getTime()).toBeGreaterThan(now.getTime());
        // Nothing lies between them: what is next now is the latest once its time has come.
        expect(latestDigestDay(digest, londonMoment(next, digest.time))).toBe(next);
        expect(nextDigestDayAfter(digest, todayInLondon(now)) <= next).toBe(true);
      }),
      { numRuns: 300 },
    );
  });

  it('post in office hours only', () => {
    fc.assert(
      fc.property(moments, (now) => {
        const at = postingTime(now);
        expect(at.getTime()).toBeGreaterThanOrEqual(now.getTime());
        expect(isWorkingDay(todayInLondon(at))).toBe(true);
        const time = timeInLondon(at);
        expect(time >= '08:00' && time < '18:00').toBe(true);
      }),
      { numRuns: 300 },
    );
    expect(postingTime(new Date('2026-12-24T19:00:00Z')).toISOString()).toBe('2026-12-29T08:00:00.000Z');
    expect(isWorkingDay(isoDate('2026-12-28'))).toBe(false);
  });
});
