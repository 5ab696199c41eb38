import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { ContractFields, RecordFacts } from './facts.ts';
import { autoMergeFrom, reviewFrom, scorePair } from './score-pair.ts';

function record(contract: ContractFields = {}, changes: Partial<RecordFacts> = {}): RecordFacts {
  return {
    key: 'register:hillingdon:000000000000',
    provenance: 'register',
    publishedDate: null,
    confidence: 'high',
    participants: [{ buyer_id: 'E09000017', role: 'lead', name_as_published: 'Hillingdon' }],
    supplierIds: ['name:example'],
    productIds: [],
    ...changes,
    contract: {
      kind: 'contract',
      title: 'Parking permits and enforcement system',
      start_date: '2024-04-01',
      end_date: '2028-03-31',
      max_extent_date: null,
      initial_end_date: null,
      value_amount: 500_000,
      value_basis: 'whole-life',
      ocid: null,
      ...contract,
    },
  };
}

const isMerged = (left: RecordFacts, right: RecordFacts) => scorePair(left, right).score >= autoMergeFrom;
const isAsked = (left: RecordFacts, right: RecordFacts) => {
  const { score } = scorePair(left, right);
  return score >= reviewFrom && score < autoMergeFrom;
};

const someDate = fc.constantFrom(
  null,
  '2024-04-01',
  '2024-04-02',
  '2024-04-20',
  '2025-04-01',
  '2028-03-31',
  '2030-03-31',
);
const anyRecord = fc
  .record({
    start_date: someDate,
    end_date: someDate,
    max_extent_date: someDate,
    initial_end_date: someDate,
    value_amount: fc.constantFrom(null, 1, 500_000, 500_001, 600_000, 540_000, 2_000_000),
    value_basis: fc.constantFrom('annual', 'whole-life'),
    kind: fc.constantFrom('contract', 'system', 'framework', 'procurement'),
    title: fc.constantFrom(
      'Parking permits',
      'Parking permits and enforcement',
      'Contract with Example Ltd',
      'Bins',
    ),
    ocid: fc.constantFrom(null, 'ocds-b5fd17-1'),
    suppliers: fc.subarray(['name:example', 'name:other', 'coh:1']),
    products: fc.subarray(['taranto', 'mosaic']),
    buyer: fc.constantFrom('E09000017', 'E09000006'),
  })
  .map(({ suppliers, products, buyer, ...contract }) =>
    record(contract, {
      supplierIds: suppliers,
      productIds: products,
      participants: [{ buyer_id: buyer, role: 'lead', name_as_published: buyer }],
    }),
  );

describe('how likely two records are one deal', () => {
  it('is the same from both sides, between 0 and 1, and nothing for what contradicts', () => {
    fc.assert(
      fc.property(anyRecord, anyRecord, (left, right) => {
        const [one, other] = [scorePair(left, right), scorePair(right, left)];
        expect(one.score).toBe(other.score);
        expect(one.isContradicted).toBe(other.isContradicted);
        expect(one.score).toBeGreaterThanOrEqual(0);
        expect(one.score).toBeLessThanOrEqual(1);
        if (one.isContradicted) expect(one.score).toBe(0);
        expect(one.reasons.filter((reason) => !/\([+-]\d/.test(reason))).toEqual([]);
      }),
    );
  });

  it('merges what agrees in everything', () => {
    expect(isMerged(record(), record())).toBe(true);
    expect(isMerged(record(), record({ value_amount: 600_000 }))).toBe(true);
  });

  it('asks a person where supplier and dates alone agree', () => {
    expect(isAsked(record({ value_amount: null, title: 'Contract with Example' }), record())).toBe(true);
  });

  it.each([
    ['another supplier', {}, { supplierIds: ['name:other'] }],
    ['one of two suppliers', {}, { supplierIds: ['name:example', 'name:other'] }],
    ['a framework', { kind: 'framework' }, {}],
    ['another value', { value_amount: 700_000 }, {}],
    ['nearly the same value', { value_amount: 503_000 }, {}],
    ['another end', { end_date: '2028-09-30' }, {}],
    ['days later', { start_date: '2024-04-04', end_date: '2028-04-03' }, {}],
    ['quite another title', { title: 'Grounds maintenance' }, {}],
  ] as const)('never merges by itself: %s', (_what, contract, changes) => {
    expect(isMerged(record(), record(contract, changes))).toBe(false);
    expect(scorePair(record(), record(contract, changes)).score).toBeGreaterThan(0);
  });

  it.each([
    ['a renewal', { start_date: '2028-04-01', end_date: '2032-03-31' }, {}],
    ['a renewal a month early', { start_date: '2028-03-05', end_date: '2032-03-31' }, {}],
    ['other years', { start_date: '2015-04-01', end_date: '2018-03-31' }, {}],
    ['a procurement', { kind: 'procurement' }, {}],
  ] as const)('rules out %s', (_what, contract, changes) => {
    expect(scorePair(record(), record(contract, changes))).toMatchObject({ score: 0, isContradicted: true });
  });

  it('rules out other products, and knows a deal by product and supplier', () => {
    const product = (id: string, contract: ContractFields = {}) => record(contract, { productIds: [id] });
    expect(scorePair(product('taranto'), product('mosaic')).isContradicted).toBe(true);
    expect(isMerged(product('taranto'), product('taranto', { value_amount: 503_000, title: 'Bins' }))).toBe(
      true,
    );
  });

  it('knows a deal by its reference, but not by a hash made for want of one', () => {
    const registered = record({ value_amount: null }, { key: 'register:hillingdon:DN479909-00029959' });
    const exported = record(
      { title: 'Quite another title' },
      { key: 'contracts-finder:london-borough-of-hillingdon:dn479909 00029959' },
    );
    expect(isMerged(registered, exported)).toBe(true);
    const hashed = (key: string) => scorePair(record({}, { key }), record({}, { key })).reasons.join();
    expect(hashed('register:hillingdon:0a1b2c3d4e5f')).not.toContain('same reference');
  });
});
