import fc from 'fast-check';
import { Temporal } from 'temporal-polyfill';
import { describe, expect, it } from 'vitest';
import { addDays, addMonths, dayOfWeek, daysBetween, endOfMonth, isoDate, parseIsoDate } from './iso-date.ts';

const day = fc
  .integer({ min: -25_000, max: 60_000 })
  .map((offset) => isoDate(Temporal.PlainDate.from('2000-01-01').add({ days: offset }).toString()));

describe('calendar arithmetic agrees with Temporal', () => {
  it('for days, months and weekdays, over leap years and month ends', () => {
    fc.assert(
      fc.property(day, day, fc.integer({ min: -700, max: 700 }), (one, other, count) => {
        const plain = Temporal.PlainDate.from(one);
        expect(addDays(one, count)).toBe(plain.add({ days: count }).toString());
        expect(addMonths(one, count)).toBe(plain.add({ months: count }).toString());
        expect(dayOfWeek(one)).toBe(plain.dayOfWeek);
        expect(endOfMonth(one)).toBe(plain.with({ day: plain.daysInMonth }).toString());
        expect(daysBetween(one, other)).toBe(
          plain.until(Temporal.PlainDate.from(other), { largestUnit: 'days' }).days,
        );
      }),
      { numRuns: 500 },
    );
  });

  it('for what is a date at all', () => {
    fc.assert(
      fc.property(
        fc.integer({ min: 100, max: 9999 }),
        fc.integer({ min: 0, max: 13 }),
        fc.integer({ min: 0, max: 32 }),
        (year, month, date) => {
          const text = `${String(year).padStart(4, '0')}-${String(month).padStart(2, '0')}-${String(date).padStart(2, '0')}`;
          let isReal = true;
          try {
            Temporal.PlainDate.from(text, { overflow: 'reject' });
          } catch {
            isReal = false;
          }
          expect(parseIsoDate(text) !== null).toBe(isReal);
        },
      ),
      { numRuns: 500 },
    );
  });
});
