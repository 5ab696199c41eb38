import fc from 'fast-check';
import mammoth from 'mammoth';
import { getDocument } from 'pdfjs-dist/legacy/build/pdf.mjs';
import { describe, expect, it } from 'vitest';
import { isoDate } from '../../procurement/iso-date.ts';
import { calendarRecord } from './calendar-record.ts';
import { markdownRecord } from './markdown-record.ts';
import { pdfRecord } from './pdf-record.ts';
import { fileStem } from './plain-line.ts';
import type { RecordDocument } from './record-document.ts';
import { wordRecord } from './word-record.ts';

const made = new Date('2026-11-23T09:00:00Z');

function documentWith(words: string): RecordDocument {
  return {
    id: 'W-0000000000',
    title: `Made-up system ${words}`,
    subtitle: 'Record of a made-up purchase.',
    parts: [
      {
        heading: 'Dates, worked backwards',
        level: 1,
        paragraphs: [`£600,000 + 20% VAT = £720,000 ${words}`],
        items: [
          { text: 'Exit and data terms read', isDone: true },
          { text: `Small suppliers invited ${words}`, isDone: false },
        ],
        columns: ['Latest day', 'Step', 'Why'],
        rows: [['26 March 2029', `Tender notice (UK4) ${words}`, 'opens the competition']],
      },
      { heading: 'Decisions', level: 2, paragraphs: [words], items: [], columns: [], rows: [] },
    ],
    sources: [
      { number: 1, text: `A council: a decision ${words}`, url: 'https://example.org/decision?id=1' },
      { number: 2, text: 'Not a page', url: 'javascript:alert(1)' },
    ],
    days: [
      {
        uid: 'W-0000000000-step-1',
        day: isoDate('2029-03-26'),
        title: `Tender notice ${words}`,
        text: 'opens; the, competition',
      },
      { uid: 'W-0000000000-UK7', day: isoDate('2028-02-29'), title: 'UK7', text: words },
    ],
  };
}

async function pdfText(content: Buffer): Promise<string> {
  const pdf = await getDocument({ data: new Uint8Array(content) }).promise;
  const pages: string[] = [];
  for (let at = 1; at <= pdf.numPages; at += 1) {
    const { items } = await (await pdf.getPage(at)).getTextContent();
    pages.push(items.flatMap((item) => ('str' in item ? [`${item.str}`] : [])).join(' '));
  }
  return pages.join(' ').replace(/\s+/g, ' ');
}

const hostile =
  'x\r\nBEGIN:VEVENT\r\nSUMMARY:planted | <script>alert(1)</script> [a](javascript:alert(1)) =1+1';
const facts = [
  'Exit and data terms read',
  '£600,000 + 20% VAT = £720,000',
  '26 March 2029',
  'https://example.org/decision?id=1',
];

describe('a record', () => {
  it('as PDF is read by another reader, on as many pages as it needs', async () => {
    const document = documentWith('');
    const [part] = document.parts;
    const rows = Array.from({ length: 200 }, (_none, at) => [`Day ${at}`, 'a step', 'a reason']);
    const content = await pdfRecord(
      { ...document, parts: part === undefined ? [] : [part, { ...part, rows }] },
      made,
    );
    const read = await pdfText(content);
    for (const fact of facts) expect(read).toContain(fact);
    expect(read).toContain('[x] Exit and data terms read');
    expect(read).toContain('Day 199');
  });

  it('as Word is read by another reader, with its ticks and links', async () => {
    const content = await wordRecord(documentWith(hostile));
    const { value } = await mammoth.convertToHtml({ buffer: content });
    for (const fact of facts) expect(value.replaceAll('&amp;', '&')).toContain(fact);
    expect(value).toContain('☑ Exit and data terms read');
    expect(value).toContain('<table>');
    expect(value).not.toContain('<script');
    expect(value).not.toContain('href="javascript');
  });

  it('as Markdown shows data as text: no table is broken, no HTML or link planted', () => {
    const written = markdownRecord(documentWith(hostile));
    expect(written).toContain('- [x] Exit and data terms read');
    expect(written).not.toMatch(/(?<!\\)<script/);
    expect(written).not.toMatch(/(?<!\\)\]\(javascript/);
    const rows = written.split('\n').filter((line) => line.startsWith('| 26 March'));
    expect(rows).toHaveLength(1);
    expect(rows[0]?.match(/(?<!\\)\|/g)).toHaveLength(4);
  });

  it('as a calendar has one all-day entry a day, each with an id that stays', () => {
    const entries = calendarRecord(documentWith(hostile), made);
    const unfolded = entries.replace(/\r?\n[ \t]/g, '');
    expect(unfolded.match(/^BEGIN:VEVENT\r?$/gm)).toHaveLength(2);
    expect(unfolded).toMatch(/^DTSTART;VALUE=DATE:20290326\r?$/m);
    expect(unfolded).toMatch(/^DTEND;VALUE=DATE:20290327\r?$/m);
    expect(unfolded).toMatch(/^DTEND;VALUE=DATE:20280301\r?$/m);
    expect(unfolded).toMatch(/^UID:W-0000000000-UK7@procurement-assistant\r?$/m);
    expect(unfolded).toContain('opens\\; the\\, competition');
    expect(unfolded.match(/^DTSTAMP:20261123T090000Z\r?$/gm)).toHaveLength(2);
    expect(unfolded.match(/^SUMMARY:/gm)).toHaveLength(2);
    expect(calendarRecord(documentWith(hostile), made)).toBe(entries);
  });

  it('is written whatever people typed, and never gains an entry or a row by it', async () => {
    await fc.assert(
      fc.asyncProperty(fc.string({ unit: 'binary', maxLength: 80 }), async (words) => {
        const document = documentWith(words);
        const entries = calendarRecord(document, made).replace(/\r?\n[ \t]/g, '');
        expect(entries.match(/^BEGIN:VEVENT\r?$/gm)).toHaveLength(2);
        expect(markdownRecord(document).match(/^\| /gm)).toHaveLength(2);
        expect((await pdfRecord(document, made)).subarray(0, 5).toString()).toBe('%PDF-');
        await mammoth.extractRawText({ buffer: await wordRecord(document) });
      }),
      { numRuns: 25 },
    );
  });
});

describe('the name of its file', () => {
  it.each([
    ['New planning system', 'W-1-new-planning-system'],
    ['../../etc/passwd\r\nX: "y"', 'W-1-etc-passwd-x-y'],
    ['漢字', 'W-1'],
    ['', 'W-1'],
  ])('is safe on every system: %j', (title, stem) => {
    expect(fileStem('W-1', title)).toBe(stem);
  });
});
