import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { madeUpRelease, personalWords } from '../../../test/support/made-up-releases.ts';
import { reduceRelease } from './reduce-release.ts';

describe('a release on its way into the database', () => {
  it('has lost everybody in it, and kept the deal', () => {
    const given = madeUpRelease({ number: 1, date: '2026-11-20T10:00:00Z' });
    const text = JSON.stringify(reduceRelease(given));
    for (const words of personalWords) expect(text).not.toContain(words);
    expect(text).not.toMatch(/contactPoint|"address"/);
    expect(text).toContain('Ask [e-mail address removed] or ring [telephone number removed]');
    expect(JSON.parse(text)).toMatchObject({
      ocid: given.ocid,
      id: given.id,
      parties: [
        { name: 'London Borough of Hillingdon' },
        { identifier: { scheme: 'GB-COH', id: '09990009' } },
      ],
      awards: [{ value: { amount: 120_001 }, contractPeriod: { endDate: '2028-12-31T23:59:59Z' } }],
    });
  });

  it.each([
    '020 7946 0987',
    '+44 20 7946 0987',
    '+44 (0)20 7946 0987',
    '(020) 7946 0987',
    '01632-960-123',
    '07700900123',
  ])('has lost the telephone number %s', (number) => {
    expect(JSON.stringify(reduceRelease({ description: `Ring ${number}, please` }))).toBe(
      '{"description":"Ring [telephone number removed], please"}',
    );
  });

  it.each([
    '00968498',
    'ocds-h6vhtk-0501b4',
    '2025-03-11T14:07:12Z',
    '900001-2026',
    '2026-01-01T00:00:00+01:00',
    'b2742f9a-63e9-490d-a9bf-1c70e95ab391-819909',
    'https://www.find-tender.service.gov.uk/Notice/063249-2025',
    '£0.01 to £10,000,000,000',
    'RM6259 lot 2, 48000000, 1 + 1 + 1 years',
    'DN756786-01185010',
  ])('keeps %s', (text) => {
    expect(reduceRelease({ description: text })).toEqual({ description: text });
  });

  it('can be stored whatever it holds', () => {
    expect(reduceRelease({ title: 'a\0b\ud800' })).toEqual({ title: 'a b\ufffd' });
    fc.assert(
      fc.property(fc.dictionary(fc.string(), fc.jsonValue()), (release) => {
        const text = JSON.stringify(reduceRelease({ ...release, tender: release, parties: [release] }));
        expect(text).not.toContain('\\u0000');
        expect(text).not.toMatch(/\\ud[89a-f]/);
      }),
    );
  });

  it('is none when it is no object', () => {
    for (const value of [null, 3, 'text', []]) expect(reduceRelease(value)).toBeNull();
  });
});
