/** Scores merging on the labelled pairs. Run with `npx tsx evaluation/merging/score-merging.ts`. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { parse } from 'csv-parse/sync';
import { autoMergeFrom, reviewFrom, scorePair } from '../../src/catalogue/merging/score-pair.ts';
import { loadReferenceData } from '../../src/catalogue/reference-data.ts';
import { shortHash } from '../../src/catalogue/sources/shared/keys.ts';
import { realDataMissing } from '../../test/support/real-data.ts';
import { readRealRecords } from './read-facts.ts';

type Label = {
  readonly first: string;
  readonly second: string;
  readonly verdict: 'same' | 'different';
  readonly reason: string;
};

/** Merging by score alone on one part of the labels. */
export type MergingScore = {
  readonly name: string;
  readonly same: number;
  readonly different: number;
  /** Of the pairs merged without a person, how many are one deal; 1 when none is merged. */
  readonly precision: number;
  /** Of the pairs that are one deal, how many are merged without a person. */
  readonly recall: number;
  /** Of the pairs that are one deal, how many are merged or shown to a person. */
  readonly recallWithReview: number;
  /** Of all pairs, how many a person is asked about. */
  readonly review: number;
  readonly mistakes: readonly string[];
};

type Judged = Label & { readonly score: number; readonly reasons: readonly string[] };

/** Rules were set with the one half; the other was only looked at for the figures. */
export function halfOf(label: Pick<Label, 'first' | 'second'>): 'tuning' | 'held out' {
  return Number.parseInt(shortHash([label.first, label.second, 'half']).slice(0, 2), 16) % 2 === 0
    ? 'tuning'
    : 'held out';
}

function scoreOf(name: string, labels: readonly Judged[]): MergingScore {
  const same = labels.filter((label) => label.verdict === 'same');
  const merged = labels.filter((label) => label.score >= autoMergeFrom);
  const right = merged.filter((label) => label.verdict === 'same');
  const asked = labels.filter((label) => label.score >= reviewFrom && label.score < autoMergeFrom);
  const wrong = merged
    .filter((label) => label.verdict === 'different')
    .sort((one, other) => other.score - one.score);
  const missed = same
    .filter((label) => label.score < reviewFrom)
    .sort((one, other) => one.score - other.score);
  const words = (label: Judged) =>
    `${label.score} ${label.first} / ${label.second} (${label.reason}): ${label.reasons.join(', ')}`;
  return {
    name,
    same: same.length,
    different: labels.length - same.length,
    precision: merged.length === 0 ? 1 : right.length / merged.length,
    recall: same.length === 0 ? 1 : right.length / same.length,
    recallWithReview:
      same.length === 0 ? 1 : same.filter((label) => label.score >= reviewFrom).length / same.length,
    review: labels.length === 0 ? 0 : asked.length / labels.length,
    mistakes: [
      ...wrong.map((label) => `merged wrongly: ${words(label)}`),
      ...missed.map((label) => `missed: ${words(label)}`),
    ],
  };
}

/** Tuning half, held-out half and the pairs judged by reading; null when the real data is not on this machine. */
export async function scoreMerging(): Promise<MergingScore[] | null> {
  const records = await readRealRecords(
    await loadReferenceData(join(import.meta.dirname, '../../knowledge')),
  );
  if (records === null) return null;
  const known = new Map(records.map((record) => [record.id, record.facts]));
  const labels = parse(readFileSync(join(import.meta.dirname, 'labels.csv')), { columns: true }) as Label[];
  const judged = labels.flatMap((label) => {
    const [first, second] = [known.get(label.first), known.get(label.second)];
    return first === undefined || second === undefined ? [] : [{ ...label, ...scorePair(first, second) }];
  });
  return [
    scoreOf(
      'merging: half used to set the rules',
      judged.filter((label) => halfOf(label) === 'tuning'),
    ),
    scoreOf(
      'merging: held-out half',
      judged.filter((label) => halfOf(label) === 'held out'),
    ),
    scoreOf(
      'merging: pairs judged by reading',
      judged.filter((label) => label.reason.startsWith('read: ')),
    ),
    scoreOf(
      'merging: another number of the deal known',
      judged.filter((label) => label.reason.startsWith('drawn from the notice')),
    ),
  ];
}

type Floor = { readonly precision: number; readonly recall: number };

/** What falls under the floors of `floors.json`, in words. */
export function mergingUnderFloor(scores: readonly MergingScore[]): string[] {
  const { merging = {} } = JSON.parse(readFileSync(join(import.meta.dirname, '../floors.json'), 'utf8')) as {
    merging?: Record<string, Floor>;
  };
  return scores.flatMap(({ name, precision, recall }) => {
    const floor = merging[name];
    if (floor === undefined) return [];
    return [
      ...(precision < floor.precision
        ? [`${name}: precision ${precision.toFixed(4)} under ${floor.precision}`]
        : []),
      ...(recall < floor.recall ? [`${name}: recall ${recall.toFixed(4)} under ${floor.recall}`] : []),
    ];
  });
}

/** The scores as a table with the worst mistakes below it. */
export function mergingAsText(scores: readonly MergingScore[] | null, mistakesShown = 6): string {
  if (scores === null) return `skipped merging: ${realDataMissing}`;
  const lines = [`${'merging'.padEnd(44)} same  different  precision  recall  with review  asked`];
  for (const score of scores)
    lines.push(
      `${score.name.padEnd(44)} ${String(score.same).padStart(4)} ${String(score.different).padStart(10)} ${score.precision.toFixed(4).padStart(10)} ${score.recall.toFixed(4).padStart(7)} ${score.recallWithReview.toFixed(4).padStart(12)} ${score.review.toFixed(4).padStart(6)}`,
    );
  for (const { name, mistakes } of scores) {
    if (mistakes.length === 0) continue;
    lines.push(
      '',
      `${name}: ${mistakes.length} mistakes, the worst`,
      ...mistakes.slice(0, mistakesShown).map((mistake) => `  ${mistake}`),
    );
  }
  return lines.join('\n');
}

if (process.argv[1] !== undefined && import.meta.url === pathToFileURL(process.argv[1]).href) {
  const scores = await scoreMerging();
  console.log(mergingAsText(scores, 25));
  if (mergingUnderFloor(scores ?? []).length > 0) process.exitCode = 1;
}
