/** Which item of a checklist an officer means by a few words. Pure. */
import type { Progress, StepProgress } from '../toolkit/progress.ts';

const filler = new Set([
  'the',
  'a',
  'an',
  'of',
  'and',
  'to',
  'is',
  'are',
  'it',
  'as',
  'for',
  'our',
  'with',
  'at',
  'in',
  'on',
  'done',
  'item',
]);

function termsOf(text: string): string[] {
  return text
    .toLowerCase()
    .split(/[^\p{L}\p{N}]+/u)
    .filter((word) => word.length > 1 && !filler.has(word))
    .map((word) => word.slice(0, 5));
}

function score(wanted: readonly string[], item: string): number {
  const terms = new Set(termsOf(item));
  const shared = wanted.filter((word) => terms.has(word)).length;
  return wanted.length === 0 ? 0 : shared / Math.max(wanted.length, Math.min(terms.size, wanted.length + 2));
}

/** The item in the toolkit's words, those of the step looked at first; null when the words fit none, or two alike. */
export function taskIn(
  words: string,
  view: { readonly progress: Progress; readonly shown: StepProgress },
): string | null {
  const wanted = termsOf(words);
  const items = [
    ...view.shown.step.checklist.map((item) => ({ item, score: score(wanted, item) + 0.1 })),
    ...view.progress.steps.flatMap(({ step }) =>
      step.id === view.shown.step.id
        ? []
        : step.checklist.map((item) => ({ item, score: score(wanted, item) })),
    ),
  ].sort((left, right) => right.score - left.score);
  const [best, second] = items;
  if (best === undefined || best.score < 0.55) return null;
  return second !== undefined && second.score === best.score ? null : best.item;
}
