import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { readAsked } from './asked.ts';
import { likenessOf } from './likeness.ts';
import { KnowledgeError } from './passage.ts';
import { parsePages, readPages } from './read-knowledge.ts';
import { readQuery } from './read-query.ts';
import { searchIndex } from './search.ts';
import { buildIndex } from './search-index.ts';

const knowledgeDir = join(import.meta.dirname, '../../knowledge');
const folder = mkdtempSync(join(tmpdir(), 'asked-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

describe('ways of asking', () => {
  it('each belong to a passage there is, and no way is written twice', async () => {
    const pages = await readPages(knowledgeDir, null);
    const ids = new Set(parsePages(pages).map(({ id }) => id));
    expect([...pages.asked.keys()].filter((id) => !ids.has(id))).toEqual([]);
    const all = [...pages.asked.values()].flat().map((asked) => asked.toLowerCase());
    expect(all.length).toBeGreaterThan(3_000);
    expect(all.filter((asked, at) => all.indexOf(asked) !== at)).toEqual([]);
  });

  it('find a passage whose own words say it differently', async () => {
    const passages = parsePages(await readPages(knowledgeDir, null)).slice(0, 40);
    const meant = passages.at(17);
    const own = passages.map((passage) => ({ ...passage, asked: [] }));
    const taught = own.map((passage) =>
      passage.id === meant?.id ? { ...passage, asked: ['flummoxed about the wibbling of gizmos'] } : passage,
    );
    const filter = { stages: null, role: null, regime: null, onDate: null };
    const firstOf = (list: typeof passages) => {
      const index = buildIndex(list, [], 'test');
      const query = readQuery('who is flummoxed by a wibbling gizmo', index);
      return { hit: searchIndex(index, query, filter, 1)[0], query, index };
    };
    expect(firstOf(own).hit?.passage.id).not.toBe(meant?.id);
    const { hit, query, index } = firstOf(taught);
    expect(hit?.passage.id).toBe(meant?.id);
    // Found, but no word of the passage bears it out: it must not count as covered.
    expect(hit?.strength).toBe(0);
    expect(hit === undefined ? 0 : likenessOf(query, hit.passage, index)).toBeGreaterThan(0.5);
  });

  it('may be missing, and are refused whole when they are not in form', async () => {
    expect((await readAsked(join(folder, 'nowhere'))).byPassage.size).toBe(0);
    writeFileSync(join(folder, 'asked.csv'), 'passage,asked\nlaw/a#b,\n');
    await expect(readAsked(folder)).rejects.toThrow(KnowledgeError);
    writeFileSync(join(folder, 'asked.csv'), 'passage,asked\nlaw/a#b,"never closed\n');
    await expect(readAsked(folder)).rejects.toThrow(KnowledgeError);
  });
});
