import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { readAll } from '../shared/read-all.ts';
import { readHeader } from './headers.ts';
import { register } from './index.ts';

const fixture = readFileSync(join(import.meta.dirname, 'fixtures/register.csv'), 'utf8');
const buyer = 'London Borough of Exampleton';

describe('the register source', () => {
  it('finds the header under title rows and maps a row', async () => {
    const { records, items } = await readAll(register, fixture, { buyer });

    expect(records[0]).toMatchObject({
      key: 'register:london-borough-of-exampleton:ex-001',
      title: 'Housing system',
      buyers: [{ name: buyer, role: 'lead' }],
      suppliers: [{ name: 'Example Software Ltd' }],
      period: {
        startDate: '2023-04-01',
        endDate: '2026-03-31',
        maxExtentDate: '2028-03-31',
        optionsAsPublished: '2 x 12 months',
      },
      value: { amount: 480000, basis: 'whole-life', asPublished: '£480,000' },
      serviceAreaAsPublished: 'Housing',
      route: 'Tender',
      publisher: 'Contract register of London Borough of Exampleton',
    });
    expect(items[0]?.line).toBe(5);
  });

  it('reads Excel numbers, worded dates and rolling terms', async () => {
    const { records } = await readAll(register, fixture, { buyer });

    expect(records[1]).toMatchObject({
      period: { startDate: '2023-04-01', endDate: '2028-03-31' },
      value: { amount: 12000, basis: 'annual' },
    });
    expect(records[2]).toMatchObject({
      period: { startDate: '2023-04-01', endDate: null, term: 'rolling' },
      value: null,
    });
  });

  it('gives rows that share a reference keys of their own, and rows without one a hash', async () => {
    const { records } = await readAll(register, fixture, { buyer });
    const keys = records.map((record) => record.key);

    expect(new Set(keys).size).toBe(keys.length);
    expect(keys[1]).toBe('register:london-borough-of-exampleton:ex-002');
    expect(keys[2]).toMatch(/^register:london-borough-of-exampleton:ex-002#[0-9a-f]{12}$/);
    expect(keys[3]).toMatch(/^register:london-borough-of-exampleton:[0-9a-f]{12}$/);
    expect(records[3]?.period).toMatchObject({ endDate: null, datesAsPublished: 'end: 31/02/2027' });
  });

  it('flags what cannot be, and says why rows were left out', async () => {
    const { records, dropped } = await readAll(register, fixture, { buyer });

    expect(records.at(-1)?.flags).toEqual(['end-before-start', 'amount-implausible']);
    expect(dropped).toEqual({
      'no title, description or supplier': 1,
      'only one cell is filled': 1,
      'more cells than the header has columns': 1,
    });
  });

  it('asks for the buyer when the file names none', async () => {
    await expect(readAll(register, fixture)).rejects.toThrow(/--buyer/);
  });

  it('knows the buyer from a column, with its statistics code', async () => {
    const csv =
      'borough,gss,buyer_as_published,reference,title,suppliers,start_date,end_date\nX,E09000017,LB Exampleton,1,T,A Ltd|B Ltd,2024-01-01,2025-01-01\n';
    const { records } = await readAll(register, csv);

    expect(records[0]?.buyers).toEqual([
      { name: 'LB Exampleton', identifiers: ['GB-GSS-E09000017'], role: 'lead' },
    ]);
    expect(records[0]?.suppliers.map((supplier) => supplier.name)).toEqual(['A Ltd', 'B Ltd']);
  });

  it.each([
    ['Contract reference;Contract title;Contractor(s);Commencement date;Expiry date;Annual value'],
    ['REF\tTITLE\tSUPPLIER\tCONTRACT START DATE\tCONTRACT END DATE\tREVIEW DATE'],
    ['Agreement title,Supplier name and details,Start,End,Sum,Review date'],
  ])('knows the header %s', async (header) => {
    const mark = header.includes(';') ? ';' : header.includes('\t') ? '\t' : ',';
    const cells = ['1', 'Thing', 'Firm Ltd', '01/02/2024', '01/02/2025', '5000'];
    const values = header.startsWith('Agreement')
      ? ['Thing', 'Firm Ltd', '01/02/2024', '01/02/2025', '5000', '']
      : cells;
    const { records } = await readAll(register, `${header}\n${values.join(mark)}\n`, { buyer });

    expect(readHeader(header.split(mark))).not.toBeNull();
    expect(records[0]).toMatchObject({
      title: 'Thing',
      period: { startDate: '2024-02-01', endDate: '2025-02-01' },
    });
  });
});
