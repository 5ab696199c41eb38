/** A record as PDF, in the fonts every reader has. */
import PdfDocument from 'pdfkit';
import { plainLine } from './plain-line.ts';
import type { RecordDocument } from './record-document.ts';

const margin = 50;
/** Characters of those fonts beyond Latin-1. */
const beyondLatin = new Set('€‚ƒ„…†‡ˆ‰Š‹ŒŽ‘’“”•–—˜™š›œžŸ');

/** A character that the fonts lack is shown as one, never left out unseen. */
function printable(text: string): string {
  return [...plainLine(text)]
    .map((character) =>
      (character.codePointAt(0) ?? 0) <= 0xff || beyondLatin.has(character) ? character : '?',
    )
    .join('');
}

/** The bytes of the PDF; `made` is the moment written into it. */
export function pdfRecord(document: RecordDocument, made: Date): Promise<Buffer> {
  const pdf = new PdfDocument({
    size: 'A4',
    margin,
    lang: 'en-GB',
    info: { Title: printable(document.title), Creator: 'Procurement assistant', CreationDate: made },
  });
  const chunks: Buffer[] = [];
  const finished = new Promise<Buffer>((resolve, reject) => {
    pdf.on('data', (chunk: Buffer) => chunks.push(chunk));
    pdf.on('end', () => resolve(Buffer.concat(chunks)));
    pdf.on('error', reject);
  });
  const write = (text: string, size: number, font: 'Helvetica' | 'Helvetica-Bold', gap: number) => {
    pdf.font(font).fontSize(size).fillColor('black').text(printable(text), { lineGap: 1 });
    pdf.moveDown(gap);
  };
  write(document.title, 20, 'Helvetica-Bold', 0.3);
  write(document.subtitle, 9, 'Helvetica', 0.8);
  for (const { heading, level, paragraphs, items, columns, rows } of document.parts) {
    if (pdf.y > pdf.page.height - margin - 60) pdf.addPage();
    pdf.moveDown(0.4);
    write(heading, level === 1 ? 14 : 11, 'Helvetica-Bold', 0.2);
    for (const text of paragraphs) write(text, 9.5, 'Helvetica', 0.3);
    for (const { text, isDone } of items) write(`[${isDone ? 'x' : '  '}] ${text}`, 9.5, 'Helvetica', 0.1);
    // Rows as labelled lines: they flow over pages, and a screen reader reads them in order.
    for (const row of rows) {
      const [first = '', ...others] = row;
      write(first, 9.5, 'Helvetica-Bold', 0);
      for (const [at, cell] of others.entries())
        if (cell !== '') write(`${columns[at + 1] ?? ''}: ${cell}`, 9.5, 'Helvetica', 0);
      pdf.moveDown(0.4);
    }
  }
  pdf.moveDown(0.4);
  write('Sources', 14, 'Helvetica-Bold', 0.2);
  for (const { number, text, url } of document.sources) {
    write(`[${number}] ${text}`, 8.5, 'Helvetica', 0);
    if (url !== null && /^https?:\/\//.test(url) && URL.canParse(url))
      pdf
        .fontSize(8)
        .fillColor('#1f4e9c')
        .text(printable(url), { link: new URL(url).href, underline: false });
    pdf.moveDown(0.2);
  }
  pdf.end();
  return finished;
}
