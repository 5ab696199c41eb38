import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  type ClusterRecord,
  clusterRecords,
  type Decision,
  pairKey,
  type ScoredPair,
} from './cluster-records.ts';

const provenances = ['register', 'published', 'ocds:ocds-b5fd17', 'ocds:ocds-h6vhtk'];
const records: readonly ClusterRecord[] = Array.from({ length: 8 }, (_, at) => ({
  key: `k${at}`,
  provenance: provenances[at % 4] ?? 'register',
  ownId: `c${7 - at}`,
}));

function pair(firstKey: string, secondKey: string, score: number, isContradicted = false): ScoredPair {
  return { firstKey, secondKey, score, reasons: [], isContradicted };
}
function decision(firstKey: string, secondKey: string, isSame: boolean, decidedAt = '1'): Decision {
  return { firstKey, secondKey, isSame, decidedAt };
}
const dealsOf = (pairs: readonly ScoredPair[], decisions: readonly Decision[] = []) =>
  clusterRecords(records, pairs, decisions);

const keys = fc.uniqueArray(fc.constantFrom(...records.map((record) => record.key)), {
  minLength: 2,
  maxLength: 2,
});
const scored = keys.chain(([one = '', other = '']) =>
  fc
    .record({ score: fc.integer({ min: 70, max: 100 }), isContradicted: fc.boolean() })
    .map(({ score, isContradicted }) => {
      const [first = '', second = ''] = pairKey(one, other).split('\n');
      return isContradicted ? pair(first, second, 0, true) : pair(first, second, score / 100);
    }),
);
const distinct = <T extends { firstKey: string; secondKey: string }>(items: fc.Arbitrary<T>) =>
  fc.uniqueArray(items, { selector: (item) => pairKey(item.firstKey, item.secondKey), maxLength: 14 });
const decided = fc
  .tuple(keys, fc.boolean(), fc.integer({ min: 1, max: 99 }))
  .map(([[one = '', other = ''], isSame, at]) => decision(one, other, isSame, String(at).padStart(2, '0')));

describe('putting records together', () => {
  it('gives the same deals whatever the order', () => {
    fc.assert(
      fc.property(
        distinct(scored),
        distinct(decided),
        fc.infiniteStream(fc.nat()),
        (pairs, decisions, chance) => {
          const shuffled = <T>(items: readonly T[]): T[] =>
            items
              .map((item) => ({ item, at: chance.next().value ?? 0 }))
              .sort((one, other) => one.at - other.at)
              .map(({ item }) => item);
          const deals = clusterRecords(records, pairs, decisions);
          const again = clusterRecords(shuffled(records), shuffled(pairs), shuffled(decisions));
          expect([...again].sort()).toEqual([...deals].sort());
        },
      ),
    );
  });

  it('never joins one provenance, contradicted pairs or pairs kept apart, but by a decision', () => {
    fc.assert(
      fc.property(distinct(scored), distinct(decided), (pairs, decisions) => {
        const apart = decisions.map((one) => ({ ...one, isSame: false }));
        const deals = clusterRecords(records, pairs, apart);
        const isOne = (first: string, second: string) => deals.get(first) === deals.get(second);
        for (const one of apart) expect(isOne(one.firstKey, one.secondKey)).toBe(false);
        for (const one of pairs)
          if (one.isContradicted) expect(isOne(one.firstKey, one.secondKey)).toBe(false);
        for (const [at, one] of records.entries())
          for (const other of records.slice(at + 1))
            if (one.provenance === other.provenance) expect(isOne(one.key, other.key)).toBe(false);
      }),
    );
  });

  it('names a deal by the smallest id of its records', () => {
    expect(dealsOf([pair('k0', 'k1', 0.95)]).get('k0')).toBe('c6');
    expect(dealsOf([]).get('k0')).toBe('c7');
  });

  it('leaves a close second to a person, from either side', () => {
    expect(dealsOf([pair('k0', 'k1', 0.95), pair('k0', 'k5', 0.91)]).get('k0')).toBe('c7');
    expect(dealsOf([pair('k0', 'k1', 0.95), pair('k1', 'k4', 0.91)]).get('k0')).toBe('c7');
    expect(dealsOf([pair('k0', 'k1', 0.95), pair('k0', 'k5', 0.9)]).get('k0')).toBe('c6');
  });

  it('does as a person says, the later one first', () => {
    const same = decision('k0', 'k4', true, '1');
    expect(dealsOf([], [same]).get('k0')).toBe('c3');
    // Joined through a third, though a person said that the two are two.
    const through = [
      decision('k0', 'k1', true, '1'),
      decision('k1', 'k4', true, '2'),
      decision('k0', 'k4', false, '3'),
    ];
    const deals = dealsOf([], through);
    expect(deals.get('k0')).not.toBe(deals.get('k4'));
    expect(deals.get('k1')).toBe(deals.get('k4'));
    expect(dealsOf([pair('k0', 'k1', 0.99)], [decision('k0', 'k1', false)]).get('k0')).toBe('c7');
  });
});
