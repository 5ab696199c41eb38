/** Reads a JSON request body with limits, so that nothing large, deep or broken gets any further. */
import type { IncomingMessage } from 'node:http';

/** Either the parsed value, or the status and the sentence to answer with. */
export type JsonBody =
  | { readonly ok: true; readonly value: unknown }
  | { readonly ok: false; readonly status: 400 | 413 | 415; readonly code: string; readonly message: string };

/** Bytes and nesting levels accepted. */
export type BodyLimits = { readonly maxBytes: number; readonly maxDepth: number };

/** 256 KB: Teams sends at most about 100 KB. 64 levels: a card as data nests about 20. */
export const defaultBodyLimits: BodyLimits = { maxBytes: 256 * 1024, maxDepth: 64 };

function refuse(status: 400 | 413 | 415, code: string, message: string): JsonBody {
  return { ok: false, status, code, message };
}

/** Whether brackets outside strings nest deeper than `maxDepth`; counts text, so it cannot itself overflow. */
export function isDeeperThan(json: string, maxDepth: number): boolean {
  let depth = 0;
  let isInString = false;
  for (let index = 0; index < json.length; index += 1) {
    const character = json[index];
    if (isInString) {
      if (character === '\\') index += 1;
      else if (character === '"') isInString = false;
    } else if (character === '"') {
      isInString = true;
    } else if (character === '{' || character === '[') {
      depth += 1;
      if (depth > maxDepth) return true;
    } else if (character === '}' || character === ']') {
      depth -= 1;
    }
  }
  return false;
}

/** Parses the whole text, or says what is wrong with it. */
export function parseJsonBody(bytes: Uint8Array, limits: BodyLimits = defaultBodyLimits): JsonBody {
  if (bytes.length > limits.maxBytes) return tooLarge(limits);
  let json: string;
  try {
    json = new TextDecoder('utf-8', { fatal: true }).decode(bytes);
  } catch {
    return refuse(400, 'BODY_NOT_UTF8', 'The body is not UTF-8 text.');
  }
  if (json.trim() === '') return refuse(400, 'BODY_EMPTY', 'The body is empty; send one activity as JSON.');
  if (isDeeperThan(json, limits.maxDepth))
    return refuse(400, 'BODY_TOO_DEEP', `The body nests deeper than ${limits.maxDepth} levels.`);
  try {
    return { ok: true, value: JSON.parse(json) };
  } catch {
    return refuse(400, 'BODY_NOT_JSON', 'The body is not valid JSON.');
  }
}

function tooLarge(limits: BodyLimits): JsonBody {
  return refuse(413, 'BODY_TOO_LARGE', `The body is larger than ${limits.maxBytes / 1024} KB.`);
}

/** Reads and parses the body of `request`; rejects only when the connection breaks. */
export async function readJsonBody(
  request: IncomingMessage,
  limits: BodyLimits = defaultBodyLimits,
): Promise<JsonBody> {
  const contentType = (request.headers['content-type'] ?? '').toLowerCase();
  const [mediaType = '', ...parameters] = contentType.split(';').map((part) => part.trim());
  const charset = parameters
    .find((part) => part.startsWith('charset='))
    ?.slice(8)
    .replaceAll('"', '');
  if (mediaType !== 'application/json' || (charset !== undefined && !/^utf-?8$/.test(charset)))
    return refuse(415, 'BODY_NOT_JSON_TYPE', 'Send the body as application/json in UTF-8.');
  const encoding = request.headers['content-encoding'];
  if (encoding !== undefined && encoding.toLowerCase() !== 'identity')
    return refuse(415, 'BODY_ENCODED', 'Send the body without compression.');
  const chunks: Buffer[] = [];
  let size = 0;
  // Leaving the loop must not destroy the connection: the refusal still has to be sent over it.
  for await (const chunk of request.iterator({ destroyOnReturn: false }) as AsyncIterable<Buffer>) {
    size += chunk.length;
    // A little too much is read to its end and dropped, so that the client gets to read why it was refused.
    if (size > limits.maxBytes * 16) return tooLarge(limits);
    if (size <= limits.maxBytes) chunks.push(chunk);
  }
  if (size > limits.maxBytes) return tooLarge(limits);
  return parseJsonBody(Buffer.concat(chunks), limits);
}
