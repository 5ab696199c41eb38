/** Scores guidance: is the right passage found, does the answer hold the facts, is it today's law, does it refuse rightly. */
import { createHash, randomUUID } from 'node:crypto';
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

/** Questions whose faults were looked at while rules were set, and those that were only counted. */
export type Half = 'development' | 'held out';

/** Which half a question belongs to, by a hash of its id alone, so that no one chooses. */
export function halfOf(id: string): Half {
  return createHash('sha256').update(id).digest().readUInt8(0) % 2 === 0 ? 'development' : 'held out';
}

/** Figures by their names, each between 0 and 1 but for milliseconds. */
export type Figures = Readonly<Record<string, number>>;

/** The figures of all questions and of each half, with the faults of the development half, one a line. */
export type GuidanceScores = {
  readonly figures: Figures;
  readonly halves: Readonly<Record<Half, Figures>>;
  readonly questions: number;
  readonly passages: number;
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

/** What became of one question; null where a figure has nothing to say of it. */
type Outcome = {
  readonly isCovered: boolean;
  readonly refuses: boolean;
  readonly gain: number;
  readonly isInFive: boolean;
  readonly rank: number;
  readonly facts: number | null;
  readonly isLed: boolean;
  readonly isWrongLaw: boolean;
  readonly milliseconds: number;
  readonly faults: readonly string[];
};

/** Asks a question twice: the passages for their order, the assistant for its answer. */
async function ask(product: Product, asked: GuidanceQuestion): Promise<Outcome> {
  const { guidance } = product;
  const today = product.today();
  const faults = asked.passages
    .filter((id) => guidance.passage(id)?.id !== id)
    .map((id) => `there is no passage ${id}`);
  const filter = { stages: null, role: null, regime: null, onDate: today };
  const startedAt = performance.now();
  const found = (await guidance.find(asked.question, filter, 10)).hits.map(({ passage }) => passage.id);
  const milliseconds = performance.now() - startedAt;
  const answer = await product.assistant.answer({
    text: asked.question,
    officer: { tenantId: 'evaluation', userId: randomUUID() },
    threadId: randomUUID(),
    scope: 'personal',
    boroughHint: null,
  });
  const refuses = answer.status !== 'answered';
  const said = answerAsText(answer, 10_000);
  const first = answer.sentences[0]?.text ?? '';
  // References to pages are put into words when a passage is said, so only what stands before the first is compared.
  const isSaid = (words: string) => {
    const [start = ''] = words.split(/\b(?:law|guidance\/[a-z-]+)\/|(?:^|\s)[Ss]ee /);
    return start.length > 20 ? first.startsWith(start.trim()) : first === words;
  };
  const place = found.findIndex((id) => asked.passages.includes(id));
  const held = asked.facts.filter((fact) => said.toLowerCase().includes(fact.toLowerCase()));
  const lead = guidance.passages.find((passage) => isSaid(passage.answer));
  const isLed = asked.passages.some((id) => isSaid(guidance.passage(id)?.answer ?? '-'));
  // An old rule may be said first only when what has changed is said with it.
  const isWrongLaw =
    asked.isCovered &&
    lead !== undefined &&
    !holdsOn(lead, today) &&
    !/What changed:|Today’s rule/.test(said);
  if (asked.isCovered) {
    if (refuses) faults.push(`refused: ${answer.status}, ${first.slice(0, 80)}`);
    if (place !== 0) faults.push(`place ${place + 1}: ${found[0]}, wanted ${asked.passages[0]}`);
    if (!isLed && !refuses)
      faults.push(`led by ${lead?.id ?? `“${first.slice(0, 80)}”`}, wanted ${asked.passages[0]}`);
    if (held.length < asked.facts.length)
      faults.push(`lacks ${asked.facts.filter((fact) => !held.includes(fact)).join(', ')}`);
    if (isWrongLaw) faults.push(`old law without what changed: ${lead?.id}`);
  } else if (!refuses) faults.push(`should be refused: ${answer.title}: ${first.slice(0, 80)}`);
  return {
    isCovered: asked.isCovered,
    refuses,
    gain: gainAtTen(found, asked.passages),
    isInFive: place >= 0 && place < 5,
    rank: place < 0 ? 0 : 1 / (place + 1),
    facts: asked.facts.length === 0 ? null : held.length / asked.facts.length,
    isLed,
    isWrongLaw,
    milliseconds,
    faults: faults.map((fault) => `${asked.id} ${asked.question}: ${fault}`),
  };
}

function figuresOf(outcomes: readonly Outcome[]): Figures {
  const covered = outcomes.filter(({ isCovered }) => isCovered);
  const refused = outcomes.filter(({ refuses }) => refuses);
  const share = (of: readonly Outcome[], is: (outcome: Outcome) => boolean) =>
    mean(of.map((outcome) => (is(outcome) ? 1 : 0)));
  const times = outcomes.map(({ milliseconds }) => milliseconds).sort((left, right) => left - right);
  return {
    'nDCG@10': mean(covered.map(({ gain }) => gain)),
    'recall@5': share(covered, ({ isInFive }) => isInFive),
    MRR: mean(covered.map(({ rank }) => rank)),
    'answer-fact recall': mean(covered.flatMap(({ facts }) => facts ?? [])),
    'answer led by a right passage': share(covered, ({ isLed }) => isLed),
    'wrong-law rate': share(covered, ({ isWrongLaw }) => isWrongLaw),
    'refusal precision': share(refused, ({ isCovered }) => !isCovered),
    'refusal recall': share(
      outcomes.filter(({ isCovered }) => !isCovered),
      ({ refuses }) => refuses,
    ),
    'search milliseconds, median': times[Math.floor(times.length / 2)] ?? 0,
  };
}

/** Asks every question; the faults of the held-out half are counted and never told, so that no rule is made of them. */
export async function scoreGuidance(product: Product): Promise<GuidanceScores> {
  const scored: { readonly half: Half; readonly outcome: Outcome }[] = [];
  for (const asked of readGuidanceQuestions())
    scored.push({ half: halfOf(asked.id), outcome: await ask(product, asked) });
  const of = (half: Half) => scored.filter((one) => one.half === half).map(({ outcome }) => outcome);
  return {
    questions: scored.length,
    passages: product.guidance.passages.length,
    figures: figuresOf(scored.map(({ outcome }) => outcome)),
    halves: { development: figuresOf(of('development')), 'held out': figuresOf(of('held out')) },
    faults: of('development').flatMap(({ faults }) => faults),
  };
}
