/** Which of the waiting deliveries may be sent when, so that neither a tenant nor a conversation is sent to too fast. */
import type { DeliveryPolicy } from './policy.ts';

/** The next delivery of a conversation, with the moment from which the conversation may be sent to. */
export type Candidate = {
  readonly key: string;
  readonly tenantId: string;
  readonly conversationKey: string;
  /** Milliseconds since 1970. */
  readonly conversationFrom: number;
};

/** A delivery with the moment at which it is to be sent. */
export type Slot = { readonly candidate: Candidate; readonly at: number };

/** The pace as it stands after the slots were given. */
export type PacePlan = {
  readonly slots: readonly Slot[];
  readonly tenants: ReadonlyMap<string, number>;
};

type Pace = Pick<DeliveryPolicy, 'tenantSpacing' | 'lookahead'>;

/**
 * Gives at most `most` slots up to `now + lookahead`, tenants in turn; candidates come in the order in which they are
 * wanted, one a conversation. `tenantFrom` names the open tenants; a candidate of any other gets no slot.
 */
export function planPace(
  candidates: readonly Candidate[],
  tenantFrom: ReadonlyMap<string, number>,
  now: number,
  most: number,
  pace: Pace,
): PacePlan {
  const horizon = now + pace.lookahead;
  const queues = new Map<string, Candidate[]>();
  for (const candidate of candidates) {
    if (!tenantFrom.has(candidate.tenantId)) continue;
    const queue = queues.get(candidate.tenantId);
    if (queue === undefined) queues.set(candidate.tenantId, [candidate]);
    else queue.push(candidate);
  }
  const tenants = new Map([...tenantFrom].map(([id, from]) => [id, Math.max(from, now)]));
  const slots: Slot[] = [];
  while (slots.length < most && queues.size > 0) {
    for (const [tenantId, queue] of queues) {
      const next = queue.shift();
      const from = tenants.get(tenantId) ?? now;
      if (next === undefined || from > horizon) {
        queues.delete(tenantId);
        continue;
      }
      const at = Math.max(from, next.conversationFrom);
      if (at > horizon) continue;
      slots.push({ candidate: next, at });
      tenants.set(tenantId, at + pace.tenantSpacing);
      if (slots.length >= most) break;
    }
  }
  return { slots, tenants };
}
