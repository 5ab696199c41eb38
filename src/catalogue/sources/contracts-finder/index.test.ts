import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { readAll } from '../shared/read-all.ts';
import { contractsFinder } from './index.ts';
import { readSuppliers } from './schema.ts';

const fixture = readFileSync(join(import.meta.dirname, 'fixtures/export.csv'), 'utf8');

describe('the Contracts Finder export', () => {
  it('maps an awarded notice, with the dates of the contract and not of the notice', async () => {
    const { records } = await readAll(contractsFinder, fixture);

    expect(records[0]).toMatchObject({
      key: 'contracts-finder:london-borough-of-exampleton:example001-dn000001',
      kind: 'contract',
      status: 'active',
      title: 'Case management & workflow',
      description: 'Line one\nline two £5,000 £6,000',
      suppliers: [
        { name: 'Example Software Ltd', identifiers: ['GB-COH-99000001'] },
        { name: 'Second Example Ltd', identifiers: [] },
        { name: 'Example Software Ltd', identifiers: ['GB-COH-99000002'] },
      ],
      cpv: ['48000000', '72260000'],
      route: 'Call off from framework agreement',
      period: { startDate: '2020-10-01', endDate: '2024-09-30' },
      value: { amount: 450000.5, basis: 'whole-life', vat: 'unknown' },
      publishedDate: '2020-09-29',
      notes: 'The award is for 2 years with the option to extend for another 2.',
    });
    expect(JSON.stringify(records)).not.toContain('somebody@');
  });

  it('takes an open notice as a procurement with an estimate', async () => {
    const { records } = await readAll(contractsFinder, fixture);

    expect(records[1]).toMatchObject({
      kind: 'procurement',
      status: 'planned',
      suppliers: [],
      value: { amount: 20000, basis: 'estimate' },
    });
    expect(records[1]?.notes).toBe('Value published as a range from 10000 to 20000.');
  });

  it('drops notices of a portal company, unless told the buyer', async () => {
    const alone = await readAll(contractsFinder, fixture);
    const named = await readAll(contractsFinder, fixture, { buyer: 'Samplewick Council' });

    expect(alone.dropped).toEqual({ 'the buyer named is a portal company': 1, 'no title': 1 });
    expect(named.dropped).toEqual({ 'no title': 1 });
    expect(named.records[2]).toMatchObject({
      buyers: [{ name: 'Samplewick Council' }],
      period: { startDate: null, endDate: '2020-03-31', datesAsPublished: 'start: 31/02/2021' },
      flags: ['amount-implausible'],
    });
  });

  it('reads nested supplier lists whose addresses hold marks', () => {
    expect(readSuppliers('')).toEqual([]);
    expect(readSuppliers('[A Ltd|1 Road | Town|COMPANIES_HOUSE|SC123456|No|No]')).toEqual([
      { name: 'A Ltd', identifiers: ['GB-COH-SC123456'] },
    ]);
    expect(readSuppliers('[N/A|||]').length).toBe(0);
  });
});
