/** The one analyser: the same text gives the same terms when it is indexed and when it is asked for. */
import { createRequire } from 'node:module';

// Both packages are CommonJS without types of their own.
const require = createRequire(import.meta.url);
const stemOf = require('wink-porter2-stemmer') as (word: string) => string;
const { eng } = require('stopword') as { readonly eng: readonly string[] };

/** Words of questions that say nothing about their subject. */
const questionWords =
  'please pls thanks when explain question anyone someone something thing things get got getting need needs want know mean means does did doing done im ive id whats hows thats theres dont doesnt cant isnt lets us use using used make made much many really just still now new also actually ok okay hi hello wont didnt isnt whos bit';

const stopWords = new Set([...eng, ...questionWords.split(' ')]);
const stems = new Map<string, string>();

function stem(word: string): string {
  const known = stems.get(word);
  if (known !== undefined) return known;
  const found = /\d/.test(word) ? word : stemOf(word);
  if (stems.size < 100_000) stems.set(word, found);
  return found;
}

/** A word of the text, with the term it is searched by. */
export type Token = { readonly word: string; readonly term: string };

/**
 * Terms in the order of the text: lower case, without stop words, stemmed by Porter2. Codes such as UK4 and RM6259 and
 * amounts such as £207,720 are kept whole.
 */
export function analyse(text: string): Token[] {
  const tokens: Token[] = [];
  const cleaned = text
    .normalize('NFKC')
    .toLowerCase()
    .replace(/[’']/g, '')
    .replace(/\b(uk|rm|ppn|reg|section|s)[ .-]?(\d{1,5})\b/g, (whole, code: string, number: string) =>
      code === 'uk' || code === 'rm' ? `${code}${number}` : whole,
    );
  for (const [raw] of cleaned.matchAll(/£?\d[\d,]*(?:\.\d+)?[a-z%]*|\p{L}+[\p{L}0-9]*/gu)) {
    const word = raw.replaceAll(',', '');
    if (stopWords.has(word)) continue;
    tokens.push({ word, term: stem(word) });
  }
  return tokens;
}

/** The terms alone. */
export function termsOf(text: string): string[] {
  return analyse(text).map(({ term }) => term);
}
