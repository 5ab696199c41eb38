// Copies what the compiler leaves behind, the files of the local chat page, to their place in the build.
import { cpSync } from 'node:fs';
import { resolve } from 'node:path';

const root = resolve(import.meta.dirname, '..');
for (const folder of ['web/page']) {
  cpSync(resolve(root, 'src', folder), resolve(root, 'dist', folder), {
    recursive: true,
    filter: (path) => !path.endsWith('.test.ts'),
  });
}
