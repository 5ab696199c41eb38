import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { CatalogueContract } from '../../catalogue/queries/load-contracts.ts';
import { isoDate } from '../../procurement/iso-date.ts';
import { createCitations } from './draft.ts';
import { groupBySystem, systemRows } from './system-rows.ts';

const today = isoDate('2026-11-23');

function contract(id: string, changes: Partial<CatalogueContract> = {}): CatalogueContract {
  return {
    id,
    kind: 'contract',
    title: `Made-up ${id}`,
    serviceArea: 'Finance and ERP',
    productId: 'oracle',
    productIds: ['oracle'],
    productName: 'Oracle Fusion',
    productAsPublished: null,
    vendor: null,
    supplierAsPublished: null,
    route: null,
    framework: null,
    regime: 'unknown',
    status: 'active',
    period: {
      startDate: null,
      initialEndDate: null,
      endDate: isoDate('2028-02-29'),
      maxExtentDate: null,
      term: 'fixed',
      datesAsPublished: null,
      optionsAsPublished: null,
    },
    value: null,
    valueAsPublished: null,
    ocid: null,
    notes: null,
    participants: [{ buyerId: 'E09000017', shortName: 'Hillingdon', role: 'lead' }],
    sources: [],
    withheld: false,
    actBy: null,
    criticalAfter: null,
    flags: [],
    conflicts: [],
    corrections: [],
    ...changes,
  };
}

const harrow = [{ buyerId: 'E09000015', shortName: 'Harrow', role: 'lead' as const }];

describe('a system on several contracts', () => {
  it('is one row with its contracts beneath it', () => {
    const rows = systemRows(
      [contract('licences'), contract('harrow', { participants: harrow }), contract('more')],
      today,
      createCitations(),
    );
    expect(rows.map((row) => [row.contractId, row.cells[0]?.text])).toEqual([
      [null, 'Hillingdon'],
      ['licences', 'Hillingdon\nrecord 1 of 2'],
      ['more', 'Hillingdon\nrecord 2 of 2'],
      ['harrow', 'Harrow'],
    ]);
    expect(rows[0]?.cells[1]?.text).toBe('Oracle Fusion: one system on 2 records');
  });

  it('takes in the service of the same borough and area, unless two systems could be meant', () => {
    const service = contract('implementer', { kind: 'service', productIds: [], productName: null });
    expect(groupBySystem([contract('a'), service])).toMatchObject([
      { contracts: [{ id: 'a' }], services: [{ id: 'implementer' }] },
    ]);
    expect(
      groupBySystem([contract('a'), contract('b', { productIds: ['sap'] }), service]).map(
        ({ contracts, services }) => [contracts.length, services.length],
      ),
    ).toEqual([
      [1, 0],
      [1, 0],
      [1, 0],
    ]);
  });

  it('loses no contract and shows none twice', () => {
    const arbitrary = fc.array(
      fc.record({
        productIds: fc.subarray(['oracle', 'sap']),
        kind: fc.constantFrom(
          'contract' as const,
          'service' as const,
          'system' as const,
          'procurement' as const,
        ),
        serviceArea: fc.constantFrom('Finance and ERP', null),
        participants: fc.constantFrom(harrow, contract('x').participants),
      }),
      { maxLength: 12 },
    );
    fc.assert(
      fc.property(arbitrary, (list) => {
        const contracts = list.map((changes, at) => contract(`c${at}`, changes));
        const shown = systemRows(contracts, today, createCitations()).flatMap((row) => row.contractId ?? []);
        expect([...shown].sort()).toEqual(contracts.map(({ id }) => id).sort());
      }),
    );
  });
});
