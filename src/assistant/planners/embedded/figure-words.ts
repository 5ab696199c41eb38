/** Words that ask for figures: what to split by, and whether money is meant. `words` are repaired and singular. */
import type { SplitBy } from '../../../tools/figures-result.ts';

const by = String.raw`\b(?:by|per|for each|each|split (?:by|per|into)|break(?:down| it down)? (?:by|per|of)|which|what|top|largest|biggest|most common|commonest)\s+(?:\d+ )?`;

const splits: readonly { readonly splitBy: SplitBy; readonly pattern: RegExp }[] = [
  {
    splitBy: 'end_year',
    pattern: /\b(?:by|per|each|every) (?:(?:financial|calendar|end|expiry) )?year\b|\byear by year\b/,
  },
  { splitBy: 'borough', pattern: new RegExp(`${by}(?:borough|council|authorit\\w+)\\b`) },
  { splitBy: 'product', pattern: new RegExp(`${by}(?:product|system|software|application)\\b`) },
  { splitBy: 'vendor', pattern: new RegExp(`${by}(?:vendor|maker|manufacturer)\\b`) },
  {
    splitBy: 'supplier',
    pattern: new RegExp(`${by}(?:supplier|firm|company|companie|reseller|contractor)\\b`),
  },
  {
    splitBy: 'service_area',
    pattern: new RegExp(`${by}(?:service(?: area)?|area|category|categorie|function)\\b`),
  },
];

const startYear =
  /\b(?:start\w*|let|award\w*|signed|begun|began)\b.{0,20}\byear\b|\byear\b.{0,12}\b(?:start\w*|award\w*)\b/;

/** What figures are to be split by; null when the words name nothing. */
export function splitByIn(words: string): SplitBy | null {
  const found = splits.find(({ pattern }) => pattern.test(words))?.splitBy ?? null;
  return found === 'end_year' && startYear.test(words) ? 'start_year' : found;
}

/** Whether an amount of money for many contracts is asked for. */
export function asksForSum(words: string): boolean {
  return /\b(?:total (?:value|spend|cost|worth|amount)|how much\b.{0,40}\b(?:worth|spend|spent|spending|total|altogether|in all|value)|sum of|add up|combined value|spend|spending|overall value|value of all|worth in total)\b/.test(
    words,
  );
}
