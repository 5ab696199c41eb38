/** An answer in plain words for clients that cannot draw cards, and for screen readers. */
import type { Answer, TableRow } from '../../assistant/answer.ts';
import { coverageInWords } from '../message-text.ts';

function rowInWords(row: TableRow): string {
  const words = row.cells.map((cell) => cell.text.trim()).filter((part) => part !== '');
  const marks = row.citations.map((number) => `[${number}]`).join('');
  return `${words.join(', ')} ${marks}`.trim();
}

/** Plain text: the sentences, the given rows one a line, coverage, next actions. */
export function fallbackText(answer: Answer, rows: readonly TableRow[]): string {
  return [
    answer.title,
    ...answer.sentences.map((sentence) => sentence.text),
    ...rows.map(rowInWords),
    ...(answer.coverage === null ? [] : [coverageInWords(answer.coverage)]),
    ...answer.nextActions,
  ].join('\n');
}
