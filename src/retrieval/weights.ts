/** How a search weighs its parts. */

/** What each part of a score counts; measured, see docs/retrieval.md. */
export const weights = {
  words: 0.62,
  meaning: 0.38,
  role: 0.08,
  /** Power of the number of the question’s words that a passage holds, by which its score by words is multiplied. */
  coordination: 1,
  nearness: 0.12,
  held: 0.3,
  /** How like the question is to a known way of asking for the passage. */
  likeness: 0.5,
  heading: 0.15,
  kind: 0.25,
  denial: 0.05,
  expansion: 0.35,
  repaired: 0.8,
  oldLaw: 0.1,
  lapsed: 0.72,
  notThen: 0.35,
};
/** How the two rankings and the share of the question that a passage holds are brought together. */
export type Blend = Readonly<Record<'words' | 'meaning' | 'coordination' | 'nearness' | 'held', number>>;

/** For questions as officers ask them: short, so that a passage which holds one word more is the better one. */
export const questionBlend: Blend = weights;

/** For long statements, of which no text holds every word; chosen on the training claims of SciFact. */
export const statementBlend: Blend = { words: 0.8, meaning: 0.2, coordination: 0, nearness: 0.2, held: 0 };

/** How much a term counts by where it stands. */
export const fieldBoosts = { heading: 8, asked: 3, title: 1, topics: 1.1, answer: 1.4, text: 1 };
/** How BM25 counts repeated words (`k`) and long texts (`b`); `d` adds nothing for the mere presence of a word. */
export const wordWeights = { k: 1.2, b: 0.7, d: 0 };
