/** Cells of an answer as card text; all of it escaped. */
import type { Cell, TableRow } from '../../../assistant/answer.ts';
import { type Element, facts, smallText, text } from '../elements.ts';
import { clip, escapeMarkdown } from '../escape.ts';

const longest = 400;

/** The text of one cell as Markdown, lines kept; a missing cell is empty. */
export function cellWords(row: TableRow, column: number, limit = longest): string {
  const cell = row.cells[column];
  return cell === undefined
    ? ''
    : escapeMarkdown(clip(cell.text, limit))
        .split('\n')
        .map((line) => line.trim())
        .join('\n\n');
}

/** The first line of a cell as Markdown. */
export function firstLine(row: TableRow, column: number): string {
  return escapeMarkdown(clip(row.cells[column]?.text.split('\n')[0] ?? '', longest));
}

/** The tone of a cell, plain where there is none. */
export function toneOf(row: TableRow, column: number): Cell['tone'] {
  return row.cells[column]?.tone ?? 'plain';
}

/** `[1][2]` after what they bear out; empty without sources. */
export function marksOf(row: TableRow): string {
  return row.citations.map((number) => `[${number}]`).join('');
}

/** Rows of two columns as names and values. */
export function factsOf(rows: readonly TableRow[]): readonly Element[] {
  return [
    facts(
      rows.map((row) => ({
        name: cellWords(row, 0, 80),
        value: `${cellWords(row, 1)}${row.citations.length === 0 ? '' : ` ${marksOf(row)}`}`,
      })),
    ),
  ];
}

/** A row as a bold line and smaller ones below it, for what must be read on a phone. */
export function entry(
  title: string,
  lines: readonly { readonly markdown: string; readonly tone: Cell['tone'] }[],
): Element {
  return {
    type: 'Container',
    separator: true,
    spacing: 'Small',
    items: [
      { ...text(title), weight: 'Bolder' },
      ...lines
        .filter(({ markdown }) => markdown.trim() !== '')
        .map(({ markdown, tone }) =>
          tone === 'subtle' ? smallText(markdown) : { ...text(markdown, tone), spacing: 'Small' as const },
        ),
    ],
  };
}
