/** Reads `knowledge/law/thresholds.json`: amounts the law sets, each valid between two days. */
import { basename } from 'node:path';
import { z } from 'zod';
import { parseIsoDate } from '../procurement/iso-date.ts';
import type { Threshold } from '../procurement/thresholds.ts';
import { ReferenceDataError } from './reference-error.ts';
import { readReferenceJson } from './reference-json.ts';

const day = z.string().transform((text, context) => {
  const date = parseIsoDate(text);
  if (date === null) context.addIssue('must be a date like 2026-01-01');
  return date ?? z.NEVER;
});

const thresholdFile = z.object({
  note: z.string().min(1),
  rows: z
    .array(
      z.object({
        kind: z.enum([
          'goods-and-services',
          'works',
          'concession',
          'light-touch',
          'light-touch-concession',
          'utilities',
          'utilities-light-touch',
          'defence-and-security',
          'below-threshold-works',
          'notifiable',
          'transparency-code',
          'key-performance-indicators',
          'pipeline-spend',
          'pipeline-contract',
        ]),
        buyer: z.enum(['sub-central', 'central', 'utility', 'any']),
        amount: z.number().positive(),
        currency: z.literal('GBP'),
        validFrom: day,
        validTo: day.nullable(),
        includesVat: z.boolean(),
        regime: z.string().min(1),
        sources: z.array(z.url()),
        confidence: z.enum(['law text', 'official page', 'law firm', 'other page', 'not verified']),
        checkedOn: day,
        note: z.string().nullable(),
      }),
    )
    .min(1),
});

/** Rejects with `ReferenceDataError` when the file cannot be read, a row is faulty, or two rows are valid on one day. */
export async function readThresholds(path: string): Promise<readonly Threshold[]> {
  const file = basename(path);
  const content = await readReferenceJson(path);
  const result = thresholdFile.safeParse(content);
  if (!result.success) {
    const issue = result.error.issues[0];
    throw new ReferenceDataError(
      file,
      null,
      `${issue?.path.join('.')}: ${issue?.message}. Correct the value.`,
    );
  }
  const { rows } = result.data;
  for (const [at, row] of rows.entries()) {
    const end = row.validTo ?? '9999-12-31';
    const other = rows
      .slice(at + 1)
      .find(
        (later) =>
          later.kind === row.kind &&
          later.buyer === row.buyer &&
          later.validFrom <= end &&
          (later.validTo ?? '9999-12-31') >= row.validFrom,
      );
    if (end < row.validFrom || other !== undefined)
      throw new ReferenceDataError(
        file,
        null,
        `rows.${at}: ${row.kind} for ${row.buyer} is valid twice on one day, or ends before it begins. Correct validFrom and validTo.`,
      );
  }
  return rows;
}
