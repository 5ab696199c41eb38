/** Rows of a CSV as text by column name. */
import { readFileSync } from 'node:fs';
import { parse } from 'csv-parse/sync';

export type Row = Readonly<Record<string, string>>;

/** Every row; cells that are missing are absent, so callers use `?? ''`. */
export function readRows(path: string): Row[] {
  return parse(readFileSync(path, 'utf8'), {
    bom: true,
    columns: true,
    relax_column_count: true,
    relax_quotes: true,
  }) as Row[];
}
