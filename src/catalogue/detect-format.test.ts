import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { detectSource } from './detect-format.ts';
import { SourceFormatError } from './errors.ts';
import { contractSources } from './sources/index.ts';
import { chunked } from './sources/shared/read-all.ts';

const folder = join(import.meta.dirname, 'sources');

function detect(content: string | Buffer, format: string | null = null) {
  return detectSource(chunked(Buffer.isBuffer(content) ? content : Buffer.from(content)), format);
}

describe('detectSource', () => {
  it.each([
    ['published/fixtures/published.csv', 'published'],
    ['ocds/fixtures/find-a-tender-package.json', 'ocds'],
    ['ocds/fixtures/find-a-tender-uk7.json', 'ocds'],
    ['ocds/fixtures/contracts-finder-2019.jsonl', 'ocds'],
    ['contracts-finder/fixtures/export.csv', 'contracts-finder'],
    ['register/fixtures/register.csv', 'register'],
    ['systems/fixtures/survey.csv', 'systems'],
  ])('knows %s as %s, and gives all its bytes', async (path, name) => {
    const content = readFileSync(join(folder, path));
    const { source, bytes } = await detect(content);
    const chunks: Buffer[] = [];
    for await (const chunk of bytes) chunks.push(chunk);

    expect(source.name).toBe(name);
    expect(Buffer.concat(chunks).equals(content)).toBe(true);
  });

  it('does as --format says', async () => {
    expect((await detect('whatever', 'register')).source.name).toBe('register');
    expect((await detect('{"ocid":"x"}', 'auto')).source.name).toBe('ocds');
    await expect(detect('x', 'excel')).rejects.toThrow(/no format called "excel".*published.*ocds.*register/);
  });

  it.each([
    ['<!DOCTYPE html><html>', /web page/],
    ['just words\nand more', /not known; name one with --format: published/],
    ['one\ntwo\nthree', /not known/],
    ['[{"id":"a","title":"notice"}]', /not known/],
    ['PK\x03\x04 xl/workbook', /Excel/],
    ['', /not known/],
  ])('refuses %j', async (content, message) => {
    await expect(detect(content)).rejects.toThrow(SourceFormatError);
    await expect(detect(content)).rejects.toThrow(message);
  });

  it('asks when two formats fit equally well', async () => {
    const [first, second] = contractSources;
    if (first === undefined || second === undefined) throw new TypeError('two sources expected');
    const unsure = [first, second].map((source) => ({ ...source, sniff: () => 0.5 }));

    await expect(detectSource(chunked(Buffer.from('x')), null, unsure)).rejects.toThrow(
      /could be published or ocds/,
    );
  });
});
