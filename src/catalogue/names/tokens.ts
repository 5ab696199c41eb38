/** Words of a question or a name, in the one form in which they are compared. */

/** One word and where it was found. */
export type Token = {
  /** Lower case, no accents, no possessive, singular: the form that is compared. */
  readonly word: string;
  /** Where it stands in the original text. */
  readonly start: number;
  readonly end: number;
};

const shape = /[\p{L}\p{N}]+(?:[&'’][\p{L}\p{N}]+)*|&/gu;

/** `Contracts` and `contract` are one word; `paris`, `status` and `process` keep their s. */
function toSingular(word: string): string {
  if (word.length < 5 || !word.endsWith('s') || /(?:ss|us|is)$/.test(word)) return word;
  return word.slice(0, -1);
}

/** One word in comparable form; `&` alone is `and`. */
export function normaliseWord(text: string): string {
  const plain = text
    .normalize('NFKD')
    .replace(/\p{M}/gu, '')
    .toLowerCase()
    .replace(/['’]s$/, '')
    .replace(/['’]/g, '');
  return plain === '&' ? 'and' : toSingular(plain);
}

/** Tokens in order; hyphens, slashes, dots and other marks separate words. */
export function tokenise(text: string): Token[] {
  return Array.from(text.matchAll(shape), (match) => ({
    word: normaliseWord(match[0]),
    start: match.index,
    end: match.index + match[0].length,
  })).filter((token) => token.word !== '');
}
