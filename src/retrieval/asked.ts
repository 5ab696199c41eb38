/** Ways in which officers put the question of a passage: `knowledge/asked.csv`. */
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { parse } from 'csv-parse/sync';
import { z } from 'zod';
import { KnowledgeError } from './passage.ts';

/** The file as it is on disk, and the questions by the id of their passage. */
export type Asked = {
  readonly content: string;
  readonly byPassage: ReadonlyMap<string, readonly string[]>;
};

const rows = z.array(z.object({ passage: z.string().min(1), asked: z.string().min(1).max(300) }));

/**
 * Reads `passage,asked`. A missing file gives none, and so does a passage whose heading somebody has changed; rejects
 * with `KnowledgeError` when the file is not in form.
 */
export async function readAsked(knowledgeDir: string): Promise<Asked> {
  const content = await readFile(join(knowledgeDir, 'asked.csv'), 'utf8').catch(() => '');
  let read: z.output<typeof rows>;
  try {
    read = rows.parse(parse(content, { columns: true, bom: true, skip_empty_lines: true, trim: true }));
  } catch (cause) {
    throw new KnowledgeError(
      'asked.csv cannot be read: it needs the columns passage and asked, and a text in each row.',
      { cause },
    );
  }
  const byPassage = new Map<string, string[]>();
  for (const { passage, asked } of read) byPassage.set(passage, [...(byPassage.get(passage) ?? []), asked]);
  return { content, byPassage };
}
