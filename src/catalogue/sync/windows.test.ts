import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { type Coverage, extendCoverage, instant, nextWindow } from './windows.ts';

const hour = 3_600_000;
const day = 24 * hour;

/** Reads every window that is asked for; gives them and the coverage at the end. */
function readAll(coverage: Coverage | null, from: string, now: string) {
  const windows: { from: string; to: string }[] = [];
  let covered = coverage;
  for (
    let window = nextWindow(covered, from, now);
    window !== null;
    window = nextWindow(covered, from, now)
  ) {
    windows.push(window);
    covered = extendCoverage(covered, window, now);
    if (windows.length > 2_000) throw new RangeError('the windows do not come to an end');
  }
  return { windows, coverage: covered };
}

describe('windows', () => {
  it('begin with the newest week and go back to the first day', () => {
    const { windows, coverage } = readAll(null, '2026-11-10T00:00:00Z', '2026-11-23T09:30:00Z');
    expect(windows).toEqual([
      { from: '2026-11-17T00:00:00Z', to: '2026-11-23T23:59:59Z' },
      { from: '2026-11-10T00:00:00Z', to: '2026-11-17T06:00:00Z' },
    ]);
    expect(coverage).toEqual({ from: '2026-11-10T00:00:00Z', to: '2026-11-23T09:30:00Z' });
  });

  it('of a second run overlap with the first', () => {
    const coverage = { from: '2026-11-10T00:00:00Z', to: '2026-11-23T02:30:00Z' };
    expect(readAll(coverage, '2026-11-10T00:00:00Z', '2026-11-24T09:00:00Z').windows).toEqual([
      { from: '2026-11-22T00:00:00Z', to: '2026-11-24T23:59:59Z' },
    ]);
  });

  it('are the same on one day, so that a page can be asked for again', () => {
    const from = '2026-11-01T00:00:00Z';
    const first = { from, to: '2026-11-23T08:00:00Z' };
    const later = extendCoverage(first, { from, to: '2026-11-23T23:59:59Z' }, '2026-11-23T15:00:00Z');
    expect(nextWindow(later, from, '2026-11-23T16:00:00Z')).toEqual(
      nextWindow(first, from, '2026-11-23T15:00:00Z'),
    );
  });

  it('are none when all is covered, also when the clock was set back', () => {
    const coverage = { from: '2026-11-10T00:00:00Z', to: '2026-11-23T09:30:00Z' };
    expect(nextWindow(coverage, '2026-11-10T00:00:00Z', '2026-11-23T09:30:00Z')).toBeNull();
    expect(nextWindow(coverage, '2026-11-12T00:00:00Z', '2026-11-20T00:00:00Z')).toBeNull();
  });

  it('leave no gap, whatever was covered before', () => {
    const time = fc.integer({ min: Date.parse('2024-01-01'), max: Date.parse('2026-12-31') });
    fc.assert(
      fc.property(time, time, time, fc.boolean(), (one, two, three, isFresh) => {
        const [covered, from, now] = [one, two, three].sort((left, right) => left - right);
        if (covered === undefined || from === undefined || now === undefined) return;
        const start = instant(Math.floor(Math.min(covered, from) / day) * day);
        const before = isFresh ? null : { from: instant(Math.floor(from / day) * day), to: instant(from) };
        const { windows, coverage } = readAll(before, start, instant(now));
        expect(coverage?.to).toBe(instant(now));
        // The overlap of a later run may reach back over the first day.
        expect((coverage?.from ?? '') <= start).toBe(true);
        const spans = [...windows, ...(before === null ? [] : [before])].sort((left, right) =>
          left.from.localeCompare(right.from),
        );
        expect((spans[0]?.from ?? '') <= start).toBe(true);
        let reach = start;
        for (const span of spans) {
          // Adjacent stretches overlap, and none is longer than eight days and a bit.
          expect(span.from <= reach).toBe(true);
          if (span !== before) expect(Date.parse(span.to) - Date.parse(span.from)).toBeLessThan(9 * day);
          if (span.to > reach) reach = span.to;
        }
        expect(reach >= instant(now)).toBe(true);
      }),
    );
  });

  it('cover only what had been published when their reading began', () => {
    const window = { from: '2026-11-17T00:00:00Z', to: '2026-11-23T23:59:59Z' };
    expect(extendCoverage(null, window, '2026-11-20T10:00:00Z').to).toBe('2026-11-20T10:00:00Z');
    expect(extendCoverage(null, window, '2026-11-25T10:00:00Z').to).toBe('2026-11-23T23:59:59Z');
  });
});
