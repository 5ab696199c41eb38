import { join } from 'node:path';
import { Readable } from 'node:stream';
import { describe, expect, it } from 'vitest';
import { loadReferenceData } from '../../src/catalogue/reference-data.ts';
import { ocds } from '../../src/catalogue/sources/ocds/index.ts';
import { isoDate } from '../../src/procurement/iso-date.ts';
import { type MadeUpForm, madeUpText } from './made-up-contracts.ts';
import { repository } from './processes.ts';

const reference = await loadReferenceData(join(repository, 'knowledge'));
const contracts = 600;

function text(form: MadeUpForm, seed = 1): string {
  return [...madeUpText(reference, { contracts, seed, form })].join('');
}

async function recordsOf(content: string) {
  const records = [];
  const bytes = Readable.from([Buffer.from(content)]);
  const options = { buyer: null, today: isoDate('2026-11-23'), origin: { url: null, fileName: 'made-up' } };
  for await (const item of ocds.read(bytes, options)) if (item.kind === 'record') records.push(item.record);
  return records;
}

describe('made-up contracts', () => {
  it('are the same for the same seed and others for another', () => {
    expect(text('json-lines')).toBe(text('json-lines'));
    expect(text('json-lines', 2)).not.toBe(text('json-lines', 1));
  });

  it('hold the same releases as lines and as one package', () => {
    const lines = text('json-lines')
      .trim()
      .split('\n')
      .map((line) => JSON.parse(line) as unknown);
    const { releases } = JSON.parse(text('release-package')) as { releases: unknown[] };
    expect(releases).toEqual(lines);
  });

  it('are about two kilobytes each and say that they are made up', () => {
    const lines = text('json-lines').trim().split('\n');
    expect(lines).toHaveLength(contracts);
    const bytes = lines.reduce((sum, line) => sum + line.length, 0) / lines.length;
    expect(bytes).toBeGreaterThan(1_800);
    expect(bytes).toBeLessThan(2_800);
    for (const line of lines) expect(line).toContain('Made up for load tests: no such contract exists.');
  });

  it('are read as one contract each, with dates from 2019 to 2034 and every borough among the buyers', async () => {
    const records = await recordsOf(text('json-lines'));
    expect(records).toHaveLength(contracts);
    for (const { period, publisher, value } of records) {
      expect(period.startDate?.slice(0, 4) ?? '').toMatch(/^20(19|2[0-7])$/);
      expect(period.endDate?.slice(0, 4) ?? '').toMatch(/^20(19|2\d|3[0-4])$/);
      expect(publisher).toBe('Other OCDS publisher');
      expect(value?.amount).toBeGreaterThan(0);
    }
    const names = new Set(records.flatMap(({ buyers }) => buyers.map(({ name }) => name)));
    const missing = reference.boroughs.filter(
      ({ buyer }) => !names.has(buyer.shortName) && !names.has(buyer.officialName),
    );
    expect(missing).toEqual([]);
  });
});
