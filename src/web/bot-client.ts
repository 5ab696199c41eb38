/** Posts an activity to the bot of this process, the way the Bot Framework service does. */
import { setTimeout as wait } from 'node:timers/promises';
import { z } from 'zod';
import type { Activity } from './activity.ts';

/** What became of it; `value` is the parsed body, or null. */
export type Delivery =
  | { readonly outcome: 'delivered'; readonly value: unknown }
  /** The bot is still loading. */
  | { readonly outcome: 'starting' }
  | { readonly outcome: 'refused'; readonly status: number }
  | { readonly outcome: 'unreachable'; readonly cause: unknown };

/** How patient the client is; tests pass small numbers. */
export type BotClientPatience = { readonly startingMs: number; readonly turnMs: number };

export const defaultPatience: BotClientPatience = { startingMs: 30_000, turnMs: 90_000 };

async function post(address: string, activity: Activity, turnMs: number): Promise<Response> {
  return await fetch(address, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify(activity),
    redirect: 'error',
    signal: AbortSignal.timeout(turnMs),
  });
}

/** Never rejects. A 503 means that no turn ran, so the same activity is offered again until `startingMs` have passed. */
export async function deliver(
  address: string,
  activity: Activity,
  patience: BotClientPatience = defaultPatience,
): Promise<Delivery> {
  const deadline = Date.now() + patience.startingMs;
  try {
    for (;;) {
      const response = await post(address, activity, patience.turnMs);
      const text = await response.text();
      if (response.ok) return { outcome: 'delivered', value: parseOrNull(text) };
      if (response.status !== 503) return { outcome: 'refused', status: response.status };
      const seconds = Number(response.headers.get('retry-after') ?? 1);
      const pause = Math.min(5_000, Math.max(100, Number.isFinite(seconds) ? seconds * 1_000 : 1_000));
      if (Date.now() + pause > deadline) return { outcome: 'starting' };
      await wait(pause);
    }
  } catch (cause) {
    return { outcome: 'unreachable', cause };
  }
}

function parseOrNull(text: string): unknown {
  if (text === '') return null;
  try {
    return JSON.parse(text);
  } catch {
    return null;
  }
}

const invokeAnswer = z.looseObject({ statusCode: z.number(), type: z.string(), value: z.unknown() });
const errorValue = z.looseObject({ message: z.string() });

/** What the answer to a pressed button asks the page to do. */
export type InvokeResult =
  | { readonly kind: 'card'; readonly card: unknown }
  | { readonly kind: 'message'; readonly text: string }
  | { readonly kind: 'error'; readonly text: string }
  | { readonly kind: 'nothing' };

/** Reads the body of an `adaptiveCard/action` answer. */
export function readInvokeResult(value: unknown): InvokeResult {
  const parsed = invokeAnswer.safeParse(value);
  if (!parsed.success) return { kind: 'nothing' };
  const { type, statusCode } = parsed.data;
  if (type === 'application/vnd.microsoft.card.adaptive') return { kind: 'card', card: parsed.data.value };
  if (type === 'application/vnd.microsoft.activity.message' && typeof parsed.data.value === 'string')
    return { kind: 'message', text: parsed.data.value };
  const problem = errorValue.safeParse(parsed.data.value);
  if (problem.success) return { kind: 'error', text: problem.data.message };
  return statusCode >= 400
    ? { kind: 'error', text: 'The button could not be used. Please ask again in words.' }
    : { kind: 'nothing' };
}
