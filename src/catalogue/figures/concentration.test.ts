import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { concentrationOf, concentrationWords } from './concentration.ts';

const parts = fc.uniqueArray(
  fc.record({ key: fc.string({ minLength: 1 }), amount: fc.integer({ min: 1, max: 1_000_000 }) }),
  { selector: ({ key }) => key, minLength: 1, maxLength: 30 },
);

describe('concentration', () => {
  it('is 10,000 for a single firm and 2,500 for four equal ones', () => {
    expect(concentrationOf([{ key: 'a', amount: 3 }])?.index).toBe(10_000);
    expect(concentrationOf(['a', 'b', 'c', 'd'].map((key) => ({ key, amount: 5 })))?.index).toBe(2_500);
  });

  it('of nothing is nothing', () => {
    expect(concentrationOf([])).toBeNull();
    expect(concentrationOf([{ key: 'a', amount: 0 }])).toBeNull();
  });

  it('has shares that add up to one, largest first, and an index within its bounds', () => {
    fc.assert(
      fc.property(parts, (list) => {
        const found = concentrationOf(list);
        if (found === null) throw new Error('a market was given');
        expect(found.shares.reduce((sum, { share }) => sum + share, 0)).toBeCloseTo(1, 9);
        expect(found.index).toBeGreaterThanOrEqual(Math.floor(10_000 / list.length) - 1);
        expect(found.index).toBeLessThanOrEqual(10_000);
        expect(found.topOne <= found.topThree + 1e-9 && found.topThree <= found.topFive + 1e-9).toBe(true);
        const amounts = found.shares.map(({ amount }) => amount);
        expect(amounts).toEqual([...amounts].sort((left, right) => right - left));
      }),
    );
  });

  it('says when it rests on little', () => {
    expect(concentrationWords(2_500, 4)).toMatch(/^highly concentrated; with so few/);
    expect(concentrationWords(1_500, 40)).toBe('concentrated');
    expect(concentrationWords(900, 40)).toBe('not concentrated');
  });
});
