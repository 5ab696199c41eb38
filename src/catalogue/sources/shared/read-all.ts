/** Reads a whole small file through a source; used by the tests beside the sources. */
import { isoDate } from '../../../procurement/iso-date.ts';
import type { ContractSource, ReadItem, ReadOptions, SourceRecord } from '../../source-record.ts';

/** What a source made of a file. */
export type ReadResult = {
  readonly records: readonly SourceRecord[];
  /** How many rows were left out, by reason. */
  readonly dropped: Readonly<Record<string, number>>;
  readonly items: readonly ReadItem[];
};

/** Options of an import on a fixed day, without a buyer. */
export const testOptions: ReadOptions = {
  buyer: null,
  today: isoDate('2026-11-23'),
  origin: { url: null, fileName: 'example' },
};

/** Everything the source makes of these bytes, in order. */
export async function readAll(
  source: ContractSource,
  content: string | Buffer | AsyncIterable<Buffer>,
  options: Partial<ReadOptions> = {},
): Promise<ReadResult> {
  const bytes =
    typeof content === 'string'
      ? chunked(Buffer.from(content, 'utf8'))
      : Buffer.isBuffer(content)
        ? chunked(content)
        : content;
  const items: ReadItem[] = [];
  for await (const item of source.read(bytes, { ...testOptions, ...options })) items.push(item);
  const dropped: Record<string, number> = {};
  for (const item of items)
    if (item.kind === 'dropped') dropped[item.reason] = (dropped[item.reason] ?? 0) + 1;
  return { records: items.flatMap((item) => (item.kind === 'record' ? [item.record] : [])), dropped, items };
}

/** The bytes in pieces of `size`, as a stream would bring them. */
export async function* chunked(bytes: Buffer, size = 64 * 1024): AsyncGenerator<Buffer> {
  for (let start = 0; start < bytes.length; start += size) yield bytes.subarray(start, start + size);
}
