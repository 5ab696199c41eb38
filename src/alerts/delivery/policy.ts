/** How fast is sent, how long is waited, and when is given up: the numbers of sending in one place. */

/** Milliseconds and counts; `defaultPolicy` is what runs, tests and benchmarks shorten the waits. */
export type DeliveryPolicy = {
  /** Least distance of two requests in one conversation, and of two in one tenant. */
  readonly conversationSpacing: number;
  readonly tenantSpacing: number;
  /** Work is taken this long before it may be sent, so that a short stall of the machine costs no pace. */
  readonly lookahead: number;
  /** A worker that has not said how it went by then is taken for dead. */
  readonly lease: number;
  /** A message is not posted when less than this is left of its lease: the longest a post takes. */
  readonly leaseReserve: number;
  readonly firstRetry: number;
  readonly longestRetry: number;
  /** Attempts that Teams put off, after which a delivery has failed. */
  readonly maxRetries: number;
  /** After this long a message nobody knows the end of is posted once more, marked. */
  readonly ambiguousWait: number;
  /** So many attempts in a row that came to nothing make a whole tenant wait. */
  readonly faultsBeforeWait: number;
  readonly longestTenantWait: number;
  /** Most messages of one instance on their way at once: its workers. */
  readonly workers: number;
  /** How often is looked for work while there is some, and while there is none. */
  readonly busyPoll: number;
  readonly idlePoll: number;
  /** How long a stop waits for what is on its way. */
  readonly stopGrace: number;
};

/** Within Teams' limits (7 a second a conversation, 30 to 50 a tenant) by a wide margin. */
export const defaultPolicy: DeliveryPolicy = {
  conversationSpacing: 1_000,
  tenantSpacing: 50,
  lookahead: 600,
  lease: 60_000,
  leaseReserve: 25_000,
  firstRetry: 2_000,
  longestRetry: 15 * 60_000,
  maxRetries: 12,
  ambiguousWait: 10 * 60_000,
  faultsBeforeWait: 4,
  longestTenantWait: 10 * 60_000,
  workers: 24,
  busyPoll: 80,
  idlePoll: 2_000,
  stopGrace: 5_000,
};

/** Grows by two from `first`, never over `longest`, and lies anywhere in the upper half of that: no two retry together. */
export function backOff(attempt: number, first: number, longest: number, random: () => number): number {
  const full = Math.min(longest, first * 2 ** Math.min(attempt, 30));
  return Math.round(full * (0.5 + random() / 2));
}
