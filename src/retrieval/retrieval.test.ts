import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { isoDate } from '../procurement/iso-date.ts';
import { termsOf } from './analyser.ts';
import { readDatedLaw } from './dated-law.ts';
import { GuidanceRetriever } from './guidance-retriever.ts';
import { loadIndex, saveIndex } from './index-file.ts';
import { LsaEmbeddings } from './lsa-embeddings.ts';
import { indexPath, type Opened, openGuidance } from './open-guidance.ts';
import { parsePage } from './parse-page.ts';
import type { Passage, Role } from './passage.ts';
import { parsePages, readPages } from './read-knowledge.ts';

const knowledgeDir = join(import.meta.dirname, '../../knowledge');
const dataDir = mkdtempSync(join(tmpdir(), 'guidance-'));
afterAll(() => rmSync(dataDir, { recursive: true, force: true }));

const filter = { stages: null, role: null, regime: null, onDate: isoDate('2026-11-23') };
const page = (body: string) => `---
title: Made-up page: with a colon
stage: law
kind: law
regime: PA2023
valid_from: 2025-02-24
valid_to: null
roles: [procurement]
topics: [made up]
sources:
  - id: s1
    title: A source
    publisher: A publisher
    address: https://example.org/page
    date: 2025-02
    confidence: high
---
${body}`;

describe('the analyser', () => {
  it('keeps codes and amounts whole and stems the rest', () => {
    expect(termsOf('The UK 4 notices over £30,000 for RM6259')).toEqual(['uk4', 'notic', '£30000', 'rm6259']);
  });
});

describe('a page', () => {
  it('becomes passages with sources, roles and validity', () => {
    const [passage] = parsePage(
      page(
        "## What's new?\n<!-- valid_to: 2026-01-01; what_changed: It was ten; now eight. -->\nEight days. [s1]\n\nBy role\n- **Procurement teams:** count.\n- **Legal:** check. [s1]\n",
      ),
      'law/made-up',
    );
    expect(passage).toMatchObject({
      id: 'law/made-up#whats-new',
      answer: 'Eight days.',
      validTo: '2026-01-01',
      whatChanged: 'It was ten; now eight.',
      title: 'Made-up page: with a colon',
    });
    expect(passage?.blocks.map(({ role, sources }) => [role, sources])).toEqual([
      [null, [0]],
      ['procurement', [0]],
      ['legal', [0]],
    ]);
  });

  it('cites a place within a source, whose address then opens there', () => {
    const [passage] = parsePage(
      page('## A\nText one. [s1/paragraph/13]\n\nText two. [s1][s1#section-2]\n'),
      'law/made-up',
    );
    expect(passage?.blocks.map(({ text }) => text)).toEqual(['Text one.', 'Text two.']);
    expect(passage?.sources.map(({ title, address }) => [title, address])).toEqual([
      ['A source, paragraph 13', 'https://example.org/page/paragraph/13'],
      ['A source', 'https://example.org/page'],
      ['A source', 'https://example.org/page#section-2'],
    ]);
    expect(passage?.blocks.map(({ sources }) => sources)).toEqual([[0], [1, 2]]);
  });

  it('out of form is refused by name', () => {
    expect(() => parsePage('no front matter', 'law/x')).toThrow('law/x.md: front matter');
    expect(() => parsePage(page('## A\nText. [s9]'), 'law/x')).toThrow('[s9] is not in the list');
    expect(() => parsePage(page('## A\n'), 'law/x')).toThrow('is empty');
  });
});

describe('the knowledge', async () => {
  const passages = parsePages(await readPages(knowledgeDir, null));
  const pages = new Set(passages.map((passage) => passage.page));
  const ids = new Set(passages.map(({ id }) => id));

  it('has at least 200 passages', () => {
    expect(passages.length).toBeGreaterThanOrEqual(200);
  });

  it('answers each heading in at most 60 words, with sources', () => {
    const long = passages.filter(({ answer }) => answer.split(/\s+/).length > 62).map(({ id }) => id);
    expect(long).toEqual([]);
    expect(passages.filter(({ sources }) => sources.length === 0).map(({ id }) => id)).toEqual([]);
  });

  it('names what replaced what has lapsed, and that exists', () => {
    const lapsed = passages.filter(({ validTo, replacedBy }) => validTo !== null && replacedBy === null);
    expect(lapsed.map(({ id }) => id)).toEqual([]);
    const astray = passages.filter(
      ({ replacedBy }) => replacedBy !== null && !pages.has(replacedBy) && !ids.has(replacedBy),
    );
    expect(astray.map(({ id, replacedBy }) => `${id} -> ${replacedBy}`)).toEqual([]);
  });
});

/** Every page or passage that a text names: `law/standstill#how-long`. */
const references = /\b(?:law|guidance\/[a-z0-9-]+)\/[a-z0-9-]+(?:#[a-z0-9-]+)?/g;

describe('links within the knowledge', async () => {
  const pages = await readPages(knowledgeDir, null);
  const passages = parsePages(pages);
  const known = new Set(passages.flatMap(({ id, page: name }) => [id, name]));
  const files = [
    ...pages.pages.map(({ page: name, content }) => [name, content] as const),
    ...[
      'toolkit.json',
      'lead-times.json',
      'law/notices.json',
      'law/time-limits.json',
      'law/grounds.json',
    ].map((name) => [name, readFileSync(join(knowledgeDir, name), 'utf8')] as const),
  ];

  it('lead to a page, and with # to a heading of it', () => {
    const named = files.flatMap(([name, content]) =>
      Array.from(
        content
          .replace(/https?:\/\/[^\s"]+/g, '')
          .replace(/knowledge\/law\/[a-z-]+\.json/g, '')
          .matchAll(references),
        ([reference]) => ({ name, reference }),
      ),
    );
    expect(named.length).toBeGreaterThan(100);
    expect(named.filter(({ reference }) => !known.has(reference))).toEqual([]);
  });

  it('to lists of grounds find rows', async () => {
    const { grounds } = await readDatedLaw(knowledgeDir);
    const lists = passages.flatMap(({ grounds: list }) => (list === null ? [] : [list]));
    expect([...lists].sort()).toEqual(Object.keys(grounds).sort());
    expect(lists.filter((list) => grounds[list].length === 0)).toEqual([]);
  });
});

describe('guidance', () => {
  let opened: Opened;
  beforeAll(async () => {
    opened = await openGuidance({ knowledgeDir, dataDir });
  }, 60_000);

  it('finds the passage that answers, and says when none does', async () => {
    const found = await opened.guidance.find('how long is the standstill period', filter, 5);
    expect(found.isCovered).toBe(true);
    expect(found.hits[0]?.passage.id).toBe('law/standstill#how-long-is-the-standstill-period');
    expect((await opened.guidance.find('how do I cook rice', filter, 5)).isCovered).toBe(false);
    expect((await opened.guidance.find('', filter, 5)).hits).toEqual([]);
  });

  it('puts the law of the day asked about first', async () => {
    const then = { ...filter, onDate: isoDate('2024-06-01'), isDayAsked: true };
    const found = await opened.guidance.find('how long is the standstill period', then, 5);
    expect(found.hits[0]?.passage.regime).toBe('PCR2015');
  });

  it.each([
    [
      'which rules dont apply to light touch',
      'law/light-touch#which-rules-do-not-apply-to-light-touch-contracts',
    ],
    [
      'which rules still apply to light touch',
      'law/light-touch#which-rules-still-apply-to-light-touch-contracts',
    ],
    ['when must kpis be set', 'law/kpis#when-must-we-set-kpis'],
    [
      'how long was the standstill under the old regs',
      'law/standstill#how-long-was-standstill-under-the-old-regulations',
    ],
  ])('puts the passage first that answers the kind of question: %s', async (question, id) => {
    expect((await opened.guidance.find(question, filter, 3)).hits[0]?.passage.id).toBe(id);
  });

  it('puts what is for the officer’s role first, and leaves nothing out', async () => {
    const ask = async (preferredRole: Role | null) =>
      (await opened.guidance.find('what do we do at the management stage', { ...filter, preferredRole }, 10))
        .hits;
    const plain = await ask(null);
    const preferred = await ask('legal');
    const isForLegal = ({ passage }: { passage: Passage }) =>
      passage.roles.includes('legal') || passage.blocks.some(({ role }) => role === 'legal');
    const place = (hits: typeof plain) => hits.findIndex(isForLegal);
    expect(place(plain)).not.toBe(0);
    expect(place(preferred) >= 0 && (place(plain) < 0 || place(preferred) < place(plain))).toBe(true);
    expect(preferred.some((hit) => !isForLegal(hit))).toBe(true);
  });

  it('is loaded again from disk, with the same order, and refused when it does not fit', async () => {
    const again = await openGuidance({ knowledgeDir, dataDir });
    expect(again.how).toBe('loaded');
    const question = 'can we talk to suppliers before we tender';
    const order = async (from: Opened) =>
      (await from.guidance.find(question, filter, 5)).hits.map(({ passage }) => passage.id);
    expect(await order(again)).toEqual(await order(opened));
    const path = indexPath(dataDir);
    await expect(loadIndex(path, 'another hash', 'lsa')).rejects.toThrow('knowledge has changed');
    await expect(loadIndex(path, opened.index.knowledgeHash, 'another model')).rejects.toThrow(
      'another model',
    );
    writeFileSync(path, readFileSync(path, 'utf8').replace('"dimension":', '"dimension": '));
    await expect(loadIndex(path, opened.index.knowledgeHash, 'lsa')).rejects.toThrow('damaged');
    expect((await openGuidance({ knowledgeDir, dataDir })).how).toContain('damaged');
  }, 60_000);

  it('is taken from the build where the data folder has none, unless it was made for other pages', async () => {
    const shippedIndex = join(dataDir, 'shipped.json');
    await saveIndex(shippedIndex, opened.index);
    const fresh = join(dataDir, 'fresh');
    expect((await openGuidance({ knowledgeDir, dataDir: fresh, shippedIndex })).how).toBe('loaded');
    expect(existsSync(indexPath(fresh))).toBe(false);
    await saveIndex(shippedIndex, { ...opened.index, knowledgeHash: 'of other pages' });
    const built = await openGuidance({ knowledgeDir, dataDir: fresh, shippedIndex });
    expect(built.how).toContain('no stored index');
    expect(existsSync(indexPath(fresh))).toBe(true);
  }, 60_000);

  it('speaks LangChain at its edge', async () => {
    const retriever = new GuidanceRetriever(opened.guidance, filter, 3);
    const [first] = await retriever.invoke('how long is the standstill period');
    expect(first?.id).toBe('law/standstill#how-long-is-the-standstill-period');
    expect(await retriever.invoke('how do I cook rice')).toEqual([]);
    const embeddings = new LsaEmbeddings(opened.index.lsa);
    const vector = await embeddings.embedQuery('standstill period');
    expect(Math.hypot(...vector)).toBeCloseTo(1, 3);
  });
});
