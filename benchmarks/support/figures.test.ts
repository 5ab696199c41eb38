import { describe, expect, it } from 'vitest';
import { type Figure, isMet, percentile, tableOf } from './figures.ts';

function figure(fields: Partial<Figure>): Figure {
  return {
    name: 'median',
    engine: 'embedded',
    unit: 'ms',
    measured: 70,
    baseline: 20,
    target: null,
    ...fields,
  };
}

describe('figures', () => {
  it('hold the distance from the baseline against the limit', () => {
    expect(isMet(figure({ target: { of: 'difference', limit: 50, direction: 'at most' } }))).toBe(true);
    expect(isMet(figure({ target: { of: 'difference', limit: 49, direction: 'at most' } }))).toBe(false);
  });

  it('hold the share of the baseline against the limit', () => {
    expect(isMet(figure({ target: { of: 'ratio', limit: 3.5, direction: 'at least' } }))).toBe(true);
    expect(isMet(figure({ target: { of: 'ratio', limit: 3.6, direction: 'at least' } }))).toBe(false);
  });

  it('are neither met nor missed without a target', () => {
    expect(isMet(figure({}))).toBeNull();
  });

  it('are printed with baseline, ratio and verdict', () => {
    const target = { of: 'measured', limit: 60, direction: 'at most' } as const;
    const table = tableOf({ name: 'example', figures: [figure({ target })], notes: ['a note'] });
    expect(table).toContain('median  embedded  70.0 ms   20.0 ms   3.50   <= 60 ms  MISS');
    expect(table).toContain('- a note');
  });

  it('take percentiles of unsorted values', () => {
    expect(percentile([5, 1, 4, 2, 3], 0.5)).toBe(3);
    expect(percentile([5, 1, 4, 2, 3], 0.95)).toBe(5);
    expect(percentile([], 0.5)).toBe(0);
  });
});
