import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { SourceFormatError } from '../../errors.ts';
import { firstCells, readCsvRows } from './csv-rows.ts';
import { slug } from './keys.ts';
import { chunked } from './read-all.ts';

async function rows(
  text: string | Buffer,
  size = 64 * 1024,
): Promise<{ line: number; cells: readonly string[] }[]> {
  const found = [];
  for await (const row of readCsvRows(chunked(Buffer.isBuffer(text) ? text : Buffer.from(text), size)))
    found.push(row);
  return found;
}

describe('readCsvRows', () => {
  it('gives the line a row starts on, also with line breaks inside cells', async () => {
    expect(await rows('a,b\n"x\ny",z\n\n,,\n1,2\n')).toEqual([
      { line: 1, cells: ['a', 'b'] },
      { line: 2, cells: ['x\ny', 'z'] },
      { line: 6, cells: ['1', '2'] },
    ]);
  });

  it('tells separators apart', async () => {
    expect((await rows('a;b;c\n1;"2,5";3'))[1]?.cells).toEqual(['1', '2,5', '3']);
    expect((await rows('a\tb\n1\t2'))[1]?.cells).toEqual(['1', '2']);
  });

  it('ends on a quote that is not closed', async () => {
    await expect(rows('a,b\n1,"2\n3,4\n')).rejects.toThrow(SourceFormatError);
    await expect(rows('a,b\n1,"2\n3,4\n')).rejects.toThrow(/line 2/);
  });

  it('ends on a row without end, in flat memory', async () => {
    async function* endless(): AsyncGenerator<Buffer> {
      for (let index = 0; index < 800; index += 1) yield Buffer.alloc(64 * 1024, 'x');
    }
    const reading = async (): Promise<void> => {
      for await (const _row of readCsvRows(endless()));
    };
    await expect(reading()).rejects.toThrow(/above 2 MB/);
  });

  it('reads what it is given, however it is cut into chunks', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.array(
          fc.array(fc.string({ unit: fc.constantFrom('a', '"', ',', '\n', 'é', '£', ' ') }), {
            minLength: 2,
            maxLength: 4,
          }),
          { minLength: 1, maxLength: 6 },
        ),
        fc.integer({ min: 1, max: 9 }),
        async (table, size) => {
          const head = ['h1', 'h2', 'h3', 'h4', 'h5'].join(',');
          const text = [
            head,
            ...table.map((cells) => cells.map((cell) => `"${cell.replaceAll('"', '""')}"`).join(',')),
          ].join('\n');
          const expected = table.filter((cells) => cells.some((cell) => cell.trim() !== ''));
          expect((await rows(text, size)).slice(1).map((row) => row.cells)).toEqual(expected);
        },
      ),
      { numRuns: 60 },
    );
  });
});

describe('header cells and keys', () => {
  it('splits a header line with quotes', () => {
    expect(firstCells('a,"b, ""c""",,d')).toEqual(['a', 'b, "c"', '', 'd']);
  });

  it('makes slugs of any script and keeps long ones apart', () => {
    expect(slug('Kensington & Chelsea (RBKC)')).toBe('kensington-and-chelsea-rbkc');
    expect(slug(`${'x'.repeat(120)}1`)).not.toBe(slug(`${'x'.repeat(120)}2`));
    expect(slug('__proto__')).toBe('proto');
  });
});
