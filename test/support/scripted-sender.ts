/** A sender that answers as told and remembers what it was given; no network. */

import { machineClock } from '../../src/alerts/delivery/clock.ts';
import type { DeliverySender, OutgoingDelivery, PostOutcome } from '../../src/alerts/delivery/outcome.ts';
import { type DeliveryPolicy, defaultPolicy } from '../../src/alerts/delivery/policy.ts';
import {
  createDeliveryWorkers,
  type DeliveryWorkers,
  type WorkerParts,
} from '../../src/alerts/delivery/worker.ts';
import type { Database } from '../../src/database/connect.ts';

/** Waits short enough for tests; the rules are the ones that run. */
export const quickPolicy: DeliveryPolicy = {
  ...defaultPolicy,
  conversationSpacing: 1,
  tenantSpacing: 1,
  firstRetry: 4,
  longestRetry: 20,
  ambiguousWait: 30,
  longestTenantWait: 20,
  busyPoll: 2,
  idlePoll: 5,
  stopGrace: 1_000,
};

/** One call of the sender. */
export type Sent = OutgoingDelivery & { readonly updates: string | null };

export type ScriptedSender = DeliverySender & {
  readonly sent: readonly Sent[];
  /** Answers to come, in order; afterwards everything is accepted. */
  readonly answer: (...outcomes: readonly (PostOutcome | Promise<PostOutcome>)[]) => void;
};

/** Accepts everything with ids of its own until told otherwise. */
export function createScriptedSender(): ScriptedSender {
  const sent: Sent[] = [];
  let outcomes: (PostOutcome | Promise<PostOutcome>)[] = [];
  const take = async (delivery: OutgoingDelivery, updates: string | null): Promise<PostOutcome> => {
    sent.push({ ...delivery, updates });
    return (await outcomes.shift()) ?? { kind: 'accepted', activityId: updates ?? `1:${sent.length}` };
  };
  return {
    sent,
    answer: (...next) => {
      outcomes = [...next];
    },
    post: (delivery) => take(delivery, null),
    update: (delivery, activityId) => take(delivery, activityId),
  };
}

/** Workers over a database with a scripted sender. */
export function quickWorkers(
  database: Database,
  sender: DeliverySender,
  parts: Partial<WorkerParts> = {},
): DeliveryWorkers {
  const silent = () => undefined;
  return createDeliveryWorkers({
    database: database.kysely,
    sender,
    clock: machineClock,
    random: () => 0.5,
    policy: quickPolicy,
    log: { debug: silent, info: silent, warn: silent, error: silent },
    conversationEnded: async () => undefined,
    ...parts,
  });
}
