/** Repairs words that are neither English nor ours, when exactly one of our words is clearly meant. */
import damerau from 'damerau-levenshtein';
import { distance } from 'fastest-levenshtein';

/** Lower is preferred when two repairs are equally near. */
export type VocabularyRank = 0 | 1 | 2;

/** Knows English and the catalogue’s own words. */
export type Spelling = {
  /** The word of the vocabulary that is meant, or null when the word is fine or nothing is near enough. */
  readonly repair: (word: string) => string | null;
  /** Whether English or the vocabulary has the word. */
  readonly isKnown: (word: string) => boolean;
};

/** Letters that may differ: short words must be almost right, or everything is near everything. */
function allowance(length: number): number {
  if (length < 4) return 0;
  return length < 7 ? 1 : 2;
}

const prefixes = ['re', 'un', 'non', 'pre', 'mis', 'co'];
const endings = ['s', 'es', 'ed', 'd', 'ing', 'ly', 'er', 'ers', 'ings'];

/**
 * `english` holds dictionary words, lower case. A transposition counts as one change. Two equally near words of the
 * same rank repair nothing: a wrong guess misleads, a missed one costs a question back.
 */
export function createSpelling(
  english: ReadonlySet<string>,
  vocabulary: ReadonlyMap<string, VocabularyRank>,
): Spelling {
  const byLength = new Map<number, string[]>();
  for (const word of vocabulary.keys()) {
    if (word.length < 4 || /\d/.test(word)) continue;
    const words = byLength.get(word.length);
    if (words === undefined) byLength.set(word.length, [word]);
    else words.push(word);
  }
  const isForm = (word: string): boolean =>
    english.has(word) ||
    endings.some(
      (ending) =>
        word.endsWith(ending) &&
        (english.has(word.slice(0, -ending.length)) || english.has(`${word.slice(0, -ending.length)}e`)),
    );
  // “Retendering” and “unawarded” are English too.
  const isEnglish = (word: string): boolean =>
    isForm(word) ||
    prefixes.some(
      (prefix) =>
        word.startsWith(prefix) && word.length >= prefix.length + 4 && isForm(word.slice(prefix.length)),
    );
  const isKnown = (word: string): boolean => vocabulary.has(word) || isEnglish(word);

  const repair = (word: string): string | null => {
    const most = allowance(word.length);
    if (most === 0 || /\d/.test(word) || isKnown(word)) return null;
    let best: { word: string; steps: number; rank: number } | null = null;
    let isTie = false;
    for (let length = word.length - most; length <= word.length + most; length += 1) {
      for (const candidate of byLength.get(length) ?? []) {
        // A swap of two letters is two plain steps and one real one, hence the extra one here.
        if (distance(word, candidate) > most + 1) continue;
        const { steps } = damerau(word, candidate);
        if (steps > most || (candidate[0] !== word[0] && steps > 1)) continue;
        const rank = vocabulary.get(candidate) ?? 2;
        if (best !== null && (steps > best.steps || (steps === best.steps && rank > best.rank))) continue;
        isTie = best !== null && steps === best.steps && rank === best.rank;
        best = { word: candidate, steps, rank };
      }
    }
    return best === null || isTie ? null : best.word;
  };
  return { repair, isKnown };
}
