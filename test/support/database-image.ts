/** Makes one image of an empty embedded database for the whole run: opening from it is several times faster. */
import { createHash } from 'node:crypto';
import {
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  statSync,
  utimesSync,
  writeFileSync,
} from 'node:fs';
import { join, resolve } from 'node:path';
import type { TestProject } from 'vitest/node';
import { openDatabase } from '../../src/database/connect.ts';

declare module 'vitest' {
  export interface ProvidedContext {
    databaseImage: string;
  }
}

const root = resolve(import.meta.dirname, '../..');
const cache = join(root, 'node_modules/.cache/procurement-assistant');

/** Changes with the engine, its extensions and the tables, so that an old image is never used. */
function imageName(): string {
  const hash = createHash('sha256');
  const folder = join(root, 'src/database');
  const migrations = readdirSync(join(folder, 'migrations')).sort();
  const files = ['embedded-worker.mjs', 'connect.ts', ...migrations.map((name) => join('migrations', name))];
  for (const file of files) hash.update(readFileSync(join(folder, file)));
  hash.update(readFileSync(join(root, 'node_modules/@electric-sql/pglite/package.json')));
  return `database-${hash.digest('hex').slice(0, 16)}.tar`;
}

/** Images nobody has used for a day go; a younger one may belong to a run beside this one. */
function forgetOld(): void {
  for (const name of readdirSync(cache)) {
    const path = join(cache, name);
    if (Date.now() - statSync(path).mtimeMs > 24 * 60 * 60 * 1_000) rmSync(path, { force: true });
  }
}

/** Vitest's global set-up: puts the path of the image where `test/support/databases.ts` finds it. */
export async function setup(project: TestProject): Promise<void> {
  const path = join(cache, imageName());
  if (!existsSync(path)) {
    mkdirSync(cache, { recursive: true });
    const database = await openDatabase({ kind: 'memory' });
    const image = await database.image();
    await database.close();
    if (image === null) throw new Error('The embedded database gave no image of itself.');
    // Written beside and renamed, so that another run never reads half of it.
    const unfinished = `${path}.${process.pid}`;
    writeFileSync(unfinished, Buffer.from(image));
    renameSync(unfinished, path);
  }
  const now = new Date();
  utimesSync(path, now, now);
  forgetOld();
  project.provide('databaseImage', path);
}
