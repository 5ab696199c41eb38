import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { addDays, addMonths, isoDate } from '../../procurement/iso-date.ts';
import type { BoroughCoverage } from '../queries/coverage.ts';
import type { CatalogueContract } from '../queries/load-contracts.ts';
import { findJoint, type JointRequest } from './find-joint.ts';

const today = isoDate('2026-11-23');
const boroughs = ['Camden', 'Islington', 'Hackney', 'Brent', 'Sutton'].map((name, at) => ({
  buyerId: `E0900000${at}`,
  shortName: name,
}));

function contract(id: string, at: number, changes: Partial<CatalogueContract> = {}): CatalogueContract {
  const own = boroughs[at];
  if (own === undefined) throw new RangeError('no such borough');
  return {
    id,
    kind: 'contract',
    title: `Made-up ${id}`,
    serviceArea: 'Waste and street services',
    productId: null,
    productIds: [],
    productName: null,
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
      endDate: isoDate('2028-03-31'),
      maxExtentDate: null,
      term: 'fixed',
      datesAsPublished: null,
      optionsAsPublished: null,
    },
    value: null,
    valueAsPublished: null,
    ocid: null,
    notes: null,
    participants: [{ ...own, role: 'lead' }],
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

function request(contracts: readonly CatalogueContract[], changes: Partial<JointRequest> = {}): JointRequest {
  const known = new Set(
    contracts.flatMap((one) => one.participants.map((participant) => participant.buyerId)),
  );
  return {
    contracts,
    coverage: boroughs.map(
      (borough): BoroughCoverage => ({
        ...borough,
        state: known.has(borough.buyerId) ? 'known' : 'unknown',
        records: known.has(borough.buyerId) ? 1 : 0,
        newest: null,
      }),
    ),
    today,
    from: today,
    to: addMonths(today, 24),
    leadMonths: 15,
    ownId: 'E09000000',
    neighbourIds: ['E09000001'],
    ...changes,
  };
}

const pounds = (amount: number, basis: 'whole-life' | 'annual' = 'whole-life') => ({
  amount,
  currency: 'GBP',
  basis,
  vat: 'excluding' as const,
  asPublished: null,
});

describe('findJoint', () => {
  it('says who stands in the way and why, and of whom nothing is known', () => {
    const found = findJoint(
      request([
        contract('a', 0),
        contract('built', 1, { vendor: 'Hackney (in-house)' }),
        contract('contractor', 2, { kind: 'service' }),
        contract('planned', 3, { kind: 'procurement' }),
      ]),
    );
    expect(found.members.map(({ name }) => name)).toEqual(['Camden']);
    expect(found.blocked.map(({ name, blocker }) => [name, blocker])).toEqual([
      ['Brent', 'planned already'],
      ['Hackney', 'part of a service'],
      ['Islington', 'in-house'],
    ]);
    expect(found.unknown).toEqual(['Sutton']);
  });

  it('never adds values of different kinds, nor one joint contract twice', () => {
    const [camden, islington] = boroughs;
    if (camden === undefined || islington === undefined) throw new RangeError('boroughs missing');
    const joint = contract('joint', 0, {
      value: pounds(100),
      participants: [
        { ...camden, role: 'lead' },
        { ...islington, role: 'joint' },
      ],
    });
    const found = findJoint(
      request([
        joint,
        contract('b', 2, { value: pounds(40) }),
        contract('c', 3, { value: pounds(7, 'annual') }),
      ]),
    );
    expect(found.values).toEqual([
      {
        currency: 'GBP',
        basis: 'whole-life',
        vat: 'excluding',
        sure: 140,
        sureContracts: 2,
        possible: 140,
        possibleContracts: 2,
      },
      {
        currency: 'GBP',
        basis: 'annual',
        vat: 'excluding',
        sure: 7,
        sureContracts: 1,
        possible: 7,
        possibleContracts: 1,
      },
    ]);
    expect(found.alreadyJoint.map(({ id }) => id)).toEqual(['joint']);
    expect(found.lead?.why).toBe('largest published value');
  });

  it('leaves values and dates that cannot be right out', () => {
    const found = findJoint(
      request([
        contract('a', 0, { value: pounds(0.01), flags: ['amount-implausible'] }),
        contract('b', 1, { flags: ['end-after-2050'] }),
      ]),
    );
    expect(found.values).toEqual([]);
    expect(found.members.map(({ name }) => name)).toEqual(['Camden']);
  });

  it('puts every borough in exactly one list', () => {
    const arbitrary = fc.array(
      fc.record({
        at: fc.integer({ min: 0, max: 4 }),
        kind: fc.constantFrom(
          'contract' as const,
          'service' as const,
          'procurement' as const,
          'system' as const,
        ),
        end: fc.option(fc.integer({ min: -500, max: 1_500 }).map((days) => addDays(today, days))),
        vendor: fc.constantFrom(null, 'in-house'),
      }),
      { maxLength: 10 },
    );
    fc.assert(
      fc.property(arbitrary, (list) => {
        const contracts = list.map(({ at, kind, end, vendor }, index) => {
          const made = contract(`c${index}`, at, { kind, vendor });
          return { ...made, period: { ...made.period, endDate: end } };
        });
        const found = findJoint(request(contracts));
        const placed = [
          ...found.members.map(({ name }) => name),
          ...found.blocked.map(({ name }) => name),
          ...found.unknown,
        ];
        expect([...placed].sort()).toEqual(boroughs.map(({ shortName }) => shortName).sort());
      }),
    );
  });
});
