import { describe, expect, it } from 'vitest';
import { isTrueOfBoth } from './still-true.ts';

const contract = (id: string, buyerIds: readonly string[], endDate: string | null) => ({
  id,
  kind: 'contract',
  participants: buyerIds.map((buyerId) => ({ buyerId })),
  period: { endDate },
  sources: [],
});
const observations = [
  {
    tool: 'who_uses',
    input: {},
    result: {
      contracts: [
        contract('shared', ['A', 'B', 'C'], null),
        contract('more', ['C'], '2030-01-01'),
        contract('over', ['D'], '2020-01-01'),
      ],
    } as never,
  },
];
const own = { buyerId: null, today: '2026-11-23' };

function swap(sentence: string, name: string, from: string, to: string): boolean {
  const start = sentence.indexOf(name);
  return isTrueOfBoth(sentence, { from, to, start, end: start + name.length }, observations, own);
}

describe('one borough in the place of another', () => {
  it.each([
    ['Anna runs it.', 'B', true],
    ['Anna runs it.', 'C', true],
    ['Anna runs it.', 'D', false],
    ['The end of Anna is not on record.', 'B', true],
    ['The end of Anna is not on record.', 'C', false],
    ['It is led by Anna.', 'B', false],
    ['Anna with 2 others has it.', 'B', false],
    ['Talk to Anna before you plan.', 'C', true],
    ['Talk to Anna before you plan.', 'D', false],
  ])('%s with %s: %s', (sentence, to, isTrue) => {
    expect(swap(sentence, 'Anna', 'A', to)).toBe(isTrue);
  });
});
