/** Scores how names are resolved: buyers, suppliers, products. Run with `npx tsx evaluation/resolution.ts`. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { loadReferenceData } from '../src/catalogue/reference-data.ts';
import { realDataMissing } from '../test/support/real-data.ts';
import type { Score } from './resolution/score.ts';
import { scoreBuyers } from './resolution/score-buyers.ts';
import { scoreProducts } from './resolution/score-products.ts';
import { scoreSuppliers } from './resolution/score-suppliers.ts';

export type Report = {
  readonly scores: readonly Score[];
  /** Parts that could not be scored on this machine, with the reason. */
  readonly skipped: readonly string[];
  /** Scores under the floor of `floors.json`, in words; empty is a pass. */
  readonly underFloor: readonly string[];
};

type Floor = { readonly precision: number; readonly recall: number };

function readFloors(): Readonly<Record<string, Floor>> {
  const floors = JSON.parse(readFileSync(join(import.meta.dirname, 'floors.json'), 'utf8')) as {
    resolution?: Record<string, Floor>;
  };
  return floors.resolution ?? {};
}

function compare(scores: readonly Score[], floors: Readonly<Record<string, Floor>>): string[] {
  const under: string[] = [];
  for (const { name, precision, recall } of scores) {
    const floor = floors[name];
    if (floor === undefined) continue;
    if (precision < floor.precision)
      under.push(`${name}: precision ${precision.toFixed(4)} under ${floor.precision}`);
    if (recall < floor.recall) under.push(`${name}: recall ${recall.toFixed(4)} under ${floor.recall}`);
  }
  return under;
}

/** Scores everything that can be scored here and compares it with the floors. */
export async function evaluateResolution(): Promise<Report> {
  const reference = await loadReferenceData(join(import.meta.dirname, '../knowledge'));
  const buyers = scoreBuyers(reference);
  const suppliers = scoreSuppliers();
  const skipped: string[] = [];
  if (buyers.length === 0) skipped.push(`buyers: ${realDataMissing}`);
  if (suppliers.length === 0) skipped.push(`suppliers: ${realDataMissing}`);
  const scores = [
    ...buyers,
    ...suppliers,
    scoreProducts('product: labelled texts', 'products.csv', reference),
    scoreProducts('product: second set, written after the rules', 'products-second-set.csv', reference),
  ];
  return { scores, skipped, underFloor: compare(scores, readFloors()) };
}

/** The report as a table with the worst mistakes below it. */
export function reportAsText(report: Report, mistakesShown = 5): string {
  const lines = [
    `${'resolution'.padEnd(56)} precision  recall  correct  wrong  missed`,
    ...report.scores.map(
      ({ name, precision, recall, correct, wrong, missed }) =>
        `${name.padEnd(56)} ${precision.toFixed(4).padStart(9)} ${recall.toFixed(4).padStart(7)} ${String(correct).padStart(8)} ${String(wrong).padStart(6)} ${String(missed).padStart(7)}`,
    ),
  ];
  for (const { name, mistakes } of report.scores) {
    if (mistakes.length === 0) continue;
    lines.push('', `${name}: ${mistakes.length} mistakes, the worst`);
    for (const mistake of mistakes.slice(0, mistakesShown)) lines.push(`  ${mistake}`);
  }
  for (const reason of report.skipped) lines.push('', `skipped ${reason}`);
  lines.push('', report.underFloor.length === 0 ? 'all floors held' : 'UNDER THE FLOOR');
  for (const fault of report.underFloor) lines.push(`  ${fault}`);
  return lines.join('\n');
}

if (process.argv[1] !== undefined && import.meta.url === pathToFileURL(process.argv[1]).href) {
  const report = await evaluateResolution();
  console.log(reportAsText(report));
  if (report.underFloor.length > 0) process.exitCode = 1;
}
