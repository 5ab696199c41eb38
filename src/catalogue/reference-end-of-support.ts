/** One row of `knowledge/end-of-support.csv`: a maker ends a product, or leaves its market. */
import { z } from 'zod';
import { parseIsoDate } from '../procurement/iso-date.ts';
import type { EndOfSupport } from '../procurement/lead-times.ts';

/** Maps a row; an empty `support_end` is “date not known”, an empty `only_for` holds for everybody. */
export const endOfSupportRow = z
  .object({
    product_id: z.string().min(1),
    product: z.string().min(1),
    support_end: z
      .string()
      .refine(
        (text) => text === '' || parseIsoDate(text) !== null,
        'must be a date like 2026-11-23 or empty',
      ),
    what: z.string().min(1),
    only_for: z.string(),
    source_url: z.url(),
    source_date: z.string(),
    confidence: z.enum(['high', 'medium', 'low']),
  })
  .transform(
    (row): EndOfSupport => ({
      productId: row.product_id,
      productName: row.product,
      date: parseIsoDate(row.support_end),
      what: row.what,
      onlyFor: row.only_for === '' ? null : row.only_for,
      sourceUrl: row.source_url,
    }),
  );
