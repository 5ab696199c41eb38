/** Holds the reduced releases of one file until all of it is read, so that those of one process can be merged. */
import { appendFile, mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { OcdsRelease } from './schema.ts';

/** A release with the line it came from. */
export type SpooledRelease = { readonly line: number | null; readonly release: OcdsRelease };

const partitionCount = 32;
const slabBytes = 128 * 1024;
const newline = 0x0a;

/** The text of the releases of some processes: full slabs, and the one being filled. */
type Partition = { full: Buffer[]; slab: Buffer; used: number };

/**
 * Small files stay in memory. Above `memoryBytes` the releases go to temporary files by their process, which are then
 * read one at a time: memory stays flat whatever the size of the file, and far-apart releases still meet. Kept as bytes,
 * not as objects, because a hundred thousand living objects cost more in garbage collection than reading them again.
 */
export class ReleaseSpool {
  #partitions: Partition[] = [];
  #bytes = 0;
  #count = 0;
  #folder: string | null = null;
  readonly #memoryBytes: number;

  constructor(memoryBytes = 32 * 1024 * 1024) {
    this.#memoryBytes = memoryBytes;
  }

  /** Takes in one release; a promise only when the memory is full and it must be written to disk. */
  add(release: OcdsRelease, line: number | null): Promise<void> | undefined {
    const text = `${this.#count}\t${line ?? ''}\t${JSON.stringify(release)}\n`;
    this.#count += 1;
    // A UTF-16 unit is at most three bytes of UTF-8.
    const partition = this.#room(hash(release.ocid) % partitionCount, text.length * 3);
    const written = partition.slab.write(text, partition.used, 'utf8');
    partition.used += written;
    this.#bytes += written;
    return this.#bytes > this.#memoryBytes ? this.#spill() : undefined;
  }

  /** All releases grouped by process: in the order of the file while it fits into memory, else in a fixed other order. */
  async *groups(): AsyncGenerator<readonly SpooledRelease[]> {
    if (this.#folder === null) {
      const all = this.#partitions.flatMap((partition) =>
        partition === undefined ? [] : groupByProcess(contentOf(partition)),
      );
      all.sort((left, right) => left.first - right.first);
      for (const group of all) yield group.texts.map(parse);
      return;
    }
    await this.#spill();
    for (let index = 0; index < partitionCount; index += 1) {
      for (const group of groupByProcess(await readPartition(join(this.#folder, String(index)))))
        yield group.texts.map(parse);
    }
  }

  /** Removes the temporary files; to be called whatever happened. */
  async close(): Promise<void> {
    this.#partitions = [];
    if (this.#folder !== null) await rm(this.#folder, { recursive: true, force: true });
    this.#folder = null;
  }

  #room(index: number, needed: number): Partition {
    const known = this.#partitions[index];
    const partition = known ?? {
      full: [],
      slab: Buffer.allocUnsafeSlow(Math.max(slabBytes, needed)),
      used: 0,
    };
    if (known === undefined) this.#partitions[index] = partition;
    if (partition.used + needed > partition.slab.length) {
      partition.full.push(partition.slab.subarray(0, partition.used));
      partition.slab = Buffer.allocUnsafeSlow(Math.max(slabBytes, needed));
      partition.used = 0;
    }
    return partition;
  }

  async #spill(): Promise<void> {
    this.#folder ??= await mkdtemp(join(tmpdir(), 'procurement-import-'));
    for (const [index, partition] of this.#partitions.entries()) {
      if (partition === undefined || (partition.used === 0 && partition.full.length === 0)) continue;
      await appendFile(join(this.#folder, String(index)), contentOf(partition), { mode: 0o600 });
      partition.full = [];
      partition.used = 0;
    }
    this.#bytes = 0;
  }
}

function contentOf(partition: Partition): Buffer {
  return Buffer.concat([...partition.full, partition.slab.subarray(0, partition.used)]);
}

async function readPartition(path: string): Promise<Buffer> {
  return await readFile(path).catch((error: NodeJS.ErrnoException) => {
    if (error.code === 'ENOENT') return Buffer.alloc(0);
    throw error;
  });
}

type Group = { readonly first: number; readonly texts: Buffer[] };

function groupByProcess(content: Buffer): Group[] {
  const groups = new Map<string, Group>();
  for (let start = 0; start < content.length; ) {
    const end = content.indexOf(newline, start);
    const text = content.subarray(start, end);
    const ocid = parseOcid(text);
    const group = groups.get(ocid);
    if (group === undefined)
      groups.set(ocid, { first: Number.parseInt(text.toString('latin1', 0, 16), 10), texts: [text] });
    else group.texts.push(text);
    start = end + 1;
  }
  return [...groups.values()];
}

/** `readRelease` puts the ocid first, so it is the first string value. */
function parseOcid(text: Buffer): string {
  const start = text.indexOf('{"ocid":"') + 8;
  let end = text.indexOf('"', start + 1);
  while (text[end - 1] === 0x5c) end = text.indexOf('"', end + 1);
  return text.toString('utf8', start, end);
}

function parse(text: Buffer): SpooledRelease {
  const content = text.toString('utf8');
  const afterCount = content.indexOf('\t') + 1;
  const afterLine = content.indexOf('\t', afterCount) + 1;
  const line = content.slice(afterCount, afterLine - 1);
  return {
    line: line === '' ? null : Number(line),
    release: JSON.parse(content.slice(afterLine)) as OcdsRelease,
  };
}

function hash(text: string): number {
  let value = 0;
  for (let index = 0; index < text.length; index += 1)
    value = (Math.imul(value, 31) + text.charCodeAt(index)) >>> 0;
  return value;
}
