/** Reads every page of guidance and law in the knowledge folder, and the documents that were added. */
import { createHash } from 'node:crypto';
import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { type Asked, readAsked } from './asked.ts';
import { parsePage } from './parse-page.ts';
import { KnowledgeError, type Passage } from './passage.ts';

/** The pages as they are on disk, and a hash that changes with every byte of them. */
export type Pages = {
  readonly pages: readonly { readonly page: string; readonly content: string }[];
  readonly asked: Asked['byPassage'];
  readonly hash: string;
};

/** Goes up when the same pages would give another index: form of passages, analyser, fields. */
const formVersion = 'passages 3';

async function markdownUnder(folder: string): Promise<string[]> {
  const entries = await readdir(folder, { withFileTypes: true, recursive: true }).catch(() => []);
  return entries
    .filter((entry) => entry.isFile() && entry.name.endsWith('.md') && !/^readme\.md$/i.test(entry.name))
    .map((entry) => join(entry.parentPath, entry.name))
    .sort();
}

/** Reads `guidance` and `law` of the knowledge folder and, if there is one, the folder of added documents. */
export async function readPages(knowledgeDir: string, documentsDir: string | null): Promise<Pages> {
  const folders = [
    { folder: join(knowledgeDir, 'guidance'), prefix: 'guidance' },
    { folder: join(knowledgeDir, 'law'), prefix: 'law' },
    ...(documentsDir === null ? [] : [{ folder: documentsDir, prefix: 'documents' }]),
  ];
  const pages = (
    await Promise.all(
      folders.map(async ({ folder, prefix }) =>
        Promise.all(
          (
            await markdownUnder(folder)
          ).map(async (path) => ({
            page: `${prefix}/${path
              .slice(folder.length + 1, -3)
              .split('\\')
              .join('/')}`,
            content: await readFile(path, 'utf8'),
          })),
        ),
      ),
    )
  ).flat();
  const asked = await readAsked(knowledgeDir);
  const synonyms = await readFile(join(knowledgeDir, 'guidance-synonyms.csv'), 'utf8').catch(() => '');
  const hash = createHash('sha256').update(`${formVersion}\n${synonyms}\n${asked.content}\n`);
  for (const { page, content } of pages) hash.update(`${page}\n${content.length}\n${content}\n`);
  return { pages, asked: asked.byPassage, hash: hash.digest('hex') };
}

/** The passages of all pages; throws `KnowledgeError` when a page is not in form or two passages share an id. */
export function parsePages({ pages, asked }: Pages): Passage[] {
  const passages = pages
    .flatMap(({ page, content }) => parsePage(content, page))
    .map((passage) => ({ ...passage, asked: asked.get(passage.id) ?? [] }));
  const seen = new Set<string>();
  for (const { id, page } of passages) {
    if (seen.has(id))
      throw new KnowledgeError(`${page}.md: two sections have the id ${id}. Give one another heading.`);
    seen.add(id);
  }
  return passages;
}
