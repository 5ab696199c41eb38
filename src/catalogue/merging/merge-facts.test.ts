import { describe, expect, it } from 'vitest';
import type { RecordFacts } from './facts.ts';
import { mergeFacts } from './merge-facts.ts';

function facts(
  key: string,
  changes: Partial<RecordFacts>,
  contract: RecordFacts['contract'] = {},
): RecordFacts {
  return {
    key,
    provenance: 'register',
    publishedDate: '2024-01-01',
    confidence: 'high',
    participants: [{ buyer_id: 'E09000017', role: 'lead', name_as_published: 'Hillingdon' }],
    supplierIds: ['name:example'],
    productIds: [],
    contract: {
      kind: 'contract',
      title: key,
      status: 'active',
      start_date: null,
      end_date: null,
      max_extent_date: null,
      initial_end_date: null,
      value_amount: null,
      value_currency: null,
      value_basis: null,
      vat: null,
      value_as_published: null,
      supplier_as_published: 'Example Ltd',
      flags: null,
      notes: null,
      regime: 'unknown',
      visibility: 'public',
      ...contract,
    },
    ...changes,
  };
}

describe('several records of one deal', () => {
  it('never puts the amount of one beside the VAT or basis of another', () => {
    const notice = facts(
      'a',
      { provenance: 'ocds:ocds-h6vhtk' },
      { value_amount: 100, value_currency: 'GBP', value_basis: 'whole-life', vat: 'unknown' },
    );
    const register = facts(
      'b',
      {},
      {
        value_amount: 120,
        value_currency: 'GBP',
        value_basis: 'annual',
        vat: 'including',
        value_as_published: '£120 a year with VAT',
      },
    );
    for (const order of [
      [notice, register],
      [register, notice],
    ]) {
      const { contract, conflicts } = mergeFacts(order);
      expect(contract).toMatchObject({
        value_amount: 100,
        value_basis: 'whole-life',
        vat: 'unknown',
        value_as_published: null,
      });
      expect(conflicts).toMatchObject([
        { field: 'value_amount', why: expect.stringContaining('not compared') },
      ]);
    }
  });

  it('believes a plausible amount before an implausible one, and flags what the merged row shows', () => {
    const wrong = facts(
      'a',
      { provenance: 'ocds:ocds-h6vhtk' },
      { value_amount: 0.01, value_basis: 'whole-life', vat: 'excluding', flags: 'amount-implausible' },
    );
    const right = facts('b', {}, { value_amount: 5_000, value_basis: 'whole-life', vat: 'excluding' });
    expect(mergeFacts([wrong, right]).contract).toMatchObject({ value_amount: 5_000, flags: null });
    expect(mergeFacts([wrong]).contract).toMatchObject({ value_amount: 0.01, flags: 'amount-implausible' });
  });

  it('flags dates that do not fit together although each record was in order', () => {
    const notice = facts('a', { provenance: 'ocds:ocds-h6vhtk' }, { start_date: '2026-01-01' });
    const register = facts('b', { publishedDate: '2025-01-01' }, { end_date: '2025-12-31' });
    expect(mergeFacts([notice, register]).contract['flags']).toBe('end-before-start');
  });

  it('takes what changes from the newest and the rest from the most trusted', () => {
    const notice = facts(
      'a',
      { provenance: 'ocds:ocds-h6vhtk', publishedDate: '2023' },
      { end_date: '2027-03-31', start_date: '2024-04-01' },
    );
    const register = facts(
      'b',
      { publishedDate: '2026-05-01' },
      { end_date: '2028-03-31', start_date: '2024-04-02' },
    );
    const { contract, conflicts } = mergeFacts([register, notice]);
    expect(contract).toMatchObject({ start_date: '2024-04-01', end_date: '2028-03-31' });
    expect(conflicts.map(({ field, chosen, why }) => [field, chosen.key, why])).toEqual([
      ['start_date', 'a', 'Find a Tender of 2023 is the most trusted source that says so (confidence high)'],
      ['end_date', 'b', 'contract register of 2026-05-01 is the newest that says so'],
    ]);
  });

  it('sees no disagreement in spellings of one firm, or in a system in use beside its contract', () => {
    const survey = facts(
      'a',
      { provenance: 'systems', supplierIds: [] },
      { kind: 'system', supplier_as_published: 'EXAMPLE LIMITED' },
    );
    const register = facts('b', {}, {});
    expect(mergeFacts([survey, register])).toMatchObject({ contract: { kind: 'contract' }, conflicts: [] });
  });
});
