// Runs a program of src by name (`index`, `cli`) with the arguments that follow: compiled when the build is up to date,
// which starts in half the time and memory, else straight from its source.
import { readdirSync, statSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { pathToFileURL } from 'node:url';

const root = resolve(import.meta.dirname, '..');
const [name, ...rest] = process.argv.slice(2);
const source = resolve(root, 'src', `${name}.ts`);
const compiled = resolve(root, 'dist', `${name}.js`);

/** @param {string} path */
function changedAt(path) {
  return statSync(path, { throwIfNoEntry: false })?.mtimeMs ?? 0;
}

function isBuilt() {
  const builtAt = changedAt(resolve(root, 'dist', '.built'));
  if (builtAt === 0) return false;
  return readdirSync(resolve(root, 'src'), { recursive: true, withFileTypes: true }).every(
    (entry) => changedAt(join(entry.parentPath, entry.name)) <= builtAt,
  );
}

const isCompiled = isBuilt();
const program = isCompiled ? compiled : source;
process.argv = [process.execPath, program, ...rest];
if (!isCompiled) {
  const { register } = await import('tsx/esm/api');
  register();
}
await import(pathToFileURL(program).href);
