/** Both database engines for tests: the embedded one always, PostgreSQL when a server answers. */
import { randomBytes } from 'node:crypto';
import { readFileSync } from 'node:fs';
import pg from 'pg';
import { inject } from 'vitest';
import { type Database, openDatabase } from '../../src/database/connect.ts';

const serverUrl = process.env['TEST_DATABASE_URL'] ?? 'postgres://postgres@127.0.0.1:5432/postgres';

async function answers(): Promise<boolean> {
  const client = new pg.Client({ connectionString: serverUrl, connectionTimeoutMillis: 1_500 });
  try {
    await client.connect();
    await client.end();
    return true;
  } catch {
    return false;
  }
}

const serverAnswers = await answers();

/** Why PostgreSQL suites are skipped, when they are. */
export const serverMissing =
  'no PostgreSQL server answers (set TEST_DATABASE_URL); only the embedded database was tested';

/** A fresh embedded database in memory, opened from the image made once for the whole run. */
export async function openEmbeddedForTest(): Promise<Database> {
  const bytes = readFileSync(inject('databaseImage'));
  const image = bytes.buffer.slice(bytes.byteOffset, bytes.byteOffset + bytes.byteLength);
  return openDatabase({ kind: 'memory', image });
}

async function admin(statement: string): Promise<void> {
  const client = new pg.Client({ connectionString: serverUrl });
  await client.connect();
  try {
    await client.query(statement);
  } finally {
    await client.end();
  }
}

/** A fresh database on the server, dropped on close; its address in `url`. */
export async function openServerForTest(): Promise<Database & { readonly url: string }> {
  const name = `procurement_test_${randomBytes(6).toString('hex')}`;
  await admin(`create database ${name}`);
  const url = new URL(serverUrl);
  url.pathname = `/${name}`;
  const database = await openDatabase({ kind: 'server', url: url.toString() });
  return {
    ...database,
    url: url.toString(),
    close: async () => {
      await database.close();
      await admin(`drop database ${name} with (force)`);
    },
  };
}

export type Engine = {
  /** For a suite's title; where the engine is missing it says why the suite is skipped. */
  readonly name: string;
  readonly isMissing: boolean;
  readonly open: () => Promise<Database>;
};

/** Run a suite over both: `describe.each(engines)`; skip where `isMissing`. */
export const engines: readonly Engine[] = [
  { name: 'embedded', isMissing: false, open: openEmbeddedForTest },
  {
    name: serverAnswers ? 'PostgreSQL' : `PostgreSQL (skipped: ${serverMissing})`,
    isMissing: !serverAnswers,
    open: openServerForTest,
  },
];
