/** The loop that sends: takes work, posts it at its moment, and writes down how it went. One or more an instance set. */
import { randomUUID } from 'node:crypto';
import type { Kysely } from 'kysely';
import type { Tables } from '../../database/tables.ts';
import { type Claimed, claim, expireLeases } from './claim.ts';
import type { DeliveryClock } from './clock.ts';
import type { DeliverySender, PostOutcome } from './outcome.ts';
import type { DeliveryPolicy } from './policy.ts';
import { giveBack, recordOutcome } from './record-outcome.ts';
import { otherHost, type Settlement, settle } from './settle.ts';

/** What is told of every attempt; counts and durations only. */
export type AttemptReport = {
  readonly outcome: PostOutcome['kind'];
  readonly code: string | null;
  readonly isUpdate: boolean;
  readonly state: Settlement['state'];
  readonly milliseconds: number;
};

/** Structured log without names and texts. */
export type DeliveryLog = {
  readonly debug: (fields: object, text: string) => void;
  readonly info: (fields: object, text: string) => void;
  readonly warn: (fields: object, text: string) => void;
  readonly error: (fields: object, text: string) => void;
};

/** What a worker set is made from. */
export type WorkerParts = {
  readonly database: Kysely<Tables>;
  readonly sender: DeliverySender;
  readonly clock: DeliveryClock & { readonly refresh?: () => Promise<void> };
  readonly random: () => number;
  readonly policy: DeliveryPolicy;
  readonly log: DeliveryLog;
  /** Told when Teams said that a conversation is gone, so that the reference is dropped. */
  readonly conversationEnded: (conversationKey: string) => Promise<void>;
  readonly onAttempt?: (report: AttemptReport) => void;
};

/** The sending of one instance. */
export type DeliveryWorkers = {
  /** Sends until stopped; safe beside other instances. Faults of the database are waited out. */
  readonly start: () => void;
  /** Sends what is due now and resolves when nothing is, or nothing may be sent for longer than `patience`. */
  readonly drain: (patience: number) => Promise<void>;
  /** Takes no more, gives back what was not posted, waits a little for the rest. */
  readonly stop: () => Promise<void>;
  readonly inFlight: () => number;
};

const pauseAfterFault = 1_000;
const writeTries = 5;

/** Nothing is sent until `start` or `drain`. */
export function createDeliveryWorkers(parts: WorkerParts): DeliveryWorkers {
  const { database, sender, clock, policy, log } = parts;
  const name = randomUUID();
  const stopping = new AbortController();
  const running = new Set<Promise<void>>();
  let loop: Promise<void> | null = null;
  let sweptAt = 0;
  let wake: () => void = () => undefined;
  /** Until when tenants wait, so that what was taken before Teams said so does not go out either. */
  const waiting = new Map<string, number>();
  let isStopped = false;

  async function post(claimed: Claimed): Promise<PostOutcome> {
    const { key, conversationKey, content, serviceUrl, mayRepeat, isSmaller } = claimed;
    const delivery = { key, conversationKey, content, serviceUrl, form: { mayRepeat, isSmaller } };
    try {
      return claimed.isUpdate && claimed.activityId !== null
        ? await sender.update(delivery, claimed.activityId)
        : await sender.post(delivery);
    } catch (error) {
      // A sender never rejects; should it, nobody knows how far it came.
      log.error({ cause: messageOf(error) }, 'sending failed in an unforeseen way');
      return { kind: 'unknown', code: 'Unforeseen' };
    }
  }

  async function record(claimed: Claimed, settlement: Settlement): Promise<void> {
    for (let attempt = 1; ; attempt += 1) {
      try {
        await recordOutcome(database, claimed, settlement, clock.now());
        return;
      } catch (error) {
        log.warn({ cause: messageOf(error), attempt }, 'an outcome could not be written down');
        // After the last try the lease ends by itself and the delivery becomes ambiguous, which is then true.
        if (attempt >= writeTries) return;
        await new Promise((resolve) => setTimeout(resolve, 100 * 2 ** attempt));
      }
    }
  }

  async function perform(claimed: Claimed): Promise<void> {
    await clock.wait(claimed.sendAt - clock.now(), stopping.signal);
    // After a long stall others may take this worker for dead while it posts: then it does not, and says so.
    const isLate = clock.now() > claimed.leaseUntil - policy.leaseReserve;
    const mustWait = isStopped || (waiting.get(claimed.tenantId) ?? 0) > clock.now();
    if (stopping.signal.aborted || isLate || mustWait) {
      await giveBack(database, claimed, clock.now());
      return;
    }
    const startedAt = clock.now();
    const outcome = await post(claimed);
    const settlement = settle(
      { ...claimed, isOtherHost: claimed.serviceUrl === otherHost },
      outcome,
      policy,
      parts.random,
    );
    if (settlement.tenantWaitMilliseconds !== null)
      waiting.set(claimed.tenantId, clock.now() + settlement.tenantWaitMilliseconds);
    if (settlement.stopAll !== null) isStopped = true;
    await record(claimed, settlement);
    const { conversation, stopAll } = settlement;
    if (conversation?.kind === 'end') await parts.conversationEnded(claimed.conversationKey);
    if (stopAll !== null)
      log.error(
        { code: stopAll },
        'Teams does not accept this bot (check BOT_ID, BOT_PASSWORD and the Azure registration). All sending is stopped until: npm run alerts -- --resume',
      );
    parts.onAttempt?.({
      outcome: outcome.kind,
      code: settlement.code,
      isUpdate: claimed.isUpdate,
      state: settlement.state,
      milliseconds: clock.now() - startedAt,
    });
  }

  function begin(claimed: Claimed): void {
    const work = perform(claimed)
      .catch((error: unknown) =>
        log.error({ cause: messageOf(error) }, 'a delivery failed in an unforeseen way'),
      )
      .finally(() => {
        running.delete(work);
        wake();
      });
    running.add(work);
  }

  /** Takes what may be sent; resolves to how much that was. */
  async function round(): Promise<number> {
    await clock.refresh?.();
    const now = clock.now();
    if (now - sweptAt >= 1_000 || now < sweptAt) {
      sweptAt = now;
      const expired = await expireLeases(database, now, policy);
      if (expired > 0) log.warn({ expired }, 'deliveries of a worker that died are now ambiguous');
    }
    const free = policy.workers - running.size;
    if (free <= 0) return 0;
    const claimed = await claim(database, name, free, now, policy);
    // Nothing is given out while sending is stopped, so it goes on.
    if (claimed.length > 0) isStopped = false;
    for (const one of claimed) begin(one);
    return claimed.length;
  }

  /** Waits, but no longer than until a worker is free again when all were busy. */
  async function rest(milliseconds: number): Promise<void> {
    const resting = new AbortController();
    const end = () => resting.abort();
    stopping.signal.addEventListener('abort', end);
    if (running.size >= policy.workers) wake = end;
    if (!stopping.signal.aborted) await clock.wait(milliseconds, resting.signal);
    stopping.signal.removeEventListener('abort', end);
    wake = () => undefined;
  }

  async function run(isDone: (taken: number) => boolean): Promise<void> {
    let isFaulty = false;
    while (!stopping.signal.aborted) {
      try {
        const taken = await round();
        isFaulty = false;
        if (isDone(taken)) return;
        await rest(taken > 0 || running.size > 0 ? policy.busyPoll : policy.idlePoll);
      } catch (error) {
        // A database that restarts must not end the sending, nor fill the log.
        if (!isFaulty) log.error({ cause: messageOf(error) }, 'work could not be taken from the database');
        isFaulty = true;
        await rest(pauseAfterFault);
      }
    }
  }

  return {
    start() {
      loop ??= run(() => false);
    },
    async drain(patience) {
      let idleSince: number | null = null;
      await run((taken) => {
        if (taken > 0 || running.size > 0) idleSince = null;
        else idleSince ??= clock.now();
        return idleSince !== null && clock.now() - idleSince >= patience;
      });
    },
    async stop() {
      stopping.abort();
      await loop;
      const grace = new AbortController();
      await Promise.race([Promise.all(running), clock.wait(policy.stopGrace, grace.signal)]);
      grace.abort();
    },
    inFlight: () => running.size,
  };
}

function messageOf(error: unknown): string {
  return error instanceof Error ? error.message.slice(0, 300) : typeof error;
}
