/** How much of what is made wrong the grounding catches, and how much of what is right it removes. Fixed seed. */
import { randomUUID } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Draft } from '../../src/assistant/compose/draft.ts';
import { type Grounding, ground, groundingOf } from '../../src/assistant/ground.ts';
import { createMemory } from '../../src/assistant/memory.ts';
import type { Focus, Observation, Turn } from '../../src/assistant/planner.ts';
import { embeddedPlanner } from '../../src/assistant/planners/embedded/planner.ts';
import { settle } from '../../src/assistant/settle.ts';
import type { Product } from '../../src/compose.ts';
import { readConversations } from '../questions/run-questions.ts';
import { type FaultKind, faultKinds, perturbed, randomFrom } from './perturb.ts';
import { isTrueOfBoth } from './still-true.ts';

/** Another seed makes other faults: one that no rule was written against. */
const usualSeed = 20_261_123;
const questionFiles = ['examples', 'contracts', 'timeline', 'quality', 'figures', 'typed'];
const gate: readonly FaultKind[] = ['wrong year', 'swapped borough', 'invented supplier', 'shifted amount'];

/** Sentences of one true answer with the rows they were made from. */
type TrueAnswer = {
  readonly draft: Draft;
  readonly grounding: Grounding;
  readonly sentences: readonly string[];
  readonly observations: readonly Observation[];
  readonly ownId: string | null;
  /** What the grounding of the whole answer took, its rows read anew. */
  readonly milliseconds: number;
};

export type GroundingScore = {
  readonly answers: number;
  /** Sentences and lines of tables checked, and those removed although they are right. */
  readonly checked: number;
  readonly removed: number;
  readonly kinds: readonly { readonly kind: FaultKind; readonly made: number; readonly caught: number }[];
  readonly figures: Readonly<Record<string, number>>;
  /** Changed sentences that the rows bear out all the same: they are not counted as made. */
  readonly stillTrue: number;
  /** Of the grounding of one whole answer. */
  readonly milliseconds: { readonly median: number; readonly p95: number };
  /** Every wrong sentence that was let through, and every right one removed. */
  readonly missed: readonly string[];
  readonly removedTexts: readonly string[];
};

function guidanceQuestions(): string[] {
  return readFileSync(join(import.meta.dirname, '../guidance/questions.jsonl'), 'utf8')
    .split('\n')
    .filter((line) => line.trim() !== '')
    .map((line) => (JSON.parse(line) as { readonly question: string }).question);
}

async function trueAnswers(product: Product): Promise<TrueAnswer[]> {
  const memory = createMemory(product.database.kysely);
  const names = await product.catalogue.names();
  const found: TrueAnswer[] = [];
  const conversations = [
    ...questionFiles.flatMap((file) => readConversations(`${file}.jsonl`)),
    ...guidanceQuestions().map((text) => ({ turns: [text], borough: null })),
  ];
  for (const { turns, borough } of conversations) {
    const own = product.reference.boroughs.find(({ buyer }) => buyer.shortName === borough)?.buyer ?? null;
    const officer = { tenantId: 'grounding', userId: randomUUID() };
    let focus: Focus | null = null;
    for (const text of turns) {
      const turn: Turn = {
        text,
        today: product.today(),
        borough: own === null ? null : { id: own.id, name: own.shortName },
        focus,
        names,
        catalogue: product.catalogue,
        guidanceStrength: product.guidance.strengthOf(text),
      };
      const outcome = await settle(
        {
          catalogue: product.catalogue,
          planner: embeddedPlanner,
          memory,
          guidance: product.guidance,
          isVouchedFor: () => false,
          // The answers as composed: what the grounding would remove is counted here.
          isUngrounded: true,
        },
        { text, officer, threadId: officer.userId, scope: 'personal', boroughHint: own?.id ?? null },
        turn,
      );
      focus = outcome.focus;
      // A question back states nothing.
      if (outcome.observations.length === 0 || outcome.draft.status === 'clarify') continue;
      const { draft } = outcome;
      const sentences = [...draft.sentences, ...draft.sections.flatMap((section) => section.sentences)].map(
        (sentence) => sentence.text,
      );
      const startedAt = performance.now();
      ground(draft, outcome.observations, turn);
      found.push({
        milliseconds: performance.now() - startedAt,
        observations: outcome.observations,
        ownId: outcome.borough?.id ?? null,
        draft,
        grounding: groundingOf(outcome.observations, turn),
        sentences: [...sentences, ...draft.nextActions],
      });
    }
  }
  return found;
}

/** Asks every question of the sets, checks the true answers, then `total` answers made wrong in one place. */
export async function scoreGrounding(
  product: Product,
  total = 10_000,
  seed = usualSeed,
): Promise<GroundingScore> {
  const answers = await trueAnswers(product);
  const names = await product.catalogue.names();
  const boroughs = product.reference.boroughs.map(({ buyer }) => buyer);
  const random = randomFrom(seed);
  let checked = 0;
  const removedTexts: string[] = [];
  for (const { draft, grounding, sentences } of answers) {
    for (const text of sentences) {
      checked += 1;
      if (grounding.sentence(text) !== null) removedTexts.push(text);
    }
    for (const row of draft.sections.flatMap((section) => section.rows)) {
      checked += 1;
      if (grounding.row(row) !== null) removedTexts.push(row.cells.map(({ text }) => text).join(' / '));
    }
  }
  const missed: string[] = [];
  let stillTrue = 0;
  const kinds = faultKinds.map((kind) => {
    const wanted = gate.includes(kind) ? total / gate.length : total / 20;
    let made = 0;
    let caught = 0;
    for (let tries = 0; made < wanted && tries < wanted * 200; tries += 1) {
      const answer = answers[Math.floor(random() * answers.length)];
      const text = answer?.sentences[Math.floor(random() * answer.sentences.length)];
      if (answer === undefined || text === undefined) continue;
      const wrong = perturbed(text, kind, names, boroughs, random);
      if (wrong === null || wrong.text === text) continue;
      if (
        wrong.swapped !== null &&
        isTrueOfBoth(text, wrong.swapped, answer.observations, {
          buyerId: answer.ownId,
          today: product.today(),
        })
      ) {
        stillTrue += 1;
        continue;
      }
      made += 1;
      if (answer.grounding.sentence(wrong.text) !== null) caught += 1;
      else missed.push(`${kind}: ${wrong.text}`);
    }
    return { kind, made, caught };
  });
  const times = answers.map(({ milliseconds }) => milliseconds).sort((left, right) => left - right);
  const timeAt = (share: number) => times[Math.min(times.length - 1, Math.floor(times.length * share))] ?? 0;
  const gated = kinds.filter(({ kind }) => gate.includes(kind));
  const sum = (pick: (item: (typeof kinds)[number]) => number) =>
    gated.reduce((all, item) => all + pick(item), 0);
  return {
    answers: answers.length,
    checked,
    removed: removedTexts.length,
    kinds,
    figures: {
      'caught share': sum(({ caught }) => caught) / sum(({ made }) => made),
      'false-removal rate': removedTexts.length / checked,
    },
    stillTrue,
    milliseconds: { median: timeAt(0.5), p95: timeAt(0.95) },
    missed,
    removedTexts,
  };
}

/** The score as a table of lines. */
export function groundingAsText(score: GroundingScore): string {
  return [
    `grounding: ${score.answers} true answers, ${score.checked} sentences and lines checked`,
    ...score.kinds.map(({ kind, made, caught }) => `  ${kind.padEnd(20)} ${caught} of ${made} caught`),
    ...Object.entries(score.figures).map(
      ([name, figure]) => `  ${name.padEnd(20)} ${(figure * 100).toFixed(2)} %`,
    ),
    `  changed and still true by the rows, not counted: ${score.stillTrue}`,
    `  milliseconds an answer: median ${score.milliseconds.median.toFixed(2)}, p95 ${score.milliseconds.p95.toFixed(2)}`,
    ...score.removedTexts.slice(0, 20).map((text) => `    removed: ${text.slice(0, 160)}`),
    ...score.missed.slice(0, 10).map((text) => `    missed: ${text.slice(0, 160)}`),
  ].join('\n');
}
