import { join } from 'node:path';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { loadReferenceData } from '../reference-data.ts';
import { createBuyerResolver } from './buyer.ts';

const reference = await loadReferenceData(join(import.meta.dirname, '../../../knowledge'));
const { resolveBuyer } = createBuyerResolver(reference);

function resolve(name: string, ...identifiers: string[]) {
  return resolveBuyer({ name, identifiers });
}

function shortName(name: string, ...identifiers: string[]): string {
  const resolution = resolve(name, ...identifiers);
  if (resolution.kind !== 'london') return resolution.kind;
  return reference.boroughs.find(({ buyer }) => buyer.id === resolution.buyerId)?.buyer.shortName ?? 'none';
}

describe('names of the 33 authorities', () => {
  it.each([
    ['London Borough of Hillingdon', 'Hillingdon'],
    ['LB Hillingdon', 'Hillingdon'],
    ['HILLINGDON COUNCIL', 'Hillingdon'],
    ['The London Borough of Barnet', 'Barnet'],
    ['London Borough of Barking & Dagenham', 'Barking and Dagenham'],
    ['LBBD', 'Barking and Dagenham'],
    ['ROYAL BOROUGH OF KENSINGTON & CHELSEA', 'Kensington and Chelsea'],
    ['Royal Borough of Kingston', 'Kingston upon Thames'],
    ['Kingston-upon-Thames', 'Kingston upon Thames'],
    ['City of London Corporation', 'City of London'],
    ['Corporation of London', 'City of London'],
    ['Mayor and Commonalty and Citizens of the City of London', 'City of London'],
    ['Westminster City Council', 'Westminster'],
    ['City of Westminster', 'Westminster'],
    ['The Mayor and Burgesses of the London Borough of Hackney', 'Hackney'],
    ['Council of the London Borough of Ealing', 'Ealing'],
    ['Richmond upon Thames London Borough Council', 'Richmond upon Thames'],
  ])('%s is %s', (name, expected) => {
    expect(shortName(name)).toBe(expected);
  });

  it.each([
    ['Meridian Water - London Borough of Enfield', 'Enfield'],
    ['London Borough of Haringey - Parks and Leisure', 'Haringey'],
    ['Haringey Council - Traffic Management', 'Haringey'],
    ['London Borough of Newham (oneSource)', 'Newham'],
    ['London Borough of Sutton on behalf of The Libraries Consortium', 'Sutton'],
  ])('finds the authority beside a department: %s', (name, expected) => {
    expect(shortName(name)).toBe(expected);
  });

  it('puts a slip of the pen right only behind "London Borough of"', () => {
    expect(shortName('London Borough of Hamersmith & Fulham')).toBe('Hammersmith and Fulham');
    expect(shortName('Hamersmith')).toBe('other');
    expect(shortName('Royal Borough of Windsor and Maidenhead')).toBe('other');
  });
});

describe('bodies that only sound like one', () => {
  it.each([
    'Sutton Coldfield Town Council',
    'Kingston upon Hull City Council',
    'Richmondshire District Council',
    'Camden, New Jersey',
    'Barnet Homes',
    'Barnet Homes Ltd',
    'Barnet, Enfield and Haringey NHS trust',
    'Homes for Haringey Limited',
    'Haringey Council - Homes for Haringey',
    'Lewisham Homes',
    'Hackney Learning Trust',
    'Merton College',
    'Newham College of Further Education',
    'University of Westminster',
    'City of Westminster College',
    'City of London Police',
    'Croydon Health Services NHS Trust',
    'The Hillingdon Hospitals Nhs Foundation Trust',
    'South London Waste Partnership',
    'Richmond Housing Partnership Limited',
    'Brentwood Borough Council',
    'Transport for London',
    'London Councils',
    '',
    '???',
  ])('%s is another body', (name) => {
    expect(resolve(name).kind).toBe('other');
  });

  it('names another body by a slug of its own name, whatever case and article', () => {
    expect(resolve('The Durham County Council')).toMatchObject({
      buyerId: 'other:durham-county-council',
      officialName: 'The Durham County Council',
    });
    expect(resolve('DURHAM COUNTY COUNCIL')).toMatchObject({ buyerId: 'other:durham-county-council' });
  });
});

describe('letters and names shared by several', () => {
  it('never reads LBH as the register code of Lambeth', () => {
    const resolution = resolve('LBH');
    expect(resolution.kind).toBe('ambiguous');
    expect(resolution.kind === 'ambiguous' ? resolution.buyerIds : []).toHaveLength(6);
    expect(resolution.kind === 'ambiguous' ? resolution.buyerIds : []).not.toContain('E09000022');
  });

  it('asks for LBB, LBC, oneSource and letters used outside London', () => {
    for (const name of ['LBB', 'LBC', 'LBE', 'LBL', 'LBR', 'LBS', 'oneSource', 'WCC']) {
      expect(resolve(name).kind, name).toBe('ambiguous');
    }
  });

  it('lists the authorities of a joint name', () => {
    for (const name of [
      'London Borough of Richmond upon Thames and London Borough of Wandsworth',
      'Richmond and Wandsworth Councils',
    ]) {
      expect(resolve(name)).toEqual({
        kind: 'joint',
        buyerIds: expect.arrayContaining(['E09000027', 'E09000032']),
      });
    }
    expect(resolve('LB Brent, LB Ealing and LB Harrow')).toMatchObject({
      buyerIds: ['E09000005', 'E09000009', 'E09000015'],
    });
    expect(resolve('Royal Borough of Kensington and Chelsea and Westminster City Council').kind).toBe(
      'joint',
    );
    expect(shortName('London Borough of Barking and Dagenham')).toBe('Barking and Dagenham');
  });
});

describe('any spelling of a known name', () => {
  it('does not depend on case, outer blanks, or "&" for "and"', () => {
    const names = fc.constantFrom(...reference.boroughs.map(({ buyer }) => buyer.officialName));
    fc.assert(
      fc.property(names, fc.boolean(), fc.boolean(), (name, isUpper, hasBlanks) => {
        let other = isUpper ? name.toUpperCase() : name.toLowerCase();
        other = other.replace(/ and /i, ' & ');
        expect(resolve(hasBlanks ? `  ${other}\t` : other)).toEqual(resolve(name));
      }),
    );
  });

  it('answers anything without throwing', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary', maxLength: 120 }), (name) => {
        expect(['london', 'other', 'ambiguous']).toContain(resolve(name).kind);
      }),
    );
  });
});

describe('identifiers', () => {
  it('come before the name', () => {
    expect(shortName('Islington Council', 'GB-PPON-PYQD-1693-MYXR')).toBe('City of London');
    expect(shortName('some department', 'GB-FTS-1234', 'E09000017')).toBe('Hillingdon');
    expect(shortName('some department', 'GB-LAE-LBH')).toBe('Lambeth');
  });
});
