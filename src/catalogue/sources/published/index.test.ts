import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { SourceFormatError } from '../../errors.ts';
import { readAll } from '../shared/read-all.ts';
import { published } from './index.ts';

const fixture = readFileSync(join(import.meta.dirname, 'fixtures/published.csv'), 'utf8');

describe('the published source', () => {
  it('maps a full row', async () => {
    const { records } = await readAll(published, fixture);

    expect(records[0]).toMatchObject({
      key: 'published:example-housing-2023',
      kind: 'contract',
      title: 'Housing management system',
      buyers: [
        { name: 'Exampleton', role: 'lead' },
        { name: 'Samplewick', role: 'joint' },
      ],
      suppliers: [{ name: 'Example Reseller plc', identifiers: ['GB-COH-99000001'] }],
      productName: 'Example Housing',
      productAsPublished: 'Northexample Housing',
      vendorAsPublished: 'Example Software',
      period: {
        startDate: '2023-04-01',
        initialEndDate: '2026-03-31',
        endDate: '2027-03-31',
        maxExtentDate: '2028-03-31',
        term: 'fixed',
      },
      value: { amount: 480000, basis: 'whole-life', vat: 'excluding', asPublished: '£480,000' },
      regime: 'PCR2015',
      publisher: 'Contracts Finder',
      publishedDate: '2023-03',
      readOn: '2026-11-23',
      confidence: 'high',
      visibility: 'public',
      flags: [],
    });
  });

  it('keeps a partial start as words and words about money as a note', async () => {
    const { records } = await readAll(published, fixture);

    expect(records[1]?.period).toMatchObject({ startDate: null, datesAsPublished: 'from 2022' });
    expect(records[1]?.value).toBeNull();
    expect(records[1]?.notes).toBe('Value as published: around a million.');
  });

  it('drops rows with the column and the fault', async () => {
    const { dropped, items } = await readAll(published, fixture);

    expect(dropped).toEqual({ 'kind: not a known word': 1, 'no buyer named': 1, 'end_date: not a date': 1 });
    expect(items.filter((item) => item.kind === 'dropped').map((item) => item.line)).toEqual([4, 5, 6]);
  });

  it('is known by its header and refuses another', async () => {
    expect(published.sniff(fixture)).toBe(1);
    expect(published.sniff('Borough,System\n')).toBe(0);
    await expect(readAll(published, 'id,buyers\na,b\n')).rejects.toThrow(SourceFormatError);
    await expect(readAll(published, 'id,buyers\na,b\n')).rejects.toThrow(/kind, service_area/);
  });
});
