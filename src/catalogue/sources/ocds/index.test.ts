import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import type { SourceRecord } from '../../source-record.ts';
import { readAll } from '../shared/read-all.ts';
import { ocds } from './index.ts';

function fixture(name: string): string {
  return readFileSync(join(import.meta.dirname, 'fixtures', name), 'utf8');
}

const packageText = fixture('find-a-tender-package.json');
const uk7Text = fixture('find-a-tender-uk7.json');
const linesText = fixture('contracts-finder-2019.jsonl');

async function first(text: string): Promise<SourceRecord | undefined> {
  return (await readAll(ocds, text)).records[0];
}

describe('Find a Tender', () => {
  it('takes a UK4 tender notice as a procurement', async () => {
    const tenderOnly = JSON.stringify(JSON.parse(packageText).releases[0]);

    expect(await first(tenderOnly)).toMatchObject({
      key: 'ocds:ocds-h6vhtk-0000a1',
      kind: 'procurement',
      status: 'planned',
      buyers: [
        { name: 'London Borough of Exampleton', identifiers: ['GB-PPON-PAAA-1111-AAAA'], role: 'lead' },
        { name: 'Samplewick Council', identifiers: ['GB-PPON-PBBB-2222-BBBB'], role: 'joint' },
      ],
      cpv: ['48000000'],
      regime: 'PA2023',
      period: {
        startDate: '2025-09-01',
        endDate: '2028-08-31',
        optionsAsPublished: 'Renewal: Two extensions of 12 months',
      },
      value: { amount: 500000, basis: 'estimate', vat: 'excluding' },
      url: 'https://www.find-tender.service.gov.uk/Notice/000001-2025',
      noticeId: '000001-2025',
    });
  });

  it('merges tender and UK6 award: agreed, not signed, and not cancelled by a lot status', async () => {
    const { records } = await readAll(ocds, packageText);

    expect(records).toHaveLength(1);
    expect(records[0]).toMatchObject({
      key: 'ocds:ocds-h6vhtk-0000a1:1',
      kind: 'contract',
      status: 'planned',
      title: 'Planning system',
      suppliers: [
        { name: 'EXAMPLE SOFTWARE LTD', identifiers: ['GB-COH-99000001', 'GB-PPON-PCCC-3333-CCCC'] },
      ],
      period: {
        startDate: '2025-09-01',
        endDate: '2028-08-31',
        maxExtentDate: '2030-08-31',
        optionsAsPublished: 'Renewal: Two extensions of 12 months',
      },
      value: { amount: 450000, vat: 'excluding', basis: 'whole-life' },
      publishedDate: '2025-07-01',
      url: 'https://www.find-tender.service.gov.uk/Notice/000002-2025',
      route: 'Open procedure',
    });
    expect(JSON.stringify(records)).not.toContain('somebody@');
  });

  it('prefers the signed contract of UK7, under the key of its award', async () => {
    const { records } = await readAll(ocds, `${packageText}\n${uk7Text}`);

    expect(records).toHaveLength(1);
    expect(records[0]).toMatchObject({
      key: 'ocds:ocds-h6vhtk-0000a1:1',
      status: 'active',
      title: 'Planning system for two boroughs',
      description: 'A planning system for two boroughs.',
      period: { startDate: '2025-10-01', endDate: '2028-09-30', maxExtentDate: '2030-09-30' },
      value: { amount: 455000 },
      publishedDate: '2025-08-20',
      url: 'https://www.find-tender.service.gov.uk/Notice/000003-2025',
    });
    expect(records[0]?.period.optionsAsPublished).toContain(
      'Renewal (hasRenewal: false): May be extended by two years',
    );
    expect((await first(uk7Text))?.key).toBe('ocds:ocds-h6vhtk-0000a1:1');
  });

  it('keeps contracts of one award apart', async () => {
    const release = JSON.parse(uk7Text);
    release.contracts.push(
      { ...release.contracts[0], id: '2', title: 'Second' },
      { ...release.contracts[0], id: '2', title: 'Third' },
    );
    const { records } = await readAll(ocds, JSON.stringify(release));

    expect(records.map((record) => record.key)).toEqual([
      'ocds:ocds-h6vhtk-0000a1:1',
      'ocds:ocds-h6vhtk-0000a1:1:2',
      'ocds:ocds-h6vhtk-0000a1:1:3',
    ]);
  });
});

describe('the older dialects', () => {
  it('strips raw, joined names, broken characters, lost line breaks and empty identifiers', async () => {
    expect(await first(linesText)).toMatchObject({
      key: 'ocds:ocds-b5fd17-00000000-0000-4000-8000-000000000001:00000000-0000-4000-8000-00000000bbbb',
      title: 'Grounds maintenance - AWARD',
      description: 'First line.\n\nSecond line costs £5,000',
      suppliers: [
        { name: 'Example & Sons Ltd', identifiers: [] },
        { name: 'Sample Ltd', identifiers: [] },
        { name: 'Third Example Ltd', identifiers: [] },
      ],
      route: null,
      value: { amount: 93527.29, vat: 'unknown' },
      period: { startDate: '2019-12-09', endDate: '2020-12-08' },
      url: 'https://www.contractsfinder.service.gov.uk/Notice/00000000-0000-4000-8000-00000000aaaa',
      regime: 'unknown',
    });
  });

  it('works out an end from a duration only when the start is known', async () => {
    const { records } = await readAll(ocds, linesText);

    expect(records[1]).toMatchObject({
      publisher: 'Public Contracts Scotland',
      kind: 'procurement',
      regime: 'PCR2015',
      period: { startDate: '2019-06-01', endDate: '2021-05-31' },
      flags: ['amount-implausible'],
    });
    expect(records[1]?.period.datesAsPublished).toContain('length: 1800 days (60 months)');
  });

  it('drops what is no release, with its line', async () => {
    const { items } = await readAll(ocds, linesText);

    expect(items.filter((item) => item.kind === 'dropped')).toEqual([
      { kind: 'dropped', line: 2, reason: 'not JSON: the text is damaged' },
      { kind: 'dropped', line: 4, reason: 'no ocid' },
      { kind: 'dropped', line: 5, reason: 'no buyer named' },
    ]);
  });
});

describe('forms', () => {
  const release = JSON.parse(uk7Text) as Record<string, unknown>;
  const one = JSON.stringify(release);

  it.each([
    ['a single release', one],
    ['a release over many lines', JSON.stringify(release, null, 2)],
    ['a list of releases', `[${one}]`],
    [
      'a release package',
      JSON.stringify({ version: '1.1', releases: [release], publisher: { name: 'x' } }, null, 1),
    ],
    [
      'a record package with compiledRelease',
      JSON.stringify({
        records: [{ ocid: 'x', releases: [{ url: 'https://x' }], compiledRelease: release }],
      }),
    ],
    [
      'a record package with releases',
      JSON.stringify({ records: [{ ocid: release['ocid'], releases: [release] }] }),
    ],
    ['a record', JSON.stringify({ ocid: release['ocid'], releases: [release] })],
    ['JSON lines', `${one}\n${one}\n`],
    [
      'packages a line',
      `${JSON.stringify({ releases: [release] })}\r\n${JSON.stringify({ releases: [release] })}\r\n`,
    ],
    ['documents one after the other', `${one}${one} ${JSON.stringify([release])}`],
    ['a byte order mark', `\ufeff${one}`],
  ])('reads %s', async (_name, text) => {
    const { records, dropped } = await readAll(ocds, text);

    expect(records.map((record) => record.key)).toEqual(['ocds:ocds-h6vhtk-0000a1:1']);
    expect(dropped).toEqual({});
  });

  it('merges by date, whatever the order in the file', async () => {
    const later = {
      ...release,
      date: '2025-09-01T00:00:00Z',
      contracts: [{ id: '1', period: { endDate: '2029-09-30' }, value: null }],
    };
    const texts = [`${one}\n${JSON.stringify(later)}`, `${JSON.stringify(later)}\n${one}`];
    for (const text of texts) {
      const record = await first(text);
      expect(record?.period).toMatchObject({ startDate: '2025-10-01', endDate: '2029-09-30' });
      expect(record?.publishedDate).toBe('2025-09-01');
      expect(record?.value).toBeNull();
    }
  });

  it('is told from other JSON', () => {
    expect(ocds.sniff(one)).toBe(1);
    expect(ocds.sniff('[{"id":"x","title":"y"}]')).toBe(0);
    expect(ocds.sniff('{"properties":{"ocid":{"type":"string"},"releases":{"type":"array"}}}')).toBe(0);
    expect(ocds.sniff('ocid,title\n')).toBe(0);
  });
});
