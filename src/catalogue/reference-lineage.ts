/** Columns of `lineage.csv` and `neighbours.csv`, mapped to our words. */
import { z } from 'zod';
import { parseIsoDate } from '../procurement/iso-date.ts';

const required = z.string({ error: 'the column is missing' }).min(1, 'must not be empty');
const optional = z
  .string({ error: 'the column is missing' })
  .transform((value) => (value === '' ? null : value));
const list = z.string({ error: 'the column is missing' }).transform((value): readonly string[] =>
  value
    .split(';')
    .map((item) => item.trim())
    .filter((item) => item !== ''),
);

const dateShapes = {
  day: /^\d{4}-\d{2}-\d{2}$/,
  month: /^\d{4}-\d{2}$/,
  year: /^\d{4}$/,
  by: /^\d{4}$/,
  unknown: /^$/,
} as const;

/** A row of `lineage.csv`; only what a page bears out at least in part is taken. */
export const lineageRow = z
  .object({
    id: z.string().regex(/^[a-z0-9]+(-[a-z0-9]+)*$/, 'an id has small letters, digits and hyphens only'),
    kind: z.enum(['bought', 'offered', 'renamed', 'succeeded', 'ended'], {
      error: 'must be bought, offered, renamed, succeeded or ended',
    }),
    date: z.string({ error: 'the column is missing' }),
    precision: z.enum(['day', 'month', 'year', 'by', 'unknown'], {
      error: 'must be day, month, year, by or unknown',
    }),
    date_means: optional,
    from: required,
    to: optional,
    product_ids: list.refine((ids) => ids.length > 0, 'must not be empty'),
    evidence: z.enum(['seen', 'partly'], { error: 'must be seen or partly: what was not read is left out' }),
    source_url: z.url('must be the address of the page'),
    words: required,
  })
  .refine((row) => dateShapes[row.precision].test(row.date), {
    path: ['date'],
    message: 'does not fit its precision',
  })
  .refine((row) => row.precision !== 'day' || parseIsoDate(row.date) !== null, {
    path: ['date'],
    message: 'is not a day of the calendar',
  })
  .refine((row) => row.to !== null || row.kind === 'ended', {
    path: ['to'],
    message: 'must not be empty unless the product ended',
  })
  .transform((row) => ({
    id: row.id,
    kind: row.kind,
    /** `2017-08-17`, `2008-10` or `2008`, as precise as `precision` says; null when no date was read. */
    date: row.date === '' ? null : row.date,
    /** `by`: the change had happened in that year at the latest. */
    precision: row.precision,
    /** What happened on the date when it is not the thing itself: `announced`, `agreed`, `cleared`. */
    dateMeans: row.date_means,
    from: row.from,
    to: row.to,
    productIds: row.product_ids,
    evidence: row.evidence,
    sourceUrl: row.source_url,
    words: row.words,
  }));

/** One thing that happened to a product or its maker. */
export type LineageEvent = Readonly<z.output<typeof lineageRow>>;

/** A row of `neighbours.csv`: boroughs that border on one by land. */
export const neighboursRow = z
  .object({ gss_code: required, short_name: required, neighbours: list })
  .transform((row) => ({ buyerId: row.gss_code, neighbours: row.neighbours }));
