// What the compiler leaves to do: the files of the local chat page, and what takes longest at a first start, the index of
// the shipped guidance and an empty database with its tables. Then the build is marked as finished: `scripts/run.mjs`
// uses it as long as nothing in src is newer.
import { cpSync, writeFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { pathToFileURL } from 'node:url';

const root = resolve(import.meta.dirname, '..');
/** @param {string} path */
const compiled = (path) => import(pathToFileURL(resolve(root, 'dist', path)).href);
const { openDatabase } = await compiled('database/connect.js');
const { openGuidance } = await compiled('retrieval/open-guidance.js');
const { saveIndex } = await compiled('retrieval/index-file.js');

for (const folder of ['web/page']) {
  cpSync(resolve(root, 'src', folder), resolve(root, 'dist', folder), {
    recursive: true,
    filter: (path) => !path.endsWith('.test.ts'),
  });
}
const { index } = await openGuidance({ knowledgeDir: resolve(root, 'knowledge'), dataDir: null });
await saveIndex(resolve(root, 'dist', 'guidance-index.json'), index);
const database = await openDatabase({ kind: 'memory' });
const image = await database.image();
await database.close();
if (image !== null) writeFileSync(resolve(root, 'dist', 'empty-database.tar'), Buffer.from(image));
writeFileSync(resolve(root, 'dist', '.built'), '');
