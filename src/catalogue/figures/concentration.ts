/** How far a market is in few hands, from counts or sums by supplier. Pure. */

/** One firm's part of the market; `share` is between 0 and 1. */
export type MarketShare = { readonly key: string; readonly amount: number; readonly share: number };

/** How a market is divided; shares add up to one. */
export type Concentration = {
  /** Largest first; parts of the same firm are never split. */
  readonly shares: readonly MarketShare[];
  readonly total: number;
  /** Share of the largest firms together. */
  readonly topOne: number;
  readonly topThree: number;
  readonly topFive: number;
  /** Herfindahl-Hirschman index from 0 to 10,000: the sum of the squared percentages. */
  readonly index: number;
};

/** Null for an empty market. Parts of zero or less are left out. */
export function concentrationOf(
  parts: readonly { readonly key: string; readonly amount: number }[],
): Concentration | null {
  const positive = parts.filter((part) => part.amount > 0);
  const total = positive.reduce((sum, part) => sum + part.amount, 0);
  if (total <= 0) return null;
  const shares = positive
    .map((part) => ({ ...part, share: part.amount / total }))
    .sort((left, right) => right.amount - left.amount || left.key.localeCompare(right.key));
  const top = (count: number) => shares.slice(0, count).reduce((sum, part) => sum + part.share, 0);
  return {
    shares,
    total,
    topOne: top(1),
    topThree: top(3),
    topFive: top(5),
    index: Math.round(shares.reduce((sum, part) => sum + (part.share * 100) ** 2, 0)),
  };
}

/** Under `fewest` records a share says little; the words then say so. */
const fewest = 10;

/**
 * The index in plain words: above 1,000 concentrated, above 2,000 highly so, as in the United Kingdom's merger
 * guidelines of 2010. Says when it rests on few records.
 */
export function concentrationWords(index: number, records: number): string {
  const small = records < fewest ? '; with so few records that is a hint, not a finding' : '';
  if (index > 2_000) return `highly concentrated${small}`;
  return `${index > 1_000 ? 'concentrated' : 'not concentrated'}${small}`;
}
