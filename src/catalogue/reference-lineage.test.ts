import { describe, expect, it } from 'vitest';
import { loadReferenceData } from './reference-data.ts';
import { lineageRow } from './reference-lineage.ts';

const reference = await loadReferenceData('knowledge');
const row = {
  id: 'a-to-b',
  kind: 'bought',
  date: '2017-08-17',
  precision: 'day',
  date_means: '',
  from: 'A',
  to: 'B',
  product_ids: 'eros',
  evidence: 'seen',
  source_url: 'https://example.org/a',
  words: 'Bought.',
};

describe('lineage.csv', () => {
  it('names products that exist and pages that can be opened', () => {
    const ids = new Set(reference.products.map((product) => product.id));
    expect(reference.lineage.length).toBeGreaterThan(20);
    expect(reference.lineage.flatMap((event) => event.productIds).filter((id) => !ids.has(id))).toEqual([]);
  });

  it('takes no row without evidence, without a page, or with a date that says more than was read', () => {
    expect(lineageRow.safeParse(row).success).toBe(true);
    expect(lineageRow.safeParse({ ...row, evidence: 'unverified' }).success).toBe(false);
    expect(lineageRow.safeParse({ ...row, source_url: '' }).success).toBe(false);
    expect(lineageRow.safeParse({ ...row, precision: 'month' }).success).toBe(false);
    expect(lineageRow.safeParse({ ...row, date: '2017-02-30' }).success).toBe(false);
    expect(lineageRow.safeParse({ ...row, to: '' }).success).toBe(false);
  });
});

describe('neighbours.csv', () => {
  it('knows all 33, each with a neighbour that knows it too, and nobody as its own', () => {
    expect(reference.neighbours.size).toBe(33);
    for (const [id, neighbours] of reference.neighbours) {
      expect(neighbours.length).toBeGreaterThan(1);
      for (const other of neighbours) {
        expect(other).not.toBe(id);
        expect(reference.neighbours.get(other)).toContain(id);
      }
    }
  });
});
