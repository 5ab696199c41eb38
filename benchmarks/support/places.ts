/** Places to keep a database for the length of a benchmark: a new folder, or a new database on a PostgreSQL server. */
import { randomBytes } from 'node:crypto';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import pg from 'pg';

export type EngineName = 'embedded' | 'postgresql';

export type Place = {
  readonly engine: EngineName;
  /** What the program is told through its environment. */
  readonly environment: Readonly<Record<string, string>>;
  /** Removes the folder or database with everything in it. */
  readonly remove: () => Promise<void>;
};

const serverUrl = process.env['TEST_DATABASE_URL'] ?? 'postgres://postgres@127.0.0.1:5432/postgres';

async function withServer<Result>(work: (client: pg.Client) => Promise<Result>): Promise<Result> {
  const client = new pg.Client({ connectionString: serverUrl, connectionTimeoutMillis: 1_500 });
  await client.connect();
  try {
    return await work(client);
  } finally {
    await client.end();
  }
}

/** Version of the PostgreSQL server that can be used, or null when none answers. */
export async function serverVersion(): Promise<string | null> {
  try {
    return await withServer(async (client) => {
      const { rows } = await client.query<{ server_version: string }>('show server_version');
      return rows[0]?.server_version ?? null;
    });
  } catch {
    return null;
  }
}

async function createFolderPlace(): Promise<Place> {
  const folder = await mkdtemp(join(tmpdir(), 'procurement-bench-'));
  return {
    engine: 'embedded',
    environment: { DATA_DIR: join(folder, 'data'), DATABASE_URL: '' },
    remove: () => rm(folder, { recursive: true, force: true }),
  };
}

async function createServerPlace(): Promise<Place> {
  const name = `procurement_bench_${randomBytes(6).toString('hex')}`;
  await withServer((client) => client.query(`create database ${name}`));
  const url = new URL(serverUrl);
  url.pathname = `/${name}`;
  return {
    engine: 'postgresql',
    environment: { DATABASE_URL: url.toString() },
    remove: async () => {
      await withServer((client) => client.query(`drop database if exists ${name} with (force)`));
    },
  };
}

/** A new, empty place; the caller removes it. */
export function createPlace(engine: EngineName): Promise<Place> {
  return engine === 'embedded' ? createFolderPlace() : createServerPlace();
}
