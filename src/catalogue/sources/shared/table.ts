/** Rows of a CSV with a header, each as a lookup by column name. */
import { SourceFormatError } from '../../errors.ts';
import { type CsvRow, readCsvRows } from './csv-rows.ts';

/** One row of a table. */
export type TableRow = {
  readonly line: number;
  /** The cell of a column by its exact name, or '' when the row has none. */
  readonly cell: (column: string) => string;
  /** True when the row has more cells than the header: its values are in the wrong columns. */
  readonly isTooLong: boolean;
};

/** Reason for rows whose values are in the wrong columns. */
export const tooManyCells = 'more cells than the header has columns';

/** Reads a table whose first row must hold all `columns`; throws `SourceFormatError` naming those that are missing. */
export async function* readTable(
  bytes: AsyncIterable<Buffer>,
  title: string,
  columns: readonly string[],
): AsyncGenerator<TableRow> {
  let positions: Map<string, number> | null = null;
  let width = 0;
  for await (const row of readCsvRows(bytes)) {
    if (positions === null) {
      positions = new Map(row.cells.map((cell, index) => [normaliseHeader(cell), index]));
      width = row.cells.length;
      refuseMissing(positions, title, columns);
      continue;
    }
    yield tableRow(row, positions, width);
  }
  if (positions === null)
    throw new SourceFormatError(`This file has no header row; ${title} starts with ${columns[0]}.`);
}

function tableRow(row: CsvRow, positions: ReadonlyMap<string, number>, width: number): TableRow {
  return {
    line: row.line,
    cell: (column) => row.cells[positions.get(normaliseHeader(column)) ?? -1] ?? '',
    isTooLong: row.cells.slice(width).some((cell) => cell.trim() !== ''),
  };
}

function normaliseHeader(header: string): string {
  return header.trim().toLowerCase().replace(/\s+/g, ' ');
}

function refuseMissing(
  positions: ReadonlyMap<string, number>,
  title: string,
  columns: readonly string[],
): void {
  const missing = columns.filter((column) => !positions.has(normaliseHeader(column)));
  if (missing.length === 0) return;
  const names = missing.slice(0, 5).join(', ');
  throw new SourceFormatError(
    `This is not ${title}: ${missing.length === 1 ? 'the column' : 'the columns'} ${names}${missing.length > 5 ? ' and more' : ''} cannot be found in its first row.`,
  );
}
