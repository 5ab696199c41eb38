import { join } from 'node:path';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { loadReferenceData } from '../reference-data.ts';
import { isNearName } from './near-name.ts';
import {
  companyNumberOf,
  createResellerTest,
  createSupplierIndex,
  knownSuppliers,
  normaliseSupplierName,
  type SupplierEntry,
  supplierNameKey,
  unifySuppliers,
} from './supplier.ts';

const reference = await loadReferenceData(join(import.meta.dirname, '../../../knowledge'));

describe('normaliseSupplierName', () => {
  it.each([
    ['CIVICA UK LIMITED', 'civica uk'],
    ['Civica (U.K.) Ltd.', 'civica uk'],
    ['Ove Arup & Partners Ltd', 'ove arup and partners'],
    ['C.L.C. CONTRACTORS LIMITED', 'clc contractors'],
    ['Lewis Live Limited T/A Live Group', 'lewis live'],
    ['ENGIE Regeneration Limited trading as EQUANS', 'engie regeneration'],
    ['Ernst & Young (EY) LLP', 'ernst and young'],
    ['Tetra Tech Limited (WYG Engineering Limited)', 'tetra tech'],
    ['3M United Kingdom Public Limited Company', '3m uk'],
    ['The Saville Group Limited', 'saville group'],
    ['CDW Limited UK', 'cdw uk'],
    ['Limited', 'limited'],
    ['—', ''],
  ])('%s is %s', (name, expected) => {
    expect(normaliseSupplierName(name)).toBe(expected);
  });

  it('keeps parent, subsidiary and namesakes abroad apart', () => {
    expect(supplierNameKey('Computacenter (UK) Limited')).not.toBe(supplierNameKey('Computacenter plc'));
    expect(supplierNameKey('Insight Direct (UK) Ltd')).not.toBe(
      supplierNameKey('Insight Direct (GB) Limited'),
    );
    expect(supplierNameKey('Civica Election Services Limited')).not.toBe(
      supplierNameKey('Civica UK Limited'),
    );
  });

  const words = fc.stringMatching(/^[A-Za-z][A-Za-z0-9&.,'() -]{0,40}$/);
  it('changes nothing when applied again', () => {
    fc.assert(
      fc.property(fc.oneof(words, fc.string({ unit: 'grapheme', maxLength: 60 })), (name) => {
        const once = normaliseSupplierName(name);
        expect(normaliseSupplierName(once)).toBe(once);
      }),
    );
  });

  it('does not depend on case, full stops, commas or outer blanks', () => {
    const plain = fc.array(fc.stringMatching(/^[A-Za-z]{2,9}$/), { minLength: 1, maxLength: 5 });
    fc.assert(
      fc.property(plain, (parts) => {
        const name = parts.join(' ');
        const key = supplierNameKey(name);
        expect(supplierNameKey(`  ${name.toUpperCase()} `)).toBe(key);
        expect(supplierNameKey(parts.join(', '))).toBe(key);
        expect(supplierNameKey(`${name}.`)).toBe(key);
      }),
    );
  });
});

describe('isNearName', () => {
  it.each([
    ['softcat', 'sofcat'],
    ['phoenix software', 'phonenix software'],
    ['nec software solutions uk', 'nec software solution uk'],
    ['deloitte', 'delloitte'],
    ['portakabin', 'portacabin'],
  ])('%s and %s are one name', (left, right) => {
    expect(isNearName(left, right)).toBe(true);
    expect(isNearName(right, left)).toBe(true);
  });

  it.each([
    ['orbis protect', 'orbis project'],
    ['method consulting', 'methods consulting'],
    ['mitre group', 'mitie group'],
    ['university of manchester', 'university of winchester'],
    ['vodafone', 'vodafone 5'],
    ['tescan uk', 'tecan uk'],
    ['teligent', 'telicent'],
    ['north london homes', 'south london homes'],
  ])('%s and %s stay apart', (left, right) => {
    expect(isNearName(left, right)).toBe(false);
    expect(isNearName(right, left)).toBe(false);
  });
});

describe('createSupplierIndex', () => {
  const index = createSupplierIndex(knownSuppliers(reference.suppliers));

  it('goes by the company number first', () => {
    const resolution = index.resolve({ name: 'Somebody Else Ltd', identifiers: ['GB-COH-968498'] });
    expect(resolution).toMatchObject({
      supplierId: 'coh:00968498',
      how: 'company-number',
      canonicalName: 'NEC Software Solutions UK Limited',
    });
  });

  it('finds the known firm by its names, and by one slip in them', () => {
    const find = (name: string) => {
      const { supplierId, how } = index.resolve({ name, identifiers: [] });
      return `${supplierId} ${how}`;
    };
    expect(find('NEC SOFTWARE SOLUTIONS (UK) LTD')).toBe('coh:00968498 same-name');
    expect(find('Northgate Public Services (UK) Limited')).toBe('coh:00968498 same-name');
    expect(find('Sofcat PLC')).toBe('coh:02174990 near-name');
    expect(find('NorthgateArinso UK Limited')).toBe('name:northgatearinsouk new');
    expect(find('Civica Election Services Limited')).toBe('name:civicaelectionservices new');
  });

  it('ignores running numbers and placeholders', () => {
    expect(companyNumberOf(['GB-FTS-12345', 'GB-COH-00000000', 'GB-COH-n/a'])).toBeNull();
    expect(companyNumberOf(['GB-COH-oc301540'])).toBe('OC301540');
    expect(index.resolve({ name: 'Housemark Limited', identifiers: ['GB-FTS-77'] }).supplierId).toBe(
      'name:housemark',
    );
  });

  it('leaves a name that two numbers share as a name', () => {
    const shared = createSupplierIndex([]);
    shared.add({ companyNumber: '00000001', name: 'Invotra Limited', otherNames: [], identifiers: [] });
    expect(shared.resolve({ name: 'INVOTRA LTD', identifiers: [] }).supplierId).toBe('coh:00000001');
    shared.add({ companyNumber: '00000002', name: 'Invotra Ltd', otherNames: [], identifiers: [] });
    expect(shared.resolve({ name: 'INVOTRA LTD', identifiers: [] }).supplierId).toBe('name:invotra');
  });

  it('finds a firm by its organisation number', () => {
    const known = createSupplierIndex([
      {
        companyNumber: '05375099',
        name: 'Example Lettings Limited',
        otherNames: [],
        identifiers: ['GB-PPON-PNZP-0000-ZTRH'],
      },
    ]);
    const resolution = known.resolve({ name: 'Lettings', identifiers: ['GB-PPON-PNZP-0000-ZTRH'] });
    expect(resolution).toMatchObject({ supplierId: 'coh:05375099', how: 'identifier' });
  });
});

describe('unifySuppliers', () => {
  const entries: SupplierEntry[] = [
    { supplierId: 'coh:02174990', companyNumber: '02174990', names: ['Softcat plc', 'SOFTCAT PLC'] },
    { supplierId: 'coh:OC303675', companyNumber: 'OC303675', names: ['Deloitte LLP'] },
    {
      supplierId: 'coh:03311052',
      companyNumber: '03311052',
      names: ['Deloitte Llp', 'Deloitte MCS Limited'],
    },
    { supplierId: 'name:softcat', companyNumber: null, names: ['Softcat'] },
    { supplierId: 'name:sofcat', companyNumber: null, names: ['Sofcat PLC'] },
    { supplierId: 'name:deloitte', companyNumber: null, names: ['Deloitte'] },
    { supplierId: 'name:housemark', companyNumber: null, names: ['HouseMark Limited'] },
  ];

  it('maps names onto the one firm, and leaves names of two firms alone', () => {
    const unified = unifySuppliers(entries);
    expect(unified.get('name:softcat')).toBe('coh:02174990');
    expect(unified.get('name:sofcat')).toBe('coh:02174990');
    expect(unified.get('name:deloitte')).toBe('name:deloitte');
    expect(unified.get('name:housemark')).toBe('name:housemark');
    expect(unified.get('coh:02174990')).toBe('coh:02174990');
  });

  it('does not depend on the order of arrival', () => {
    const name = fc.constantFrom(
      'Acme Systems',
      'ACME SYSTEMS LTD',
      'Acme Sytems',
      'Bolt & Co',
      'Bolt',
      'Bolts Limited',
    );
    const number = fc.constantFrom(null, '00000011', '00000012');
    const published = fc.array(fc.tuple(name, number), { minLength: 1, maxLength: 12 });
    fc.assert(
      fc.property(published, fc.infiniteStream(fc.nat(1_000)), (rows, random) => {
        const group = (ordered: typeof rows) => {
          const byId = new Map<string, SupplierEntry>();
          for (const [published, companyNumber] of ordered) {
            const supplierId =
              companyNumber === null ? `name:${supplierNameKey(published)}` : `coh:${companyNumber}`;
            const names = [...(byId.get(supplierId)?.names ?? []), published];
            byId.set(supplierId, { supplierId, companyNumber, names });
          }
          return [...unifySuppliers([...byId.values()])].sort(([left], [right]) => left.localeCompare(right));
        };
        const shuffled = rows
          .map((row) => ({ row, order: random.next().value }))
          .sort((left, right) => left.order - right.order)
          .map(({ row }) => row);
        expect(group(shuffled)).toEqual(group(rows));
      }),
    );
  });
});

describe('createResellerTest', () => {
  const isReseller = createResellerTest(reference.suppliers);
  it('knows resellers by any spelling of their names, and nobody else', () => {
    for (const name of [
      'Softcat PLC',
      'PHOENIX SOFTWARE LIMITED',
      'CDW Limited UK',
      'Insight Direct',
      'boxxe',
      'SCC',
    ]) {
      expect(isReseller(name), name).toBe(true);
    }
    for (const name of ['Civica UK Limited', 'Symology Ltd', 'Insight Housing', 'Phoenix Futures']) {
      expect(isReseller(name), name).toBe(false);
    }
  });
});
