/** A first look at a bearer token before the SDK verifies it: anything the channel would never send is refused at once. */
import { z } from 'zod';

const header = z.object({ alg: z.string(), kid: z.string().min(1).max(500) });
const claims = z.object({
  iss: z.string(),
  aud: z.string(),
  exp: z.number(),
  nbf: z.number().optional(),
  serviceurl: z.string().optional(),
  serviceUrl: z.string().optional(),
});

/** What a token has to say to be worth verifying. */
export type TokenExpectation = {
  readonly issuer: string;
  readonly audience: string;
  readonly serviceUrl: string;
  readonly now: Date;
};

function decodePart(part: string): unknown {
  try {
    return JSON.parse(Buffer.from(part, 'base64url').toString('utf8'));
  } catch {
    return null;
  }
}

/**
 * Null when the token may be verified, else why not. This proves nothing about who signed it: the SDK does that next.
 * It keeps emulator, skill and HS256 tokens away from the SDK's other, laxer ways of validating.
 */
export function refuseToken(authorization: string, expected: TokenExpectation): string | null {
  const token = /^Bearer ([\w-]+)\.([\w-]+)\.[\w-]+$/.exec(authorization);
  if (token === null || authorization.length > 16_384) return 'not a bearer token';
  const head = header.safeParse(decodePart(token[1] ?? ''));
  const body = claims.safeParse(decodePart(token[2] ?? ''));
  if (!head.success || !body.success) return 'not a token of the channel';
  if (head.data.alg !== 'RS256') return 'algorithm';
  if (body.data.iss !== expected.issuer) return 'issuer';
  if (body.data.aud !== expected.audience) return 'audience';
  // Five minutes, as the SDK allows for clocks that differ.
  const seconds = expected.now.getTime() / 1000;
  if (body.data.exp < seconds - 300) return 'expired';
  if (body.data.nbf !== undefined && body.data.nbf > seconds + 300) return 'not yet valid';
  const address = body.data.serviceurl ?? body.data.serviceUrl;
  if (address !== expected.serviceUrl) return 'service address';
  return null;
}
