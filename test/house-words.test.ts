/** Holds the naming law and the manners of the code: one word per thing, no loose ends, every export explained. */
import { describe, expect, it } from 'vitest';
import { filesUnder, isTest, undocumentedExports, withoutComments } from './support/house.ts';

const written = [
  ...filesUnder('src', ['.ts', '.mjs', '.js', '.css', '.html']),
  ...['test', 'scripts', 'evaluation', 'benchmarks'].flatMap((folder) => filesUnder(folder, ['.ts', '.mjs'])),
];
const programs = written.filter(({ path }) => /\.(ts|mjs|js)$/.test(path));
const sources = programs.filter(({ path }) => path.startsWith('src/') && !isTest(path));
const itself = /^test\/house[^/]*\.test\.ts$/;

/** Exports still without a comment: each number may only go down, and a folder that is not here has none. */
const undocumentedFor: Readonly<Record<string, number>> = {
  'assistant/planners/embedded': 5,
  'assistant/understanding': 1,
  catalogue: 13,
  'catalogue/resolve': 14,
  'catalogue/sources': 1,
  'catalogue/sources/ocds': 16,
  'catalogue/sources/published': 1,
  'catalogue/sources/register': 1,
  'catalogue/sources/shared': 6,
  'catalogue/sources/systems': 1,
  src: 2,
  tools: 17,
  web: 11,
};

/** Findings by the folder of `src` they stand in. */
function groups(findings: readonly string[]): Record<string, string[]> {
  const found: Record<string, string[]> = {};
  for (const finding of findings) {
    const folder = /^src\/(.*)\/[^/]*$/.exec(finding)?.[1] ?? 'src';
    found[folder] = [...(found[folder] ?? []), finding];
  }
  return found;
}

/** Lines that match, as `path:line: text`; comments are left out unless asked for. */
function find(
  files: readonly { readonly path: string; readonly text: string }[],
  pattern: RegExp,
  withComments = false,
): string[] {
  return files
    .filter(({ path }) => !itself.test(path))
    .flatMap(({ path, text }) =>
      (withComments ? text : withoutComments(text))
        .split('\n')
        .flatMap((line, index) =>
          pattern.test(line) ? [`${path}:${index + 1}: ${line.trim().slice(0, 80)}`] : [],
        ),
    );
}

/** The same without what stands between quotes: only identifiers and keywords are left. */
function withoutStrings(files: typeof programs): typeof programs {
  return files.map(({ path, text }) => ({
    path,
    text: withoutComments(text)
      .replace(/`(?:[^`\\]|\\.)*`/gs, (template) => `''${template.replace(/[^\n]/g, '')}`)
      .replace(/'(?:[^'\\\n]|\\.)*'/g, "''")
      .replace(/"(?:[^"\\\n]|\\.)*"/g, '""')
      .replace(/\/(?![*/ ])(?:[^/\\\n[]|\\.|\[(?:[^\]\\\n]|\\.)*\])+\/[gimsuy]*(?=[.,;)\]\s])/g, '/x/'),
  }));
}

const abbreviations =
  /(?<![\w$'-])(?:msg|msgs|cfg|conf|opts|tmp|temp|req|res|resp|ctx|err|evt|btn|elem|arr|obj|cb|idx|len|cnt|num|str|val|vals|prev|curr|cur|acc|params|args|desc|prod|org|orgs|qty|amt|dt|doc|docs|util|utils)(?=\s*(?:[:,)=;]|=>|\.\w|\?\.))(?!\s*:\s*\{?\s*$)/;

describe('words', () => {
  it('would be found: planted ones are', () => {
    const planted = (text: string) => withoutStrings([{ path: 'src/planted.ts', text }]);
    expect(find(planted('function a(req: Request, opts = {}) {}'), abbreviations)).toHaveLength(1);
    expect(find(planted("const msg = 'opts: x';"), abbreviations)).toHaveLength(1);
    expect(find(planted('const a = `order by\n  score desc, any`;\nconst msg = 1;'), abbreviations)).toEqual([
      'src/planted.ts:3: const msg = 1;',
    ]);
    expect(find(planted("const message = 'msg = 1'; // msg = 1"), abbreviations)).toEqual([]);
    expect(undocumentedExports('export const a = 1;\n/** B. */\nexport function b() {}')).toEqual([
      { line: 1, name: 'a' },
    ]);
  });

  const identifiers = withoutStrings(programs);

  it('are written out: no abbreviations among names', () => {
    const foreign = /process\.argv|parseArgs|args: rest|\bargs: \[|config\.conf|playwright/;
    expect(find(identifiers, abbreviations).filter((line) => !foreign.test(line))).toEqual([]);
  });

  it('are the words of the field: end date and maxExtentDate, officer, borough', () => {
    expect(
      find(
        identifiers,
        /\b(?:expiryDate|expirationDate|extendedEnd|renewalDate|councilId|customer(?:s|Id)?)\b/,
      ),
    ).toEqual([]);
    expect(
      find(sources, /\b(?:expiry date|expiration date)\b/i).filter(
        (line) => !/schema|synonym|\/headers\.ts/.test(line),
      ),
    ).toEqual([]);
  });

  it('are British', () => {
    expect(
      find(
        written,
        /\b(?:normalize[ds]?(?!\()|organization(?!s?['"`]|Name|_)|color(?=s? of\b)|behavior(?!:|'))\b/,
        true,
      )
        .filter((line) => !/\.css:|\.html:/.test(line))
        .filter((line) => !/\.normalize\(/.test(line)),
    ).toEqual([]);
  });

  it('name no type after how it is made', () => {
    expect(
      find(
        identifiers,
        /\b(?:type|class|interface) (?:I[A-Z][a-z]\w*|\w+(?:Impl|Manager|Util|Utils|Helper))\b/,
      ),
    ).toEqual([]);
  });

  it('never name a place or a tool outside the project', () => {
    // Written in pieces, so that this file keeps the rule too.
    const outside = new RegExp(
      [
        ['/wo', 'rk/'],
        ['/ho', 'me/\\w'],
        ['/ro', 'ot/'],
        ['cla', 'ude'],
        ['anthro', 'pic'],
        ['sub', 'agent'],
        ['/tmp/', 'issues'],
      ]
        .map((pieces) => pieces.join(''))
        .join('|'),
      'i',
    );
    const all = [
      ...filesUnder('.', [
        '.ts',
        '.mjs',
        '.js',
        '.md',
        '.json',
        '.yml',
        '.yaml',
        '.css',
        '.html',
        '.csv',
        'run',
        '.example',
      ]),
    ].filter(({ path }) => path !== 'package-lock.json');
    // Addresses on the web may hold any word.
    const found = all.flatMap(({ path, text }) =>
      text
        .split('\n')
        .flatMap((line, index) =>
          outside.test(line.replace(/https?:\/\/[^\s"')>]+/g, '')) ? [`${path}:${index + 1}`] : [],
        ),
    );
    expect(found).toEqual([]);
  });
});

describe('manners', () => {
  it('nothing is printed with console in the product', () => {
    expect(find(sources, /\bconsole\.\w+\(/)).toEqual([]);
  });

  it('nothing is left for later without a number', () => {
    expect(find(written, /\b(?:TODO|FIXME|XXX|HACK)\b/, true)).toEqual([]);
  });

  it('no any, no enum, no default export, no namespace', () => {
    const loose = withoutStrings(programs.filter(({ path }) => path.endsWith('.ts')));
    expect(
      find(loose, /(?::\s*|\bas\s+|<|\|\s*)any\b(?=\s*[;,)\]>={|&[]|$)/).filter(
        (line) => !/fake-teams\.ts/.test(line),
      ),
    ).toEqual([]);
    expect(find(loose, /^\s*(?:export\s+)?(?:const\s+)?enum\s|^\s*(?:export\s+)?namespace\s/)).toEqual([]);
    const named = sources.concat(
      programs.filter(({ path }) => /^(evaluation|benchmarks|scripts)\//.test(path)),
    );
    expect(find(named, /^export default\b/)).toEqual([]);
  });

  it('errors are named: no bare Error is thrown below the root', () => {
    // A worker thread that was not started as one has no caller to tell.
    const bare = find(sources, /throw new Error\(/).filter((line) => !line.includes('embedded-worker.mjs'));
    expect(bare).toEqual([]);
  });

  it('every exported thing says what a caller may rely on', () => {
    const bare = programs
      .filter(({ path }) => path.startsWith('src/') && path.endsWith('.ts') && !isTest(path))
      .flatMap(({ path, text }) =>
        undocumentedExports(text).map(({ line, name }) => `${path}:${line} ${name}`),
      );
    const tooMany = Object.entries(groups(bare)).filter(
      ([folder, found]) => found.length > (undocumentedFor[folder] ?? 0),
    );
    expect(Object.fromEntries(tooMany)).toEqual({});
  });
});
