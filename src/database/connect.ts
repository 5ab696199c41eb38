/** Opens the one database the product uses: PostgreSQL's dialect, embedded or on a server, with the same schema. */
import { join, resolve } from 'node:path';
import { Kysely, Migrator, PostgresDialect, type PostgresPool } from 'kysely';
import pg from 'pg';
import { openEmbedded } from './embedded.ts';
import { DatabaseFolderError, DatabaseUnavailableError } from './errors.ts';
import { type FolderLock, takeFolder } from './folder-lock.ts';
import * as catalogueMigration from './migrations/0001-catalogue.ts';
import * as datesMigration from './migrations/0002-dates.ts';
import * as qualityMigration from './migrations/0003-quality.ts';
import * as syncMigration from './migrations/0004-sync.ts';
import * as correctionsMigration from './migrations/0005-corrections.ts';
import * as summariesMigration from './migrations/0006-summaries.ts';
import * as mergingMigration from './migrations/0007-merging.ts';
import * as matchNumbersMigration from './migrations/0008-match-numbers.ts';
import * as fastListingMigration from './migrations/0009-fast-listing.ts';
import * as alertsMigration from './migrations/0010-alerts.ts';
import * as deliveriesMigration from './migrations/0011-deliveries.ts';
import * as opportunitiesMigration from './migrations/0012-opportunities.ts';
import * as engagementMigration from './migrations/0013-engagement.ts';
import * as pressedTwiceMigration from './migrations/0014-pressed-twice.ts';
import type { Tables } from './tables.ts';

/** Where the data lives. `memory` and `image` are for tests and benchmarks. */
export type DatabaseLocation =
  | {
      readonly kind: 'embedded';
      readonly folder: string;
      /** File a new folder is made from, when it is there: an empty database with its tables. */
      readonly newFrom?: string;
    }
  | { readonly kind: 'memory'; readonly image?: ArrayBuffer }
  | { readonly kind: 'server'; readonly url: string };

/** Made by `npm run build`, beside the compiled program; the source has none, so it never meets newer migrations. */
const emptyDatabase = join(import.meta.dirname, '..', 'empty-database.tar');

/** The server named in the configuration, else the folder on this machine. */
export function databaseLocation(config: {
  readonly databaseUrl: string | null;
  readonly dataDir: string;
}): DatabaseLocation {
  return config.databaseUrl === null
    ? { kind: 'embedded', folder: config.dataDir, newFrom: emptyDatabase }
    : { kind: 'server', url: config.databaseUrl };
}

/** An open database with its tables up to date. */
export type Database = {
  readonly kysely: Kysely<Tables>;
  readonly kind: 'embedded' | 'server';
  /** Lets a second starter be told where this assistant can be asked; does nothing on a server. */
  readonly announce: (address: string) => Promise<void>;
  /** A copy of an embedded database; null on a server. */
  readonly image: () => Promise<ArrayBuffer | null>;
  readonly close: () => Promise<void>;
};

const migrations = {
  '0001-catalogue': catalogueMigration,
  '0002-dates': datesMigration,
  '0003-quality': qualityMigration,
  '0004-sync': syncMigration,
  '0005-corrections': correctionsMigration,
  '0006-summaries': summariesMigration,
  '0007-merging': mergingMigration,
  '0008-match-numbers': matchNumbersMigration,
  '0009-fast-listing': fastListingMigration,
  '0010-alerts': alertsMigration,
  '0011-deliveries': deliveriesMigration,
  '0012-opportunities': opportunitiesMigration,
  '0013-engagement': engagementMigration,
  '0014-pressed-twice': pressedTwiceMigration,
};

/** PostgreSQL object ids: date, timestamp and timestamptz stay text; int8 and numeric become numbers. */
const textTypes = new Set([1082, 1114, 1184]);
const numberTypes = new Set([20, 1700]);
const serverTypes: pg.CustomTypesConfig = {
  getTypeParser: ((id: number, format?: 'text' | 'binary') => {
    if (textTypes.has(id)) return (value: string) => value;
    if (numberTypes.has(id)) return Number;
    return pg.types.getTypeParser(id, format as 'text');
  }) as pg.CustomTypesConfig['getTypeParser'],
};

async function migrate(kysely: Kysely<Tables>): Promise<void> {
  const migrator = new Migrator({
    db: kysely,
    provider: { getMigrations: async () => migrations as never },
  });
  const { error } = await migrator.migrateToLatest();
  if (error !== undefined) throw error;
}

function createKysely(pool: PostgresPool): Kysely<Tables> {
  return new Kysely<Tables>({ dialect: new PostgresDialect({ pool }) });
}

/** What failed, in words that never hold the connection string. */
function serverFault(error: unknown): string {
  const { code, message, errors } = error as { code?: string; message?: string; errors?: unknown[] };
  const inner = errors?.[0] as { code?: string; message?: string } | undefined;
  return inner?.code ?? code ?? inner?.message ?? message ?? 'no reason given';
}

async function openServer(url: string): Promise<Database> {
  const pool = new pg.Pool({
    connectionString: url,
    max: 10,
    connectionTimeoutMillis: 10_000,
    types: serverTypes,
    options: '-c jit=off -c random_page_cost=1.1',
  });
  // A lost idle connection must not end the process; the next query opens another.
  pool.on('error', () => undefined);
  const kysely = createKysely(pool as unknown as PostgresPool);
  try {
    await migrate(kysely);
  } catch (error) {
    await pool.end();
    throw new DatabaseUnavailableError(
      `The PostgreSQL server named in DATABASE_URL could not be used (${serverFault(error)}). Check the address, the name and password, and that the role may create tables.`,
      { cause: error },
    );
  }
  return {
    kysely,
    kind: 'server',
    announce: async () => undefined,
    image: async () => null,
    close: () => kysely.destroy(),
  };
}

async function openFolder(
  folder: string,
  newFrom: string | undefined,
  onLost: (cause: Error) => void,
): Promise<Database> {
  let lock: FolderLock;
  try {
    lock = await takeFolder(folder, onLost);
  } catch (error) {
    const { code, syscall } = error as NodeJS.ErrnoException;
    // Whatever the file system refuses (rights, no room, a file in the way), the remedy is the same.
    if (code !== undefined && syscall !== undefined) {
      throw new DatabaseFolderError(
        folder,
        `The data folder ${folder} cannot be used (${code}). Set DATA_DIR to a folder this user may write to.`,
        { cause: error },
      );
    }
    throw error;
  }
  try {
    const pool = await openEmbedded(resolve(folder, 'postgres'), newFrom);
    const kysely = createKysely(pool);
    try {
      await migrate(kysely);
    } catch (error) {
      await pool.end();
      throw error;
    }
    return {
      kysely,
      kind: 'embedded',
      announce: lock.announce,
      image: pool.image,
      close: async () => {
        await kysely.destroy();
        await lock.release();
      },
    };
  } catch (error) {
    await lock.release();
    throw error;
  }
}

/**
 * Opens the database and brings its tables up to date. Rejects with `DatabaseLockedError`, `DatabaseFolderError` or
 * `DatabaseUnavailableError`, whose messages can be shown as they are. `onLost` is called if the folder's lock is
 * lost later: the process should stop.
 */
export async function openDatabase(
  location: DatabaseLocation,
  onLost: (cause: Error) => void = (cause) => {
    throw cause;
  },
): Promise<Database> {
  if (location.kind === 'server') return openServer(location.url);
  if (location.kind === 'embedded') return openFolder(location.folder, location.newFrom, onLost);
  const pool = await openEmbedded(null, location.image);
  const kysely = createKysely(pool);
  await migrate(kysely);
  return {
    kysely,
    kind: 'embedded',
    announce: async () => undefined,
    image: pool.image,
    close: () => kysely.destroy(),
  };
}
