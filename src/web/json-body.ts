/** Reads a bounded JSON body. */
import type { IncomingMessage } from 'node:http';

/** The parsed value, or the status and sentence to answer with. */
export type JsonBody =
  | { readonly ok: true; readonly value: unknown }
  | { readonly ok: false; readonly status: 400 | 413 | 415; readonly code: string; readonly message: string };

function tooBig(maxBytes: number): JsonBody {
  return {
    ok: false,
    status: 413,
    code: 'MessageSizeTooBig',
    message: `The body may hold at most ${Math.floor(maxBytes / 1024)} KB.`,
  };
}

/** Demanding the JSON type also keeps other sites' forms out: a browser asks for permission before sending it. */
export async function readJson(request: IncomingMessage, maxBytes: number): Promise<JsonBody> {
  if (!/^application\/json\s*(;|$)/i.test(request.headers['content-type'] ?? ''))
    return { ok: false, status: 415, code: 'NotJson', message: 'Send the body as application/json.' };
  if (Number(request.headers['content-length'] ?? 0) > maxBytes) return tooBig(maxBytes);
  const chunks: Buffer[] = [];
  let size = 0;
  // Leaving the loop must not destroy the connection: the refusal still has to be sent over it.
  for await (const chunk of request.iterator({ destroyOnReturn: false }) as AsyncIterable<Buffer>) {
    size += chunk.length;
    if (size > maxBytes) return tooBig(maxBytes);
    chunks.push(chunk);
  }
  try {
    return { ok: true, value: JSON.parse(Buffer.concat(chunks).toString('utf8')) };
  } catch {
    return { ok: false, status: 400, code: 'BadJson', message: 'The body is not valid JSON.' };
  }
}
