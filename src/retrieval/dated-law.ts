/** Notices and time limits as dated data: `knowledge/law/notices.json` and `time-limits.json`. */
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { z } from 'zod';
import { type IsoDate, parseIsoDate } from '../procurement/iso-date.ts';
import { KnowledgeError } from './passage.ts';

const day = z.string().transform((text, context) => {
  const date = parseIsoDate(text);
  if (date === null) context.addIssue('must be a date like 2025-02-24');
  return date ?? z.NEVER;
});
const sourceSchema = z.object({
  address: z.url(),
  date: z.string().nullable().prefault(null),
  confidence: z.string().prefault('medium'),
  title: z.string().optional(),
  publisher: z.string().optional(),
});
const source = z.union([z.url().transform((address) => sourceSchema.parse({ address })), sourceSchema]);
const kindOfDays = z.enum(['calendar', 'working']).nullable();
const words = z.string().nullable().prefault(null);

const notice = z.object({
  code: z.string().regex(/^UK\d{1,2}$/),
  name: z.string().min(1),
  section: words,
  required_when: words,
  below_threshold: z.union([z.string(), z.boolean()]).nullable().prefault(null),
  deadline: z
    .object({ text: z.string(), days: z.number().nullable(), kind: kindOfDays, counted_from: words })
    .nullable(),
  replaced: z
    .union([z.string(), z.array(z.string())])
    .nullable()
    .prefault(null),
  source,
  valid_from: day,
  valid_to: day.nullable(),
  notes: words,
});
const limit = z.object({
  id: z.string().min(1),
  what: z.string().min(1),
  days: z.number().nullable(),
  kind: kindOfDays,
  counted_from: words,
  applies_to: words,
  regime: z.string(),
  valid_from: day.nullable(),
  valid_to: day.nullable(),
  source,
  confidence: z.string().nullable().prefault(null),
  notes: words,
});

/** One of the notices UK1 to UK17, as the law has it between two days. */
export type NoticeRule = z.output<typeof notice>;
/** One period the law sets, as it is between two days. */
export type TimeLimit = z.output<typeof limit>;

async function readRows<Row>(path: string, row: z.ZodType<Row>): Promise<readonly Row[]> {
  const text = await readFile(path, 'utf8').catch(() => null);
  if (text === null) return [];
  let content: unknown;
  try {
    content = JSON.parse(text);
  } catch (error) {
    throw new KnowledgeError(`${path} is not JSON (${(error as Error).message}). Correct or restore it.`, {
      cause: error,
    });
  }
  const list = Array.isArray(content) ? content : (content as { rows?: unknown } | null)?.rows;
  const parsed = z.array(row).safeParse(list);
  if (parsed.success) return parsed.data;
  const issue = parsed.error.issues[0];
  throw new KnowledgeError(`${path}: ${issue?.path.join('.')}: ${issue?.message}. Correct the row.`);
}

/** Reads both files; a missing file gives no rows, a faulty one rejects with `KnowledgeError`. */
export async function readDatedLaw(
  knowledgeDir: string,
): Promise<{ readonly notices: readonly NoticeRule[]; readonly timeLimits: readonly TimeLimit[] }> {
  const [notices, timeLimits] = await Promise.all([
    readRows(join(knowledgeDir, 'law', 'notices.json'), notice),
    readRows(join(knowledgeDir, 'law', 'time-limits.json'), limit),
  ]);
  return { notices, timeLimits };
}

/** The rows in force on `date`. */
export function inForce<
  Row extends { readonly valid_from: IsoDate | null; readonly valid_to: IsoDate | null },
>(rows: readonly Row[], date: IsoDate): Row[] {
  return rows.filter(
    (row) =>
      (row.valid_from === null || row.valid_from <= date) && (row.valid_to === null || row.valid_to >= date),
  );
}
