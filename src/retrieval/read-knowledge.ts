/** Reads every page of guidance and law in the knowledge folder, and the documents that were added. */
import { createHash } from 'node:crypto';
import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { parsePage } from './parse-page.ts';
import { KnowledgeError, type Passage } from './passage.ts';

/** All passages, and a hash that changes with every byte of every page. */
export type Knowledge = { readonly passages: readonly Passage[]; readonly hash: string };

async function pagesUnder(folder: string): Promise<string[]> {
  const entries = await readdir(folder, { withFileTypes: true, recursive: true }).catch(() => []);
  return entries
    .filter((entry) => entry.isFile() && entry.name.endsWith('.md') && !/^readme\.md$/i.test(entry.name))
    .map((entry) => join(entry.parentPath, entry.name))
    .sort();
}

/** Pages below `folder`; ids begin with `prefix` and the path below it. */
async function readFolder(folder: string, prefix: string, hash: ReturnType<typeof createHash>): Promise<Passage[]> {
  const passages: Passage[] = [];
  for (const path of await pagesUnder(folder)) {
    const page = `${prefix}/${path.slice(folder.length + 1, -3).split('\\').join('/')}`;
    const content = await readFile(path, 'utf8');
    hash.update(`${page}\n${content}\n`);
    passages.push(...parsePage(content, page));
  }
  return passages;
}

/**
 * Reads `guidance` and `law` of the knowledge folder and, if there is one, the folder of added documents. Rejects with
 * `KnowledgeError` naming the page when one is not in form; two passages never share an id.
 */
export async function readKnowledge(knowledgeDir: string, documentsDir: string | null): Promise<Knowledge> {
  const hash = createHash('sha256');
  const passages = [
    ...(await readFolder(join(knowledgeDir, 'guidance'), 'guidance', hash)),
    ...(await readFolder(join(knowledgeDir, 'law'), 'law', hash)),
    ...(documentsDir === null ? [] : await readFolder(documentsDir, 'documents', hash)),
  ];
  const seen = new Set<string>();
  for (const { id, page } of passages) {
    if (seen.has(id)) throw new KnowledgeError(`${page}.md: two sections have the id ${id}. Give one another heading.`);
    seen.add(id);
  }
  const synonyms = await readFile(join(knowledgeDir, 'guidance-synonyms.csv'), 'utf8').catch(() => '');
  hash.update(synonyms);
  return { passages, hash: hash.digest('hex') };
}
