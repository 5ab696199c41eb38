// Reads one document in a thread of its own, which its starter can end: no library here promises to stay small or to end.
import { readFile } from 'node:fs/promises';
import { parentPort, workerData } from 'node:worker_threads';
import { load } from 'cheerio';
import mammoth from 'mammoth';
import { fromMarkdown } from 'mdast-util-from-markdown';
import { fromBuffer } from 'yauzl';

/** @typedef {{ heading: string | null, paragraphs: string[] }} Part */
/** @typedef {{ readonly type: string, readonly value?: string, readonly children?: readonly Node[] }} Node */
/** @typedef {{ readonly path: string, readonly kind: 'markdown' | 'html' | 'word' | 'pdf', readonly mostUnpacked: number, readonly mostPages: number }} Task */

/** A limit that the document goes beyond, in words that fit after its name. */
class LimitError extends Error {}

/**
 * Text in the order of the document, spaces joined, as headings with their paragraphs.
 * @param {Iterable<{ readonly isHeading: boolean, readonly text: string }>} pieces
 */
function collect(pieces) {
  /** @type {Part[]} */
  const parts = [{ heading: null, paragraphs: [] }];
  for (const { isHeading, text } of pieces) {
    const said = text.replace(/\s+/g, ' ').trim();
    if (said === '') continue;
    if (isHeading) parts.push({ heading: said, paragraphs: [] });
    else parts.at(-1)?.paragraphs.push(said);
  }
  return parts.filter(({ paragraphs }) => paragraphs.length > 0);
}

/** @param {Node} node @returns {string} */
function textIn(node) {
  if (node.type === 'html') return '';
  return node.value ?? (node.children ?? []).map(textIn).join(node.type === 'list' ? '\n' : '');
}

/** @param {string} content */
function readMarkdown(content) {
  const { children } = /** @type {{ readonly children: readonly Node[] }} */ (
    /** @type {unknown} */ (fromMarkdown(content.replace(/^---\r?\n[\s\S]*?\r?\n---\r?\n/, '')))
  );
  return collect(
    children.flatMap((node) =>
      textIn(node)
        .split('\n')
        .map((text) => ({ isHeading: node.type === 'heading', text })),
    ),
  );
}

/** @param {string} content */
function readHtml(content) {
  const page = load(content);
  page('script, style, nav, header, footer, template, noscript, [hidden]').remove();
  return collect(
    page('h1, h2, h3, h4, p, li, td')
      .toArray()
      .map((element) => ({ isHeading: /^h\d$/.test(element.tagName), text: page(element).text() })),
  );
}

/**
 * A Word file is a zip: every entry is unpacked and thrown away first, because the sizes written in it can lie.
 * @param {Buffer} bytes
 * @param {number} most
 * @returns {Promise<void>}
 */
function checkUnpacked(bytes, most) {
  return new Promise((resolve, reject) => {
    fromBuffer(bytes, { lazyEntries: true, validateEntrySizes: true }, (fault, archive) => {
      if (fault !== null) return reject(fault);
      let total = 0;
      const tooLarge = () => {
        archive.close();
        reject(
          new LimitError(
            `unpacks to more than ${Math.round(most / 1_048_576)} MB, so it is not opened. Save the text alone.`,
          ),
        );
      };
      archive.on('error', reject);
      archive.on('end', () => resolve());
      archive.on('entry', (entry) => {
        if (total + entry.uncompressedSize > most) return tooLarge();
        archive.openReadStream(entry, (entryFault, stream) => {
          if (entryFault !== null) return reject(entryFault);
          stream.on('data', (/** @type {Buffer} */ chunk) => {
            total += chunk.length;
            if (total > most) {
              stream.destroy();
              tooLarge();
            }
          });
          stream.on('error', reject);
          stream.on('end', () => archive.readEntry());
        });
      });
      archive.readEntry();
    });
  });
}

/** @param {Buffer} bytes @param {number} mostPages */
async function readPdf(bytes, mostPages) {
  const { getDocument } = await import('pdfjs-dist/legacy/build/pdf.mjs');
  const task = getDocument({
    data: new Uint8Array(bytes),
    isEvalSupported: false,
    useSystemFonts: false,
    verbosity: 0,
  });
  const document = await task.promise;
  if (document.numPages > mostPages)
    throw new LimitError(`has ${document.numPages} pages; at most ${mostPages} are read. Split it.`);
  /** @type {Part[]} */
  const parts = [];
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
}

/** @param {Task} task @returns {Promise<Part[]>} */
async function read({ path, kind, mostUnpacked, mostPages }) {
  const bytes = await readFile(path);
  if (kind === 'markdown') return readMarkdown(bytes.toString('utf8'));
  if (kind === 'html') return readHtml(bytes.toString('utf8'));
  if (kind === 'pdf') return readPdf(bytes, mostPages);
  await checkUnpacked(bytes, mostUnpacked);
  return readHtml((await mammoth.convertToHtml({ buffer: bytes })).value);
}

try {
  parentPort?.postMessage({ parts: await read(/** @type {Task} */ (workerData)) });
} catch (error) {
  parentPort?.postMessage({
    problem: error instanceof LimitError ? 'limit' : 'unreadable',
    words: String(error instanceof Error ? error.message : error).slice(0, 200),
  });
}
