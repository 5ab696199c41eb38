/** Turns bytes of any likely encoding into UTF-8, and refuses what is not text. */
import { isAscii, isUtf8 } from 'node:buffer';
import iconv from 'iconv-lite';
import { SourceFormatError } from './errors.ts';

/** How much of a file is looked at to find out what it is. */
export const headBytes = 64 * 1024;

type Encoding = 'utf8' | 'utf16-le' | 'utf16-be' | 'windows-1252';

/** The first bytes of a file as text, without a byte order mark; throws `SourceFormatError` when they are not text. */
export function decodeHead(head: Buffer): string {
  const encoding = findEncoding(head);
  const text = encoding === 'utf8' ? head.toString('utf8') : iconv.decode(head, encoding);
  return text.replace(/^\uFEFF/, '');
}

/**
 * The same text as UTF-8 without a byte order mark. UTF-16 is known by its mark; bytes that are not UTF-8 are read as
 * Windows-1252. Throws `SourceFormatError` when the file is not text.
 */
export async function* decodeToUtf8(bytes: AsyncIterable<Buffer>): AsyncGenerator<Buffer> {
  const { head, all } = await peek(bytes, headBytes);
  const encoding = findEncoding(head);
  if (encoding === 'utf8') {
    yield* repairUtf8(all);
    return;
  }
  const decoder = iconv.getDecoder(encoding);
  let isFirst = true;
  for await (const chunk of all) {
    const text = decoder.write(chunk);
    if (text === '') continue;
    yield Buffer.from(isFirst ? text.replace(/^\uFEFF/, '') : text, 'utf8');
    isFirst = false;
  }
  const rest = decoder.end();
  if (rest !== undefined && rest !== '') yield Buffer.from(rest, 'utf8');
}

/** The first bytes (up to `length`), and a stream that starts with them again. */
export async function peek(
  bytes: AsyncIterable<Buffer>,
  length: number,
): Promise<{ readonly head: Buffer; readonly all: AsyncIterable<Buffer> }> {
  const iterator = bytes[Symbol.asyncIterator]();
  const chunks: Buffer[] = [];
  let total = 0;
  while (total < length) {
    const next = await iterator.next();
    if (next.done === true) break;
    chunks.push(next.value);
    total += next.value.length;
  }
  const replay = async function* (): AsyncGenerator<Buffer> {
    try {
      yield* chunks.splice(0);
      while (true) {
        const next = await iterator.next();
        if (next.done === true) return;
        yield next.value;
      }
    } finally {
      await iterator.return?.();
    }
  };
  return { head: Buffer.concat(chunks).subarray(0, length), all: replay() };
}

function findEncoding(head: Buffer): Encoding {
  if (head.length >= 2 && head[0] === 0xff && head[1] === 0xfe) return 'utf16-le';
  if (head.length >= 2 && head[0] === 0xfe && head[1] === 0xff) return 'utf16-be';
  refuseBinary(head);
  return isUtf8(head.subarray(0, endOfWholeCharacters(head))) ? 'utf8' : 'windows-1252';
}

function refuseBinary(head: Buffer): void {
  const start = head.subarray(0, 8).toString('latin1');
  if (start.startsWith('PK\x03\x04')) {
    throw new SourceFormatError(
      head.includes('xl/') || head.includes('[Content_Types].xml')
        ? 'This is an Excel workbook; save the sheet as CSV and import that.'
        : 'This is a zip archive; unpack it and import the files inside.',
    );
  }
  if (start.startsWith('\xd0\xcf\x11\xe0')) {
    throw new SourceFormatError('This is an old Excel or Word file; save the sheet as CSV and import that.');
  }
  if (start.startsWith('%PDF')) {
    throw new SourceFormatError('This is a PDF document; ask the publisher for the data as CSV or JSON.');
  }
  if (head.includes(0)) {
    throw new SourceFormatError(
      'This is a binary file, not text; save the contracts as CSV or JSON and import that.',
    );
  }
}

/** Where to cut so that no UTF-8 character is split at the end of the buffer. */
function endOfWholeCharacters(buffer: Buffer): number {
  for (let back = 1; back <= Math.min(4, buffer.length); back += 1) {
    const byte = buffer[buffer.length - back] ?? 0;
    if (byte < 0x80) return buffer.length;
    if (byte >= 0xc0) {
      const needed = byte >= 0xf0 ? 4 : byte >= 0xe0 ? 3 : 2;
      return back < needed ? buffer.length - back : buffer.length;
    }
  }
  return buffer.length;
}

/**
 * Passes UTF-8 through untouched. When bytes that are not UTF-8 turn up later: if everything so far was plain ASCII the
 * file is Windows-1252 from its start, so it is read as that; else the odd bytes become the replacement character.
 */
async function* repairUtf8(bytes: AsyncIterable<Buffer>): AsyncGenerator<Buffer> {
  let carried: Buffer = Buffer.alloc(0);
  let isPlain = true;
  let isWindows = false;
  let isFirst = true;
  for await (const chunk of bytes) {
    let buffer = carried.length > 0 ? Buffer.concat([carried, chunk]) : chunk;
    carried = Buffer.alloc(0);
    if (isFirst) {
      if (buffer.length < 3 && buffer[0] === 0xef) {
        carried = buffer;
        continue;
      }
      isFirst = false;
      if (buffer[0] === 0xef && buffer[1] === 0xbb && buffer[2] === 0xbf) buffer = buffer.subarray(3);
    }
    if (!isWindows) {
      if (isPlain && isAscii(buffer)) {
        if (buffer.length > 0) yield buffer;
        continue;
      }
      const cut = endOfWholeCharacters(buffer);
      const whole = buffer.subarray(0, cut);
      if (isUtf8(whole)) {
        carried = Buffer.from(buffer.subarray(cut));
        isPlain = isPlain && isAscii(whole);
        if (whole.length > 0) yield whole;
        continue;
      }
      isWindows = isPlain;
      if (!isWindows) {
        carried = Buffer.from(buffer.subarray(cut));
        yield Buffer.from(whole.toString('utf8'), 'utf8');
        continue;
      }
    }
    yield Buffer.from(iconv.decode(buffer, 'windows-1252'), 'utf8');
  }
  if (carried.length > 0) yield Buffer.from(iconv.decode(carried, isPlain ? 'windows-1252' : 'utf8'), 'utf8');
}
