/** From counts to scores: shares, the median borough, the trend. Pure. */

import { type QualityField, qualityFields } from './rule.ts';
import type { BoroughScore, Count } from './score.ts';

/** One field of a scorecard; shares lie between 0 and 1, null where nothing was there to be scored. */
export type FieldScore = {
  readonly field: QualityField;
  readonly count: Count;
  readonly share: number | null;
  /** Of the boroughs with records the field is about, this borough among them. */
  readonly median: number | null;
};

/** Share of records that pass; null when there are none. */
export function shareOf({ records, failing }: Count): number | null {
  return records === 0 ? null : (records - failing) / records;
}

/** Mean of the fields that have something to score, each field weighing the same; null when none has. */
export function overallShare(fields: Readonly<Record<QualityField, Count>>): number | null {
  const shares = qualityFields.map((field) => shareOf(fields[field])).filter((share) => share !== null);
  return shares.length === 0 ? null : shares.reduce((sum, share) => sum + share, 0) / shares.length;
}

/** The middle value, or the mean of the two in the middle; null for an empty list. */
export function medianOf(values: readonly number[]): number | null {
  const sorted = [...values].sort((left, right) => left - right);
  const middle = Math.floor(sorted.length / 2);
  const upper = sorted[middle];
  if (upper === undefined) return null;
  return sorted.length % 2 === 1 ? upper : ((sorted[middle - 1] ?? upper) + upper) / 2;
}

/** Sums the counts of several boroughs, so a joint contract counts once for each of them. */
export function sumCounts(counts: readonly Count[]): Count {
  return counts.reduce<Count>(
    (sum, count) => ({ records: sum.records + count.records, failing: sum.failing + count.failing }),
    { records: 0, failing: 0 },
  );
}

/** One borough's scorecard beside the median borough; `borough` null sums all of them. */
export function scorecardOf(boroughs: readonly BoroughScore[], borough: BoroughScore | null): FieldScore[] {
  return qualityFields.map((field) => {
    const count =
      borough === null ? sumCounts(boroughs.map(({ fields }) => fields[field])) : borough.fields[field];
    const shares = boroughs.map(({ fields }) => shareOf(fields[field])).filter((share) => share !== null);
    return { field, count, share: shareOf(count), median: medianOf(shares) };
  });
}
