/** Reads a document of one's own (Markdown, HTML, Word, PDF) as headings and paragraphs; its words stay data. */
import { readFile, stat } from 'node:fs/promises';
import { basename, extname } from 'node:path';
import { load } from 'cheerio';
import mammoth from 'mammoth';
import { fromMarkdown } from 'mdast-util-from-markdown';
import { fromBuffer } from 'yauzl';
import { KnowledgeError } from '../passage.ts';

/** A heading with the paragraphs below it. */
export type DocumentPart = { readonly heading: string | null; readonly paragraphs: readonly string[] };

const mostBytes = 25 * 1024 * 1024;
const mostUnpacked = 100 * 1024 * 1024;
const mostPages = 500;

type Node = { readonly type: string; readonly value?: string; readonly children?: readonly Node[] };

function textIn(node: Node): string {
  if (node.type === 'html') return '';
  return node.value ?? (node.children ?? []).map(textIn).join(node.type === 'list' ? '\n' : '');
}

type Open = { heading: string | null; paragraphs: string[] };

function collect(pieces: Iterable<{ readonly isHeading: boolean; readonly text: string }>): DocumentPart[] {
  const parts: Open[] = [{ heading: null, paragraphs: [] }];
  for (const { isHeading, text } of pieces) {
    const said = text.replace(/\s+/g, ' ').trim();
    if (said === '') continue;
    if (isHeading) parts.push({ heading: said, paragraphs: [] });
    else parts.at(-1)?.paragraphs.push(said);
  }
  return parts.filter(({ paragraphs }) => paragraphs.length > 0);
}

function readMarkdown(content: string): DocumentPart[] {
  const { children } = fromMarkdown(content.replace(/^---\r?\n[\s\S]*?\r?\n---\r?\n/, ''));
  return collect(
    (children as readonly Node[]).flatMap((node) =>
      textIn(node)
        .split('\n')
        .map((text) => ({ isHeading: node.type === 'heading', text })),
    ),
  );
}

function readHtml(content: string): DocumentPart[] {
  const page = load(content);
  page('script, style, nav, header, footer, template, noscript, [hidden]').remove();
  return collect(
    page('h1, h2, h3, h4, p, li, td')
      .toArray()
      .map((element) => ({ isHeading: /^h\d$/.test(element.tagName), text: page(element).text() })),
  );
}

/** A Word file is a zip: what it says it holds is added up before anything is unpacked. */
function unpackedSize(bytes: Buffer): Promise<number> {
  return new Promise((resolve, reject) => {
    fromBuffer(bytes, { lazyEntries: true }, (error, archive) => {
      if (error !== null || archive === undefined) return reject(error ?? new Error('no archive'));
      let total = 0;
      let entries = 0;
      archive.on('entry', (entry: { readonly uncompressedSize: number }) => {
        total += entry.uncompressedSize;
        entries += 1;
        if (total > mostUnpacked || entries > 5_000) {
          archive.close();
          resolve(Number.POSITIVE_INFINITY);
        } else archive.readEntry();
      });
      archive.on('end', () => resolve(total));
      archive.on('error', reject);
      archive.readEntry();
    });
  });
}

async function readPdf(bytes: Buffer, name: string): Promise<DocumentPart[]> {
  const { getDocument } = await import('pdfjs-dist/legacy/build/pdf.mjs');
  const task = getDocument({
    data: new Uint8Array(bytes),
    isEvalSupported: false,
    useSystemFonts: false,
    verbosity: 0,
  });
  try {
    const document = await task.promise;
    if (document.numPages > mostPages)
      throw new KnowledgeError(
        `${name} has ${document.numPages} pages; at most ${mostPages} are read. Split it.`,
      );
    const parts: DocumentPart[] = [];
    for (let number = 1; number <= document.numPages; number += 1) {
      const { items } = await (await document.getPage(number)).getTextContent();
      const lines = items
        .map((item) => ('str' in item ? `${item.str}${item.hasEOL ? '\n' : ''}` : ''))
        .join('');
      const paragraphs = lines
        .split(/\n\s*\n/)
        .map((text) => text.replace(/\s+/g, ' ').trim())
        .filter((text) => text !== '');
      if (paragraphs.length > 0) parts.push({ heading: `Page ${number}`, paragraphs });
    }
    return parts;
  } finally {
    await task.destroy();
  }
}

/** Headings and paragraphs; rejects with `KnowledgeError`, one sentence on what is wrong, and never reads more than it may. */
export async function readDocument(path: string): Promise<DocumentPart[]> {
  const name = basename(path);
  const { size } = await stat(path).catch(() => {
    throw new KnowledgeError(`${name} cannot be found. Check the path.`);
  });
  if (size > mostBytes)
    throw new KnowledgeError(
      `${name} has ${Math.round(size / 1_048_576)} MB; at most 25 MB are read. Split it or save it as text.`,
    );
  const bytes = await readFile(path);
  const kind = extname(path).toLowerCase();
  try {
    const parts =
      kind === '.md'
        ? readMarkdown(bytes.toString('utf8'))
        : kind === '.html' || kind === '.htm'
          ? readHtml(bytes.toString('utf8'))
          : kind === '.docx'
            ? await readWord(bytes, name)
            : kind === '.pdf'
              ? await readPdf(bytes, name)
              : null;
    if (parts === null)
      throw new KnowledgeError(`${name} is not Markdown, HTML, DOCX or PDF. Save it as one of these.`);
    if (parts.length === 0)
      throw new KnowledgeError(
        `${name} holds no text that can be read. Scanned pages need text recognition first.`,
      );
    return parts;
  } catch (error) {
    if (error instanceof KnowledgeError) throw error;
    throw new KnowledgeError(
      `${name} cannot be read (${(error as Error).message.slice(0, 120)}). Check the file.`,
      { cause: error },
    );
  }
}

async function readWord(bytes: Buffer, name: string): Promise<DocumentPart[]> {
  if ((await unpackedSize(bytes)) > mostUnpacked)
    throw new KnowledgeError(
      `${name} unpacks to more than 100 MB, so it is not opened. Save the text alone.`,
    );
  return readHtml((await mammoth.convertToHtml({ buffer: bytes })).value);
}
