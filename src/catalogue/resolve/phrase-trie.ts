/** Finds known phrases in a row of words; the longest phrase at a place wins. */

type Node<Meaning> = { next: Map<string, Node<Meaning>> | null; meaning: Meaning | null };

export type PhraseMatch<Meaning> = {
  readonly meaning: Meaning;
  readonly start: number;
  readonly end: number;
};

export class PhraseTrie<Meaning> {
  readonly #first = new Map<string, Node<Meaning>>();

  /** The meaning stored for the phrase, made by `create` when there is none yet. Empty phrases are not stored. */
  at(words: readonly string[], create: () => Meaning): Meaning {
    let level = this.#first;
    let node: Node<Meaning> | null = null;
    for (const word of words) {
      if (node !== null) level = node.next ??= new Map();
      let child = level.get(word);
      if (child === undefined) {
        child = { next: null, meaning: null };
        level.set(word, child);
      }
      node = child;
    }
    if (node === null) return create();
    node.meaning ??= create();
    return node.meaning;
  }

  /** Matches from left to right, none overlapping another. */
  find(words: readonly string[]): PhraseMatch<Meaning>[] {
    const matches: PhraseMatch<Meaning>[] = [];
    for (let start = 0; start < words.length; ) {
      let node = this.#first.get(words[start] ?? '');
      let best: PhraseMatch<Meaning> | null = null;
      for (let end = start + 1; node !== undefined; end += 1) {
        if (node.meaning !== null) best = { meaning: node.meaning, start, end };
        node = end < words.length ? node.next?.get(words[end] ?? '') : undefined;
      }
      if (best === null) {
        start += 1;
      } else {
        matches.push(best);
        start = best.end;
      }
    }
    return matches;
  }
}
