/** Reads one CSV of the knowledge folder, row by row through its schema. */
import { readFile } from 'node:fs/promises';
import { basename } from 'node:path';
import { type CsvError, parse } from 'csv-parse/sync';
import type { z } from 'zod';
import { ReferenceDataError } from './reference-error.ts';

type NumberedRow = { readonly record: unknown; readonly info: { readonly lines: number } };

function parseRows(file: string, text: string): NumberedRow[] {
  try {
    return parse(text, {
      bom: true,
      columns: true,
      info: true,
      skip_empty_lines: true,
      trim: true,
    }) as NumberedRow[];
  } catch (error) {
    const line = (error as Partial<CsvError>)['lines'];
    throw new ReferenceDataError(
      file,
      typeof line === 'number' ? line : null,
      `the row cannot be read as CSV. Check its quotation marks and that it has as many cells as the header.`,
      { cause: error },
    );
  }
}

/** Rows of the file in order; rejects with `ReferenceDataError` on the first faulty or repeated row. */
export async function readCsv<Schema extends z.ZodType>(
  path: string,
  schema: Schema,
  keyOf: (row: z.output<Schema>) => string,
): Promise<z.output<Schema>[]> {
  const file = basename(path);
  let text: string;
  try {
    text = await readFile(path, 'utf8');
  } catch (error) {
    throw new ReferenceDataError(
      file,
      null,
      `the file cannot be read. Check KNOWLEDGE_DIR and that it is there.`,
      { cause: error },
    );
  }
  const seen = new Map<string, number>();
  const rows: z.output<Schema>[] = [];
  for (const { record, info } of parseRows(file, text)) {
    const result = schema.safeParse(record);
    if (!result.success) {
      const issue = result.error.issues[0];
      const column = String(issue?.path[0] ?? 'row');
      throw new ReferenceDataError(
        file,
        info.lines,
        `${column}: ${issue?.message ?? 'not valid'}. Correct the cell.`,
      );
    }
    const key = keyOf(result.data);
    const earlier = seen.get(key);
    if (earlier !== undefined) {
      throw new ReferenceDataError(
        file,
        info.lines,
        `"${key}" stands on line ${earlier} already. Keep one of the two.`,
      );
    }
    seen.set(key, info.lines);
    rows.push(result.data);
  }
  if (rows.length === 0) throw new ReferenceDataError(file, null, 'the file has no rows. Restore it.');
  return rows;
}
