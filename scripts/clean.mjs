// Removes the folders named on the command line; the build starts from nothing.
import { rmSync } from 'node:fs';
import { isAbsolute, relative, resolve } from 'node:path';

const root = resolve(import.meta.dirname, '..');
for (const name of process.argv.slice(2)) {
  const path = resolve(root, name);
  const inside = relative(root, path);
  if (inside === '' || inside.startsWith('..') || isAbsolute(inside)) {
    process.stderr.write(`${name} is not a folder inside this project, so it was left alone.\n`);
    process.exit(1);
  }
  rmSync(path, { recursive: true, force: true });
}
