import { describe, expect, it } from 'vitest';
import {
  companyNumberOf,
  identifierInPartyId,
  identifierOf,
  isPortalCompany,
  readCpv,
} from './identifiers.ts';

describe('identifiers', () => {
  it('pads company numbers and refuses what is none', () => {
    expect(['4142000', '04142000', 'oc301540', 'SC12345', ' 00 96 84 98 '].map(companyNumberOf)).toEqual([
      '04142000',
      '04142000',
      'OC301540',
      'SC012345',
      '00968498',
    ]);
    expect(['0', '458577871', '00000000', '12345678', 'N/A', '', 'ABC', '123'].map(companyNumberOf)).toEqual(
      Array(8).fill(null),
    );
  });

  it('joins scheme and id, leaving out placeholders', () => {
    expect(identifierOf('GB-COH', '968498')).toBe('GB-COH-00968498');
    expect(identifierOf('GB-SRS', 'sid4gov.cabinetoffice.gov.uk/XhPB26DC')).toBe(
      'GB-SRS-sid4gov.cabinetoffice.gov.uk/XhPB26DC',
    );
    expect([
      identifierOf('', '1'),
      identifierOf('GB-COH', ''),
      identifierOf('GB-CHC', 'n/a'),
      identifierOf('GB-CHC', '0'),
    ]).toEqual(Array(4).fill(null));
    expect(identifierOf('GB-CHC', '"><script>')).toBeNull();
  });

  it('finds the identifier in a party id, but not in one that is local to its file', () => {
    expect(identifierInPartyId('GB-PPON-PZJD-3364-WHJT')).toBe('GB-PPON-PZJD-3364-WHJT');
    expect([identifierInPartyId('org-1'), identifierInPartyId('1'), identifierInPartyId(null)]).toEqual([
      null,
      null,
      null,
    ]);
  });

  it('reads CPV codes of any layout', () => {
    expect(readCpv(['48000000 72260000-5,48000000', null, 'Software - 48100000', '123'])).toEqual([
      '48000000',
      '72260000',
      '48100000',
    ]);
  });

  it.each([
    'DUE NORTH LIMITED',
    'BIP Solutions Ltd',
    'In-Tend e-Tendering',
    'PROACTIS TENDERS LIMITED MYT',
    'BRAVOSOLUTION UK LIMITED',
  ])('knows %s as a portal company', (name) => {
    expect(isPortalCompany(name)).toBe(true);
  });

  it('does not take a buyer for a portal', () => {
    expect(
      ['London Borough of Camden', 'NORTHERN HOUSING CONSORTIUM LIMITED', 'Due Northern Council'].some(
        isPortalCompany,
      ),
    ).toBe(false);
  });
});
