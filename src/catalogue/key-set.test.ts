import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { KeySet } from './key-set.ts';

describe('the keys of a file', () => {
  it('are told apart like a set tells them, whatever they are', () => {
    fc.assert(
      fc.property(fc.array(fc.string({ maxLength: 3 }), { maxLength: 5_000 }), (keys) => {
        const [ours, theirs] = [new KeySet(), new Set<string>()];
        for (const key of keys) {
          expect(ours.add(key)).toBe(!theirs.has(key));
          theirs.add(key);
        }
      }),
      { numRuns: 30 },
    );
  });

  it('are found again after growing many times', () => {
    const keys = new KeySet();
    const names = Array.from({ length: 50_000 }, (_unused, number) => `ocds-${number}`);
    expect(names.every((name) => keys.add(name))).toBe(true);
    expect(names.some((name) => keys.add(name))).toBe(false);
  });
});
