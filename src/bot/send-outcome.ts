/** What Teams' answer to one post means, from the error the SDK throws; section by section as Microsoft documents it. */
import { z } from 'zod';
import type { PostOutcome, RefusalCode } from '../alerts/delivery/outcome.ts';
import { ServiceUrlRefusedError } from './service-url.ts';

const bodySchema = z.object({
  error: z.object({ code: z.string().max(200).optional(), message: z.string().optional() }).optional(),
  errorCode: z.number().optional(),
  /** JSON as a string, in which `subCode` stands. */
  message: z.string().optional(),
});
const faultSchema = z.object({
  statusCode: z.number().optional(),
  code: z.union([z.string(), z.number()]).optional(),
  name: z.string().optional(),
  details: z.unknown().optional(),
});

const named: ReadonlySet<string> = new Set<RefusalCode>([
  'BotDisabledByAdmin',
  'BotNotInConversationRoster',
  'ConversationBlockedByUser',
  'MessageWritesBlocked',
  'ForbiddenOperationException',
  'InvalidBotApiHost',
  'NotEnoughPermissions',
]);

/** Failures of the connection before a byte of the request was sent. */
const notConnected = new Set([
  'ECONNREFUSED',
  'ENOTFOUND',
  'EAI_AGAIN',
  'EHOSTUNREACH',
  'ENETUNREACH',
  'CERT_HAS_EXPIRED',
  'DEPTH_ZERO_SELF_SIGNED_CERT',
  'ERR_TLS_CERT_ALTNAME_INVALID',
]);
const longestRetryAfter = 3_600_000;

/** Milliseconds of a `Retry-After` header in seconds or as a date, at most an hour; null when it says nothing. */
export function readRetryAfter(value: string | null, now: Date): number | null {
  if (value === null || value.trim() === '') return null;
  const seconds = Number(value);
  const wanted = Number.isFinite(seconds) ? seconds * 1_000 : Date.parse(value) - now.getTime();
  return Number.isFinite(wanted) ? Math.min(longestRetryAfter, Math.max(0, wanted)) : null;
}

function headerOf(error: unknown, name: string): string | null {
  const headers = (error as { response?: { headers?: unknown } }).response?.headers;
  if (typeof headers !== 'object' || headers === null) return null;
  if ('get' in headers && typeof headers.get === 'function') {
    const value: unknown = headers.get(name);
    return typeof value === 'string' ? value : null;
  }
  const value: unknown = (headers as Record<string, unknown>)[name];
  return typeof value === 'string' ? value : null;
}

/** The code of a 403: in `error.code`, or as `subCode` in the JSON text of the 209 form. */
function forbiddenCode(code: unknown, details: unknown): RefusalCode {
  const candidates: unknown[] = [code];
  const body = bodySchema.safeParse(details);
  if (body.success) {
    candidates.push(body.data.error?.code);
    const inner = /"subCode"\s*:\s*"([A-Za-z]{1,60})"/.exec(body.data.message ?? '');
    candidates.push(inner?.[1]);
  }
  const found = candidates.find((candidate) => typeof candidate === 'string' && named.has(candidate));
  return found === undefined ? 'Forbidden' : (found as RefusalCode);
}

function ofStatus(
  status: number,
  error: unknown,
  fault: z.infer<typeof faultSchema>,
  now: Date,
): PostOutcome {
  const retryAfterMilliseconds = readRetryAfter(headerOf(error, 'retry-after'), now);
  switch (status) {
    case 400:
      return { kind: 'refused', code: 'BadArgument' };
    case 401:
      return { kind: 'refused', code: 'BotNotRegistered' };
    case 403:
      return { kind: 'refused', code: forbiddenCode(fault.code, fault.details) };
    case 404:
      return {
        kind: 'refused',
        code:
          fault.code === 'ActivityNotFoundInConversation'
            ? 'ActivityNotFoundInConversation'
            : 'ConversationNotFound',
      };
    case 412:
      return { kind: 'busy', code: 'PreconditionFailed' };
    case 413:
      return { kind: 'refused', code: 'MessageSizeTooBig' };
    case 429:
      return { kind: 'throttled', retryAfterMilliseconds };
    case 503:
      // With the header the service itself says that it did not take the request; a gateway without it does not know.
      return retryAfterMilliseconds === null
        ? { kind: 'unknown', code: 'Http503' }
        : { kind: 'throttled', retryAfterMilliseconds };
    default:
      return status >= 500 || status === 408
        ? { kind: 'unknown', code: `Http${status}` }
        : { kind: 'refused', code: 'Refused' };
  }
}

/**
 * The outcome that an error of the SDK stands for. `isWritten` tells whether the request was about to be written;
 * whatever fails later without an answer may have been taken.
 */
export function outcomeOfError(error: unknown, isWritten: boolean, now: Date): PostOutcome {
  if (error instanceof ServiceUrlRefusedError) return { kind: 'refused', code: 'ServiceUrlRefused' };
  const parsed = faultSchema.safeParse(error);
  const fault = parsed.success ? parsed.data : {};
  const { statusCode, code } = fault;
  // Taken, and only the words of the answer could not be read.
  if (isWritten && statusCode !== undefined && statusCode >= 200 && statusCode < 300)
    return { kind: 'accepted', activityId: null };
  if (isWritten && statusCode !== undefined) return ofStatus(statusCode, error, fault, now);
  if (!isWritten) return { kind: 'busy', code: 'NotSent' };
  if (typeof code === 'string' && notConnected.has(code)) return { kind: 'busy', code: 'NotConnected' };
  return { kind: 'unknown', code: code === 'SEND_TIMEOUT' ? 'TimeOut' : 'ConnectionLost' };
}
