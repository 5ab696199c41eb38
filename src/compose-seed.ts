/** The shipped contracts: loaded at a start when they, or what they are resolved with, have changed. */
import { createHash } from 'node:crypto';
import { readFile, stat } from 'node:fs/promises';
import { join } from 'node:path';
import type { Product } from './compose.ts';
import type { Config } from './config.ts';
import type { Database } from './database/connect.ts';

const referenceFiles = [
  'boroughs.csv',
  'products.csv',
  'suppliers.csv',
  'synonyms.csv',
  'lead-times.json',
] as const;

/** Changes whenever a file that names are resolved with changes. */
export async function hashReferenceFiles(knowledgeDir: string): Promise<string> {
  const hash = createHash('sha256');
  for (const file of referenceFiles) hash.update(await readFile(join(knowledgeDir, file)));
  return hash.digest('hex');
}

/** Seeds the shipped contracts when they, or the rules they are resolved with, changed since the last start. */
export async function seedPublished(
  config: Config,
  database: Database,
  rulesHash: string,
  importFile: Product['importFile'],
): Promise<void> {
  if (config.seed !== 'published') return;
  const path = join(config.knowledgeDir, 'contracts', 'published.csv');
  const { mtimeMs, size } = await stat(path);
  const version = `${rulesHash} ${size} ${mtimeMs}`;
  const known = await database.kysely
    .selectFrom('settings')
    .select('value')
    .where('name', '=', 'seed')
    .executeTakeFirst();
  if (known?.value === version) return;
  await importFile(path, { format: 'published', buyer: null, dryRun: false, onProgress: () => undefined });
  await database.kysely
    .insertInto('settings')
    .values({ name: 'seed', value: version })
    .onConflict((conflict) => conflict.column('name').doUpdateSet({ value: version }))
    .execute();
}
