/** What the walk-through's buttons carry; it comes back from outside, perhaps from an old card or a forged one. */
import { createHash } from 'node:crypto';
import { z } from 'zod';
import { bounds } from '../../toolkit/opportunity.ts';
import { cleanText } from '../clean-text.ts';

const id = z.string().regex(/^W-[0-9A-F]{10}$/);
const step = z.string().regex(/^[a-z-]{1,80}$/);
const page = z.number().int().min(1).max(1_000).default(1);
/** Typed text, without hidden characters; missing where the client left the input out. */
const typed = (most: number) => z.string().max(most).transform(cleanText).optional();

/** What a card can show. */
export const views = ['overview', 'step', 'dates', 'team'] as const;
/** One of them. */
export type CardView = (typeof views)[number];

/** Shows a purchase; changes nothing. */
export const showData = z.object({ id, view: z.enum(views), step: step.optional(), page });
/** Begins a purchase for a contract, or opens the one begun: for buttons of alerts and contract cards. */
export const startData = z.object({ contractId: z.string().regex(/^[^\p{C}]{1,40}$/u) });
/** The officer's purchases. */
export const listData = z.object({ page });
/** Saves a step's card and perhaps moves on. `drawn` tells what stood in the inputs when the card was drawn. */
export const saveData = z.object({
  id,
  version: z.number().int().min(1).max(1e9),
  step,
  move: z.enum(['stay', 'next', 'skip', 'back']),
  drawn: z.object({
    list: z.string().max(16),
    answer: z.string().max(16),
    owner: z.string().max(16),
    checks: z.array(z.number().int().min(0).max(20)).max(20),
  }),
  answer: typed(bounds.answer),
  owner: typed(bounds.owner),
  checks: z
    .string()
    .max(100)
    .regex(/^(?:\d{1,2}(?:,\d{1,2})*)?$/)
    .optional(),
  target: z.string().max(10).optional(),
  money: typed(200),
  vat: z.enum(['', 'excluding', 'including']).optional(),
  area: typed(100),
});
/** Saves an owner and a decision. */
export const teamData = z.object({
  id,
  version: z.number().int().min(1).max(1e9),
  task: typed(bounds.task),
  owner: typed(bounds.owner),
  decision: typed(bounds.decision),
});

/** What pressing a button of a step's card sends. */
export type SaveData = z.output<typeof saveData>;

/** Short mark of a text, to tell whether an input was changed since its card was drawn. */
export function markOf(text: string): string {
  return createHash('sha256').update(text).digest('base64url').slice(0, 12);
}
