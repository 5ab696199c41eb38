import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { createServer, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { SourceFormatError, SourceUnavailableError } from './errors.ts';
import { type OpenFileOptions, openContractFile } from './open-file.ts';

const options: OpenFileOptions = { fetch, timeoutMs: 5_000 };
let folder = '';

async function read(pathOrAddress: string, extra: Partial<OpenFileOptions> = {}): Promise<string> {
  const file = await openContractFile(pathOrAddress, { ...options, ...extra });
  const chunks: Buffer[] = [];
  for await (const chunk of file.bytes) chunks.push(chunk);
  return Buffer.concat(chunks).toString('utf8');
}

async function save(name: string, content: string | Buffer): Promise<string> {
  const path = join(folder, name);
  await writeFile(path, content);
  return path;
}

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'open-file-test-'));
});

afterAll(async () => {
  await rm(folder, { recursive: true, force: true });
});

describe('a path', () => {
  it('opens a file with its name and size', async () => {
    const path = await save('register.csv', 'a,b\n1,2\n');

    expect(await openContractFile(path, options)).toMatchObject({
      fileName: 'register.csv',
      url: null,
      size: 8,
    });
    expect(await read(path)).toBe('a,b\n1,2\n');
  });

  it('unpacks gzip, by its content and not by its name', async () => {
    expect(await read(await save('a.csv.gz', gzipSync('hello')))).toBe('hello');
    expect(await read(await save('b.csv', gzipSync('hello')))).toBe('hello');
    expect(await read(await save('c.csv.gz', 'plain'))).toBe('plain');
  });

  it('ends on a damaged gzip file, and on one that unpacks to too much', async () => {
    const whole = gzipSync('hello '.repeat(10_000));
    await expect(read(await save('cut.gz', whole.subarray(0, whole.length - 12)))).rejects.toThrow(
      SourceFormatError,
    );
    await expect(
      read(await save('bomb.gz', gzipSync(Buffer.alloc(1_000_000)))),
      'bomb',
    ).resolves.toHaveLength(1_000_000);
    await expect(read(join(folder, 'bomb.gz'), { maxBytes: 10_000 })).rejects.toThrow(
      /larger than 10000 bytes/,
    );
  });

  it.each([
    ['a missing file', () => join(folder, 'none.csv'), /no readable file/],
    ['a folder', () => folder, /is a folder/],
    ['nothing', () => ' ', /No file was named/],
    ['a NUL in the name', () => 'a\0b', /No file was named/],
    ['a device', () => '/dev/null', /not an ordinary file/],
  ])('refuses %s', async (_name, path, message) => {
    await expect(read(path())).rejects.toThrow(SourceUnavailableError);
    await expect(read(path())).rejects.toThrow(message);
  });

  it('refuses an empty file, also when it is empty once unpacked', async () => {
    await expect(read(await save('empty.csv', ''))).rejects.toThrow(/is empty/);
    await expect(read(await save('empty.gz', gzipSync('')))).rejects.toThrow(/is empty/);
  });
});

describe('an address', () => {
  let server: Server;
  let base = '';
  const answers: Record<string, (response: ServerResponse) => void> = {
    '/data/file%20one.csv': (response) => response.end('a,b'),
    '/moved': (response) => response.writeHead(302, { location: '/data/file%20one.csv' }).end(),
    '/missing': (response) => response.writeHead(404).end('no'),
    '/empty': (response) => response.writeHead(200, { 'content-length': '0' }).end(),
    '/silent': () => undefined,
    '/stalls': (response) => response.writeHead(200).write('a,b\n'),
    '/cut': (response) => {
      response.writeHead(200, { 'content-length': '1000' }).write('a,b\n');
      setTimeout(() => response.destroy(), 20);
    },
    '/packed.gz': (response) => response.end(gzipSync('packed')),
    '/encoded': (response) =>
      response.writeHead(200, { 'content-encoding': 'gzip' }).end(gzipSync('encoded')),
  };

  beforeAll(async () => {
    server = createServer((request, response) => answers[request.url ?? '']?.(response) ?? undefined);
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    base = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  });

  afterAll(() => {
    server.closeAllConnections();
    server.close();
  });

  it('streams the answer and follows redirects', async () => {
    expect(await openContractFile(`${base}/data/file%20one.csv`, options)).toMatchObject({
      fileName: 'file one.csv',
      url: `${base}/data/file%20one.csv`,
    });
    expect(await read(`${base}/moved`)).toBe('a,b');
    expect(await read(`${base}/packed.gz`)).toBe('packed');
    expect(await read(`${base}/encoded`)).toBe('encoded');
  });

  it.each([
    ['/missing', /status 404/, {}],
    ['/empty', /is empty/, {}],
    ['/silent', /does not answer/, { timeoutMs: 50 }],
    ['/stalls', /stopped answering/, { timeoutMs: 50 }],
    ['/cut', /stopped answering|sent only/, {}],
  ])('says what is wrong with %s', async (path, message, extra) => {
    await expect(read(`${base}${path}`, extra)).rejects.toThrow(SourceUnavailableError);
    await expect(read(`${base}${path}`, extra)).rejects.toThrow(message);
  });

  it('says that nobody listens there', async () => {
    await expect(read('http://127.0.0.1:1/x')).rejects.toThrow(/does not answer/);
    await expect(read('http://')).rejects.toThrow(/not a valid address/);
  });
});
