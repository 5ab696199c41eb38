/** Word and PDF files made in a test, well formed and hostile, so that no binary is kept in the repository. */
import { constants, crc32, deflateRawSync, deflateSync } from 'node:zlib';

type Entry = {
  readonly name: string;
  readonly packed: Buffer;
  readonly size: number;
  readonly check: number;
};

function entry(name: string, text: string): Entry {
  const bytes = Buffer.from(text);
  return { name, packed: deflateRawSync(bytes), size: bytes.length, check: crc32(bytes) };
}

function zip(entries: readonly Entry[]): Buffer {
  const files: Buffer[] = [];
  const directory: Buffer[] = [];
  let offset = 0;
  for (const { name, packed, size, check } of entries) {
    const fields = Buffer.alloc(26);
    fields.writeUInt16LE(20, 0);
    fields.writeUInt16LE(8, 4);
    fields.writeUInt32LE(check, 10);
    fields.writeUInt32LE(packed.length, 14);
    fields.writeUInt32LE(size, 18);
    fields.writeUInt16LE(Buffer.byteLength(name), 22);
    const file = Buffer.concat([Buffer.from('PK\x03\x04'), fields, Buffer.from(name), packed]);
    const place = Buffer.alloc(14);
    place.writeUInt32LE(offset, 10);
    directory.push(Buffer.from('PK\x01\x02'), Buffer.from([20, 0]), fields, place, Buffer.from(name));
    files.push(file);
    offset += file.length;
  }
  const list = Buffer.concat(directory);
  const end = Buffer.alloc(18);
  end.writeUInt16LE(entries.length, 4);
  end.writeUInt16LE(entries.length, 6);
  end.writeUInt32LE(list.length, 8);
  end.writeUInt32LE(offset, 12);
  return Buffer.concat([...files, list, Buffer.from('PK\x05\x06'), end]);
}

const wordParts = [
  entry(
    '[Content_Types].xml',
    '<?xml version="1.0"?><Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types"><Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/><Override PartName="/word/document.xml" ContentType="application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml"/><Override PartName="/word/styles.xml" ContentType="application/vnd.openxmlformats-officedocument.wordprocessingml.styles+xml"/></Types>',
  ),
  entry(
    '_rels/.rels',
    '<?xml version="1.0"?><Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships"><Relationship Id="r1" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/officeDocument" Target="word/document.xml"/></Relationships>',
  ),
  entry(
    'word/_rels/document.xml.rels',
    '<?xml version="1.0"?><Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships"><Relationship Id="r1" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/styles" Target="styles.xml"/></Relationships>',
  ),
  entry(
    'word/styles.xml',
    '<?xml version="1.0"?><w:styles xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"><w:style w:type="paragraph" w:styleId="Heading1"><w:name w:val="heading 1"/></w:style></w:styles>',
  ),
];
const opening =
  '<?xml version="1.0"?><w:document xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"><w:body>';
const closing = '</w:body></w:document>';

function paragraph(text: string, style = ''): string {
  const properties = style === '' ? '' : `<w:pPr><w:pStyle w:val="${style}"/></w:pPr>`;
  return `<w:p>${properties}<w:r><w:t>${text}</w:t></w:r></w:p>`;
}

/** A Word file as Word would save it: one heading, then paragraphs. */
export function wordFile(heading: string, paragraphs: readonly string[]): Buffer {
  const body = paragraphs.map((text) => paragraph(text)).join('');
  return zip([
    ...wordParts,
    entry('word/document.xml', `${opening}${paragraph(heading, 'Heading1')}${body}${closing}`),
  ]);
}

/** A block of well-formed XML packed so that it may stand any number of times in a row. */
function packedOften(block: string, times: number): { readonly packed: Buffer; readonly size: number } {
  const pack = (text: string) => deflateRawSync(Buffer.from(text), { finishFlush: constants.Z_FULL_FLUSH });
  return {
    packed: Buffer.concat([
      pack(opening),
      ...Array<Buffer>(times).fill(pack(block)),
      deflateRawSync(Buffer.from(closing)),
    ]),
    size: opening.length + block.length * times + closing.length,
  };
}

/**
 * A small Word file whose text unpacks to `bytes` and more. `says` is the size written in the archive: the true one, or
 * one that a reader would let pass.
 */
export function wordBomb(bytes: number, says: 'the truth' | 'a small size'): Buffer {
  const block = paragraph('Zebra.').repeat(20_000);
  const { packed, size } = packedOften(block, Math.ceil(bytes / block.length));
  return zip([
    ...wordParts,
    { name: 'word/document.xml', packed, size: says === 'the truth' ? size : 1_000, check: 0 },
  ]);
}

function pdf(objects: readonly Buffer[]): Buffer {
  const pieces = [Buffer.from('%PDF-1.4\n')];
  let offset = pieces[0]?.length ?? 0;
  const rows = objects.map((content, at) => {
    const row = `${String(offset).padStart(10, '0')} 00000 n \n`;
    const object = Buffer.concat([Buffer.from(`${at + 1} 0 obj\n`), content, Buffer.from('\nendobj\n')]);
    pieces.push(object);
    offset += object.length;
    return row;
  });
  const size = objects.length + 1;
  pieces.push(
    Buffer.from(
      `xref\n0 ${size}\n0000000000 65535 f \n${rows.join('')}trailer\n<< /Size ${size} /Root 1 0 R >>\nstartxref\n${offset}\n%%EOF`,
    ),
  );
  return Buffer.concat(pieces);
}

function pdfOf(stream: Buffer, filter: string): Buffer {
  return pdf([
    Buffer.from('<< /Type /Catalog /Pages 2 0 R >>'),
    Buffer.from('<< /Type /Pages /Kids [3 0 R] /Count 1 >>'),
    Buffer.from(
      '<< /Type /Page /Parent 2 0 R /MediaBox [0 0 612 792] /Contents 4 0 R /Resources << /Font << /F1 5 0 R >> >> >>',
    ),
    Buffer.concat([
      Buffer.from(`<< ${filter}/Length ${stream.length} >>\nstream\n`),
      stream,
      Buffer.from('\nendstream'),
    ]),
    Buffer.from('<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica >>'),
  ]);
}

/** A PDF of one page with one line of text, its content packed as writers do. */
export function pdfFile(line: string): Buffer {
  return pdfOf(deflateSync(Buffer.from(`BT /F1 12 Tf 72 720 Td (${line}) Tj ET`)), '/Filter /FlateDecode ');
}

/** A small PDF whose one page unpacks to `bytes` and more of text. */
export function pdfBomb(bytes: number): Buffer {
  const pack = (text: string) => deflateRawSync(Buffer.from(text), { finishFlush: constants.Z_FULL_FLUSH });
  const block = '(a) Tj '.repeat(150_000);
  const stream = Buffer.concat([
    Buffer.from([0x78, 0x9c]),
    pack('BT /F1 12 Tf 72 720 Td '),
    ...Array<Buffer>(Math.ceil(bytes / block.length)).fill(pack(block)),
    deflateRawSync(Buffer.from(' ET')),
    Buffer.alloc(4),
  ]);
  return pdfOf(stream, '/Filter /FlateDecode ');
}
