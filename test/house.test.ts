/** Holds the shape of the house: which folder may import which, where each package lives, sizes, commands. */
import { existsSync, readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { environmentExample, environmentExamplePath } from '../scripts/write-env-example.ts';
import {
  filesUnder,
  importsOf,
  isTest,
  packageOf,
  root,
  targetOf,
  withoutComments,
} from './support/house.ts';

const code = filesUnder('src', ['.ts', '.mjs', '.js']);
const sources = code.filter(({ path }) => !isTest(path));
const manifest = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8')) as {
  readonly scripts: Record<string, string>;
  readonly dependencies: Record<string, string>;
  readonly devDependencies: Record<string, string>;
  readonly optionalDependencies: Record<string, string>;
};

/** Arrows point down: what each folder of `src` may import besides itself. */
const arrows: Readonly<Record<string, readonly string[]>> = {
  procurement: [],
  database: ['procurement'],
  catalogue: ['procurement', 'database'],
  retrieval: ['procurement', 'database'],
  toolkit: ['procurement', 'database'],
  alerts: ['procurement', 'database', 'catalogue'],
  engagement: ['procurement', 'database'],
  tools: ['procurement', 'database', 'catalogue', 'retrieval', 'toolkit', 'alerts', 'engagement'],
  assistant: [
    'procurement',
    'database',
    'catalogue',
    'retrieval',
    'toolkit',
    'alerts',
    'engagement',
    'tools',
  ],
  bot: [
    'procurement',
    'database',
    'catalogue',
    'retrieval',
    'toolkit',
    'alerts',
    'engagement',
    'tools',
    'assistant',
  ],
  web: [
    'procurement',
    'database',
    'catalogue',
    'retrieval',
    'toolkit',
    'alerts',
    'engagement',
    'tools',
    'assistant',
  ],
};

/** Files at the root of `src` that pass only types downwards. */
const typesOfTheRoot = new Set(['src/config.ts', 'src/log.ts']);

/** Where each package may be imported; a package that is not here is imported nowhere in `src`. */
const homes: Readonly<Record<string, RegExp>> = {
  '@electric-sql/pglite': /^src\/database\/embedded-worker\.mjs$/,
  '@langchain/core': /^src\/(retrieval|tools)\//,
  '@microsoft/teams-ai': /^src\/bot\//,
  '@microsoft/teams.cards': /^src\/bot\//,
  adaptivecards: /^src\/web\//,
  botbuilder: /^src\/bot\//,
  'botframework-connector': /^src\/bot\//,
  cheerio: /^src\/retrieval\//,
  'chrono-node': /^src\/assistant\//,
  croner: /^src\/(catalogue\/sync|alerts)\//,
  'csv-parse': /^src\/(catalogue|retrieval)\//,
  'damerau-levenshtein': /^src\/(catalogue\/names|assistant|retrieval)\//,
  'date-holidays': /^src\/procurement\//,
  docx: /^src\/assistant\/record\//,
  'dictionary-en-gb': /^src\/catalogue\/names\//,
  'fastest-levenshtein': /^src\/catalogue\//,
  'hnswlib-node': /^src\/retrieval\/[^/]*\/?hnsw[^/]*\.ts$/,
  'html-entities': /^src\/(catalogue|bot)\//,
  ics: /^src\/assistant\/record\//,
  'iconv-lite': /^src\/catalogue\//,
  kysely:
    /^src\/(database|catalogue|assistant|retrieval|toolkit|alerts|engagement)\/|^src\/bot\/database-stores\.ts$/,
  mammoth: /^src\/retrieval\//,
  'mdast-util-from-markdown': /^src\/retrieval\//,
  minisearch: /^src\/retrieval\//,
  'ml-matrix': /^src\/retrieval\//,
  openai: /\/openai-[^/]*\.ts$/,
  'pdfjs-dist': /^src\/retrieval\//,
  pdfkit: /^src\/assistant\/record\//,
  pg: /^src\/database\//,
  pino: /^src\/log\.ts$/,
  'proper-lockfile': /^src\/database\//,
  'read-excel-file': /^src\/catalogue\/preview\//,
  restify: /^src\/bot\/server\.ts$/,
  stopword: /^src\/retrieval\//,
  'stream-json': /^src\/catalogue\//,
  'temporal-polyfill': /^src\/procurement\//,
  'wink-porter2-stemmer': /^src\/retrieval\//,
  yaml: /^src\/retrieval\//,
  yauzl: /^src\/(catalogue\/preview|retrieval)\//,
  zod: /^src\//,
};

/** `botbuilder` in `src/bot/a.ts`, for a list that is readable when it is not empty. */
function wrongArrows(path: string, specifiers: readonly string[]): string[] {
  const folder = path.split('/')[1] ?? '';
  const allowed = arrows[folder];
  if (allowed === undefined) return [];
  return specifiers.flatMap((specifier) => {
    const target = targetOf(path, specifier);
    if (target === null || (isTest(path) && target.startsWith('test/'))) return [];
    const [top, within, ...rest] = target.split('/');
    const isFolder = rest.length > 0;
    if (top === 'src' && isFolder && (within === folder || allowed.includes(within ?? ''))) return [];
    return [`${path} imports ${target}`];
  });
}

/** Imports of `config` and `log` that vanish when compiled are types, and types may be shared. */
function withoutRootTypes(text: string, path: string): string {
  return text.replace(/^import type [^;]*from '([^']+)';$/gm, (statement, specifier: string) =>
    typesOfTheRoot.has(targetOf(path, specifier) ?? '') && /^src\/(bot|web)\//.test(path) ? '' : statement,
  );
}

describe('imports', () => {
  it('point downwards, and nobody imports a file at the root of src', () => {
    expect(
      code.flatMap(({ path, text }) => wrongArrows(path, importsOf(withoutRootTypes(text, path)))),
    ).toEqual([]);
  });

  it('would be caught: planted ones are', () => {
    expect(wrongArrows('src/procurement/a.ts', ['../catalogue/b.ts'])).toHaveLength(1);
    expect(wrongArrows('src/catalogue/a.ts', ['../config.ts'])).toHaveLength(1);
    expect(wrongArrows('src/catalogue/sources/a/index.ts', ['../../../bot/b.ts'])).toHaveLength(1);
    expect(wrongArrows('src/catalogue/a.ts', ['../../test/support/b.ts'])).toHaveLength(1);
    expect(wrongArrows('src/assistant/a.ts', ['../tools/b.ts', './c.ts'])).toEqual([]);
    expect(
      importsOf("import {\n  a,\n} from './a.ts';\nconst b = await import('./b.ts'); // './c.ts'"),
    ).toEqual(['./a.ts', './b.ts']);
  });

  it('know every folder of src', () => {
    const folders = new Set(
      code.map(({ path }) => path.split('/')).flatMap((parts) => (parts[2] ? [parts[1]] : [])),
    );
    expect([...folders].filter((folder) => arrows[folder ?? ''] === undefined)).toEqual([]);
  });

  it('name every file with its ending', () => {
    const wrong = code.flatMap(({ path, text }) =>
      importsOf(text)
        .filter((specifier) => specifier.startsWith('.') && !/\.(ts|js|mjs|json)$/.test(specifier))
        .map((specifier) => `${path}: ${specifier}`),
    );
    expect(wrong).toEqual([]);
  });
});

describe('packages', () => {
  const imported = sources.flatMap(({ path, text }) =>
    importsOf(text).flatMap((specifier) => {
      const name = packageOf(specifier);
      return name === null ? [] : [{ path, name }];
    }),
  );

  it('each live in one place', () => {
    const astray = imported.filter(({ path, name }) => homes[name]?.test(path) !== true);
    expect(astray.map(({ path, name }) => `${path}: ${name}`)).toEqual([]);
  });

  it('are dependencies of the project, not found by luck', () => {
    // Part of botbuilder, which pins this same version exactly.
    const known = {
      ...manifest.dependencies,
      ...manifest.optionalDependencies,
      'botframework-connector': '',
    };
    const types = new Set(['@microsoft/teams.cards']);
    const unknown = imported.filter(
      ({ name }) => known[name as keyof typeof known] === undefined && !types.has(name),
    );
    expect(unknown.map(({ path, name }) => `${path}: ${name}`)).toEqual([]);
  });

  it('that only give types are imported as types', () => {
    const wrong = sources.filter(({ text }) =>
      /^import (?!type )[^;]*'@microsoft\/teams\.cards'/m.test(text),
    );
    expect(wrong.map(({ path }) => path)).toEqual([]);
  });

  it('are pinned exactly', () => {
    const all = { ...manifest.dependencies, ...manifest.devDependencies, ...manifest.optionalDependencies };
    expect(Object.entries(all).filter(([, version]) => !/^\d+\.\d+\.\d+(-[\w.]+)?$/.test(version))).toEqual(
      [],
    );
  });
});

describe('files', () => {
  it('stay small: at most 300 lines', () => {
    const long = [...code, ...filesUnder('test', ['.ts']), ...filesUnder('scripts', ['.ts', '.mjs'])]
      .map(({ path, text }) => ({ path, lines: text.split('\n').length - 1 }))
      .filter(({ lines }) => lines > 300);
    expect(long).toEqual([]);
  });

  it('have kebab-case names', () => {
    const wrong = [...code, ...filesUnder('test', ['.ts'])].filter(
      ({ path }) => !/^([a-z0-9]+(-[a-z0-9]+)*\/)*[a-z0-9]+(-[a-z0-9]+)*(\.test)?\.(ts|mjs|js)$/.test(path),
    );
    expect(wrong.map(({ path }) => path)).toEqual([]);
  });

  it('stand in the folders that the documents name', () => {
    const named = [
      'appPackage',
      'env',
      'knowledge',
      'evaluation',
      'scripts',
      'test/support',
      ...['procurement', 'database', 'catalogue', 'tools', 'assistant', 'bot', 'web'].map(
        (name) => `src/${name}`,
      ),
    ];
    expect(
      named.filter(
        (folder) => !existsSync(join(root, folder)) || !statSync(join(root, folder)).isDirectory(),
      ),
    ).toEqual([]);
  });
});

describe('the environment', () => {
  it('is read where the program starts and nowhere else', () => {
    const readers = sources.filter(({ text }) => /process\.env\b/.test(withoutComments(text)));
    expect(readers.map(({ path }) => path).sort()).toEqual(['src/cli.ts', 'src/index.ts']);
  });

  it('is explained in env/.env.example as the program reads it (npx tsx scripts/write-env-example.ts)', () => {
    expect(readFileSync(environmentExamplePath, 'utf8')).toBe(environmentExample());
  });
});

describe('commands', () => {
  it('of package.json run files that exist', () => {
    const missing = Object.entries(manifest.scripts).flatMap(([name, command]) =>
      Array.from(command.matchAll(/\b(?:tsx|node) ([\w./-]+\.(?:ts|mjs|js))/g), (match) => match[1] ?? '')
        .filter((path) => !path.startsWith('dist/') && !existsSync(join(root, path)))
        .map((path) => `${name}: ${path}`),
    );
    expect(missing).toEqual([]);
  });

  it('of README and CONTRIBUTING are scripts of package.json', () => {
    const pages = ['README.md', 'CONTRIBUTING.md'].filter((name) => existsSync(join(root, name)));
    const named = pages.flatMap((name) =>
      Array.from(
        readFileSync(join(root, name), 'utf8').matchAll(/npm (?:run ([\w:-]+)|(start|test)\b)/g),
        (match) => match[1] ?? match[2] ?? '',
      ),
    );
    expect(named.filter((name) => manifest.scripts[name] === undefined)).toEqual([]);
  });

  it('that design and CI rely on are there', () => {
    const needed = [
      'start',
      'ask',
      'import',
      'test',
      'lint',
      'typecheck',
      'check',
      'build',
      'evaluate',
      'bench',
    ];
    expect(needed.filter((name) => manifest.scripts[name] === undefined)).toEqual([]);
  });
});
