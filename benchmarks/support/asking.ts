/** The questions of the benchmarks, and asking them many times. */

import type { Asked, Officer } from './officer.ts';
import { startProgram } from './processes.ts';

export type BenchmarkQuestion = {
  readonly name: string;
  readonly text: string;
  /** What a right answer says; anything else is a fault and must not be timed. */
  readonly expects: RegExp;
};

export const flagship: BenchmarkQuestion = {
  name: 'flagship',
  text: 'who else uses this housing system and when does it expire?',
  expects: /NEC Housing/,
};

export const otherQuestions: readonly BenchmarkQuestion[] = [
  { name: 'who uses, with a typo', text: 'who uses Northgate Housin?', expects: /NEC Housing/ },
  { name: 'expiring for us', text: 'what is expiring in the next 12 months for us?', expects: /Hillingdon/ },
  { name: 'systems of a borough', text: 'what systems does Camden have?', expects: /Camden/ },
  { name: 'find by supplier', text: 'find contracts with Civica worth over £100k', expects: /Civica/ },
];

/** The answer is not the one the question has, so its time means nothing. */
export class WrongAnswerError extends Error {
  readonly code = 'WRONG_ANSWER';
  constructor(question: string, answer: string) {
    super(`“${question}” was answered with something else: ${answer.slice(0, 400)}`);
    this.name = 'WrongAnswerError';
  }
}

/** Asks once and checks the answer. */
export async function askChecked(officer: Officer, question: BenchmarkQuestion): Promise<Asked> {
  const answer = await officer.ask(question.text);
  if (!question.expects.test(answer.raw)) throw new WrongAnswerError(question.text, answer.text);
  return answer;
}

/** Tells the bot which borough the officer works for; the first contact, never timed. */
export async function introduce(officer: Officer): Promise<void> {
  await askChecked(officer, { name: 'introduction', text: 'I work for Hillingdon', expects: /Hillingdon/ });
}

/** An echo bot on the same stack in a process of its own. */
export async function startEchoBot(): Promise<{ readonly url: string; readonly stop: () => Promise<void> }> {
  const program = startProgram('benchmarks/processes/echo-bot.ts');
  const line = await program.line(/^Echoing at/);
  return { url: /http\S+/.exec(line)?.[0] ?? '', stop: program.stop };
}
