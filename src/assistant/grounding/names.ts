/** Names in a sentence: boroughs, products and firms of the catalogue, and words with a capital that it does not know. */
import type { Mention, NameIndex } from '../../catalogue/names/name-index.ts';
import type { Borough, Fault } from './claim.ts';
import type { Facts } from './facts.ts';
import { plainText } from './plain-text.ts';
import type { Span } from './values.ts';

/** A sentence, clause or quotation begins here. */
export const afterMark = /(?:^|[.:;!?(–—•"“‘/]|\n|^[-*]|\d\.)\s*$/;

/** What a product or firm may be called in a row: the words used, its id, its name today. */
export function formsOf(mention: Mention): string[] {
  return [
    mention.text,
    ...(mention.repairedTo === null ? [] : [mention.repairedTo]),
    ...mention.meanings.flatMap((meaning) =>
      meaning.kind === 'product' ? [meaning.productId] : meaning.kind === 'firm' ? [meaning.name] : [],
    ),
  ].map(plainText);
}

/** Authorities that the text names plainly. */
export function boroughsOf(
  mentions: readonly Mention[],
  boroughName: (id: string) => string | null,
): Borough[] {
  return mentions.flatMap((mention) => {
    const meaning = mention.meanings.find(({ kind }) => kind === 'borough');
    if (meaning?.kind !== 'borough' || meaning.buyerIds.length !== 1) return [];
    const name = boroughName(meaning.buyerIds[0] ?? '');
    return name === null ? [] : [{ name: plainText(name), start: mention.start, end: mention.end }];
  });
}

const genericWords =
  /^(?:systems?|limited|ltd|software|solutions?|plc|llp|services?|digital|uk|group|technolog(?:y|ies)|data|cloud|public|consulting)$/i;

const connectors = /^(?:of|and|for|the)$/;

const determiners =
  /^(?:the|a|an|no|this|that|these|those|our|your|their|its|in|on|by|for|of|at|from|to|if|when|since|until|and|or|but|all|only|each|every|both|talk|ask|put)$/i;

/** Words in quotation marks are the source's or the officer's own. */
export function quoteFault(text: string, facts: Facts): Fault {
  for (const [, quoted = ''] of text.matchAll(/“([^”]*)”/g)) {
    const plain = plainText(quoted.replace(/…$/, '')).trim();
    const isHeld = facts.world.text.includes(plain) || facts.asked.includes(plain);
    if (plain.split(' ').length >= 2 && !isHeld) return { kind: 'value', text: quoted };
  }
  return null;
}

/** Capitalised words that the catalogue does not know and that open no sentence. */
export function unknownNames(text: string, taken: readonly Span[], names: NameIndex): string[] {
  const isTaken = (start: number, end: number) => taken.some((span) => span.start < end && span.end > start);
  const found: string[] = [];
  for (const match of text.matchAll(
    /(?<![\p{L}\p{N}])\p{Lu}[\p{L}\p{N}’'-]*(?:(?:\s+(?:of|and|for|the|&)\s+|\s+|\s*&\s*|\.)\p{Lu}[\p{L}\p{N}’'-]*)*/gu,
  )) {
    const words = [...match[0].matchAll(/[\p{L}\p{N}’'-]+/gu)].map((word) => ({
      text: word[0],
      start: match.index + word.index,
      end: match.index + word.index + word[0].length,
    }));
    const left = words.filter((word, at) => {
      if (word.text.length === 1 || isTaken(word.start, word.end) || connectors.test(word.text)) return false;
      const opens = at === 0 && afterMark.test(text.slice(0, word.start));
      // “Act by”, “The Oracle contract”; but “Halcyon Systems Limited” is a name from its first word.
      const head = words.slice(
        0,
        Math.max(1, words.findIndex(({ text: next }) => connectors.test(next)) + 1 || words.length),
      );
      const isName =
        head.length > 1 &&
        !determiners.test(word.text) &&
        head
          .slice(1)
          .every(
            (next) =>
              isTaken(next.start, next.end) || genericWords.test(next.text) || connectors.test(next.text),
          );
      const plain = word.text.toLowerCase();
      const isEveryday =
        names.spelling.isKnown(plain) || names.spelling.isKnown(plain.replace(/(?:est|er|ly|ing|ed)$/, ''));
      return !(opens && isEveryday && !isName);
    });
    const [first, last] = [left[0], left.at(-1)];
    if (first !== undefined && last !== undefined) found.push(text.slice(first.start, last.end));
  }
  return found;
}
