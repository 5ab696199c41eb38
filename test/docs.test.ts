/**
 * Holds the documents to the code: answers shown are real, commands, settings, links and names exist. To renew the
 * answers in the README after a change of data or wording: `npx vitest run test/docs.test.ts -u`.
 */
import { existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { answerAsText } from '../src/assistant/answer-text.ts';
import { composeProduct, type Product } from '../src/compose.ts';
import { readConfig } from '../src/config.ts';
import { settings } from '../src/settings.ts';
import { filesUnder, type ProjectFile, root } from './support/house.ts';

/** Width of a terminal that does not tell its own, as in `src/cli.ts`. */
const width = 100;
const pages: readonly ProjectFile[] = [
  ...['README.md', 'CONTRIBUTING.md', 'CHANGELOG.md'].map((path) => ({
    path,
    text: readFileSync(join(root, path), 'utf8'),
  })),
  ...filesUnder('docs', ['.md']),
  ...['appPackage', 'evaluation', 'knowledge', 'src'].flatMap((folder) => filesUnder(folder, ['.md'])),
];
const readme = pages[0]?.text ?? '';
const ownPages = pages.filter(({ path }) => /^(?:[A-Z]+\.md|docs\/)/.test(path));
const manifest = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8')) as {
  readonly scripts: Readonly<Record<string, string>>;
};

/** A question as the README shows it, and what stands below it. */
const shownAnswer =
  /```console\n(\$ TODAY=(\S+) npm run ask -- "([^"]+)"(?: --borough ([^\n]+))?\n)([\s\S]*?)```/g;

/** First cells of every table row in `text`. */
function firstCells(text: string): string[] {
  return Array.from(text.matchAll(/^\| ?(.+?) ?(?<!\\)\|/gm), (match) => match[1] ?? '');
}

function codeIn(text: string): string[] {
  return Array.from(text.matchAll(/`([^`]+)`/g), (match) => match[1] ?? '');
}

describe('the answers in the README', () => {
  const examples = [...readme.matchAll(shownAnswer)];
  const folder = mkdtempSync(join(tmpdir(), 'docs-'));
  let product: Product | null = null;

  beforeAll(async () => {
    product = await composeProduct(
      readConfig({
        DATA_DIR: folder,
        TODAY: examples[0]?.[2],
        KNOWLEDGE_DIR: join(root, 'knowledge'),
        LOG_LEVEL: 'silent',
      }),
    );
  });
  afterAll(async () => {
    await product?.close();
    rmSync(folder, { recursive: true, force: true });
  });

  async function ask(text: string, borough: string | undefined): Promise<string> {
    if (product === null) throw new TypeError('the assistant is composed before it is asked');
    const hint = product.reference.boroughs.find(({ buyer }) => buyer.shortName === borough)?.buyer.id;
    const officer = { tenantId: 'local', userId: 'reader' };
    const answer = await product.assistant.answer({
      text,
      officer,
      threadId: text,
      scope: 'terminal',
      boroughHint: hint ?? null,
    });
    return answerAsText(answer, width);
  }

  it('shows three questions of one day', () => {
    expect(examples).toHaveLength(3);
    expect(new Set(examples.map((example) => example[2])).size).toBe(1);
  });

  it('shows the answers the assistant really gives (renew them with -u)', async () => {
    const answers = new Map<string, string>();
    for (const [whole, , , question = '', borough] of examples)
      answers.set(whole, await ask(question, borough));
    const renewed = readme.replace(
      shownAnswer,
      (whole, command: string) => `\`\`\`console\n${command}${answers.get(whole) ?? ''}\`\`\``,
    );
    await expect(renewed).toMatchFileSnapshot('../README.md');
  });

  it('promises shipped contracts that are read without a row left out', async () => {
    const path = join(root, 'knowledge/contracts/published.csv');
    const report = await product?.importFile(path, {
      format: 'published',
      buyer: null,
      dryRun: true,
      onProgress: () => undefined,
    });
    expect(report?.dropped).toEqual([]);
    expect(report?.merged).toBe(0);
  });
});

describe('what the README says beside them', () => {
  it('names every setting the program reads, and no other', () => {
    const table = /\| setting \|[\s\S]*?\n\n/.exec(readme)?.[0] ?? '';
    const named = firstCells(table).flatMap(codeIn);
    expect(named.sort()).toEqual(settings.map(({ name }) => name).sort());
  });

  it('gives figures of the evaluation that hold its floors and count its questions', () => {
    const figures = /<!-- evaluation -->([\s\S]*?)<!-- \/evaluation -->/.exec(readme)?.[1] ?? '';
    const floors = JSON.parse(readFileSync(join(root, 'evaluation/floors.json'), 'utf8')) as {
      readonly resolution: Readonly<Record<string, { readonly precision: number; readonly recall: number }>>;
      readonly questions: Readonly<Record<string, number>>;
    };
    const under = Object.entries(floors.resolution).filter(([name, floor]) => {
      const line = figures.split('\n').find((candidate) => candidate.startsWith(`${name} `)) ?? '';
      const [precision, recall] = line.slice(name.length).trim().split(/\s+/).map(Number);
      return !((precision ?? 0) >= floor.precision && (recall ?? 0) >= floor.recall);
    });
    expect(under).toEqual([]);
    const asked = Array.from(figures.matchAll(/^([\w-]+\.jsonl)\n[\s\S]*?^all +(\d+) +(\d+)/gm), (match) => ({
      file: match[1] ?? '',
      right: Number(match[2]),
      of: Number(match[3]),
    }));
    expect(asked.map(({ file }) => file).sort()).toEqual(Object.keys(floors.questions).sort());
    for (const { file, right, of } of asked) {
      const lines = readFileSync(join(root, 'evaluation/questions', file), 'utf8')
        .trim()
        .split('\n');
      expect(of).toBe(lines.length);
      expect(right / of).toBeGreaterThanOrEqual(floors.questions[file] ?? 0);
    }
  });
});

describe('the documents', () => {
  it('name commands that exist', () => {
    const named = ownPages.flatMap(({ path, text }) =>
      Array.from(text.matchAll(/npm (?:run ([\w:-]+)|(start|test)\b)/g), (match) => ({
        path,
        name: match[1] ?? match[2] ?? '',
      })),
    );
    expect(named.filter(({ name }) => manifest.scripts[name] === undefined)).toEqual([]);
  });

  it('link to files that exist', () => {
    const broken = pages.flatMap(({ path, text }) =>
      Array.from(text.matchAll(/\]\((?!https?:|#|mailto:)([^)#\s]+)/g), (match) => match[1] ?? '')
        .filter((target) => !existsSync(join(root, dirname(path), target)))
        .map((target) => `${path}: ${target}`),
    );
    expect(broken).toEqual([]);
  });

  it('name folders and files that exist', () => {
    const ours =
      /^(?:src|test|knowledge|evaluation|benchmarks|docs|scripts|appPackage|env|\.ci)\/[\w./*<>-]*$/;
    const missing = ownPages.flatMap(({ path, text }) =>
      codeIn(text.replace(/```[\s\S]*?```/g, ''))
        .filter((name) => ours.test(name) && !/[<*]/.test(name) && !existsSync(join(root, name)))
        .map((name) => `${path}: ${name}`),
    );
    expect(missing).toEqual([]);
  });

  it('write every decision in one form, and list it', () => {
    const decisions = filesUnder('docs/decisions', ['.md']).filter(({ path }) => /\/\d{4}-/.test(path));
    const list = readFileSync(join(root, 'docs/decisions/README.md'), 'utf8');
    const numbers = decisions.map(({ path }) => Number(/\/(\d{4})-/.exec(path)?.[1])).sort((a, b) => a - b);
    expect(numbers).toEqual(numbers.map((_number, index) => index + 1));
    for (const { path, text } of decisions) {
      expect(list).toContain(`(${path.split('/').at(-1)})`);
      expect(text).toMatch(
        /^# .+\n\nDate: \d{4}-\d{2}-\d{2} · Status: (?:accepted|replaced by \d{4})\n\n## Context\n[\s\S]+\n## Decision\n[\s\S]+\n## Consequences\n[\s\S]+\n## Measured\n/,
      );
    }
  });
});

describe('the glossary', () => {
  const glossary = readFileSync(join(root, 'docs/glossary.md'), 'utf8');
  const code = filesUnder('src', ['.ts', '.mjs'])
    .map(({ text }) => text)
    .join('\n');

  it('names identifiers that the code has', () => {
    const named = [...new Set(firstCells(glossary).flatMap(codeIn))];
    expect(named.length).toBeGreaterThan(20);
    const missing = named.filter(
      (name) => !new RegExp(`(?<![\\w-])${name.replace(/[.*+?^${}()|[\]\\]/g, '\\$&')}(?![\\w-])`).test(code),
    );
    expect(missing).toEqual([]);
  });
});
