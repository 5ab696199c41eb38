import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { addDays, addMonths, type IsoDate, isoDate } from '../../procurement/iso-date.ts';
import { commonDays, isSure, laterByMonths, monthsUntil, type Present, placeAt } from './align.ts';

const today = isoDate('2026-11-23');
const window = { today, from: today, to: addMonths(today, 24), leadMonths: 15 };

function present(id: string, endDate: string | null, maxExtentDate: string | null = null): Present {
  return {
    id,
    endDate: endDate === null ? null : isoDate(endDate),
    maxExtentDate: maxExtentDate === null ? null : isoDate(maxExtentDate),
    hasOptionWords: false,
    isRolling: false,
  };
}

const day = fc.integer({ min: -1_000, max: 2_000 }).map((days) => addDays(today, days));
const arbitraryPresent: fc.Arbitrary<Omit<Present, 'id'>> = fc
  .record({
    endDate: fc.option(day),
    options: fc.option(fc.integer({ min: 0, max: 60 })),
    hasOptionWords: fc.boolean(),
    isRolling: fc.boolean(),
  })
  .map(({ endDate, options, ...rest }) => ({
    ...rest,
    endDate,
    maxExtentDate: endDate === null || options === null ? null : addMonths(endDate, options),
  }));
const arbitraryPresents = fc
  .array(arbitraryPresent, { maxLength: 8 })
  .map((presents) => presents.map((one, at) => ({ ...one, id: `b${at}` })));

describe('commonDays', () => {
  it('prefers the day that an early borough can extend to', () => {
    const [best] = commonDays(
      [present('a', '2027-09-30', '2028-09-30'), present('b', '2028-03-31'), present('c', '2031-01-01')],
      window,
    );
    expect(best?.day).toBe('2028-03-31');
    expect(best?.placed).toMatchObject([
      { id: 'a', standing: 'can-extend', monthsToExtend: 6 },
      { id: 'b', standing: 'ends-then', monthsToExtend: 0 },
      { id: 'c', standing: 'runs-beyond' },
    ]);
    expect(best?.sure).toBe(2);
    expect(best?.isInTime).toBe(true);
  });

  it('says that options do not reach, and that they are not known', () => {
    expect(placeAt(present('a', '2027-01-31', '2027-06-30'), isoDate('2028-01-01'), today).standing).toBe(
      'cannot-reach',
    );
    expect(placeAt(present('a', '2027-01-31'), isoDate('2028-01-01'), today)).toMatchObject({
      standing: 'may-extend',
      monthsToExtend: 12,
    });
  });

  it('finds nothing where nothing is dated', () => {
    expect(commonDays([present('a', null), present('b', '2035-01-01')], window)).toEqual([]);
  });

  it('places every borough once, in the order given, on days in the window', () => {
    fc.assert(
      fc.property(arbitraryPresents, (presents) => {
        for (const found of commonDays(presents, window)) {
          expect(found.day >= window.from && found.day <= window.to).toBe(true);
          expect(found.placed.map(({ id }) => id)).toEqual(presents.map(({ id }) => id));
        }
      }),
    );
  });

  it('never asks for more than the options allow', () => {
    fc.assert(
      fc.property(arbitraryPresents, (presents) => {
        for (const found of commonDays(presents, window)) {
          found.placed.forEach((placed, at) => {
            const own = presents[at];
            if (placed.standing === 'can-extend') expect((own?.maxExtentDate ?? '') >= found.day).toBe(true);
            if (placed.standing === 'ends-then' && own?.endDate) {
              expect(own.endDate >= found.day && own.endDate <= addMonths(found.day, 3)).toBe(true);
            }
          });
        }
      }),
    );
  });

  it('does not depend on the order of the boroughs', () => {
    fc.assert(
      fc.property(arbitraryPresents, (presents) => {
        const days = (list: readonly Present[]) =>
          commonDays(list, window).map(({ day: at, score, sure }) => [at, score, sure]);
        expect(days([...presents].reverse())).toEqual(days(presents));
      }),
    );
  });

  it('never scores lower because one more borough is known', () => {
    fc.assert(
      fc.property(arbitraryPresents, arbitraryPresent, (presents, more) => {
        const [before] = commonDays(presents, window);
        const [after] = commonDays([...presents, { ...more, id: 'more' }], window);
        if (before !== undefined) expect((after?.score ?? 0) >= before.score).toBe(true);
      }),
    );
  });
});

describe('monthsUntil', () => {
  it('is the smallest number of months that reaches the day', () => {
    fc.assert(
      fc.property(day, fc.integer({ min: 0, max: 1_500 }), (from, days) => {
        const to: IsoDate = addDays(from, days);
        const months = monthsUntil(from, to);
        expect(laterByMonths(from, months) >= to).toBe(true);
        if (months > 0) expect(laterByMonths(from, months - 1) < to).toBe(true);
      }),
    );
  });

  it('counts a sure borough as such', () => {
    expect(isSure('rolling')).toBe(true);
    expect(isSure('may-extend')).toBe(false);
  });
});
