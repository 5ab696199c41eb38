/** The reader of extension options against its labelled set; floors are what it has reached. */
import { describe, expect, it } from 'vitest';
import { readLabelled, scoreOptions } from './score-options.ts';

const floors = {
  tuned: { precision: 0.99, recall: 0.99 },
  'held-out': { precision: 0.95, recall: 0.97 },
} as const;

describe('extension options on the labelled set', () => {
  it('has enough real rows, half of them held out', () => {
    const rows = readLabelled();
    expect(rows.length).toBeGreaterThanOrEqual(120);
    expect(rows.filter((row) => row.kind === 'real').length).toBeGreaterThanOrEqual(60);
    expect(
      Math.abs(rows.filter((row) => row.split === 'held-out').length - rows.length / 2),
    ).toBeLessThanOrEqual(1);
  });

  it.each(['tuned', 'held-out'] as const)('keeps its floor on the %s half', (split) => {
    for (const score of scoreOptions(readLabelled().filter((row) => row.split === split))) {
      expect(score.precision, `${score.name}, precision`).toBeGreaterThanOrEqual(floors[split].precision);
      expect(score.recall, `${score.name}, recall`).toBeGreaterThanOrEqual(floors[split].recall);
    }
  });
});
