/** Finds the source that can read a file, by its first bytes or by the name the officer gave. */
import { SourceFormatError } from './errors.ts';
import { decodeHead, headBytes, peek } from './open-file-decode.ts';
import type { ContractSource } from './source-record.ts';
import { contractSources } from './sources/index.ts';

/** A file with the source that can read it. */
export type DetectedFile = {
  readonly source: ContractSource;
  /** The whole file again from its start; use this one, the stream handed in has been started. */
  readonly bytes: AsyncIterable<Buffer>;
};

/**
 * The source for these bytes; `format` (from `--format`, null or `auto` to find out) overrides the guess. Throws
 * `SourceFormatError` listing the formats when none fits or two fit equally well.
 */
export async function detectSource(
  bytes: AsyncIterable<Buffer>,
  format: string | null,
  sources: readonly ContractSource[] = contractSources,
): Promise<DetectedFile> {
  const { head, all } = await peek(bytes, headBytes);
  const text = decodeHead(head);
  if (format !== null && format !== 'auto') return { source: findNamed(format, sources), bytes: all };
  return { source: findByHead(text, sources), bytes: all };
}

function findNamed(format: string, sources: readonly ContractSource[]): ContractSource {
  const named = sources.find((source) => source.name === format);
  if (named !== undefined) return named;
  throw new SourceFormatError(`There is no format called "${format.slice(0, 40)}"; ${listFormats(sources)}.`);
}

function findByHead(head: string, sources: readonly ContractSource[]): ContractSource {
  if (/^\s*<(!doctype|html|\?xml)/i.test(head)) {
    throw new SourceFormatError(
      'This is a web page or XML, not contract data; look for the CSV or JSON download on that page.',
    );
  }
  const ranked = sources
    .map((source) => ({ source, certainty: source.sniff(head) }))
    .filter((found) => found.certainty > 0)
    .sort((left, right) => right.certainty - left.certainty);
  const [best, second] = ranked;
  if (best === undefined) {
    throw new SourceFormatError(`The format of this file is not known; ${listFormats(sources)}.`);
  }
  if (second !== undefined && second.certainty === best.certainty) {
    throw new SourceFormatError(
      `This file could be ${best.source.name} or ${second.source.name}; say which with --format.`,
    );
  }
  return best.source;
}

function listFormats(sources: readonly ContractSource[]): string {
  return `name one with --format: ${sources.map((source) => `${source.name} (${source.title})`).join(', ')}`;
}
