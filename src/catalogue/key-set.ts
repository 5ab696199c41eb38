/** Which keys a file has named, in eight bytes a key: a million of them cost 16 MB where a `Set` of texts costs 100. */
import { hash } from 'node:crypto';

const firstSlots = 1024;

/** 52 bits of SHA-256: two of a million keys fall together once in nine thousand files, and cost one count. Never 0. */
function numberOf(key: string): number {
  return Number.parseInt(hash('sha256', key, 'hex').slice(0, 13), 16) + 1;
}

/** A set of texts that only grows. */
export class KeySet {
  // Open addressing: a slot holds the number of a key, or 0.
  #slots = new Float64Array(firstSlots);
  #size = 0;

  /** Adds the key; false when it was there before. */
  add(key: string): boolean {
    const number = numberOf(key);
    const slot = this.#slotOf(this.#slots, number);
    if (this.#slots[slot] === number) return false;
    this.#slots[slot] = number;
    this.#size += 1;
    if (this.#size * 2 > this.#slots.length) this.#grow();
    return true;
  }

  #slotOf(slots: Float64Array, number: number): number {
    let slot = number % slots.length;
    while (slots[slot] !== 0 && slots[slot] !== number) slot = (slot + 1) % slots.length;
    return slot;
  }

  #grow(): void {
    const larger = new Float64Array(this.#slots.length * 2);
    for (const number of this.#slots) if (number !== 0) larger[this.#slotOf(larger, number)] = number;
    this.#slots = larger;
  }
}
