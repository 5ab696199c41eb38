/** What no source may be brought down by. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { detectSource } from '../detect-format.ts';
import { SourceFormatError } from '../errors.ts';
import type { ContractSource } from '../source-record.ts';
import { contractSources } from './index.ts';
import { ocds } from './ocds/index.ts';
import { published } from './published/index.ts';
import { register } from './register/index.ts';
import { chunked, type ReadResult, readAll } from './shared/read-all.ts';
import { systems } from './systems/index.ts';

const buyer = 'London Borough of Exampleton';
const registerHeader = 'Contract reference,Contract title,Supplier,Start date,End date,Contract value\n';

function fixture(path: string): string {
  return readFileSync(join(import.meta.dirname, path), 'utf8');
}

/** The result, or the one kind of error a source may throw. */
async function readOrRefuse(
  source: ContractSource,
  content: string | Buffer | AsyncIterable<Buffer>,
): Promise<ReadResult | SourceFormatError> {
  try {
    return await readAll(source, content, { buyer });
  } catch (error) {
    if (error instanceof SourceFormatError) return error;
    throw error;
  }
}

describe.each(contractSources.map((source) => [source.name, source] as const))('%s', (_name, source) => {
  it.each([
    ['nothing', ''],
    ['white space', ' \n\n '],
    ['one column', 'a\nb\nc\n'],
    ['words', 'Dear council,\nhere is our register.\n'],
    ['an open quote', '"a,b\nc,d\n'],
    ['numbers', '1\n2\n3\n'],
    ['null', 'null'],
    ['a web page', '<!doctype html><p>Sign in</p>'],
    ['NUL bytes', 'a,b\0,c'],
  ])('refuses %s in one sentence', async (_what, content) => {
    const outcome = await readOrRefuse(source, content);
    expect(outcome).toBeInstanceOf(SourceFormatError);
    expect((outcome as SourceFormatError).message).toMatch(/^[^\n]+[.;] ?[^\n]*$/);
  });

  it('does not hold 50 MB of one line', async () => {
    async function* oneLine(): AsyncGenerator<Buffer> {
      yield Buffer.from('{"a":"');
      for (let index = 0; index < 1_600; index += 1) yield Buffer.alloc(64 * 1024, 'x');
    }
    expect(await readOrRefuse(source, oneLine())).toBeInstanceOf(SourceFormatError);
  });

  it('takes any bytes without another kind of error', async () => {
    await fc.assert(
      fc.asyncProperty(fc.uint8Array({ maxLength: 300 }), async (bytes) => {
        await readOrRefuse(source, Buffer.from(bytes));
      }),
      { numRuns: 50 },
    );
  });
});

describe('cut and altered files', () => {
  it('refuses a JSON document cut at any place', async () => {
    const whole = Buffer.from(fixture('ocds/fixtures/find-a-tender-package.json').trimEnd());
    await fc.assert(
      fc.asyncProperty(fc.integer({ min: 1, max: whole.length - 1 }), async (cut) => {
        expect(await readOrRefuse(ocds, whole.subarray(0, cut))).toBeInstanceOf(SourceFormatError);
      }),
      { numRuns: 150 },
    );
  });

  it('refuses JSON lines whose last line is cut', async () => {
    const line = JSON.stringify(JSON.parse(fixture('ocds/fixtures/find-a-tender-uk7.json')));
    await fc.assert(
      fc.asyncProperty(fc.integer({ min: 1, max: line.length - 1 }), async (cut) => {
        expect(await readOrRefuse(ocds, `${line}\n${line.slice(0, cut)}`)).toBeInstanceOf(SourceFormatError);
      }),
      { numRuns: 80 },
    );
  });

  it('reads releases with any field replaced by anything', async () => {
    const release = JSON.parse(fixture('ocds/fixtures/find-a-tender-uk7.json')) as Record<string, unknown>;
    const keys = [...Object.keys(release), 'tender', 'parties', 'planning', 'relatedProcesses', '__proto__'];
    await fc.assert(
      fc.asyncProperty(fc.constantFrom(...keys), fc.jsonValue({ maxDepth: 4 }), async (key, value) => {
        const altered = JSON.stringify(release).replace(
          /^\{/,
          `{${JSON.stringify(key)}:${JSON.stringify(value)},`,
        );
        const later = JSON.stringify({ ocid: release['ocid'], date: '2030-01-01', [key]: value });
        const outcome = await readOrRefuse(ocds, `${altered}\n${later}\n`);
        expect(outcome).not.toBeInstanceOf(SourceFormatError);
      }),
      { numRuns: 200 },
    );
  });
});

describe('hostile values', () => {
  it('reads JSON nested 10,000 deep', async () => {
    const deep = `${'{"a":'.repeat(10_000)}1${'}'.repeat(10_000)}`;
    const list = `${'['.repeat(10_000)}${']'.repeat(10_000)}`;
    const text = `{"ocid":"ocds-h6vhtk-0000a1","buyer":{"name":"B"},"tender":{"title":"T","x":${deep}},"y":${list}}`;

    expect((await readAll(ocds, text)).records).toHaveLength(1);
    expect((await readAll(ocds, `[${deep},${text}]`)).dropped).toEqual({ 'no ocid': 1 });
    expect((await readAll(ocds, `[${list},${text}]`)).records).toHaveLength(1);
  });

  it('is not led astray by names of object internals', async () => {
    const text =
      '{"__proto__":{"ocid":"x"},"ocid":"ocds-h6vhtk-0000a1","constructor":1,"buyer":{"name":"__proto__","__proto__":{"id":"y"}},"tender":{"title":"constructor"}}';
    const { records } = await readAll(ocds, text);
    const rows = await readAll(register, `${registerHeader}__proto__,constructor,toString,,01/02/2025,1\n`, {
      buyer: '__proto__',
    });

    expect(records[0]).toMatchObject({ title: 'constructor', buyers: [{ name: '__proto__' }] });
    expect(rows.records[0]).toMatchObject({ title: 'constructor', key: 'register:proto:__proto__' });
    expect(({} as Record<string, unknown>)['ocid']).toBeUndefined();
  });

  it('reads numbers as text and text as numbers', async () => {
    const text =
      '{"ocid":"ocds-h6vhtk-0000a1","id":5,"buyer":{"id":7,"name":"B"},"awards":[{"id":1,"suppliers":[{"id":2,"name":"S"}],"value":{"amount":"£25,300","currency":1},"contractPeriod":{"startDate":20250101,"endDate":"2026-01-31"}}],"tender":{"title":"T"}}';

    expect((await readAll(ocds, text)).records[0]).toMatchObject({
      key: 'ocds:ocds-h6vhtk-0000a1:1',
      value: { amount: 25300, currency: 'GBP' },
      period: { startDate: null, endDate: '2026-01-31' },
    });
  });

  it('keeps and flags impossible values, and keeps impossible dates as words', async () => {
    const rows = [
      'A,Far,X Ltd,01/01/2024,09/07/2108,0.01',
      'B,Back,X Ltd,01/01/2024,31/12/2023,10000000000',
      'C,No day,X Ltd,31/02/2024,2024-13-45,1e999',
    ];
    const { records } = await readAll(register, registerHeader + rows.join('\n'), { buyer });

    expect(records.map((record) => record.flags)).toEqual([
      ['end-after-2050', 'amount-implausible'],
      ['end-before-start', 'amount-implausible'],
      [],
    ]);
    expect(records[2]).toMatchObject({
      period: { startDate: null, endDate: null, datesAsPublished: 'start: 31/02/2024; end: 2024-13-45' },
      value: null,
      notes: 'Value as published: 1e999.',
    });
    expect(
      (
        await readAll(
          ocds,
          '{"ocid":"o","buyer":{"name":"B"},"tender":{"title":"T","value":{"amount":1e999}}}',
        )
      ).records[0]?.value,
    ).toBeNull();
  });

  it('flags a latest end before the end', async () => {
    const text =
      '{"ocid":"o","buyer":{"name":"B"},"contracts":[{"id":"1","title":"T","period":{"startDate":"2025-01-01","endDate":"2027-01-01","maxExtentDate":"2026-01-01"}}]}';

    expect((await readAll(ocds, text)).records[0]?.flags).toEqual(['max-extent-before-end']);
  });

  it('leaves formulas as the plain text they are', async () => {
    const { records } = await readAll(
      register,
      `${registerHeader}=1+1,"=cmd|'/c calc'!A0",@SUM(A1),,01/02/2025,=2\n`,
      { buyer },
    );

    expect(records[0]).toMatchObject({
      title: "=cmd|'/c calc'!A0",
      suppliers: [{ name: '@SUM(A1)' }],
      value: null,
    });
  });

  it('never takes more into a record than can be stored and shown', async () => {
    const long = 'x'.repeat(200_000);
    const release = {
      ocid: 'o',
      id: long,
      buyer: { name: long },
      tender: { title: long, description: `${long}\u0000\ud800` },
    };
    const { records } = await readAll(ocds, JSON.stringify(release));

    expect(JSON.stringify(records[0]).length).toBeLessThan(15_000);
    expect(JSON.stringify(records[0])).not.toMatch(/\\u0000|\\ud800/);
  });

  it('reads files in Windows-1252 and UTF-16', async () => {
    const text = `${registerHeader}1,Café – kiosk,Môn Ltd,,01/02/2025,£5\n`;
    const windows = Buffer.from(text.replace('–', '\x96'), 'latin1');
    const wide = Buffer.concat([Buffer.from([0xff, 0xfe]), Buffer.from(text, 'utf16le')]);
    for (const bytes of [windows, wide]) {
      const { source, bytes: all } = await detectSource(chunked(bytes), null);
      expect((await readAll(source, all, { buyer })).records[0]).toMatchObject({
        title: 'Café – kiosk',
        suppliers: [{ name: 'Môn Ltd' }],
        value: { amount: 5 },
      });
    }
  });

  it('drops rows that do not fit their header', async () => {
    const survey = fixture('systems/fixtures/survey.csv').split('\n')[0] ?? '';
    const catalogue = fixture('published/fixtures/published.csv').split('\n')[0] ?? '';

    expect((await readAll(systems, `${survey}\n${','.repeat(20)}x\n`)).dropped).toEqual({
      'more cells than the header has columns': 1,
    });
    expect((await readAll(published, `${catalogue}\nonly-an-id\n`)).dropped).toEqual({ 'no buyer named': 1 });
  });
});
