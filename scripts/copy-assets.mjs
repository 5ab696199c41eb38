// Copies what the compiler leaves behind, the files of the local chat page, to their place in the build, and marks it
// as finished: `scripts/run.mjs` uses it as long as nothing in src is newer.
import { cpSync, writeFileSync } from 'node:fs';
import { resolve } from 'node:path';

const root = resolve(import.meta.dirname, '..');
for (const folder of ['web/page']) {
  cpSync(resolve(root, 'src', folder), resolve(root, 'dist', folder), {
    recursive: true,
    filter: (path) => !path.endsWith('.test.ts'),
  });
}
writeFileSync(resolve(root, 'dist', '.built'), '');
