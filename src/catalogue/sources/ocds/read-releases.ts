/** Finds the releases in every form OCDS data is published in. */
import { SourceFormatError } from '../../errors.ts';
import { decodeToUtf8, peek } from '../../open-file-decode.ts';
import { type OcdsRelease, readRelease } from './schema.ts';
import { largestPiece, splitJson } from './split-json.ts';

/** A release found in a file, or something that is none. */
export type FoundRelease =
  | { readonly kind: 'release'; readonly line: number; readonly release: OcdsRelease }
  | { readonly kind: 'dropped'; readonly line: number; readonly reason: string };

const damaged = 'not JSON: the text is damaged';
const noOcid = 'no ocid';
const longestFirstLine = 1024 * 1024;
/** A list of packages of records of releases; deeper nesting is no OCDS. */
const deepestList = 5;

/**
 * Releases of release packages, record packages (`compiledRelease`, else `releases`), lists, single releases, one of any
 * of these a line, or one after the other. Throws `SourceFormatError` when the file as a whole is not JSON or cut off.
 */
export async function* readReleases(bytes: AsyncIterable<Buffer>): AsyncGenerator<FoundRelease> {
  const { head, all } = await peek(decodeToUtf8(bytes), longestFirstLine);
  if (isJsonLines(head)) yield* readLines(all);
  else yield* readPieces(all);
}

/** One value a line can be cut and parsed natively, which is far faster than looking at every bracket. */
function isJsonLines(head: Buffer): boolean {
  const end = head.indexOf(0x0a);
  if (end < 0) return false;
  const value = parseJson(head.subarray(0, end));
  return typeof value === 'object' && value !== null;
}

async function* readLines(bytes: AsyncIterable<Buffer>): AsyncGenerator<FoundRelease> {
  let carried: Buffer[] = [];
  let carriedLength = 0;
  let line = 1;
  for await (const chunk of bytes) {
    let start = 0;
    for (let end = chunk.indexOf(0x0a); end >= 0; end = chunk.indexOf(0x0a, start)) {
      const rest = chunk.subarray(start, end);
      const raw = carried.length === 0 ? rest : Buffer.concat([...carried, rest]);
      carried = [];
      carriedLength = 0;
      yield* readLine(raw, line);
      line += 1;
      start = end + 1;
    }
    if (start < chunk.length) {
      carried.push(chunk.subarray(start));
      carriedLength += chunk.length - start;
      if (carriedLength > largestPiece) {
        throw new SourceFormatError(
          `Line ${line} is above 64 MB; this is not a list of contracting releases that can be read.`,
        );
      }
    }
  }
  const last = Buffer.concat(carried);
  if (parseJson(last) === undefined && last.toString('utf8').trim() !== '') {
    throw new SourceFormatError(
      `The JSON ends in the middle (line ${line}); the file is cut off, fetch it again.`,
    );
  }
  yield* readLine(last, line);
}

function* readLine(raw: Buffer, line: number): Generator<FoundRelease> {
  const value = parseJson(raw);
  if (value !== undefined) yield* findReleases(value, line, undefined);
  else if (raw.toString('utf8').trim() !== '') yield { kind: 'dropped', line, reason: damaged };
}

async function* readPieces(bytes: AsyncIterable<Buffer>): AsyncGenerator<FoundRelease> {
  let sawAny = false;
  for await (const { raw, line, kind } of splitJson(bytes)) {
    sawAny = true;
    const value = parseJson(raw);
    if (value === undefined) yield { kind: 'dropped', line, reason: damaged };
    else if (kind === 'element') yield* findReleases(value, line, undefined);
    else yield* findInDocument(value, line);
  }
  if (!sawAny)
    throw new SourceFormatError('This file holds no releases; fetch it again or name another file.');
}

/** What is left of a document once its lists have been read is a package's cover, or a release or record itself. */
function* findInDocument(value: unknown, line: number): Generator<FoundRelease> {
  const isCover =
    isObject(value) &&
    !('ocid' in value) &&
    (isEmptyList(value['releases']) || isEmptyList(value['records']));
  if (!isCover) yield* findReleases(value, line, undefined);
}

function* findReleases(
  value: unknown,
  line: number,
  packageUri: string | undefined,
  depth = 0,
): Generator<FoundRelease> {
  if (Array.isArray(value) && depth < deepestList) {
    for (const element of value) yield* findReleases(element, line, packageUri, depth + 1);
    return;
  }
  if (!isObject(value)) {
    yield { kind: 'dropped', line, reason: noOcid };
    return;
  }
  if (isObject(value['compiledRelease'])) {
    yield readOne(value['compiledRelease'], line, packageUri);
    return;
  }
  const inner = Array.isArray(value['releases']) ? value['releases'] : value['records'];
  if (Array.isArray(inner) && depth < deepestList) {
    const uri = typeof value['uri'] === 'string' ? value['uri'] : packageUri;
    for (const element of inner) yield* findReleases(element, line, uri, depth + 1);
    return;
  }
  yield readOne(value, line, packageUri);
}

function readOne(value: unknown, line: number, packageUri: string | undefined): FoundRelease {
  const release = readRelease(value, packageUri);
  return release === null ? { kind: 'dropped', line, reason: noOcid } : { kind: 'release', line, release };
}

function parseJson(raw: Buffer): unknown {
  try {
    return JSON.parse(raw.toString('utf8')) as unknown;
  } catch {
    return undefined;
  }
}

function isEmptyList(value: unknown): boolean {
  return Array.isArray(value) && value.length === 0;
}

function isObject(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
