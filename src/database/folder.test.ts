import { cpSync, mkdtempSync, readdirSync, readFileSync, rmSync, truncateSync, writeFileSync } from 'node:fs';
import { mkdir } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { type Child, startChild } from '../../test/support/child.ts';
import { openDatabase } from './connect.ts';
import { DatabaseFolderError, DatabaseLockedError } from './errors.ts';

const holder = 'test/support/hold-database.ts';

/** Every file with its bytes, to see that nothing was touched. */
function contentsOf(folder: string): Record<string, string> {
  const entries = readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath, entry.name));
  return Object.fromEntries(entries.map((path) => [path, readFileSync(path, 'base64')]));
}

describe('data folder', { timeout: 120_000 }, () => {
  let template: string;
  let folder: string;
  let children: Child[];

  // Making a database takes seconds, copying one does not.
  beforeAll(async () => {
    template = join(
      mkdtempSync(join(tmpdir(), 'procurement-assistant-template-')),
      'made',
      'with',
      'parents',
    );
    const database = await openDatabase({ kind: 'embedded', folder: template });
    await database.kysely.insertInto('settings').values({ name: 'a', value: 'kept' }).execute();
    await database.close();
  });
  afterAll(() => rmSync(join(template, '../../..'), { recursive: true, force: true }));

  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), 'procurement-assistant-folder-'));
    children = [];
  });
  afterEach(async () => {
    for (const child of children) child.process.kill('SIGKILL');
    await Promise.all(children.map((child) => child.ended));
    rmSync(folder, { recursive: true, force: true });
  });
  const start = (rows: number): Child => {
    const child = startChild(holder, [folder, String(rows)]);
    children.push(child);
    return child;
  };
  const fill = () => cpSync(template, folder, { recursive: true });
  const open = () => openDatabase({ kind: 'embedded', folder });

  it('starts a new folder from an image, and never replaces a database by one', async () => {
    const made = await openDatabase({ kind: 'memory' });
    await made.kysely.insertInto('settings').values({ name: 'a', value: 'of the image' }).execute();
    const newFrom = join(folder, 'image.tar');
    writeFileSync(newFrom, Buffer.from((await made.image()) ?? new ArrayBuffer(0)));
    await made.close();
    const valueIn = async (place: string, image: string) => {
      const opened = await openDatabase({ kind: 'embedded', folder: place, newFrom: image });
      const rows = await opened.kysely.selectFrom('settings').select('value').execute();
      await opened.kysely.updateTable('settings').set({ value: 'of the officer' }).execute();
      await opened.close();
      return rows.map(({ value }) => value);
    };
    const started = join(folder, 'started');
    expect(await valueIn(started, newFrom)).toEqual(['of the image']);
    expect(await valueIn(started, newFrom)).toEqual(['of the officer']);
    expect(await valueIn(join(folder, 'other'), join(folder, 'no such file'))).toEqual([]);
  });

  it('keeps what was written, and reopens with its migrations done once', async () => {
    fill();
    const reopened = await open();
    expect(await reopened.kysely.selectFrom('settings').selectAll().execute()).toEqual([
      { name: 'a', value: 'kept' },
    ]);
    await reopened.close();
  });

  it('of another PostgreSQL version is refused with a sentence, and not touched', async () => {
    await mkdir(join(folder, 'postgres'));
    writeFileSync(join(folder, 'postgres', 'PG_VERSION'), '16\n');
    writeFileSync(join(folder, 'postgres', 'precious'), 'data');
    const before = contentsOf(join(folder, 'postgres'));

    const refused = await open().catch((error: unknown) => error);

    expect(refused).toBeInstanceOf(DatabaseFolderError);
    expect((refused as Error).message).toBe(
      `The data folder ${join(folder, 'postgres')} was written by PostgreSQL 16, and this version needs 18. Nothing was changed. Set DATA_DIR to a new folder and import again, or use the release that wrote it.`,
    );
    expect(contentsOf(join(folder, 'postgres'))).toEqual(before);
    // Refused is not locked: whoever comes next hears the same.
    await expect(open()).rejects.toBeInstanceOf(DatabaseFolderError);
  });

  it('that is damaged is refused with a sentence', async () => {
    fill();
    truncateSync(join(folder, 'postgres', 'global', 'pg_control'), 10);

    const refused = await open().catch((error: unknown) => error);

    expect(refused).toBeInstanceOf(DatabaseFolderError);
    expect((refused as Error).message).toMatch(/does not open .* set DATA_DIR to a new one and import again/);
  });

  it('left half-made by a start that was killed is made anew', async () => {
    const child = start(0);
    await expect
      .poll(() => readdirSync(folder).join(), { interval: 1, timeout: 30_000 })
      .toContain('postgres.unfinished');
    await expect.poll(() => readdirSync(folder), { interval: 1, timeout: 30_000 }).toContain('postgres');
    child.process.kill('SIGKILL');
    await child.ended;

    const database = await open();
    expect(await database.kysely.selectFrom('contracts').select('id').execute()).toEqual([]);
    await database.close();
    expect(readdirSync(folder)).not.toContain('postgres.unfinished');
  });

  it.each([
    ['a file', () => join(folder, 'file')],
    ['below a file', () => join(folder, 'file', 'deeper')],
    ['where nothing can be made', () => '/dev/null/data'],
    ['with a name that is too long', () => join(folder, 'x'.repeat(300))],
  ])('%s cannot be used, and the sentence says so', async (_what, path) => {
    writeFileSync(join(folder, 'file'), '');
    const refused = await openDatabase({ kind: 'embedded', folder: path() }).catch((error: unknown) => error);
    expect(refused).toBeInstanceOf(DatabaseFolderError);
    expect((refused as Error).message).toMatch(
      /^The data folder .* cannot be used \(E[A-Z]+\)\. Set DATA_DIR to/,
    );
  });

  it('held by another process is refused with who holds it and where to ask', async () => {
    fill();
    const child = start(1);
    await child.sees('holding');

    const refused = await open().catch((error: unknown) => error);

    expect(refused).toBeInstanceOf(DatabaseLockedError);
    expect((refused as Error).message).toBe(
      `The data folder ${folder} is in use by process ${child.process.pid}. Use it at http://127.0.0.1:3978, or stop it first. To run a second copy, set DATA_DIR to another folder, or DATABASE_URL to a PostgreSQL server.`,
    );
  });

  it('is refused to a second opener in the same process too', async () => {
    fill();
    const first = await open();
    await expect(open()).rejects.toBeInstanceOf(DatabaseLockedError);
    await first.close();
    await (await open()).close();
  });

  it('of a killed process is taken over, with everything that was committed', async () => {
    fill();
    const child = start(40);
    await child.sees('holding');
    child.process.kill('SIGKILL');
    await child.ended;

    const database = await open();
    expect(await database.kysely.selectFrom('settings').selectAll().execute()).toHaveLength(41);
    await database.close();
  });

  it('lets exactly one of two in that start at the same moment', async () => {
    fill();
    const outcomes = await Promise.allSettled([open(), open()]);
    const opened = outcomes.filter((outcome) => outcome.status === 'fulfilled');
    const refused = outcomes.filter((outcome) => outcome.status === 'rejected');
    expect([opened.length, refused.length]).toEqual([1, 1]);
    expect(refused[0]?.reason).toBeInstanceOf(DatabaseLockedError);
    await opened[0]?.value.close();
  });
});
