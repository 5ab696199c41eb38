import { cp, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { loadReferenceData, ReferenceDataError } from './reference-data.ts';

const knowledge = join(import.meta.dirname, '../../knowledge');

describe('reference data as shipped', () => {
  it('holds the 33 authorities, each with its own codes', async () => {
    const { boroughs } = await loadReferenceData(knowledge);
    expect(boroughs).toHaveLength(33);
    expect(new Set(boroughs.map((borough) => borough.registerCode)).size).toBe(33);
    expect(boroughs.find((borough) => borough.registerCode === 'LBH')?.buyer.shortName).toBe('Lambeth');
    expect(boroughs.filter((borough) => borough.ambiguousAliases.includes('LBH'))).toHaveLength(6);
  });

  it('holds products whose evidence has an address where a page was seen', async () => {
    const { products } = await loadReferenceData(knowledge);
    expect(products.length).toBeGreaterThanOrEqual(127);
    for (const product of products) {
      if (product.evidence === 'seen') expect(product.sourceUrls.length, product.id).toBeGreaterThan(0);
      for (const word of product.everydayNames) expect(product.ambiguousNames).toContain(word);
    }
  });

  it('splits double categories', async () => {
    const { products } = await loadReferenceData(knowledge);
    const mosaic = products.find((product) => product.id === 'mosaic');
    expect(mosaic?.categories).toEqual(['Adult social care', 'Children social care']);
    expect(mosaic?.formerNames).toEqual(['Frameworki']);
    expect(mosaic?.formerVendors).toContain('Corelogic');
  });

  it('gives every class of contract a lead time, longer for what is harder', async () => {
    const { leadTimes } = await loadReferenceData(knowledge);
    const { months } = leadTimes;
    expect(months.small).toBeLessThan(months['below-threshold']);
    expect(months['line-of-business']).toBeLessThan(months.core);
    expect(months.core).toBeLessThan(months['core-joint-or-large']);
    expect(leadTimes.coreServiceAreas).toContain('Housing management');
  });

  it('maps every synonym for a service area to an area', async () => {
    const { synonyms, serviceAreas } = await loadReferenceData(knowledge);
    for (const { kind, target } of synonyms)
      if (kind === 'service-area') expect(serviceAreas).toContain(target);
    expect(serviceAreas).toHaveLength(23);
  });
});

describe('broken reference data', () => {
  let folder = '';
  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'knowledge-'));
  });
  afterAll(async () => {
    await rm(folder, { recursive: true, force: true });
  });

  async function fault(file: string, change: (text: string) => string): Promise<ReferenceDataError> {
    await cp(knowledge, folder, { recursive: true });
    await writeFile(join(folder, file), change(await readFile(join(knowledge, file), 'utf8')));
    const error = await loadReferenceData(folder).catch((reason: unknown) => reason);
    expect(error).toBeInstanceOf(ReferenceDataError);
    return error as ReferenceDataError;
  }

  it('names file, line, column and what to do for a bad cell', async () => {
    const error = await fault('boroughs.csv', (text) => text.replace('E09000003', 'E9'));
    expect(error).toMatchObject({ code: 'REFERENCE_DATA', file: 'boroughs.csv', line: 4 });
    expect(error.message).toContain('gss_code');
    expect(error.message).toContain('Correct the cell');
  });

  it('names both lines of a repeated row', async () => {
    const error = await fault('suppliers.csv', (text) => `${text}${text.split('\n')[1]}\n`);
    expect(error.message).toMatch(/suppliers\.csv, line \d+: .* stands on line 2 already/);
  });

  it('refuses a row with too few cells, a missing column and an empty file', async () => {
    expect((await fault('synonyms.csv', (text) => `${text}bins,service-area\n`)).file).toBe('synonyms.csv');
    expect((await fault('products.csv', (text) => text.replace('evidence', 'evidenz'))).message).toContain(
      'evidence',
    );
    expect((await fault('products.csv', () => '')).message).toContain('no rows');
  });

  it('refuses lead times that are not JSON or lack a class', async () => {
    expect((await fault('lead-times.json', () => '{')).message).toContain('not JSON');
    const error = await fault('lead-times.json', (text) => text.replace('"call-off"', '"small"'));
    expect(error.message).toContain('exactly once');
  });

  it('says which file is missing', async () => {
    await rm(join(folder, 'boroughs.csv'), { force: true });
    await expect(loadReferenceData(folder)).rejects.toThrow(/KNOWLEDGE_DIR/);
  });
});
