/** Merging end to end: the real files with London records imported one after the other. `npx tsx evaluation/merging/score-london.ts`. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { parse } from 'csv-parse/sync';
import { sql } from 'kysely';
import { writeBoroughs } from '../../src/catalogue/catalogue.ts';
import { detectSource } from '../../src/catalogue/detect-format.ts';
import { importContracts } from '../../src/catalogue/import-contracts.ts';
import { openReviews } from '../../src/catalogue/merging/merge-reviews.ts';
import { openContractFile } from '../../src/catalogue/open-file.ts';
import { loadReferenceData } from '../../src/catalogue/reference-data.ts';
import { createResolvers } from '../../src/catalogue/resolve/resolvers.ts';
import { openDatabase } from '../../src/database/connect.ts';
import { isoDate } from '../../src/procurement/iso-date.ts';
import { realDataFile, realDataMissing } from '../../test/support/real-data.ts';
import { files } from './read-facts.ts';

const inOrder = [
  'titles-london',
  'export-07',
  'export-09',
  'awards-london',
  'packages-2019',
  'releases-2025',
] as const;

/** What became of the London records, and what was expected. */
export type LondonMerging = {
  readonly joined: number;
  readonly waiting: number;
  /** Labelled pairs of London records of different provenance that stand in one deal, and all of them. */
  readonly found: number;
  readonly expected: number;
  /** Deals of several records of which no two are labelled as one; to be read by a person. */
  readonly unlabelled: readonly string[];
};

/** Null when the real data is not on this machine. */
export async function scoreLondonMerging(): Promise<LondonMerging | null> {
  if (inOrder.some((name) => realDataFile(files[name]) === null)) return null;
  const reference = await loadReferenceData(join(import.meta.dirname, '../../knowledge'));
  const database = await openDatabase({ kind: 'memory' });
  try {
    await writeBoroughs(database.kysely, reference);
    let joined = 0;
    for (const name of inOrder) {
      const file = await openContractFile(realDataFile(files[name]) ?? '', { fetch, timeoutMs: 5_000 });
      const { source, bytes } = await detectSource(file.bytes, null);
      const report = await importContracts({
        database: database.kysely,
        source,
        bytes,
        readOptions: {
          buyer: null,
          today: isoDate('2026-11-23'),
          origin: { url: null, fileName: file.fileName },
        },
        resolvers: createResolvers(reference),
        leadTimes: reference.leadTimes,
        rulesHash: 'evaluation',
        dryRun: false,
        onProgress: () => undefined,
      });
      joined += report.joined;
    }
    const { rows } = await sql<{ key: string; contract_id: string; is_london: boolean }>`
      select key, contract_id, exists (select 1 from participants where participants.contract_id = source_records.contract_id
        and buyer_id like 'E09%') as is_london from source_records`.execute(database.kysely);
    const dealOf = new Map(rows.map((row) => [row.key, row]));
    const labels = (
      parse(readFileSync(join(import.meta.dirname, 'labels.csv')), { columns: true }) as Record<
        string,
        string
      >[]
    )
      .filter((label) => label['verdict'] === 'same')
      .map((label) =>
        [label['first'] ?? '', label['second'] ?? ''].map((id) => id.slice(id.indexOf('|') + 1)),
      );
    const wanted = new Map<string, readonly [string, string]>();
    for (const [first = '', second = ''] of labels) {
      const isLondon = dealOf.get(first)?.is_london === true && dealOf.has(second);
      if (isLondon && first.split(':')[0] !== second.split(':')[0])
        wanted.set([first, second].sort().join('\n'), [first, second]);
    }
    const isOne = ([first, second]: readonly [string, string]) =>
      dealOf.get(first)?.contract_id === dealOf.get(second)?.contract_id;
    const labelled = new Set([...wanted.values()].flat());
    const deals = new Map<string, string[]>();
    for (const row of rows) deals.set(row.contract_id, [...(deals.get(row.contract_id) ?? []), row.key]);
    return {
      joined,
      waiting: (await openReviews(database.kysely, 1)).total,
      expected: wanted.size,
      found: [...wanted.values()].filter(isOne).length,
      unlabelled: [...deals.values()]
        .filter((keys) => keys.length > 1 && !keys.some((key) => labelled.has(key)))
        .map((keys) => keys.sort().join(' + ')),
    };
  } finally {
    await database.close();
  }
}

/** The outcome in words. */
export function londonAsText(score: LondonMerging | null): string {
  if (score === null) return `skipped merging of London records: ${realDataMissing}`;
  return [
    `merging of London records end to end: ${score.joined} deals joined, ${score.found} of ${score.expected} labelled pairs in one deal, ${score.waiting} pairs wait for a person`,
    ...score.unlabelled.map((keys) => `  joined without a label: ${keys}`),
  ].join('\n');
}

if (process.argv[1] !== undefined && import.meta.url === pathToFileURL(process.argv[1]).href)
  console.log(londonAsText(await scoreLondonMerging()));
