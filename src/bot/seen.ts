/** Teams may deliver one activity twice; each is worked on once. */
import { createHash } from 'node:crypto';

/** Remembers activities by key, at least for the minutes in which a channel repeats a delivery. */
export type SeenActivities = {
  /** True the first time a key is given, false every time after; safe when two calls race. */
  readonly firstTime: (key: string) => Promise<boolean>;
};

/** Keeps the latest `limit` keys in memory; a restart forgets them. */
export function createMemorySeenActivities(limit = 10_000): SeenActivities {
  const keys = new Set<string>();
  return {
    firstTime(key) {
      // Keys come from outside and may be long: a digest bounds the memory.
      const digest = createHash('sha256').update(key).digest('base64');
      if (keys.has(digest)) return Promise.resolve(false);
      keys.add(digest);
      if (keys.size > limit) {
        const oldest = keys.values().next();
        if (!oldest.done) keys.delete(oldest.value);
      }
      return Promise.resolve(true);
    },
  };
}
