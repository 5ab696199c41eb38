/** Misspelt words of a question, repaired to words the passages use. */
import damerau from 'damerau-levenshtein';
import type { Token } from './analyser.ts';
import type { SearchIndex } from './search-index.ts';

/** The known term nearest to a misspelt one, or null when none is near enough. */
export function nearestTerm(token: Token, documentCounts: SearchIndex['documentCounts']): string | null {
  const { term } = token;
  if (token.word.length < 6 || /\d/.test(term)) return null;
  const allowed = term.length >= 8 ? 2 : 1;
  let best: { readonly term: string; readonly steps: number; readonly count: number } | null = null;
  for (const [candidate, count] of documentCounts) {
    if (Math.abs(candidate.length - term.length) > allowed || candidate[0] !== term[0]) continue;
    const { steps } = damerau(term, candidate);
    if (steps > allowed) continue;
    if (best === null || steps < best.steps || (steps === best.steps && count > best.count))
      best = { term: candidate, steps, count };
  }
  return best?.term ?? null;
}
