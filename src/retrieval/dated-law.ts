/** Notices, time limits and grounds as dated data: `notices.json`, `time-limits.json` and `grounds.json` of the law. */
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { z } from 'zod';
import { type IsoDate, parseIsoDate } from '../procurement/iso-date.ts';
import { type GroundList, KnowledgeError } from './passage.ts';

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

const ground = z.object({
  id: z.string().min(1),
  name: z.string().min(1),
  conditions: z.array(z.string()).min(1),
  /** Of the schedule the source is the address of. */
  paragraph: z.number().int().positive().nullable().prefault(null),
  provision: words,
  usable_by_councils: z.boolean().prefault(true),
  mandatory_standstill: z.boolean().nullable().prefault(null),
  value_cap_percent: z.number().nullable().prefault(null),
  cap_applies_to: words,
  term_limit_percent: z.number().nullable().prefault(null),
  value_limit_percent: z
    .object({ 'goods-and-services': z.number(), works: z.number() })
    .nullable()
    .prefault(null),
  aggregate_limit: words,
  regime: z.string(),
  valid_from: day.nullable(),
  valid_to: day.nullable(),
  source,
  notes: words,
});
const groundsFile = z.object({
  directAward: z.array(ground),
  modification: z.array(ground),
  modificationBefore2025: z.array(ground),
});

/** One ground the law names for an award without competition or a change of a contract. */
export type GroundRule = z.output<typeof ground>;
/** The grounds by the list a passage may name. */
export type Grounds = Readonly<Record<GroundList, readonly GroundRule[]>>;
/** Everything of the law that is kept as dated rows. */
export type DatedLaw = {
  readonly notices: readonly NoticeRule[];
  readonly timeLimits: readonly TimeLimit[];
  readonly grounds: Grounds;
};

/** One of the notices UK1 to UK17, as the law has it between two days. */
export type NoticeRule = z.output<typeof notice>;
/** One period the law sets, as it is between two days. */
export type TimeLimit = z.output<typeof limit>;

/** What `schema` makes of the file, null when there is none; rejects with `KnowledgeError` naming file and place. */
async function readJson<Value>(path: string, schema: z.ZodType<Value>): Promise<Value | null> {
  const text = await readFile(path, 'utf8').catch(() => null);
  if (text === null) return null;
  let content: unknown;
  try {
    content = JSON.parse(text);
  } catch (error) {
    throw new KnowledgeError(`${path} is not JSON (${(error as Error).message}). Correct or restore it.`, {
      cause: error,
    });
  }
  const parsed = schema.safeParse(content);
  if (parsed.success) return parsed.data;
  const issue = parsed.error.issues[0];
  throw new KnowledgeError(`${path}: ${issue?.path.join('.')}: ${issue?.message}. Correct the row.`);
}

/** Rows stand alone or under `rows`. */
function rowsOf<Row>(row: z.ZodType<Row>): z.ZodType<readonly Row[]> {
  const list = z.array(row);
  return z.union([list, z.object({ rows: list }).transform(({ rows }) => rows)]);
}

/** Reads the three files; a missing file gives no rows, a faulty one rejects with `KnowledgeError`. */
export async function readDatedLaw(knowledgeDir: string): Promise<DatedLaw> {
  const path = (name: string) => join(knowledgeDir, 'law', name);
  const [notices, timeLimits, grounds] = await Promise.all([
    readJson(path('notices.json'), rowsOf(notice)),
    readJson(path('time-limits.json'), rowsOf(limit)),
    readJson(path('grounds.json'), groundsFile),
  ]);
  return {
    notices: notices ?? [],
    timeLimits: timeLimits ?? [],
    grounds: {
      'direct-award': grounds?.directAward ?? [],
      'contract-change': grounds?.modification ?? [],
      'contract-change-before-2025': grounds?.modificationBefore2025 ?? [],
    },
  };
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
