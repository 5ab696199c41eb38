/** Real records as merging sees them: read by their sources, resolved, suppliers under one firm. */
import { readFileSync } from 'node:fs';
import { parse } from 'csv-parse/sync';
import { resolveRecord } from '../../src/catalogue/contract-row.ts';
import { detectSource } from '../../src/catalogue/detect-format.ts';
import { provenanceOf, type RecordFacts } from '../../src/catalogue/merging/facts.ts';
import { openContractFile } from '../../src/catalogue/open-file.ts';
import type { ReferenceData } from '../../src/catalogue/reference-data.ts';
import { createResolvers } from '../../src/catalogue/resolve/resolvers.ts';
import { unifySuppliers } from '../../src/catalogue/resolve/unify-suppliers.ts';
import type { SourceRecord } from '../../src/catalogue/source-record.ts';
import { isoDate } from '../../src/procurement/iso-date.ts';
import { realDataFile } from '../../test/support/real-data.ts';

/** Short names of the files that are compared, as labels have them. */
export const files = {
  'awards-london': 'london-borough-awards-corporate-suppliers-only.csv',
  'awards-uk': 'uk-awards-2016-2022-corporate-suppliers-only.csv',
  'titles-london': 'london-borough-notices-with-titles.csv',
  'technology-uk': 'uk-council-technology-awards.csv',
  'export-07': 'contracts-finder-export-2020-07-10.csv',
  'export-09': 'contracts-finder-export-2020-09.csv',
  'packages-2019': 'ocds-contracts-finder-2019-2020-packages.jsonl',
  'releases-2025': 'ocds-contracts-finder-2025-releases.json',
  'package-2025': 'ocds-contracts-finder-package-2025-01-23-100.json',
} as const;

export type FileName = keyof typeof files;

/** One record of one file; `id` is how labels name it. */
export type RealRecord = {
  readonly id: string;
  readonly file: FileName;
  readonly record: SourceRecord;
  readonly facts: RecordFacts;
};

/** Files whose numbers are the labels' own: hidden, so that a score rests on what the record says. */
const numbersHidden: ReadonlySet<FileName> = new Set([
  'awards-london',
  'awards-uk',
  'technology-uk',
  'export-09',
  'package-2025',
]);

/** Every record of the files, or null when the real data is not on this machine. */
export async function readRealRecords(reference: ReferenceData): Promise<RealRecord[] | null> {
  const resolvers = createResolvers(reference);
  const found: Omit<RealRecord, 'facts'>[] = [];
  for (const [file, name] of Object.entries(files) as [FileName, string][]) {
    const path = realDataFile(name);
    if (path === null) return null;
    const opened = await openContractFile(path, { fetch, timeoutMs: 5_000 });
    const { source, bytes } = await detectSource(opened.bytes, null);
    const options = {
      buyer: null,
      today: isoDate('2026-11-23'),
      origin: { url: null, fileName: opened.fileName },
    };
    const seen = new Set<string>();
    for await (const item of source.read(bytes, options)) {
      if (item.kind !== 'record' || seen.has(item.record.key)) continue;
      seen.add(item.record.key);
      found.push({ id: `${file}|${item.record.key}`, file, record: item.record });
    }
  }
  const suppliers = new Map<string, { companyNumber: string | null; names: Set<string> }>();
  const resolved = found.flatMap((entry) => {
    const resolution = resolveRecord(entry.record, resolvers, reference.leadTimes);
    if (!resolution.ok) return [];
    for (const supplier of resolution.value.suppliers) {
      const known = suppliers.get(supplier.id) ?? {
        companyNumber: supplier.company_number,
        names: new Set(),
      };
      known.names.add(supplier.name);
      suppliers.set(supplier.id, known);
    }
    return [{ ...entry, resolved: resolution.value }];
  });
  const firms = unifySuppliers(
    [...suppliers].map(([supplierId, { companyNumber, names }]) => ({
      supplierId,
      companyNumber,
      names: [...names],
    })),
  );
  return resolved.map(({ resolved: value, ...entry }) => ({
    ...entry,
    facts: {
      key: numbersHidden.has(entry.file) ? entry.id : entry.record.key,
      provenance: provenanceOf(entry.file, entry.record.key),
      publishedDate: entry.record.publishedDate,
      confidence: entry.record.confidence,
      contract: numbersHidden.has(entry.file) ? { ...value.contract, ocid: null } : value.contract,
      participants: value.participants,
      supplierIds: value.suppliers.map(({ id }) => firms.get(id) ?? id),
      productIds: value.productIds,
    },
  }));
}

/** Rows of a CSV file of the real data, as text. */
export function readCsv(file: FileName): Record<string, string>[] {
  const path = realDataFile(files[file]);
  return path === null
    ? []
    : (parse(readFileSync(path), {
        columns: true,
        bom: true,
        relax_quotes: true,
        relax_column_count: true,
      }) as Record<string, string>[]);
}
