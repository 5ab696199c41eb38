/** What the buttons of the answer cards reach for, made from the product. */
import { profileAnswer, thresholdAnswer } from './assistant/card-answers.ts';
import { createMemory } from './assistant/memory.ts';
import type { AnswerButtonParts } from './bot/answer-buttons.ts';
import type { Product } from './compose.ts';

/** Everything but the kept answers, which belong to the way in. */
export function answerButtonParts(product: Product): Omit<AnswerButtonParts, 'answers'> {
  const { assistant, catalogue, today, reference } = product;
  return {
    assistant,
    boroughs: reference.boroughs.map(({ buyer }) => ({ title: buyer.shortName, value: buyer.id })),
    profile: createMemory(product.database.kysely),
    calculate: (input) => thresholdAnswer(catalogue, today(), input),
    profileAnswer: (boroughName, isSaved) => profileAnswer(boroughName, isSaved, today()),
  };
}
