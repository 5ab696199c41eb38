/** Which releases of the feeds are ours: technology bought by one of London's 33 authorities. */
import type { IsoDate } from '../../procurement/iso-date.ts';
import type { Resolvers } from '../contract-row.ts';
import type { SourceRecord } from '../source-record.ts';
import { mapProcess } from '../sources/ocds/map.ts';
import { readRelease } from '../sources/ocds/schema.ts';

/** What a release is to the catalogue. `unclear-buyer`: the name may be that of a London authority or of another. */
export type Relevance = 'ours' | 'not-london' | 'unclear-buyer' | 'not-technology' | 'unreadable';

/** A release with its verdict; `ocid` is null only when it is unreadable. */
export type JudgedRelease = { readonly ocid: string | null; readonly relevance: Relevance };

/** Divisions of the Common Procurement Vocabulary that count as technology. */
const technologyDivisions = new Set(['30', '32', '48', '64', '72', '73']);

/** Judges one release by the same rules by which it would be imported. */
export function judgeRelease(release: unknown, resolvers: Resolvers, today: IsoDate): JudgedRelease {
  const read = readRelease(release, undefined);
  if (read === null) return { ocid: null, relevance: 'unreadable' };
  const mapped = mapProcess(read, { buyer: null, today, origin: { url: null, fileName: '' } });
  if (mapped.kind === 'dropped') return { ocid: read.ocid, relevance: 'unreadable' };
  return { ocid: read.ocid, relevance: relevanceOf(mapped.records, resolvers) };
}

function relevanceOf(records: readonly SourceRecord[], resolvers: Resolvers): Relevance {
  // All records of a process have the same buyers.
  const buyers = records[0]?.buyers.map((buyer) => resolvers.buyer(buyer)) ?? [];
  const isLondon = buyers.some((found) => found.kind === 'london' || found.kind === 'joint');
  if (!isLondon) return buyers.some((found) => found.kind === 'ambiguous') ? 'unclear-buyer' : 'not-london';
  return records.some((record) => isTechnology(record, resolvers)) ? 'ours' : 'not-technology';
}

function isTechnology(record: SourceRecord, resolvers: Resolvers): boolean {
  return (
    record.cpv.some((code) => technologyDivisions.has(code.slice(0, 2))) ||
    resolvers.products(record).productIds.length > 0
  );
}
