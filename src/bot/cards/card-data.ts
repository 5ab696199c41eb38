/** What our buttons send back. Data returns from outside, perhaps from an old or a forged card: parse it, never trust it. */
import { z } from 'zod';
import { cleanText } from '../clean-text.ts';

const cardData = z.discriminatedUnion('verb', [
  z.object({
    verb: z.literal('ask'),
    message: z.string().max(2_000).transform(cleanText).pipe(z.string().min(1)),
  }),
  z.object({
    verb: z.literal('page'),
    answerId: z.string().regex(/^[^\p{C}]{1,100}$/u),
    page: z.number().int().min(1).max(10_000),
  }),
]);

/** `ask` puts a question on the officer's behalf; `page` shows other rows of an answer already given. */
export type CardData = z.infer<typeof cardData>;

/** The data when it is ours and whole, else null. */
export function parseCardData(value: unknown): CardData | null {
  const parsed = cardData.safeParse(value);
  return parsed.success ? parsed.data : null;
}
