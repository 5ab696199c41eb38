import { createHash } from 'node:crypto';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { startChild } from '../test/support/child.ts';
import { catalogueState } from '../test/support/made-up-contracts.ts';
import { openDatabase } from './database/connect.ts';

const survey = `Borough,Service area,System,Vendor,Supplier,Contract start,Contract end,Extension options,Annual cost,Hosting,Satisfaction,Last verified,Visibility
Hillingdon,Housing,Fictional Housing,Made-up Maker,Fictional Systems Ltd,2020-04-01,2028-03-31,,"£50,000",Cloud,4,2026-01-15,public
Bromley,Libraries,Fictional Shelves,Made-up Maker,Fictional Systems Ltd,2021-04-01,2027-03-31,,"£20,000",Cloud,3,2026-01-15,public
`;

describe('the command line', { timeout: 120_000 }, () => {
  let folder: string;
  let dataDir: string;

  beforeAll(async () => {
    folder = mkdtempSync(join(tmpdir(), 'procurement-assistant-cli-'));
    dataDir = join(folder, 'data');
    writeFileSync(join(folder, 'survey.csv'), survey);
    writeFileSync(join(folder, 'empty.csv'), '');
    writeFileSync(
      join(folder, 'truncated.json'),
      '{"releases":[{"ocid":"ocds-b5fd17-1","id":"1","tag":["award"],"buy',
    );
    writeFileSync(join(folder, 'utf16.csv'), Buffer.from(`\ufeff${survey}`, 'utf16le'));
    writeFileSync(join(folder, 'noise.bin'), createHash('sha512').update('noise').digest());
    mkdirSync(join(folder, 'directory'));
    await cli('import', 'survey.csv');
  }, 120_000);
  afterAll(() => rmSync(folder, { recursive: true, force: true }));

  /** Runs one command; names of files are those in the test's folder. */
  function cli(command: string, ...words: readonly string[]) {
    const given = words.map((word) =>
      /^[\w-]+\.(csv|json|bin)$|^directory$/.test(word) ? join(folder, word) : word,
    );
    return startChild('src/cli.ts', [command, ...given], {
      DATA_DIR: dataDir,
      SEED: 'none',
      TODAY: '2026-11-23',
    }).ended;
  }

  async function state(): Promise<unknown> {
    const database = await openDatabase({ kind: 'embedded', folder: dataDir });
    try {
      return [
        await catalogueState(database.kysely),
        await database.kysely.selectFrom('imports').selectAll().execute(),
      ];
    } finally {
      await database.close();
    }
  }

  it('ends in one sentence and exit code 1 for every file that cannot be taken, and changes nothing', async () => {
    const before = await state();
    const server = createServer((_request, response) => response.writeHead(503).end('no'));
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    const address = server.address();
    const port = typeof address === 'object' && address !== null ? address.port : 0;

    const expected: readonly (readonly [string, RegExp])[] = [
      ['missing.csv', /missing\.csv/],
      ['directory', /folder|directory/i],
      ['empty.csv', /empty/i],
      ['truncated.json', /truncated|ends|cut|incomplete|complete/i],
      ['noise.bin', /not|cannot|no /i],
      ['http://127.0.0.1:9/export.csv', /127\.0\.0\.1:9/],
      [`http://127.0.0.1:${port}/export.csv`, /503/],
    ];
    const { code, errors, output } = await cli('import', ...expected.map(([file]) => file));
    server.close();

    expect(code).toBe(1);
    expect(output).toBe('');
    const lines = errors.trim().split('\n');
    expect(lines).toHaveLength(expected.length);
    for (const [index, [, says]] of expected.entries()) {
      expect(lines[index]).toMatch(says);
      expect(lines[index]).toMatch(/\. Nothing was saved from it\.$/);
      expect(lines[index]).not.toMatch(/ENOENT|EISDIR|node:|at .*\.ts:|Something went wrong/);
    }
    expect(await state()).toEqual(before);
  });

  it('reads a file in another encoding as its own, and says that it is unchanged', async () => {
    const { code, output } = await cli('import', 'utf16.csv', '--json');
    expect(code).toBe(0);
    expect(JSON.parse(output)).toMatchObject({ source: 'systems', read: 2, kept: 2 });
  });

  it('shows a dry run, saves nothing of it, and gives the same as JSON', async () => {
    writeFileSync(join(folder, 'more.csv'), survey.replaceAll('Bromley', 'Lambeth'));
    const before = await state();
    const text = await cli('import', 'more.csv', '--dry-run');
    expect(text.code).toBe(0);
    expect(text.output).toMatch(/dry run, nothing was saved/);
    expect(text.output).toMatch(/read 2, kept 2/);
    const { output } = await cli('import', 'more.csv', '--dry-run', '--json', '--format', 'systems');
    expect(JSON.parse(output)).toMatchObject({
      dryRun: true,
      source: 'systems',
      read: 2,
      kept: 2,
      dropped: [],
    });
    expect(await state()).toEqual(before);
  });

  it.each([
    [[], 'Usage: npm run ask'],
    [['import'], 'Usage: npm run import'],
    [['import', 'survey.csv', '--colour'], 'Usage: npm run import'],
    [['ask', 'who uses NEC?', '--borough'], 'Usage: npm run ask'],
    [['ask', 'who uses NEC?', '--borough', 'Narnia'], 'Narnia'],
  ] as const)('used wrongly (%j) says how it is used, exit code 2', async (words, says) => {
    const [command = '', ...rest] = words;
    const { code, errors, output } = await cli(command, ...rest);
    expect([code, output]).toEqual([2, '']);
    expect(errors).toContain(says);
  });

  it('says what is wrong with the settings, exit code 1', async () => {
    const { code, errors } = await startChild('src/cli.ts', ['ask', 'hello'], {
      DATA_DIR: dataDir,
      PORT: 'many',
      SEED: 'everything',
    }).ended;
    expect(code).toBe(1);
    expect(errors).toContain('PORT must be a port number');
    expect(errors).toContain('SEED must be published or none');
  });

  it('says where the knowledge is missing, and leaves no lock behind', async () => {
    const { code, errors } = await startChild('src/cli.ts', ['ask', 'hello'], {
      DATA_DIR: dataDir,
      KNOWLEDGE_DIR: join(folder, 'nowhere'),
    }).ended;
    expect(code).toBe(1);
    expect(errors).toContain('Check KNOWLEDGE_DIR');
    expect(errors).not.toMatch(/Something went wrong|\.ts:\d/);
    expect((await cli('ask', 'who uses Fictional Housing?')).code).toBe(0);
  });

  it('answers the flagship question from the shipped data, with facts, coverage and sources', async () => {
    const settings = { DATA_DIR: join(folder, 'shipped'), TODAY: '2026-11-23' };
    const question = 'who else uses this housing system and when does it expire?';
    const { code, output, errors } = await startChild(
      'src/cli.ts',
      ['ask', question, '--borough', 'Hillingdon'],
      settings,
    ).ended;
    expect([code, errors]).toEqual([0, '']);
    const text = output.replace(/\s+/g, ' ');
    expect(text).toMatch(/Hillingdon runs NEC Housing/);
    for (const fact of [
      'Lambeth',
      'Bromley',
      'NEC Software Solutions UK Limited',
      '31 July 2030',
      '31 March 2018',
    ])
      expect(text).toContain(fact);
    expect(text).toMatch(/of the 33 boroughs/);
    expect(text).toContain('https://modgov.hillingdon.gov.uk/ieDecisionDetails.aspx?ID=3359');
    expect(text).toMatch(/No record \(\d+ of 33\)/);
  });
});
