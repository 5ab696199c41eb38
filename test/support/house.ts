/** Reads the project as text: its files, what they import, what they export. */
import { readdirSync, readFileSync } from 'node:fs';
import { join, relative, resolve, sep } from 'node:path';

/** The project's own folder. */
export const root = resolve(import.meta.dirname, '../..');

const notOurs = new Set(['node_modules', 'dist', '.git', '.data', 'coverage']);

/** One file; `path` is relative to the project, with `/` between folders. */
export type ProjectFile = { readonly path: string; readonly text: string };

/** Every file under `folder` (of the project) with one of the endings; all endings when none is given. */
export function filesUnder(folder: string, endings: readonly string[] = ['']): ProjectFile[] {
  const found: ProjectFile[] = [];
  for (const entry of readdirSync(join(root, folder), { withFileTypes: true })) {
    const path = join(folder, entry.name);
    if (entry.isDirectory() && !notOurs.has(entry.name)) found.push(...filesUnder(path, endings));
    else if (entry.isFile() && endings.some((ending) => entry.name.endsWith(ending)))
      found.push({ path: path.split(sep).join('/'), text: readFileSync(join(root, path), 'utf8') });
  }
  return found;
}

/** Tests and what only tests use. */
export function isTest(path: string): boolean {
  return path.endsWith('.test.ts') || path.startsWith('test/');
}

/** The same text, line for line, without comments. Marks inside strings are left alone where they are addresses. */
export function withoutComments(text: string): string {
  return text
    .replace(/\/\*[\s\S]*?\*\//g, (comment) => comment.replace(/[^\n]/g, ''))
    .replace(/(^|[^:'"`\\])\/\/[^\n]*/g, '$1');
}

/** Every module a file names: `import`, `export … from`, `import()`, `require()`. */
export function importsOf(text: string): string[] {
  const code = withoutComments(text);
  const forms = [
    /^\s*(?:import|export)\b[^;'"]*?from\s+'([^']+)'/gm,
    /^\s*import\s+'([^']+)'/gm,
    /\b(?:import|require)\(\s*'([^']+)'/g,
  ];
  return forms.flatMap((form) => Array.from(code.matchAll(form), (match) => match[1] ?? ''));
}

/** The path in the project that a relative import means, else null. */
export function targetOf(file: string, specifier: string): string | null {
  if (!specifier.startsWith('.')) return null;
  return relative(root, resolve(root, file, '..', specifier))
    .split(sep)
    .join('/');
}

/** `@scope/name` or `name` of a package import; null for our own files and Node's modules. */
export function packageOf(specifier: string): string | null {
  if (specifier.startsWith('.') || specifier.startsWith('node:')) return null;
  const [first, second] = specifier.split('/');
  return specifier.startsWith('@') ? `${first}/${second}` : (first ?? null);
}

/** Names that are exported without a comment saying what a caller may rely on, with their line numbers. */
export function undocumentedExports(text: string): { readonly line: number; readonly name: string }[] {
  const lines = text.split('\n');
  const form = /^export (?:async |abstract |declare )*(?:function\*?|const|let|class|type|interface) (\w+)/;
  return lines.flatMap((line, index) => {
    const name = form.exec(line)?.[1];
    const before = lines[index - 1]?.trimEnd() ?? '';
    return name === undefined || before.endsWith('*/') ? [] : [{ line: index + 1, name }];
  });
}
