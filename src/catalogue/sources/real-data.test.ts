/** Every contract file of the real public data through its source: what is kept, and what is dropped and why. */
import { describe, expect, it } from 'vitest';
import { realDataFile, realDataMissing } from '../../../test/support/real-data.ts';
import { detectSource } from '../detect-format.ts';
import { SourceFormatError } from '../errors.ts';
import { openContractFile } from '../open-file.ts';
import { type ReadResult, readAll } from './shared/read-all.ts';

const isMissing = realDataFile('README.md') === null;
const portal = 'the buyer named is a portal company';

type Expected = {
  readonly file: string;
  readonly source: string;
  readonly kept: number;
  /** Different keys: fewer than kept where a file repeats a deal. */
  readonly keys: number;
  readonly dropped: Readonly<Record<string, number>>;
  readonly procurements: number;
  readonly flags: Readonly<Record<string, number>>;
};

const expected: readonly Expected[] = [
  file('contracts-finder-export-2020-07-10.csv', 'contracts-finder', 959, {
    dropped: { [portal]: 5 },
    flags: { 'amount-implausible': 5 },
  }),
  file('contracts-finder-export-2020-09.csv', 'contracts-finder', 361, {
    dropped: { [portal]: 1 },
    flags: { 'amount-implausible': 2 },
  }),
  file('contracts-finder-scrape-2000-2025.csv', 'register', 2942, { flags: { 'amount-implausible': 65 } }),
  file('london-borough-awards-corporate-suppliers-only.csv', 'register', 486, {}),
  file('london-borough-notices-with-titles.csv', 'register', 56, { procurements: 7 }),
  // 52 sums up to £1 and 9 above a billion; the latest end is in 2122.
  file('uk-awards-2016-2022-corporate-suppliers-only.csv', 'register', 17_774, {
    dropped: { [portal]: 141 },
    flags: { 'amount-implausible': 61, 'end-after-2050': 4 },
  }),
  // Four rows repeat another in everything a register row has.
  file('uk-council-technology-awards.csv', 'register', 331, {
    keys: 327,
    flags: { 'amount-implausible': 2 },
  }),
  file('ocds-contracts-finder-2019-2020-packages.jsonl', 'ocds', 90, { flags: { 'amount-implausible': 9 } }),
  // 195 releases of 185 processes: four of portal companies, two with a second award.
  file('ocds-contracts-finder-2025-releases.json', 'ocds', 183, {
    dropped: { [portal]: 4 },
    procurements: 48,
    flags: { 'amount-implausible': 6 },
  }),
  file('ocds-contracts-finder-package-2025-01-23-1.json', 'ocds', 1, {}),
  file('ocds-contracts-finder-package-2025-01-23-100.json', 'ocds', 90, {
    dropped: { [portal]: 2 },
    procurements: 36,
    flags: { 'amount-implausible': 1 },
  }),
  file('ocds-find-a-tender-032703-2026.json', 'ocds', 1, { procurements: 1 }),
  file('ocds-find-a-tender-037689-2026.json', 'ocds', 1, { procurements: 1 }),
  file('ocds-find-a-tender-UK7-partial-063249-2025.json', 'ocds', 1, {}),
  file('ocds-public-contracts-scotland-releases.json', 'ocds', 90, { procurements: 90 }),
  file('ocds-sell2wales-releases.json', 'ocds', 89, {
    dropped: { [portal]: 1 },
    procurements: 89,
    flags: { 'amount-implausible': 2 },
  }),
];

function file(name: string, source: string, kept: number, rest: Partial<Expected>): Expected {
  return { file: name, source, kept, keys: kept, dropped: {}, procurements: 0, flags: {}, ...rest };
}

async function read(name: string): Promise<ReadResult & { readonly name: string }> {
  const opened = await openContractFile(realDataFile(name) ?? name, { fetch, timeoutMs: 5_000 });
  const { source, bytes } = await detectSource(opened.bytes, null);
  return {
    name: source.name,
    ...(await readAll(source, bytes, { origin: { url: null, fileName: opened.fileName } })),
  };
}

describe.skipIf(isMissing)(`real data${isMissing ? ` (skipped: ${realDataMissing})` : ''}`, () => {
  it.each(expected.map((wanted) => [wanted.file, wanted] as const))('reads %s', async (name, wanted) => {
    const { name: source, records, dropped } = await read(name);
    const flags: Record<string, number> = {};
    for (const flag of records.flatMap((record) => record.flags)) flags[flag] = (flags[flag] ?? 0) + 1;

    expect({
      file: name,
      source,
      kept: records.length,
      keys: new Set(records.map((record) => record.key)).size,
      dropped,
      procurements: records.filter((record) => record.kind === 'procurement').length,
      flags,
    }).toEqual(wanted);
    for (const record of records) {
      expect(`${record.title} ${record.description ?? ''}`).not.toMatch(
        /&amp;|&#0?39;|Â£|rnrn|[\w.]+@[\w.]+\.\w/,
      );
      expect(record.buyers.length).toBeGreaterThan(0);
    }
  });

  it('reads the UK7 notice with its latest end', async () => {
    const { records } = await read('ocds-find-a-tender-UK7-partial-063249-2025.json');

    expect(records[0]).toMatchObject({
      key: 'ocds:ocds-h6vhtk-05aa55:1',
      suppliers: [{ name: 'CLUDO UK LTD.', identifiers: ['GB-COH-10092461'] }],
      period: { startDate: '2026-02-01', endDate: '2028-01-31', maxExtentDate: '2029-01-31' },
      value: { amount: 25300, vat: 'excluding' },
      regime: 'PA2023',
      url: 'https://www.find-tender.service.gov.uk/Notice/063249-2025',
    });
  });

  it('gives a process the same key whether it comes alone, in a package or in a list', async () => {
    const [alone, inPackage, inList] = await Promise.all(
      ['package-2025-01-23-1.json', 'package-2025-01-23-100.json', '2025-releases.json'].map((name) =>
        read(`ocds-contracts-finder-${name}`),
      ),
    );
    const key = alone?.records[0]?.key;

    expect(key).toBe('ocds:ocds-b5fd17-e3b5f385-5989-4cf1-8849-01c247fc9c30:1');
    for (const result of [inPackage, inList]) {
      const same = result?.records.find((record) => record.key === key);
      expect(same?.period).toEqual(alone?.records[0]?.period);
      expect(same?.suppliers).toEqual(alone?.records[0]?.suppliers);
    }
  });

  it('gives the overlapping exports the same keys', async () => {
    const first = await read('contracts-finder-export-2020-07-10.csv');
    const second = await read('contracts-finder-export-2020-09.csv');
    const keys = new Set(first.records.map((record) => record.key));

    expect(second.records.filter((record) => keys.has(record.key)).length).toBe(360);
  });

  it.each([
    'contracts-finder-notices-2020-11.csv',
    'council-planning-portals.csv',
    'lancashire-councils-contracts-finder-notices.json',
    'london-buyer-name-variants.csv',
    'ocds-1.1-release-schema.json',
    'ocds-flat-two-awards-example.csv',
    'supplier-aliases-by-company-number.csv',
    'uk-local-authorities-mysociety.csv',
  ])('says that %s is not a format it knows', async (name) => {
    await expect(read(name)).rejects.toThrow(SourceFormatError);
    await expect(read(name)).rejects.toThrow(/format of this file is not known/);
  });
});
