/** Asks every question of the set in process and compares the answers with what they must and must not hold. */
import { randomUUID } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { z } from 'zod';
import { answerAsText } from '../../src/assistant/answer-text.ts';
import type { Product } from '../../src/compose.ts';

const expectation = z.object({
  status: z.array(z.string()),
  holds: z.array(z.string()),
  lacks: z.array(z.string()),
});
const conversation = z.object({
  id: z.string(),
  kind: z.string(),
  turns: z.array(z.string()),
  /** Borough the officer works for, or null. */
  borough: z.string().nullable(),
  expect: z.array(expectation),
  ideal: z.string().nullable(),
  /** What the ideal answer needs that is not built yet; such questions are scored on honesty alone. */
  later: z.string().nullable(),
});

export type Conversation = z.infer<typeof conversation>;

export type QuestionScore = {
  readonly id: string;
  readonly kind: string;
  readonly isRight: boolean;
  readonly later: string | null;
  /** What was missing or wrong, a line each. */
  readonly faults: readonly string[];
  readonly milliseconds: number;
};

/** Conversations of one file, one JSON object a line. */
export function readConversations(file: string): Conversation[] {
  return readFileSync(join(import.meta.dirname, file), 'utf8')
    .split('\n')
    .filter((line) => line.trim() !== '')
    .map((line) => conversation.parse(JSON.parse(line)));
}

/** Runs one conversation as a new officer in a new thread. */
export async function scoreConversation(product: Product, asked: Conversation): Promise<QuestionScore> {
  const officer = { tenantId: 'evaluation', userId: randomUUID() };
  const threadId = randomUUID();
  const boroughHint =
    asked.borough === null
      ? null
      : (product.reference.boroughs.find(({ buyer }) => buyer.shortName === asked.borough)?.buyer.id ?? null);
  const faults: string[] = [];
  const startedAt = performance.now();
  for (const [at, text] of asked.turns.entries()) {
    const answer = await product.assistant.answer({
      text,
      officer,
      threadId,
      scope: 'personal',
      boroughHint,
    });
    const expected = asked.expect[at];
    if (expected === undefined) continue;
    // Lines are joined so that a phrase broken by the width is found.
    const said = answerAsText(answer, 10_000);
    const name = asked.turns.length > 1 ? `turn ${at + 1}: ` : '';
    if (!expected.status.includes(answer.status))
      faults.push(`${name}status ${answer.status}, expected ${expected.status.join(' or ')}`);
    for (const fact of expected.holds) if (!said.includes(fact)) faults.push(`${name}lacks “${fact}”`);
    for (const wrong of expected.lacks)
      if (said.includes(wrong)) faults.push(`${name}must not hold “${wrong}”`);
  }
  return {
    id: asked.id,
    kind: asked.kind,
    isRight: faults.length === 0,
    later: asked.later,
    faults,
    milliseconds: performance.now() - startedAt,
  };
}
