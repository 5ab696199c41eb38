/** Random numbers that are the same on every machine for the same seed. */

export type Random = {
  /** From 0 up to, not including, 1. */
  readonly next: () => number;
  /** A whole number from `from` to `to`, both included. */
  readonly between: (from: number, to: number) => number;
  /** True in this share of calls. */
  readonly chance: (share: number) => boolean;
  readonly pick: <List extends readonly [unknown, ...unknown[]]>(items: List) => List[number];
  /** One of a list in which the first are far more frequent than the last, as suppliers are. */
  readonly pickSkewed: <List extends readonly [unknown, ...unknown[]]>(items: List) => List[number];
};

/** Mulberry32: small, fast, good enough to spread made-up data; never for secrets. */
export function createRandom(seed: number): Random {
  let state = seed >>> 0;
  function next(): number {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296;
  }
  return {
    next,
    between: (from, to) => from + Math.floor(next() * (to - from + 1)),
    chance: (share) => next() < share,
    pick: (items) => items[Math.floor(next() * items.length)] ?? items[0],
    pickSkewed: (items) => items[Math.floor(next() ** 3 * items.length)] ?? items[0],
  };
}
