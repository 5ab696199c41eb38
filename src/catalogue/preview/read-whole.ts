/** A preview reads a file three times, so it holds it. */
import { SourceFormatError } from '../errors.ts';

const largest = 100 * 1024 * 1024;

/** All the bytes; rejects with `SourceFormatError` above 100 MB. */
export async function readWhole(bytes: AsyncIterable<Buffer>): Promise<Buffer> {
  const chunks: Buffer[] = [];
  let length = 0;
  for await (const chunk of bytes) {
    length += chunk.length;
    if (length > largest)
      throw new SourceFormatError(
        'The file is larger than 100 MB, too large for a preview; use --dry-run without --diff.',
      );
    chunks.push(chunk);
  }
  return Buffer.concat(chunks);
}
