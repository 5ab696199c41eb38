/** Scores guidance: is the right passage found, does the answer hold the facts, is it today's law, does it refuse rightly. */
import { randomUUID } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { z } from 'zod';
import { answerAsText } from '../../src/assistant/answer-text.ts';
import type { Product } from '../../src/compose.ts';
import { holdsOn } from '../../src/retrieval/passage.ts';

const row = z.object({
  id: z.string(),
  question: z.string(),
  /** Passages that answer it, the best first; empty when nothing here does. */
  passages: z.array(z.string()),
  /** What the answer must hold, word for word. */
  facts: z.array(z.string()),
  isCovered: z.boolean(),
});

/** A question with the passages that answer it. */
export type GuidanceQuestion = z.infer<typeof row>;

/** The figures, each between 0 and 1 but for milliseconds, with the questions behind them. */
export type GuidanceScores = {
  readonly figures: Readonly<Record<string, number>>;
  readonly questions: number;
  readonly passages: number;
  /** One line a fault. */
  readonly faults: readonly string[];
};

/** The questions, one JSON object a line. */
export function readGuidanceQuestions(): GuidanceQuestion[] {
  return readFileSync(join(import.meta.dirname, 'questions.jsonl'), 'utf8')
    .split('\n')
    .filter((line) => line.trim() !== '')
    .map((line) => row.parse(JSON.parse(line)));
}

/** Discounted gain of the first ten against the best possible order. */
export function gainAtTen(found: readonly string[], wanted: readonly string[]): number {
  const gain = found
    .slice(0, 10)
    .reduce((sum, id, at) => sum + (wanted.includes(id) ? 1 / Math.log2(at + 2) : 0), 0);
  const best = wanted.slice(0, 10).reduce((sum, _id, at) => sum + 1 / Math.log2(at + 2), 0);
  return best === 0 ? 0 : gain / best;
}

const mean = (values: readonly number[]) =>
  values.reduce((sum, value) => sum + value, 0) / Math.max(1, values.length);

/** Asks every question twice: the passages for their order, the assistant for its answer. */
export async function scoreGuidance(product: Product): Promise<GuidanceScores> {
  const { guidance } = product;
  const today = product.today();
  const filter = { stages: null, role: null, regime: null, onDate: today };
  const gains: number[] = [];
  const recalls: number[] = [];
  const ranks: number[] = [];
  const facts: number[] = [];
  const times: number[] = [];
  const faults: string[] = [];
  const outcomes = { rightRefusals: 0, wrongRefusals: 0, missedRefusals: 0, wrongLaw: 0, led: 0, covered: 0 };
  const known = new Map(guidance.passages.map((passage) => [passage.id, passage]));
  for (const asked of readGuidanceQuestions()) {
    for (const id of asked.passages)
      if (!known.has(id)) faults.push(`${asked.id}: there is no passage ${id}`);
    const startedAt = performance.now();
    const found = (await guidance.find(asked.question, filter, 10)).hits.map(({ passage }) => passage.id);
    times.push(performance.now() - startedAt);
    const answer = await product.assistant.answer({
      text: asked.question,
      officer: { tenantId: 'evaluation', userId: randomUUID() },
      threadId: randomUUID(),
      scope: 'personal',
      boroughHint: null,
    });
    const refuses = answer.status !== 'answered';
    const said = answerAsText(answer, 10_000);
    if (!asked.isCovered) {
      if (refuses) outcomes.rightRefusals += 1;
      else {
        outcomes.missedRefusals += 1;
        faults.push(
          `${asked.id} should be refused: ${asked.question} -> ${answer.title}: ${answer.sentences[0]?.text.slice(0, 80)}`,
        );
      }
      continue;
    }
    outcomes.covered += 1;
    if (refuses) {
      outcomes.wrongRefusals += 1;
      faults.push(`${asked.id} refused: ${asked.question} -> ${answer.status}`);
    }
    gains.push(gainAtTen(found, asked.passages));
    recalls.push(found.slice(0, 5).some((id) => asked.passages.includes(id)) ? 1 : 0);
    const place = found.findIndex((id) => asked.passages.includes(id));
    ranks.push(place < 0 ? 0 : 1 / (place + 1));
    if (place !== 0)
      faults.push(
        `${asked.id} place ${place + 1}: ${asked.question} -> ${found[0]}, wanted ${asked.passages[0]}`,
      );
    if (asked.facts.length > 0) {
      const held = asked.facts.filter((fact) => said.toLowerCase().includes(fact.toLowerCase()));
      facts.push(held.length / asked.facts.length);
      if (held.length < asked.facts.length)
        faults.push(
          `${asked.id} lacks ${asked.facts.filter((fact) => !held.includes(fact)).join(', ')}: ${asked.question}`,
        );
    }
    const lead = guidance.passages.find((passage) => passage.answer === answer.sentences[0]?.text);
    if (asked.passages.some((id) => known.get(id)?.answer === answer.sentences[0]?.text)) outcomes.led += 1;
    // An old rule may be said first only when what has changed is said with it.
    if (lead !== undefined && !holdsOn(lead, today) && !/What changed:|Today’s rule/.test(said)) {
      outcomes.wrongLaw += 1;
      faults.push(`${asked.id} old law without what changed: ${asked.question} -> ${lead.id}`);
    }
  }
  const refused = outcomes.rightRefusals + outcomes.wrongRefusals;
  const uncovered = outcomes.rightRefusals + outcomes.missedRefusals;
  times.sort((left, right) => left - right);
  return {
    questions: readGuidanceQuestions().length,
    passages: guidance.passages.length,
    figures: {
      'nDCG@10': mean(gains),
      'recall@5': mean(recalls),
      MRR: mean(ranks),
      'answer-fact recall': mean(facts),
      'answer led by a right passage': outcomes.led / Math.max(1, outcomes.covered),
      'wrong-law rate': outcomes.wrongLaw / Math.max(1, outcomes.covered),
      'refusal precision': outcomes.rightRefusals / Math.max(1, refused),
      'refusal recall': outcomes.rightRefusals / Math.max(1, uncovered),
      'search milliseconds, median': times[Math.floor(times.length / 2)] ?? 0,
    },
    faults,
  };
}
