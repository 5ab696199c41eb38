/** Notices UK1 to UK17 and the law's periods as dated rows: what a notice is, when it is due, how long a period was. */
import { z } from 'zod';
import { type IsoDate, parseIsoDate } from '../procurement/iso-date.ts';
import { termsOf } from '../retrieval/analyser.ts';
import { inForce, type NoticeRule, type TimeLimit } from '../retrieval/dated-law.ts';
import * as inputs from './inputs.ts';
import { defineTool } from './tool.ts';

const input = z.object({
  codes: z
    .array(z.string().regex(/^UK\d{1,2}$/))
    .max(17)
    .describe('Notices by code, such as UK10; empty to look by words.'),
  words: z
    .string()
    .max(500)
    .nullable()
    .describe('What the period or notice is about, such as standstill; null for the codes alone.'),
  on_date: inputs.day.describe('Day on which the rows must be in force; null for today.'),
});

/** Rows that fit, and for periods the rows of other days beside them. */
export type NoticesFound = {
  readonly outcome: 'notices';
  readonly onDate: IsoDate;
  /** Codes asked for that do not exist. */
  readonly unknownCodes: readonly string[];
  readonly notices: readonly NoticeRule[];
  readonly limits: readonly TimeLimit[];
  /** The same periods before or after, so that “it was …” can be said. */
  readonly otherLimits: readonly TimeLimit[];
};

/** Share of the question's terms in the row's own words; rows need more than half of their name's terms. */
function fits(words: readonly string[], name: string): number {
  const terms = new Set(termsOf(name));
  const shared = words.filter((word) => terms.has(word)).length;
  return words.length === 0 || terms.size === 0 ? 0 : shared / Math.min(words.length, terms.size);
}

/** Notices and periods by code, by words and by day. */
export const noticeInfo = defineTool<z.infer<typeof input>>({
  name: 'notice_info',
  description:
    'What a notice (UK1 to UK17) is, when it is required and by when, or how long a period of the law is, on a given day.',
  input,
  run: async (asked, { guidance, today }) => {
    const onDate = (asked.on_date === null ? null : parseIsoDate(asked.on_date)) ?? today;
    const notices = guidance?.notices ?? [];
    const timeLimits = guidance?.timeLimits ?? [];
    const words = asked.words === null ? [] : [...new Set(termsOf(asked.words))];
    const current = inForce(notices, onDate);
    const named = asked.codes.flatMap((code) => current.filter((notice) => notice.code === code));
    const byWords =
      asked.codes.length > 0 || words.length === 0
        ? []
        : current
            .map((notice) => ({ notice, fit: fits(words, notice.name.replace(/\bnotice\b/i, '')) }))
            .filter(({ fit }) => fit > 0.6)
            .sort((left, right) => right.fit - left.fit)
            .slice(0, 3)
            .map(({ notice }) => notice);
    const limits =
      words.length === 0
        ? []
        : inForce(timeLimits, onDate)
            .map((row) => ({ row, fit: fits(words, `${row.what} ${row.id}`) }))
            .filter(({ fit }) => fit > 0.6)
            .sort((left, right) => right.fit - left.fit)
            .slice(0, 4)
            .map(({ row }) => row);
    const near = new Set(limits.map(({ id }) => id));
    return {
      outcome: 'notices',
      onDate,
      unknownCodes: asked.codes.filter((code) => !notices.some((notice) => notice.code === code)),
      notices: asked.codes.length > 0 ? named : byWords,
      limits,
      otherLimits: timeLimits
        .filter((row) => !near.has(row.id) && words.length > 0 && fits(words, `${row.what} ${row.id}`) > 0.6)
        .slice(0, 4),
    } satisfies NoticesFound;
  },
});
