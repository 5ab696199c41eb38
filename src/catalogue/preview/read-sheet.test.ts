import { describe, expect, it } from 'vitest';
import { madeUpWorkbook } from '../../../test/support/made-up-workbook.ts';
import { SourceFormatError } from '../errors.ts';
import { readSheet } from './read-sheet.ts';
import { withoutSpreadsheet } from './spreadsheet.ts';

const register = madeUpWorkbook([
  ['Reference', 'Title', 'Supplier', 'End date'],
  ['R1', 'Made-up housing system', 'Example Software Ltd', '31/03/2028'],
  ['R2', { formula: 'HYPERLINK("http://example.test","x")', result: 'last result' }, '=cmd', '2029-01-31'],
]);

describe('readSheet', () => {
  it('reads a workbook as CSV, formulas as last calculated', async () => {
    const csv = (await withoutSpreadsheet(register, readSheet)).toString();
    expect(csv.split('\n')).toEqual([
      '"Reference","Title","Supplier","End date"',
      '"R1","Made-up housing system","Example Software Ltd","31/03/2028"',
      '"R2","last result","=cmd","2029-01-31"',
    ]);
  });

  it('stops at the limit whatever the archive says of its sizes', async () => {
    await expect(readSheet(register, { largestUnpacked: 500 })).rejects.toThrow(/unpack to more than/);
  });

  it.each([
    ['cut short', register.subarray(0, 300)],
    ['no archive', Buffer.from('PK\x03\x04 nothing more')],
  ])('refuses one that is %s', async (_name, content) => {
    await expect(readSheet(content, { largestUnpacked: 1_000_000 })).rejects.toThrow(SourceFormatError);
  });
});
