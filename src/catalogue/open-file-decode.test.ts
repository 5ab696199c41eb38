import iconv from 'iconv-lite';
import { describe, expect, it } from 'vitest';
import { SourceFormatError } from './errors.ts';
import { decodeHead, decodeToUtf8, peek } from './open-file-decode.ts';
import { chunked } from './sources/shared/read-all.ts';

const text = 'Café “quoted” £5 – Ynys Môn\n'.repeat(3);

async function decode(bytes: Buffer, size = 7): Promise<string> {
  const chunks: Buffer[] = [];
  for await (const chunk of decodeToUtf8(chunked(bytes, size))) chunks.push(chunk);
  return Buffer.concat(chunks).toString('utf8');
}

describe('decodeToUtf8', () => {
  it.each([
    ['UTF-8', Buffer.from(text)],
    ['UTF-8 with a mark', Buffer.from(`\ufeff${text}`)],
    ['UTF-16, little end first', iconv.encode(text, 'utf16-le', { addBOM: true })],
    ['UTF-16, big end first', iconv.encode(text, 'utf16-be', { addBOM: true })],
    ['Windows-1252', iconv.encode(text, 'windows-1252')],
  ])('reads %s, however it is cut', async (_name, bytes) => {
    for (const size of [1, 2, 3, 7, 1000]) expect(await decode(bytes, size)).toBe(text);
    expect(decodeHead(bytes)).toBe(text);
  });

  it('reads the rest as Windows-1252 when its first sign comes late and all before was plain', async () => {
    const late = Buffer.concat([Buffer.alloc(100_000, 'a'), iconv.encode('Café', 'windows-1252')]);

    expect((await decode(late, 64 * 1024)).endsWith('aCafé')).toBe(true);
  });

  it('marks odd bytes in what is otherwise UTF-8', async () => {
    const mixed = Buffer.concat([
      Buffer.from('é'),
      Buffer.alloc(100_000, 'a'),
      Buffer.from([0xe9]),
      Buffer.from(' end'),
    ]);

    expect((await decode(mixed, 64 * 1024)).endsWith('a\ufffd end')).toBe(true);
  });

  it('reads no bytes as no text', async () => {
    expect(await decode(Buffer.alloc(0))).toBe('');
    expect(await decode(Buffer.from('é').subarray(0, 1))).not.toBe('');
  });

  it.each([
    [
      'an Excel workbook',
      Buffer.from('PK\x03\x04......[Content_Types].xml'),
      /Excel workbook; save the sheet as CSV/,
    ],
    ['a zip archive', Buffer.from('PK\x03\x04......data.csv'), /zip archive/],
    ['an old Excel file', Buffer.from('\xd0\xcf\x11\xe0\xa1', 'latin1'), /old Excel/],
    ['a PDF', Buffer.from('%PDF-1.7'), /PDF/],
    ['NUL bytes', Buffer.from('a,b\0c'), /binary/],
  ])('refuses %s', async (_name, bytes, message) => {
    await expect(decode(bytes)).rejects.toThrow(SourceFormatError);
    await expect(decode(bytes)).rejects.toThrow(message);
  });
});

describe('peek', () => {
  it('gives the head and then everything', async () => {
    const { head, all } = await peek(chunked(Buffer.from('abcdefgh'), 3), 4);
    const chunks: Buffer[] = [];
    for await (const chunk of all) chunks.push(chunk);

    expect(head.toString()).toBe('abcd');
    expect(Buffer.concat(chunks).toString()).toBe('abcdefgh');
  });
});
