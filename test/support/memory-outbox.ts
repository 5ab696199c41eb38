/** An outbox in memory that sends when it is told to, for tests of what is put into it. */
import type { DeliveryRequest, DeliveryState, Outbox } from '../../src/alerts/delivery/delivery.ts';

/** A delivery as the outbox holds it. */
export type HeldDelivery = DeliveryRequest & {
  state: DeliveryState;
  content: unknown;
  updates: number;
  reason: string | null;
};

/** The outbox with what it holds, in the order it came. */
export type MemoryOutbox = Outbox & {
  readonly held: () => readonly HeldDelivery[];
  /** Sends everything that waits with `post`, and what was revised since with `update`. */
  readonly send: (post?: (delivery: HeldDelivery) => Promise<void>) => Promise<number>;
  /** The next `enqueue` breaks off, as if the process had been killed before it. */
  readonly failNext: () => void;
};

/** An empty outbox. */
export function createMemoryOutbox(): MemoryOutbox {
  const held = new Map<string, HeldDelivery>();
  let fails = false;
  return {
    held: () => [...held.values()],
    failNext: () => {
      fails = true;
    },
    enqueue: (requests) => {
      if (fails) {
        fails = false;
        return Promise.reject(new Error('the outbox is out of reach'));
      }
      const fresh = requests.filter(({ key }) => !held.has(key));
      for (const request of fresh)
        held.set(request.key, { ...request, state: 'queued', updates: 0, reason: null });
      return Promise.resolve(fresh.length);
    },
    revise: (key, content) => {
      const delivery = held.get(key);
      if (delivery === undefined || delivery.state === 'failed' || delivery.state === 'suppressed')
        return Promise.resolve('unknown');
      delivery.content = content;
      if (delivery.state === 'queued') return Promise.resolve('replaced');
      delivery.updates += 1;
      return Promise.resolve('update-queued');
    },
    suppress: (key, reason) => {
      const delivery = held.get(key);
      if (delivery?.state !== 'queued') return Promise.resolve(false);
      delivery.state = 'suppressed';
      delivery.reason = reason;
      return Promise.resolve(true);
    },
    stateOf: (key) => Promise.resolve(held.get(key)?.state ?? null),
    send: async (post = () => Promise.resolve()) => {
      const waiting = [...held.values()].filter(({ state }) => state === 'queued');
      for (const delivery of waiting) {
        await post(delivery);
        delivery.state = 'sent';
      }
      return waiting.length;
    },
  };
}
