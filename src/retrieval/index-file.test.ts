import { createHash } from 'node:crypto';
import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { IndexRefusedError, loadIndex } from './index-file.ts';
import { indexPath, openGuidance } from './open-guidance.ts';

const knowledgeDir = join(import.meta.dirname, 'fixtures', 'small-knowledge');
const dataDir = mkdtempSync(join(tmpdir(), 'index-file-'));
const path = indexPath(dataDir);
let good: string;
let hash: string;
beforeAll(async () => {
  hash = (await openGuidance({ knowledgeDir, dataDir })).index.knowledgeHash;
  good = readFileSync(path, 'utf8');
});
afterAll(() => rmSync(dataDir, { recursive: true, force: true }));

type Stored = {
  lsa: { dimension: number; termVectors: string };
  lsaVectors: string;
  words: Record<string, unknown>;
  dense: unknown;
  [key: string]: unknown;
};

/** The index with something else in it, and a digest that fits, as a program with a fault would write it. */
function changed(change: (stored: Stored) => void): string {
  const stored = JSON.parse(good.slice(good.indexOf('\n') + 1)) as Stored;
  change(stored);
  return signed(JSON.stringify(stored));
}
function signed(body: string): string {
  return `${createHash('sha256').update(body).digest('hex')}\n${body}`;
}
const floats = (...numbers: number[]) => Buffer.from(Float32Array.from(numbers).buffer).toString('base64');

describe('a stored index that does not fit', () => {
  it.each<[string, () => string, string]>([
    ['nothing', () => '', 'damaged'],
    ['half of it', () => good.slice(0, good.length / 2), 'damaged'],
    ['no text at all', () => Buffer.from(Float64Array.of(1, 2, 3).buffer).toString('latin1'), 'damaged'],
    ['one byte changed', () => good.replace('standstil', 'standstxl'), 'damaged'],
    ['no JSON', () => signed('{"version":'), 'another release'],
    ['another version', () => changed((stored) => Object.assign(stored, { version: 1 })), 'another release'],
    ['no words', () => changed((stored) => Object.assign(stored, { words: { a: 1 } })), 'cannot be read'],
    [
      'another dimension than its vectors have',
      () =>
        changed(({ lsa }) => {
          lsa.dimension += 1;
        }),
      'of another size',
    ],
    [
      'vectors of a service of another dimension',
      () =>
        changed((stored) => {
          stored.dense = { modelId: 'lsa', dimension: 8, vectors: floats(1, 2, 3) };
        }),
      'of another size',
    ],
    [
      'numbers that are none',
      () =>
        changed((stored) => {
          const count = Buffer.from(stored.lsaVectors, 'base64').length / 4;
          stored.lsaVectors = floats(...Array<number>(count).fill(Number.NaN));
        }),
      'that are no numbers',
    ],
  ])('(%s) is refused by name, built anew, and whole afterwards', async (_name, content, words) => {
    writeFileSync(path, content(), 'latin1');
    const refusal: unknown = await loadIndex(path, hash, 'lsa').catch((error: unknown) => error);
    expect(refusal).toBeInstanceOf(IndexRefusedError);
    expect((refusal as Error).message).toContain(words);
    const opened = await openGuidance({ knowledgeDir, dataDir });
    expect(opened.how).toContain(words);
    expect((await openGuidance({ knowledgeDir, dataDir })).how).toBe('loaded');
    expect(readdirSync(dirname(path))).toHaveLength(1);
  });
});
