/** Adds documents of one's own to the knowledge: stored as pages of the same form, marked as own, with what was said of them. */
import { mkdir, readdir, rename, stat, writeFile } from 'node:fs/promises';
import { basename, extname, join } from 'node:path';
import { parsePage, slugOf } from '../parse-page.ts';
import { KnowledgeError, type Regime } from '../passage.ts';
import { type DocumentPart, readDocument } from './read-document.ts';

/** What the person says of the document; nothing of it is guessed. */
export type DocumentFacts = { readonly source: string; readonly date: string; readonly regime: Regime };

/** What became of one file. */
export type Ingested = { readonly file: string; readonly passages: number; readonly problem: string | null };

const wordsAPassage = 200;

/** Marks of our own form in a stranger's text would be read as ours. */
function inert(text: string): string {
  return text
    .replace(/<!--|-->/g, '')
    .replace(/\[s\d+(?:[/#][^\]]*)?\]/gi, '')
    .replace(/^[#>\-*\s]+/, '')
    .trim();
}

function sectionsOf(
  parts: readonly DocumentPart[],
  title: string,
): { heading: string; paragraphs: string[] }[] {
  const sections: { heading: string; paragraphs: string[] }[] = [];
  for (const { heading, paragraphs } of parts) {
    const name = inert(heading ?? title).slice(0, 150) || title;
    let words = Number.POSITIVE_INFINITY;
    for (const paragraph of paragraphs.map(inert).filter((text) => text !== '')) {
      const count = paragraph.split(' ').length;
      if (words + count > wordsAPassage) {
        sections.push({ heading: name, paragraphs: [] });
        words = 0;
      }
      sections.at(-1)?.paragraphs.push(paragraph);
      words += count;
    }
  }
  const seen = new Map<string, number>();
  return sections.map((section) => {
    const slug = slugOf(section.heading);
    const times = (seen.get(slug) ?? 0) + 1;
    seen.set(slug, times);
    return times === 1 ? section : { ...section, heading: `${section.heading} (part ${times})` };
  });
}

/** The document as a page of knowledge. */
export function pageOf(parts: readonly DocumentPart[], title: string, facts: DocumentFacts): string {
  const text = (value: string) => JSON.stringify(value.replace(/\s+/g, ' '));
  const isAddress = URL.canParse(facts.source) && /^https?:/.test(facts.source);
  const front = [
    '---',
    `title: ${text(title)}`,
    'stage: own-documents',
    'kind: own',
    `regime: ${facts.regime}`,
    'roles: []',
    'topics: []',
    'sources:',
    '  - id: s1',
    `    title: ${text(title)}`,
    `    publisher: ${text(isAddress ? new URL(facts.source).hostname : facts.source)}`,
    `    address: ${isAddress ? text(facts.source) : 'null'}`,
    `    date: ${text(facts.date)}`,
    '    confidence: medium',
    '---',
  ];
  const body = sectionsOf(parts, title).map(
    ({ heading, paragraphs }) =>
      `## ${heading}\n${paragraphs.map((paragraph) => `${paragraph} [s1]`).join('\n\n')}\n`,
  );
  return `${front.join('\n')}\n${body.join('\n')}`;
}

async function filesOf(path: string): Promise<string[]> {
  const found = await stat(path).catch(() => null);
  if (found === null) throw new KnowledgeError(`${path} cannot be found. Check the path.`);
  if (!found.isDirectory()) return [path];
  const entries = await readdir(path, { withFileTypes: true });
  return entries
    .filter((entry) => entry.isFile() && /\.(?:md|html?|docx|pdf)$/i.test(entry.name))
    .map((entry) => join(path, entry.name))
    .sort();
}

/** Reads a file or the files of a folder into `folder`; one that cannot be read is reported and the others go on. */
export async function ingest(path: string, folder: string, facts: DocumentFacts): Promise<Ingested[]> {
  await mkdir(folder, { recursive: true });
  const results: Ingested[] = [];
  for (const file of await filesOf(path)) {
    try {
      const title = basename(file, extname(file)).replace(/[-_]+/g, ' ').trim() || 'Document';
      const page = pageOf(await readDocument(file), title, facts);
      const name = slugOf(basename(file)) || 'document';
      const passages = parsePage(page, `documents/${name}`).length;
      const target = join(folder, `${name}.md`);
      await writeFile(`${target}.part`, page);
      await rename(`${target}.part`, target);
      results.push({ file, passages, problem: null });
    } catch (error) {
      if (!(error instanceof KnowledgeError)) throw error;
      results.push({ file, passages: 0, problem: error.message });
    }
  }
  return results;
}
