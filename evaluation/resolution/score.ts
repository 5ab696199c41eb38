/** Counts of right, wrong and missed answers, and what follows from them. */
export type Score = {
  readonly name: string;
  readonly correct: number;
  readonly wrong: number;
  readonly missed: number;
  /** Share of given answers that are right; 1 when none was given. */
  readonly precision: number;
  /** Share of wanted answers that were given; 1 when none was wanted. */
  readonly recall: number;
  /** What went wrong, worst first, in words. */
  readonly mistakes: readonly string[];
};

export function scoreOf(
  name: string,
  counts: { correct: number; wrong: number; missed: number },
  mistakes: readonly string[],
): Score {
  const { correct, wrong, missed } = counts;
  return {
    name,
    correct,
    wrong,
    missed,
    precision: correct + wrong === 0 ? 1 : correct / (correct + wrong),
    recall: correct + missed === 0 ? 1 : correct / (correct + missed),
    mistakes,
  };
}
