/** `npm run evaluate`: scores name resolution and answers, prints tables, and fails under the floors reached so far. */
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { composeProduct } from '../src/compose.ts';
import { readConfig } from '../src/config.ts';
import { groundingAsText, scoreGrounding } from './grounding/score-grounding.ts';
import { scoreGuidance } from './guidance/score-guidance.ts';
import { londonAsText, scoreLondonMerging } from './merging/score-london.ts';
import { mergingAsText, mergingUnderFloor, scoreMerging } from './merging/score-merging.ts';
import { type QuestionScore, readConversations, scoreConversation } from './questions/run-questions.ts';
import { evaluateResolution, reportAsText } from './resolution.ts';

type Floors = {
  readonly questions: Readonly<Record<string, number>>;
  /** Least values; for rates of faults and milliseconds the most. */
  readonly guidance: Readonly<Record<string, number>>;
  readonly grounding: Readonly<Record<string, number>>;
};

function table(title: string, scores: readonly QuestionScore[]): string {
  const kinds = [...new Set(scores.map((score) => score.kind))].sort();
  const lines = [title, 'kind            right   of   not built yet'];
  for (const kind of kinds) {
    const ofKind = scores.filter((score) => score.kind === kind);
    lines.push(
      `${kind.padEnd(15)} ${String(ofKind.filter((score) => score.isRight).length).padStart(5)} ${String(ofKind.length).padStart(4)} ${String(ofKind.filter((score) => score.later !== null).length).padStart(8)}`,
    );
  }
  const right = scores.filter((score) => score.isRight).length;
  const times = scores.map((score) => score.milliseconds).sort((left, right) => left - right);
  lines.push(
    `all             ${String(right).padStart(5)} ${String(scores.length).padStart(4)}   median ${(times[Math.floor(times.length / 2)] ?? 0).toFixed(0)} ms a conversation`,
  );
  for (const score of scores.filter((candidate) => !candidate.isRight)) {
    lines.push(`  ${score.id}: ${score.faults.join('; ')}`);
  }
  for (const score of scores.filter((candidate) => candidate.later !== null))
    lines.push(`  ${score.id}: not built yet: ${score.later}`);
  return lines.join('\n');
}

const folder = mkdtempSync(join(tmpdir(), 'evaluation-'));
const floors = JSON.parse(readFileSync(join(import.meta.dirname, 'floors.json'), 'utf8')) as Floors;
const product = await composeProduct(
  readConfig({
    DATA_DIR: folder,
    TODAY: '2026-11-23',
    KNOWLEDGE_DIR: join(import.meta.dirname, '../knowledge'),
    LOG_LEVEL: 'silent',
  }),
);
const under: string[] = [];
try {
  for (const file of [
    'examples.jsonl',
    'contracts.jsonl',
    'timeline.jsonl',
    'quality.jsonl',
    'figures.jsonl',
    'typed.jsonl',
    'alerts.jsonl',
    'engagement.jsonl',
    'walk-through.jsonl',
  ]) {
    const scores: QuestionScore[] = [];
    for (const asked of readConversations(file)) scores.push(await scoreConversation(product, asked));
    console.log(`${table(file, scores)}\n`);
    const share = scores.filter((score) => score.isRight).length / scores.length;
    const floor = floors.questions[file] ?? 0;
    if (share < floor) under.push(`${file}: ${share.toFixed(3)} right, floor ${floor}`);
  }
  const grounding = await scoreGrounding(product);
  console.log(`${groundingAsText(grounding)}\n`);
  for (const [name, figure] of Object.entries(grounding.figures)) {
    const floor = floors.grounding[name];
    const isFault = name.includes('rate');
    if (floor !== undefined && (isFault ? figure > floor : figure < floor))
      under.push(`grounding ${name}: ${figure.toFixed(4)}, ${isFault ? 'at most' : 'at least'} ${floor}`);
  }
  const guidance = await scoreGuidance(product);
  console.log(
    `guidance: ${guidance.questions} questions, ${guidance.passages} passages${' '.repeat(8)}all   development   held out`,
  );
  for (const [name, figure] of Object.entries(guidance.figures)) {
    const halves = (['development', 'held out'] as const).map((half) =>
      (guidance.halves[half][name] ?? 0).toFixed(3),
    );
    console.log(
      `  ${name.padEnd(42)} ${figure.toFixed(3)} ${halves[0]?.padStart(13)} ${halves[1]?.padStart(10)}`,
    );
    const floor = floors.guidance[name];
    const isFault = name.includes('rate') || name.includes('milliseconds');
    if (floor !== undefined && (isFault ? figure > floor : figure < floor))
      under.push(`guidance ${name}: ${figure.toFixed(3)}, ${isFault ? 'at most' : 'at least'} ${floor}`);
  }
  for (const fault of guidance.faults) console.log(`    ${fault}`);
  const day = new Date().toISOString().slice(0, 10);
  const results = join(import.meta.dirname, 'results');
  mkdirSync(results, { recursive: true });
  const { figures, halves, questions, passages } = guidance;
  writeFileSync(
    join(results, `guidance-${day}.json`),
    `${JSON.stringify({ day, questions, passages, figures, halves }, null, 2)}\n`,
  );
} finally {
  await product.close();
  rmSync(folder, { recursive: true, force: true });
}
const merging = await scoreMerging();
console.log(`${mergingAsText(merging)}\n`);
under.push(...mergingUnderFloor(merging ?? []));
const london = await scoreLondonMerging();
console.log(`${londonAsText(london)}\n`);
if (london !== null && london.found < london.expected)
  under.push(`merging of London records: ${london.found} of ${london.expected} labelled pairs in one deal`);
const resolution = await evaluateResolution();
console.log(reportAsText(resolution));
under.push(...resolution.underFloor);
if (under.length > 0) {
  console.error(`Under the floor:\n${under.join('\n')}`);
  process.exitCode = 1;
}
