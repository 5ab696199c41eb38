/** A record as a Word document. */
import {
  Document,
  ExternalHyperlink,
  HeadingLevel,
  Packer,
  Paragraph,
  Table,
  TableCell,
  TableRow,
  TextRun,
  WidthType,
} from 'docx';
import { plainLine } from './plain-line.ts';
import type { RecordDocument } from './record-document.ts';

function paragraph(text: string, isBold = false): Paragraph {
  return new Paragraph({
    children: [new TextRun({ text: plainLine(text), bold: isBold })],
    spacing: { after: 120 },
  });
}

function table(columns: readonly string[], rows: readonly (readonly string[])[]): Table {
  const row = (cells: readonly string[], isHeader: boolean) =>
    new TableRow({
      tableHeader: isHeader,
      children: cells.map((cell) => new TableCell({ children: [paragraph(cell, isHeader)] })),
    });
  return new Table({
    width: { size: 100, type: WidthType.PERCENTAGE },
    rows: [row(columns, true), ...rows.map((cells) => row(cells, false))],
  });
}

/** The bytes of a `.docx`; fields and links are made by us alone, data is text. */
export async function wordRecord(document: RecordDocument): Promise<Buffer> {
  const children: (Paragraph | Table)[] = [
    new Paragraph({ text: plainLine(document.title), heading: HeadingLevel.TITLE }),
    paragraph(document.subtitle),
  ];
  for (const { heading, level, paragraphs, items, columns, rows } of document.parts) {
    children.push(
      new Paragraph({
        text: plainLine(heading),
        heading: level === 1 ? HeadingLevel.HEADING_1 : HeadingLevel.HEADING_2,
        spacing: { before: 240, after: 120 },
      }),
      ...paragraphs.map((text) => paragraph(text)),
      ...items.map(({ text, isDone }) => paragraph(`${isDone ? '☑' : '☐'} ${text}`)),
    );
    if (columns.length > 0) children.push(table(columns, rows));
  }
  children.push(new Paragraph({ text: 'Sources', heading: HeadingLevel.HEADING_1 }));
  for (const { number, text, url } of document.sources)
    children.push(
      new Paragraph({
        children: [
          new TextRun(plainLine(`[${number}] ${text} `)),
          ...(url === null || !/^https?:\/\//.test(url) || !URL.canParse(url)
            ? []
            : [
                new ExternalHyperlink({
                  link: new URL(url).href,
                  children: [new TextRun({ text: plainLine(url), style: 'Hyperlink' })],
                }),
              ]),
        ],
      }),
    );
  return Packer.toBuffer(
    new Document({
      title: plainLine(document.title),
      creator: 'Procurement assistant',
      sections: [{ children }],
    }),
  );
}
