import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { parseToolkit, readToolkit, stepsOf, ToolkitError, walkStages } from './toolkit.ts';

const file = 'knowledge/toolkit.json';
const toolkit = await readToolkit(file);
const raw = () => JSON.parse(readFileSync(file, 'utf8'));

describe('the shipped toolkit', () => {
  it('has the five stages, each with steps', () => {
    expect(toolkit.map(({ stage }) => stage)).toEqual([...walkStages]);
    expect(stepsOf(toolkit).length).toBeGreaterThan(20);
  });

  it('claims nothing without a page: every page it names is there, and names an address', () => {
    const pages = new Set(
      stepsOf(toolkit).flatMap(({ step }) => [
        ...step.pages,
        ...step.law,
        ...step.changed.map(({ page }) => page),
      ]),
    );
    expect(pages.size).toBeGreaterThan(30);
    const bare = [...pages].filter((page) => {
      const path = join('knowledge', `${page}.md`);
      return !existsSync(path) || !/address: https?:\/\//.test(readFileSync(path, 'utf8'));
    });
    expect(bare).toEqual([]);
  });

  it('tells of changes with a day that the page tells too', () => {
    const amounts = stepsOf(toolkit).flatMap(({ step }) =>
      step.changed.flatMap(({ what, page }) =>
        [...what.matchAll(/£[\d,]+(?: million)?|\d+ (?:working |calendar )?days|UK\d+/g)].map(([fact]) => ({
          fact,
          page,
        })),
      ),
    );
    expect(amounts.length).toBeGreaterThan(8);
    const missing = amounts.filter(({ fact, page }) => {
      const text = readFileSync(join('knowledge', `${page}.md`), 'utf8').toLowerCase();
      return !text.includes(fact.toLowerCase());
    });
    expect(missing).toEqual([]);
  });
});

describe('a toolkit that cannot be used', () => {
  it.each<[string, (data: ReturnType<typeof raw>) => unknown]>([
    ['a stage too few', (data) => data.slice(1)],
    [
      'two steps of one id',
      (data) => {
        data[1].steps[0].id = data[0].steps[0].id;
        return data;
      },
    ],
    [
      'a step that waits for a later one',
      (data) => {
        data[0].steps[0].needs = ['management-end'];
        return data;
      },
    ],
    [
      'a notice that does not exist',
      (data) => {
        data[0].steps[0].notices = ['UK18'];
        return data;
      },
    ],
    [
      'a step that rests on nothing',
      (data) => {
        data[0].steps[0].pages = [];
        return data;
      },
    ],
    [
      'a link that runs a script',
      (data) => {
        data[0].steps[0].links = [{ title: 'x', address: 'javascript:alert(1)' }];
        return data;
      },
    ],
    [
      'a change whose page the step does not name',
      (data) => {
        data[0].steps[0].changed = [{ from: '2025-02-24', what: 'x', page: 'law/kpis' }];
        return data;
      },
    ],
    ['no list at all', () => ({})],
  ])('is refused with a sentence: %s', (_name, change) => {
    expect(() => parseToolkit(change(raw()), file)).toThrow(ToolkitError);
  });

  it('names the file that is missing or no JSON', async () => {
    const folder = mkdtempSync(join(tmpdir(), 'toolkit-'));
    const path = join(folder, 'toolkit.json');
    await expect(readToolkit(path)).rejects.toThrow(path);
    writeFileSync(path, '[{');
    await expect(readToolkit(path)).rejects.toBeInstanceOf(ToolkitError);
    rmSync(folder, { recursive: true });
  });
});
