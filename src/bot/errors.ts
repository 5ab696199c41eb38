/** One handler for everything that goes wrong in a turn: a sentence for the officer, the detail for the log. */
import { randomInt } from 'node:crypto';
import type { BotLog } from './ports.ts';

// No letters or digits that are mistaken for each other when read out over the telephone.
const alphabet = '23456789ABCDEFGHJKMNPQRSTUVWXYZ';

/** A reference number such as `E-7KQ2MX`: eight characters, made at random. */
export function newReference(): string {
  return `E-${Array.from({ length: 6 }, () => alphabet[randomInt(alphabet.length)]).join('')}`;
}

/** The one sentence an officer reads when something broke. */
export function apology(reference: string): string {
  return `Something went wrong on our side and your question was not answered. Please try again in a minute; if it happens again, quote reference ${reference}.`;
}

function codeOf(error: unknown): string {
  if (typeof error !== 'object' || error === null) return 'UNKNOWN';
  if ('code' in error && typeof error.code === 'string') return error.code;
  if ('statusCode' in error && typeof error.statusCode === 'number') return `HTTP_${error.statusCode}`;
  return error instanceof Error ? error.name : 'UNKNOWN';
}

function causeOf(error: unknown): string {
  if (!(error instanceof Error)) return typeof error;
  const inner = error.cause instanceof Error ? `: ${error.cause.message}` : '';
  return `${error.message}${inner}`.slice(0, 500);
}

/** Writes code, cause, stack and a new reference to the log; returns the reference. */
export function logFailure(log: BotLog, error: unknown, what: string): string {
  const reference = newReference();
  const stack = error instanceof Error ? error.stack?.split('\n').slice(1, 8).join('\n') : undefined;
  log.error({ reference, code: codeOf(error), cause: causeOf(error), stack }, what);
  return reference;
}
