/** Opens a file of contracts from a path or an http(s) address, as a stream of bytes with limits. */
import { createReadStream } from 'node:fs';
import { stat } from 'node:fs/promises';
import { basename } from 'node:path';
import { createGunzip } from 'node:zlib';
import { SourceFormatError, SourceUnavailableError } from './errors.ts';

/** An opened file of contracts. */
export type OpenFile = {
  /** Last part of the path or address. */
  readonly fileName: string;
  /** The address it came from, or null for a local file. */
  readonly url: string | null;
  /** Bytes as stored or announced, before decompression; null when not known. */
  readonly size: number | null;
  /** Decompressed when it is gzip; iterating throws `SourceUnavailableError` or `SourceFormatError`. */
  readonly bytes: AsyncIterable<Buffer>;
};

/** What opening needs from its caller. */
export type OpenFileOptions = {
  readonly fetch: typeof fetch;
  /** Longest wait for an answer, and for each further piece of it. */
  readonly timeoutMs: number;
  /** Largest size read, also after decompression; 4 GB unless told. */
  readonly maxBytes?: number;
};

const fourGigabytes = 4 * 1024 ** 3;

/** The file behind a path or address; throws `SourceUnavailableError` when it is missing, a folder, empty or does not answer. */
export async function openContractFile(pathOrAddress: string, options: OpenFileOptions): Promise<OpenFile> {
  const maxBytes = options.maxBytes ?? fourGigabytes;
  const opened = /^https?:\/\//i.test(pathOrAddress)
    ? await openAddress(pathOrAddress, options)
    : await openPath(pathOrAddress);
  if (opened.size !== null && opened.size > maxBytes) throw tooLarge(pathOrAddress, maxBytes);
  const limited = limitSize(opened.bytes, pathOrAddress, maxBytes);
  return { ...opened, bytes: limitSize(gunzipWhenNeeded(limited, pathOrAddress), pathOrAddress, maxBytes) };
}

async function openPath(path: string): Promise<OpenFile> {
  if (path.trim() === '' || path.includes('\0')) {
    throw new SourceUnavailableError('No file was named; give the path of a file or an http address.');
  }
  const found = await stat(path).catch((cause: unknown) => {
    throw new SourceUnavailableError(`There is no readable file at ${path}; check the path.`, { cause });
  });
  if (found.isDirectory()) {
    throw new SourceUnavailableError(`${path} is a folder; name the files in it one by one.`);
  }
  if (!found.isFile())
    throw new SourceUnavailableError(`${path} is not an ordinary file; name a file of contracts.`);
  if (found.size === 0) throw empty(path);
  return { fileName: basename(path), url: null, size: found.size, bytes: readPath(path) };
}

async function* readPath(path: string): AsyncGenerator<Buffer> {
  try {
    for await (const chunk of createReadStream(path, { highWaterMark: 256 * 1024 })) yield chunk as Buffer;
  } catch (cause) {
    throw new SourceUnavailableError(`${path} could not be read; check that you may open it.`, { cause });
  }
}

async function openAddress(address: string, options: OpenFileOptions): Promise<OpenFile> {
  const url = parseAddress(address);
  const controller = new AbortController();
  const response = await withTimeout(
    options.fetch(url, { redirect: 'follow', signal: controller.signal }),
    options.timeoutMs,
    controller,
  ).catch((cause: unknown) => {
    throw new SourceUnavailableError(
      `${address} does not answer; check the address and the network, then try again.`,
      {
        cause,
      },
    );
  });
  if (response.status !== 200 || response.body === null) {
    controller.abort();
    throw new SourceUnavailableError(
      `${address} answered with status ${response.status}; check the address and try again later.`,
    );
  }
  const announced = response.headers.get('content-length');
  const isEncoded = response.headers.get('content-encoding') !== null;
  if (announced === '0') throw empty(address);
  const size = announced !== null && /^\d{1,15}$/.test(announced) && !isEncoded ? Number(announced) : null;
  return {
    fileName: decodeName(basename(url.pathname)) || url.hostname,
    url: url.href,
    size,
    bytes: readBody(response.body, { address, size, controller, timeoutMs: options.timeoutMs }),
  };
}

function parseAddress(address: string): URL {
  try {
    return new URL(address);
  } catch (cause) {
    throw new SourceUnavailableError(`${address} is not a valid address; check how it is written.`, {
      cause,
    });
  }
}

function decodeName(name: string): string {
  try {
    return decodeURIComponent(name);
  } catch {
    return name;
  }
}

type BodyOptions = {
  readonly address: string;
  readonly size: number | null;
  readonly controller: AbortController;
  readonly timeoutMs: number;
};

async function* readBody(body: ReadableStream<Uint8Array>, options: BodyOptions): AsyncGenerator<Buffer> {
  const reader = body.getReader();
  let received = 0;
  try {
    while (true) {
      const piece = await withTimeout(reader.read(), options.timeoutMs, options.controller);
      if (piece.done) break;
      received += piece.value.byteLength;
      yield Buffer.from(piece.value.buffer, piece.value.byteOffset, piece.value.byteLength);
    }
  } catch (cause) {
    throw new SourceUnavailableError(`${options.address} stopped answering part of the way; try again.`, {
      cause,
    });
  } finally {
    // Also reached when the reader of the stream stops early: the connection must not stay open.
    options.controller.abort();
  }
  if (options.size !== null && received < options.size) {
    throw new SourceUnavailableError(
      `${options.address} sent only ${received} of ${options.size} bytes; try again.`,
    );
  }
}

async function withTimeout<T>(work: Promise<T>, timeoutMs: number, controller: AbortController): Promise<T> {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<never>((_resolve, reject) => {
    timer = setTimeout(() => {
      reject(new SourceUnavailableError(`No answer for ${timeoutMs} ms.`));
      controller.abort();
    }, timeoutMs);
  });
  try {
    return await Promise.race([work, late]);
  } finally {
    clearTimeout(timer);
  }
}

async function* limitSize(
  bytes: AsyncIterable<Buffer>,
  name: string,
  maxBytes: number,
): AsyncGenerator<Buffer> {
  let total = 0;
  for await (const chunk of bytes) {
    total += chunk.length;
    if (total > maxBytes) throw tooLarge(name, maxBytes);
    if (chunk.length > 0) yield chunk;
  }
  if (total === 0) throw empty(name);
}

async function* gunzipWhenNeeded(bytes: AsyncIterable<Buffer>, name: string): AsyncGenerator<Buffer> {
  const iterator = bytes[Symbol.asyncIterator]();
  const head: Buffer[] = [];
  let length = 0;
  while (length < 2) {
    const next = await iterator.next();
    if (next.done === true) break;
    head.push(next.value);
    length += next.value.length;
  }
  const rest = resume(head, iterator);
  const start = Buffer.concat(head).subarray(0, 2);
  yield* start[0] === 0x1f && start[1] === 0x8b ? gunzip(rest, name) : rest;
}

async function* resume(head: readonly Buffer[], iterator: AsyncIterator<Buffer>): AsyncGenerator<Buffer> {
  try {
    yield* head;
    while (true) {
      const next = await iterator.next();
      if (next.done === true) return;
      yield next.value;
    }
  } finally {
    await iterator.return?.();
  }
}

async function* gunzip(bytes: AsyncIterable<Buffer>, name: string): AsyncGenerator<Buffer> {
  const stream = createGunzip();
  let failure: unknown = null;
  const feeding = feed(bytes, stream).catch((error: unknown) => {
    failure = error;
    stream.destroy(error instanceof Error ? error : undefined);
  });
  try {
    for await (const chunk of stream) yield chunk as Buffer;
  } catch (cause) {
    if (failure instanceof SourceUnavailableError || failure instanceof SourceFormatError) throw failure;
    throw new SourceFormatError(`${name} is a damaged or cut-off gzip file; fetch it again.`, { cause });
  } finally {
    stream.destroy();
    await feeding;
  }
}

async function feed(bytes: AsyncIterable<Buffer>, stream: ReturnType<typeof createGunzip>): Promise<void> {
  for await (const chunk of bytes) {
    if (stream.destroyed) return;
    if (!stream.write(chunk)) await drained(stream);
  }
  stream.end();
}

function drained(stream: ReturnType<typeof createGunzip>): Promise<void> {
  return new Promise((resolve) => {
    const done = (): void => {
      stream.off('drain', done);
      stream.off('close', done);
      resolve();
    };
    stream.on('drain', done);
    stream.on('close', done);
  });
}

function tooLarge(name: string, maxBytes: number): SourceFormatError {
  const size = maxBytes >= 1024 ** 3 ? `${Math.floor(maxBytes / 1024 ** 3)} GB` : `${maxBytes} bytes`;
  return new SourceFormatError(`${name} is larger than ${size}; split it and import the parts.`);
}

function empty(name: string): SourceUnavailableError {
  return new SourceUnavailableError(`${name} is empty; fetch it again or name another file.`);
}
