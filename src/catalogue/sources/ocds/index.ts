/** Releases and records of the Open Contracting Data Standard 1.1, in the dialects of the United Kingdom. */
import type { ContractSource, ReadItem, ReadOptions } from '../../source-record.ts';
import { mapProcess } from './map.ts';
import { mergeReleases } from './merge.ts';
import { readReleases } from './read-releases.ts';
import { ReleaseSpool, type SpooledRelease } from './spool.ts';

/** Reads every shape of OCDS file; each contract, award or procurement is delivered once, after the whole file is read. */
export const ocds: ContractSource = {
  name: 'ocds',
  title: 'Open Contracting Data Standard 1.1, JSON or JSON lines',
  sniff,
  read,
};

function sniff(head: string): number {
  if (!/^\s*[[{]/.test(head)) return 0;
  // The values matter: a JSON schema of the standard has these names too.
  if (/"ocid"\s*:\s*"/.test(head)) return 1;
  return /"(?:releases|records)"\s*:\s*\[|"compiledRelease"\s*:\s*\{/.test(head) ? 0.8 : 0;
}

async function* read(bytes: AsyncIterable<Buffer>, options: ReadOptions): AsyncGenerator<ReadItem> {
  const spool = new ReleaseSpool();
  try {
    for await (const found of readReleases(bytes)) {
      if (found.kind === 'dropped') {
        yield found;
        continue;
      }
      const writing = spool.add(found.release, found.line);
      if (writing !== undefined) await writing;
    }
    for await (const group of spool.groups()) yield* readProcess(group, options);
  } finally {
    await spool.close();
  }
}

function* readProcess(group: readonly SpooledRelease[], options: ReadOptions): Generator<ReadItem> {
  const line = group.at(-1)?.line ?? null;
  const mapped = mapProcess(mergeReleases(group.map((spooled) => spooled.release)), options);
  if (mapped.kind === 'dropped') {
    yield { kind: 'dropped', line, reason: mapped.reason };
    return;
  }
  for (const record of mapped.records) yield { kind: 'record', line, record };
}
