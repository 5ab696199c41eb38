import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { readAll } from '../shared/read-all.ts';
import { systems } from './index.ts';

const fixture = readFileSync(join(import.meta.dirname, 'fixtures/survey.csv'), 'utf8');

describe('the survey of systems', () => {
  it('maps a row with a contract and one without', async () => {
    const { records } = await readAll(systems, fixture);

    expect(records[0]).toMatchObject({
      key: 'systems:exampleton:housing:example-housing',
      kind: 'contract',
      title: 'Example Housing (Housing)',
      period: { startDate: '2023-04-01', endDate: '2028-03-31', optionsAsPublished: '2 x 1 year' },
      value: { amount: 96000, basis: 'annual', asPublished: '£96,000' },
      notes: 'Hosting: Cloud. Satisfaction: 4/5.',
      publishedDate: '2026-09-12',
      visibility: 'public',
      confidence: 'medium',
    });
    expect(records[1]).toMatchObject({
      kind: 'system',
      suppliers: [],
      visibility: 'boroughs',
      confidence: 'low',
    });
  });

  it('takes the safe side on a visibility it does not know', async () => {
    const { records } = await readAll(systems, fixture);

    expect(records[2]).toMatchObject({
      visibility: 'owner',
      period: { term: 'rolling', datesAsPublished: 'end: Rolling' },
      value: null,
      publishedDate: '2026-01',
    });
    const blank = await readAll(systems, fixture.replace('Public\n', '\n'));
    expect(blank.records[0]?.visibility).toBe('owner');
  });

  it('keeps its key when the dates are corrected', async () => {
    const before = await readAll(systems, fixture);
    const after = await readAll(systems, fixture.replace('31/03/2028', '31/03/2029'));

    expect(after.records[0]?.key).toBe(before.records[0]?.key);
    expect(after.records[0]?.period.endDate).toBe('2029-03-31');
  });

  it('drops a row without a system', async () => {
    const { dropped } = await readAll(systems, fixture);

    expect(dropped).toEqual({ 'no system named': 1 });
    expect(systems.sniff(fixture)).toBe(1);
  });
});
