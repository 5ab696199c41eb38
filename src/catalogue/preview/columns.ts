/** What each column of a register is taken for, and how its dates are written. Pure. */
import { type RegisterField, readHeader } from '../sources/register/headers.ts';
import { readSheetDate } from '../sources/shared/dates.ts';

/** One column as the file has it; `field` null is not used. */
export type ColumnMeaning = { readonly header: string; readonly field: RegisterField | null };

/** The columns of the header row, or null when the cells are not one. */
export function columnsOf(cells: readonly string[]): ColumnMeaning[] | null {
  const header = readHeader(cells);
  if (header === null) return null;
  const fields = new Map([...header.positions].map(([field, position]) => [position, field]));
  return cells.map((cell, position) => ({
    header: cell.trim().slice(0, 120),
    field: fields.get(position) ?? null,
  }));
}

/** How most dates of a file are written. */
export type DateFormat = 'dd/mm/yyyy' | 'mm/dd/yyyy' | 'yyyy-mm-dd' | 'words' | 'Excel numbers' | 'none';

/** What the date columns look like. */
export type DateGuess = {
  readonly format: DateFormat;
  /** Dates in that form, and dates in any other. */
  readonly count: number;
  readonly others: number;
  /** Day and month could be swapped (both at most 12): read day first. */
  readonly ambiguous: number;
  /** Words in date columns that are no date: kept as published. */
  readonly notDates: readonly string[];
};

const dateFields: ReadonlySet<RegisterField> = new Set(['start', 'end', 'initialEnd', 'maxExtent', 'review']);

function formatOf(text: string): { format: DateFormat; isAmbiguous: boolean } {
  if (/^\d{5}(?:\.\d+)?$/.test(text)) return { format: 'Excel numbers', isAmbiguous: false };
  if (/^\d{4}[-/.]\d{1,2}/.test(text)) return { format: 'yyyy-mm-dd', isAmbiguous: false };
  const slashed = /^(\d{1,2})[/.-](\d{1,2})[/.-]\d{2,4}/.exec(text);
  if (slashed === null) return { format: 'words', isAmbiguous: false };
  const [first, second] = [Number(slashed[1]), Number(slashed[2])];
  if (second > 12 && first <= 12) return { format: 'mm/dd/yyyy', isAmbiguous: false };
  return { format: 'dd/mm/yyyy', isAmbiguous: first <= 12 && second <= 12 && first !== second };
}

/** Collects dates row by row; `guess` may be asked at any time. */
export function createDateGuess(columns: readonly ColumnMeaning[]) {
  const counts = new Map<DateFormat, number>();
  const notDates = new Set<string>();
  let ambiguous = 0;
  return {
    add(cells: readonly string[]): void {
      for (const [position, column] of columns.entries()) {
        const text = (cells[position] ?? '').trim();
        if (column.field === null || !dateFields.has(column.field) || text === '') continue;
        const { format, isAmbiguous } = formatOf(text);
        const { date, partial } = readSheetDate(text);
        if (date === null && partial === null && format !== 'mm/dd/yyyy') {
          if (notDates.size < 10) notDates.add(text.slice(0, 60));
          continue;
        }
        counts.set(format, (counts.get(format) ?? 0) + 1);
        if (isAmbiguous) ambiguous += 1;
      }
    },
    guess(): DateGuess {
      const sorted = [...counts].sort((left, right) => right[1] - left[1] || left[0].localeCompare(right[0]));
      const [first] = sorted;
      const all = sorted.reduce((sum, [, count]) => sum + count, 0);
      return {
        format: first?.[0] ?? 'none',
        count: first?.[1] ?? 0,
        others: all - (first?.[1] ?? 0),
        ambiguous,
        notDates: [...notDates],
      };
    },
  };
}
