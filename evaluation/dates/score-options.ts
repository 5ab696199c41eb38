/** Scores the reader of extension options on its labelled set: half of the rows were held out while it was tuned. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { z } from 'zod';
import { parseExtensionOptions } from '../../src/procurement/extension-options.ts';

const row = z.object({
  id: z.string(),
  kind: z.enum(['real', 'made-up']),
  source: z.string(),
  split: z.enum(['tuned', 'held-out']),
  text: z.string(),
  /** Left out where the words leave it open. */
  initialMonths: z.number().nullable().optional(),
  totalMonths: z.number().nullable().optional(),
  /** Months and count of each option. */
  options: z.array(z.tuple([z.number(), z.number()])).optional(),
});

export type Labelled = z.infer<typeof row>;
export type OptionScore = {
  readonly name: string;
  readonly rows: number;
  readonly right: number;
  readonly wrong: number;
  readonly missed: number;
  readonly precision: number;
  readonly recall: number;
};

/** The labelled set, one JSON object a line. */
export function readLabelled(): Labelled[] {
  return readFileSync(join(import.meta.dirname, 'options.jsonl'), 'utf8')
    .split('\n')
    .filter((line) => line !== '')
    .map((line) => row.parse(JSON.parse(line)));
}

function listOf(options: readonly (readonly [number, number])[]): string {
  return options
    .flatMap(([months, count]) => Array.from({ length: count }, () => months))
    .sort((left, right) => right - left)
    .join('+');
}

/** What the reader says of a row beside its label; null is “says nothing”. */
export function compare(
  labelled: Labelled,
): { name: string; expected: string | null; read: string | null }[] {
  const read = parseExtensionOptions(labelled.text);
  const compared = [];
  const asText = (months: number | null) => (months === null ? null : String(months));
  if (labelled.totalMonths !== undefined)
    compared.push({
      name: 'months of all options',
      expected: asText(labelled.totalMonths),
      read: asText(read.totalMonths),
    });
  if (labelled.options !== undefined)
    compared.push({
      name: 'each option',
      expected: listOf(labelled.options) || null,
      read: listOf(read.options.map((option) => [option.months, option.count])) || null,
    });
  if (labelled.initialMonths !== undefined)
    compared.push({
      name: 'first term',
      expected: asText(labelled.initialMonths),
      read: asText(read.initialMonths),
    });
  return compared;
}

/** Precision and recall per field: a wrong length counts against both. */
export function scoreOptions(rows: readonly Labelled[]): OptionScore[] {
  const tallies = new Map<string, { rows: number; right: number; wrong: number; missed: number }>();
  for (const labelled of rows) {
    for (const { name, expected, read } of compare(labelled)) {
      const tally = tallies.get(name) ?? { rows: 0, right: 0, wrong: 0, missed: 0 };
      tally.rows += 1;
      if (read !== null && read === expected) tally.right += 1;
      else {
        if (read !== null) tally.wrong += 1;
        if (expected !== null) tally.missed += 1;
      }
      tallies.set(name, tally);
    }
  }
  return [...tallies].map(([name, tally]) => ({
    name,
    ...tally,
    precision: tally.right / Math.max(1, tally.right + tally.wrong),
    recall: tally.right / Math.max(1, tally.right + tally.missed),
  }));
}
