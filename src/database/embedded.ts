/** PGlite behind the pool interface that Kysely's PostgreSQL dialect expects: one connection, taken in turns. */
import { access, readFile, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { Worker } from 'node:worker_threads';
import type { PostgresPool, PostgresPoolClient, PostgresQueryResult } from 'kysely';
import { DatabaseFolderError } from './errors.ts';

/** PostgreSQL version inside the pinned PGlite; a folder of another version is refused before it is opened. */
const embeddedMajorVersion = '18';

type Reply = {
  readonly id?: number;
  readonly kind?: 'ready' | 'failed';
  readonly rows?: unknown[];
  readonly rowCount?: number;
  readonly error?: {
    readonly message: string;
    readonly code?: string;
    readonly detail?: string;
    readonly constraint?: string;
  };
};

/** What PostgreSQL refused, with its SQLSTATE in `code`. */
export class QueryError extends Error {
  constructor(
    message: string,
    readonly code: string | undefined,
    readonly detail: string | undefined,
    readonly constraint: string | undefined,
  ) {
    super(message);
    this.name = 'QueryError';
  }
}

async function checkVersion(folder: string): Promise<void> {
  let version: string;
  try {
    version = (await readFile(join(folder, 'PG_VERSION'), 'utf8')).trim();
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return;
    throw new DatabaseFolderError(
      folder,
      `The data folder ${folder} cannot be read: ${(error as Error).message}`,
      { cause: error },
    );
  }
  if (version === embeddedMajorVersion) return;
  throw new DatabaseFolderError(
    folder,
    `The data folder ${folder} was written by PostgreSQL ${version.slice(0, 10)}, and this version needs ${embeddedMajorVersion}. Nothing was changed. Set DATA_DIR to a new folder and import again, or use the release that wrote it.`,
  );
}

async function exists(path: string): Promise<boolean> {
  try {
    await access(path);
    return true;
  } catch {
    return false;
  }
}

/**
 * Makes a killed first start harmless: a mark stands beside the folder until the new database answers, and a folder
 * found with its mark holds nothing yet, so it is made anew. Resolves to what to do once the database answers, or null
 * when there is a database already.
 */
async function markUnfinished(folder: string): Promise<(() => Promise<void>) | null> {
  const mark = `${folder}.unfinished`;
  if (await exists(mark)) await rm(folder, { recursive: true, force: true });
  else if (await exists(join(folder, 'PG_VERSION'))) return null;
  await writeFile(mark, '');
  return () => rm(mark, { force: true });
}

async function usable(image: ArrayBuffer | string | undefined): Promise<ArrayBuffer | string | undefined> {
  return typeof image === 'string' && !(await exists(image)) ? undefined : image;
}

/** What `openEmbedded` gives beside the pool. */
export type EmbeddedPool = PostgresPool & {
  /** A copy of the whole database, to open others from quickly (tests). */
  readonly image: () => Promise<ArrayBuffer>;
};

/**
 * Opens (or makes) the database in `folder`; null keeps it in memory. A new one starts as a copy of `image`, given as
 * bytes or as a file, which may be missing. Rejects with `DatabaseFolderError` when the
 * folder holds another version or is damaged.
 */
export async function openEmbedded(
  folder: string | null,
  image?: ArrayBuffer | string,
): Promise<EmbeddedPool> {
  const finish = folder === null ? null : await markUnfinished(folder);
  // A database that is there already is never replaced.
  const start = folder === null || finish !== null ? await usable(image) : undefined;
  if (folder !== null) await checkVersion(folder);
  const worker = new Worker(new URL('./embedded-worker.mjs', import.meta.url), {
    workerData: { folder, ...(start === undefined ? {} : { image: start }) },
    execArgv: [],
  });
  const waiting = new Map<number, { resolve: (reply: Reply) => void; reject: (error: Error) => void }>();
  let lastId = 0;
  let stopped: Error | null = null;

  const failAll = (error: Error) => {
    stopped = error;
    for (const { reject } of waiting.values()) reject(error);
    waiting.clear();
  };
  const doesNotOpen = (reason: string | undefined) =>
    new DatabaseFolderError(
      folder ?? 'memory',
      `The embedded database in ${folder ?? 'memory'} does not open (${(reason ?? 'no reason given').slice(0, 200)}). If the folder is damaged, set DATA_DIR to a new one and import again.`,
    );
  const ready = new Promise<void>((resolve, reject) => {
    worker.on('message', (reply: Reply) => {
      if (reply.kind === 'ready') return resolve();
      if (reply.kind === 'failed') return reject(doesNotOpen(reply.error?.message));
      const waiter = waiting.get(reply.id ?? -1);
      if (waiter === undefined) return;
      waiting.delete(reply.id ?? -1);
      if (reply.error === undefined) waiter.resolve(reply);
      else
        waiter.reject(
          new QueryError(reply.error.message, reply.error.code, reply.error.detail, reply.error.constraint),
        );
    });
    worker.on('error', (error) => {
      // PostgreSQL may abort in the middle of opening a damaged folder; after that nobody listens to this.
      reject(doesNotOpen(error instanceof Error ? error.message : String(error)));
      failAll(error instanceof Error ? error : new Error(String(error)));
    });
    worker.on('exit', () => failAll(new Error('The embedded database has stopped.')));
  });

  const send = (kind: string, sql: string, parameters: readonly unknown[]): Promise<Reply> => {
    if (stopped !== null) return Promise.reject(stopped);
    lastId += 1;
    const id = lastId;
    return new Promise((resolve, reject) => {
      waiting.set(id, { resolve, reject });
      worker.postMessage({ id, kind, sql, parameters });
    });
  };

  try {
    await ready;
    await finish?.();
  } catch (error) {
    await worker.terminate();
    throw error;
  }

  // Turns: a transaction holds the single connection until it is released.
  let turn: Promise<void> = Promise.resolve();
  const connect = async (): Promise<PostgresPoolClient> => {
    const before = turn;
    let release: () => void = () => undefined;
    turn = new Promise((resolve) => {
      release = resolve;
    });
    await before;
    return {
      query: async <R>(sql: unknown, parameters: ReadonlyArray<unknown> = []) => {
        const reply = await send('query', String(sql), parameters);
        return {
          rows: reply.rows ?? [],
          rowCount: reply.rowCount ?? 0,
          command: commandOf(String(sql)),
        } as PostgresQueryResult<R>;
      },
      release,
    } as PostgresPoolClient;
  };

  return {
    connect,
    image: async () => ((await send('image', '', [])).rows?.[0] as { image: ArrayBuffer }).image,
    end: async () => {
      if (stopped !== null) return;
      await send('close', '', []);
      await worker.terminate();
    },
  };
}

/** Kysely reads affected-row counts only when it knows the command. */
function commandOf(sql: string): string {
  const word = /^\s*(?:with\b[\s\S]*?\)\s*)?(insert|update|delete|merge|select)/i.exec(sql)?.[1];
  return (word ?? 'SELECT').toUpperCase();
}
