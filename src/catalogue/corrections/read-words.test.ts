import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { isUsableValue, readCorrectionWords, withoutContacts } from './read-words.ts';

describe('the words of a correction', () => {
  it.each([
    ['the end date for Unit4 at Sutton is wrong, it’s 2029', 'endDate', '2029', 'year'],
    ["the end date for Unit4 at Sutton is wrong, it's 31 March 2029", 'endDate', '2029-03-31', 'day'],
    ['end date should be 31/03/2029 not 31/03/2028', 'endDate', '2029-03-31', 'day'],
    ['it says 31 March 2028 but the end date is wrong, should be March 2029', 'endDate', '2029-03', 'month'],
    ['we have extended our NEC contract to 31st July 2029', 'endDate', '2029-07-31', 'day'],
    ['the latest possible end is wrong, it is 2031-07-31', 'maxExtentDate', '2031-07-31', 'day'],
    ['start date is wrong, it was April 2024', 'startDate', '2024-04', 'month'],
    ['the value is wrong, it should be £1.2m', 'value', '1200000', null],
    ['value should be £250,000 not £25,000', 'value', '250000', null],
    ['the supplier is wrong, it should be Softcat plc.', 'supplier', 'Softcat plc', null],
    ['the end date is wrong', 'endDate', null, null],
    ['the end date is 31/02/2029', 'endDate', null, null],
    ['that is wrong', null, null, null],
  ])('“%s”', (message, field, value, precision) => {
    expect(readCorrectionWords(message)).toMatchObject({ field, value, precision });
  });

  it('finds the address and the contract a button named, and reads no date out of them', () => {
    expect(
      readCorrectionWords(
        'Correct the end date of contract cAbC-123_defGHIJK to 2029 https://example.org/2031-01-01/page.',
      ),
    ).toEqual({
      field: 'endDate',
      value: '2029',
      precision: 'year',
      sourceUrl: 'https://example.org/2031-01-01/page',
      contractId: 'cAbC-123_defGHIJK',
    });
  });

  it('takes details of people out', () => {
    expect(withoutContacts('ask jo.bloggs@example.org or 020 7946 0000 about 2029')).toBe(
      'ask [address removed] or [number removed] about 2029',
    );
  });

  it('never throws, and what it takes for a value fits the field', () => {
    fc.assert(
      fc.property(
        fc.string({ unit: 'grapheme', maxLength: 200 }),
        fc.integer({ min: 0, max: 99_999 }),
        (text, number) => {
          const said = readCorrectionWords(`the end date ${text} should be ${number}`);
          if (said.field === 'endDate' && said.value !== null)
            expect(/^\d{4}(?:-\d{2}){0,2}$/.test(said.value)).toBe(true);
        },
      ),
      { numRuns: 300 },
    );
    expect(isUsableValue('endDate', '2029-02-30', 'day')).toBe(false);
    expect(isUsableValue('endDate', '2029-13', 'month')).toBe(false);
    expect(isUsableValue('endDate', '1066', 'year')).toBe(false);
    expect(isUsableValue('value', '-1', null)).toBe(false);
    expect(isUsableValue('value', '1e99', null)).toBe(false);
    expect(isUsableValue('endDate', '2029', null)).toBe(false);
  });
});
