/** Rows of an answer as a card table that fits a phone: at most four columns, the others as second lines. */
import type { Section, TableRow } from '../../assistant/answer.ts';
import { type Element, type TableCellContent, table, text } from './elements.ts';
import { clip, escapeMarkdown } from './escape.ts';

/** Widest table a phone shows without cutting words. */
export const maxColumns = 4;

function marks(citations: readonly number[]): string {
  return citations.map((number) => `[${number}]`).join('');
}

const dateTitle = /\b(ends?|starts?|act by|dates?|latest|until|expires?)\b/i;

/** For every column the shown column whose cell takes its value: dates join a date, never the first, which names the row. */
function hostsOf(columns: readonly string[]): readonly number[] {
  const shown = Array.from({ length: Math.min(columns.length, maxColumns) }, (_unused, index) => index);
  const later = shown.slice(1);
  const dates = later.filter((index) => dateTitle.test(columns[index] ?? ''));
  const others = later.filter((index) => !dates.includes(index));
  let turn = 0;
  return columns.map((title, column) => {
    if (column < maxColumns) return column;
    const candidates = dateTitle.test(title) && dates.length > 0 ? dates : others.length > 0 ? others : later;
    turn += 1;
    return candidates[turn % candidates.length] ?? 0;
  });
}

function cellsOf(row: TableRow, columns: readonly string[], cellLimit: number): TableCellContent[] {
  const width = Math.min(columns.length, maxColumns);
  const hosts = hostsOf(columns);
  return Array.from({ length: width }, (_unused, host) => {
    const content: { markdown: string; tone: TableRow['cells'][number]['tone'] }[] = [];
    for (const [column, cell] of row.cells.slice(0, columns.length).entries()) {
      if (hosts[column] !== host) continue;
      const value = escapeMarkdown(clip(cell.text, cellLimit));
      if (column < maxColumns) {
        const suffix = column === 0 && row.citations.length > 0 ? ` ${marks(row.citations)}` : '';
        content.push({ markdown: `${value}${suffix}`, tone: cell.tone });
      } else if (value.trim() !== '') {
        const title = escapeMarkdown(clip(columns[column] ?? '', 40));
        content.push({ markdown: `${title}: ${value}`, tone: cell.tone === 'plain' ? 'subtle' : cell.tone });
      }
    }
    return content.length === 0 ? [{ markdown: ' ', tone: 'plain' as const }] : content;
  });
}

function weightsOf(rows: readonly TableCellContent[][], width: number): number[] {
  return Array.from({ length: width }, (_unused, column) => {
    const longest = Math.max(0, ...rows.map((row) => row[column]?.[0]?.markdown.length ?? 0));
    return longest > 24 ? 3 : 2;
  });
}

/** The given rows of a section; without column titles each row is one paragraph. */
export function answerTable(
  section: Section,
  rows: readonly TableRow[],
  limits: { readonly cellLimit: number; readonly columns: number; readonly withNarrow: boolean },
): readonly Element[] {
  if (rows.length === 0) return [];
  if (section.columns.length === 0) {
    return rows.map((row) =>
      text(
        `${row.cells
          .slice(0, limits.columns)
          .map((cell) => escapeMarkdown(clip(cell.text, limits.cellLimit)))
          .join(' · ')} ${marks(row.citations)}`.trim(),
      ),
    );
  }
  const columns = section.columns.slice(0, limits.columns);
  const cells = rows.map((row) => cellsOf(row, columns, limits.cellLimit));
  const titles = columns.slice(0, maxColumns).map((title) => escapeMarkdown(clip(title, 40)));
  return table(titles, cells, weightsOf(cells, titles.length), limits.withNarrow);
}
