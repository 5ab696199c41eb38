/** One purchase on its way through the toolkit: what officers have said of it, and how that may change. */
import { z } from 'zod';
import { type IsoDate, parseIsoDate } from '../procurement/iso-date.ts';

/** Bounds of what one purchase holds, so that neither a card nor a row grows without end. */
export const bounds = {
  title: 120,
  answer: 1_000,
  owner: 80,
  task: 160,
  decision: 500,
  decisions: 200,
  owners: 100,
} as const;

const day = z
  .string()
  .refine((text) => parseIsoDate(text) !== null, 'must be a date like 2026-11-23')
  .transform((text) => text as IsoDate);
const stepId = z.string().min(1).max(80);

const stateSchema = z.object({
  /** The step the people are on. */
  step: stepId,
  answers: z.record(stepId, z.string().max(bounds.answer)).default({}),
  /** Items of the step's checklist that are done, by their words. */
  checks: z.record(stepId, z.array(z.string().max(300)).max(20)).default({}),
  done: z.array(stepId).max(200).default([]),
  skipped: z.array(stepId).max(200).default([]),
  owners: z
    .array(z.object({ task: z.string().max(bounds.task), owner: z.string().max(bounds.owner) }))
    .max(bounds.owners)
    .default([]),
  decisions: z
    .array(z.object({ on: day, words: z.string().max(bounds.decision) }))
    .max(bounds.decisions)
    .default([]),
  amount: z.number().positive().max(1e12).nullable().default(null),
  /** Whether the amount is for the whole life or for each year. */
  per: z.enum(['whole', 'year']).default('whole'),
  years: z.number().positive().max(50).nullable().default(null),
  vat: z.enum(['excluding', 'including', 'unknown']).default('unknown'),
  /** The day by which the new contract must work, as the officers say it. */
  target: day.nullable().default(null),
});

/** What the people working on it have said, all of it theirs: facts of contracts are never kept here. */
export type WalkState = Readonly<z.output<typeof stateSchema>>;

/** What is stored, checked when it is read back; null when an older release wrote what this one cannot use. */
export function parseState(value: unknown): WalkState | null {
  const parsed = stateSchema.safeParse(value);
  return parsed.success ? parsed.data : null;
}

/** A purchase as stored. */
export type Opportunity = {
  /** `W-1A2B3C4D5E`, as officers type it. */
  readonly id: string;
  readonly tenantId: string;
  /** The channel or group chat whose members share it; null for one person's own. */
  readonly place: string | null;
  readonly boroughId: string | null;
  readonly title: string;
  /** The contract to be replaced, looked up anew each time it is shown. */
  readonly contractId: string | null;
  readonly serviceArea: string | null;
  /** Product or firm as the officer named it. */
  readonly name: string | null;
  readonly state: WalkState;
  /** Grows by one with each change. */
  readonly version: number;
  readonly createdOn: IsoDate;
};

/** What an officer does. Each says all it needs, so that a second press of one button changes nothing more. */
export type WalkChange =
  | { readonly kind: 'answer'; readonly step: string; readonly words: string }
  | { readonly kind: 'check'; readonly step: string; readonly item: string; readonly isDone: boolean }
  | { readonly kind: 'finish'; readonly step: string }
  | { readonly kind: 'skip'; readonly step: string }
  | { readonly kind: 'go'; readonly step: string }
  | { readonly kind: 'owner'; readonly task: string; readonly owner: string }
  | { readonly kind: 'decide'; readonly words: string; readonly on: IsoDate }
  | { readonly kind: 'target'; readonly date: IsoDate | null }
  | {
      readonly kind: 'value';
      readonly amount?: number;
      readonly per?: 'whole' | 'year';
      readonly years?: number;
      readonly vat?: 'excluding' | 'including';
    }
  | { readonly kind: 'area'; readonly serviceArea: string };

/**
 * At most so many characters of what was typed, as the database can keep them: without control characters but line
 * breaks, and without half a character where it is cut.
 */
export function typedText(text: string, most: number): string {
  return text
    .replace(/\r\n?/g, '\n')
    .replace(/(?!\n)\p{Cc}/gu, ' ')
    .slice(0, most)
    .replace(/\p{Cs}/gu, '')
    .trim();
}

/** A fresh state on the first step. */
export function emptyState(step: string): WalkState {
  return stateSchema.parse({ step });
}
