/** One process per embedded folder: PGlite itself would let two in and lose data. */
import { mkdir, readFile, writeFile } from 'node:fs/promises';
import { hostname } from 'node:os';
import { join } from 'node:path';
import { lock as lockFolder } from 'proper-lockfile';
import { z } from 'zod';
import { DatabaseLockedError } from './errors.ts';

/** A live holder renews its lock every 2 s; after 15 s of silence it is taken for dead. */
const renewMilliseconds = 2_000;
const staleMilliseconds = 15_000;
/** When the holder is known to be gone (its process id is free), this much silence is enough. */
const deadHolderStaleMilliseconds = 2_000;

const holderSchema = z.object({
  pid: z.number().int().positive(),
  host: z.string(),
  address: z.string().nullable(),
});

/** The right to use a folder, held until `release`. */
export type FolderLock = {
  /** Tells later starters where the assistant that holds the folder can be asked. */
  readonly announce: (address: string) => Promise<void>;
  readonly release: () => Promise<void>;
};

function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === 'EPERM';
  }
}

async function readHolder(file: string): Promise<z.infer<typeof holderSchema> | null> {
  try {
    return holderSchema.parse(JSON.parse(await readFile(file, 'utf8')));
  } catch {
    return null;
  }
}

function isHeld(error: unknown): boolean {
  return (error as NodeJS.ErrnoException).code === 'ELOCKED';
}

/**
 * Takes the folder for this process, making it when missing. A lock left behind by a killed process is taken over
 * within about two seconds. Rejects with `DatabaseLockedError` when a living process holds it. `onLost` is called if
 * the lock is lost while held (the folder was removed, or the machine slept too long): stop writing at once.
 */
export async function takeFolder(folder: string, onLost: (cause: Error) => void): Promise<FolderLock> {
  await mkdir(folder, { recursive: true });
  const holderFile = join(folder, 'holder.json');
  const take = (stale: number, retries: number) =>
    lockFolder(folder, {
      lockfilePath: join(folder, 'folder.lock'),
      stale,
      update: Math.min(renewMilliseconds, stale / 2),
      retries: { retries, minTimeout: 250, maxTimeout: 250 },
      onCompromised: onLost,
    });

  let unlock: () => Promise<void>;
  try {
    unlock = await take(staleMilliseconds, 0);
  } catch (error) {
    if (!isHeld(error)) throw error;
    const holder = await readHolder(holderFile);
    const holderIsGone = holder !== null && holder.host === hostname() && !isAlive(holder.pid);
    if (!holderIsGone) throw new DatabaseLockedError(folder, holder);
    try {
      unlock = await take(deadHolderStaleMilliseconds, 12);
    } catch (retryError) {
      if (!isHeld(retryError)) throw retryError;
      throw new DatabaseLockedError(folder, await readHolder(holderFile));
    }
  }
  const write = (address: string | null) =>
    writeFile(holderFile, `${JSON.stringify({ pid: process.pid, host: hostname(), address })}\n`);
  await write(null);
  return { announce: (address) => write(address), release: unlock };
}
