import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { SourceFormatError } from '../../errors.ts';
import { chunked } from '../shared/read-all.ts';
import { splitJson } from './split-json.ts';

async function pieces(
  text: string,
  size = 64 * 1024,
): Promise<{ kind: string; value: unknown; line: number }[]> {
  const found = [];
  for await (const { kind, raw, line } of splitJson(chunked(Buffer.from(text), size))) {
    found.push({ kind, value: JSON.parse(raw.toString('utf8')) as unknown, line });
  }
  return found;
}

const json = fc.jsonValue({ maxDepth: 3 });

describe('splitJson', () => {
  it('gives the elements of a top-level list, whatever they hold and however the text is cut', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.array(json, { maxLength: 5 }),
        fc.integer({ min: 1, max: 12 }),
        fc.constantFrom(undefined, 2),
        async (list, size, indent) => {
          const found = await pieces(JSON.stringify(list, null, indent), size);
          expect(found.map((piece) => piece.value)).toEqual(JSON.parse(JSON.stringify(list)));
        },
      ),
    );
  });

  it('gives the elements of releases, then the package without them', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.array(json, { maxLength: 4 }),
        json,
        fc.integer({ min: 1, max: 12 }),
        async (list, other, size) => {
          const document = {
            uri: 'x',
            nested: { releases: [1] },
            before: other,
            releases: list,
            after: other,
            word: 'releases',
          };
          const found = await pieces(`  ${JSON.stringify(document)}\n`, size);
          const clean = JSON.parse(JSON.stringify({ ...document, releases: [] })) as unknown;
          expect(found.filter((piece) => piece.kind === 'element').map((piece) => piece.value)).toEqual(
            JSON.parse(JSON.stringify(list)),
          );
          expect(found.at(-1)).toMatchObject({ kind: 'document', value: clean });
        },
      ),
    );
  });

  it('gives several documents, with the lines they start on', async () => {
    expect(await pieces('{"a":1}\n\n{"b":\n2}[3,\n4]')).toEqual([
      { kind: 'document', value: { a: 1 }, line: 1 },
      { kind: 'document', value: { b: 2 }, line: 3 },
      { kind: 'element', value: 3, line: 4 },
      { kind: 'element', value: 4, line: 5 },
    ]);
  });

  it('leaves a record whole that names its ocid first', async () => {
    const found = await pieces('{"ocid":"x","releases":[{"a":1}],"compiledRelease":{}}');

    expect(found).toHaveLength(1);
    expect(found[0]?.kind).toBe('document');
  });

  it('refuses what is cut off, at every place', async () => {
    const text = JSON.stringify({
      version: '1.1',
      releases: [{ ocid: 'a', text: 'q"\\' }, { ocid: 'b' }],
      links: [1, null, 'x'],
    });
    for (let cut = 1; cut < text.length; cut += 1)
      await expect(pieces(text.slice(0, cut))).rejects.toThrow(SourceFormatError);
  });

  it.each(['hello', '{"a":1}x', '}', ']', '[}', '"text"', '{"a":1]'])('refuses %s', async (text) => {
    await expect(pieces(text)).rejects.toThrow(SourceFormatError);
  });
});
