/** Reads CSV as rows of cells, as a stream, with the line each row starts on. */
import { pipeline, Readable } from 'node:stream';
import { CsvError, parse } from 'csv-parse';
import { SourceFormatError } from '../../errors.ts';
import { decodeToUtf8, peek } from '../../open-file-decode.ts';

/** One row of a CSV file. */
export type CsvRow = {
  /** 1-based line of the file on which the row starts. */
  readonly line: number;
  readonly cells: readonly string[];
};

const largestRow = 2 * 1024 * 1024;

/**
 * Rows with at least one cell that is not empty. Comma, semicolon and tab are told apart by the first lines. Throws
 * `SourceFormatError` for an unclosed quote, a row above 2 MB or bytes that are not text.
 */
export async function* readCsvRows(bytes: AsyncIterable<Buffer>): AsyncGenerator<CsvRow> {
  const { head, all } = await peek(decodeToUtf8(bytes), 16 * 1024);
  // The parser reads ahead; when it fails, this is the line on which the row it could not read starts.
  let nextLine = 1;
  const parser = parse({
    delimiter: findDelimiter(head.toString('utf8')),
    relax_column_count: true,
    relax_quotes: true,
    skip_empty_lines: false,
    info: true,
    max_record_size: largestRow,
    on_record: (record: string[], context) => {
      nextLine = context.lines + 1;
      return record;
    },
  });
  pipeline(Readable.from(all, { objectMode: true }), parser, () => {
    // The failure reaches the reader below through the destroyed parser.
  });
  let line = 1;
  try {
    for await (const item of parser as AsyncIterable<{ record: string[]; info: { lines: number } }>) {
      const start = line;
      line = item.info.lines + 1;
      if (item.record.some((cell) => cell.trim() !== '')) yield { line: start, cells: item.record };
    }
  } catch (error) {
    throw explain(error, nextLine);
  }
}

function findDelimiter(head: string): string {
  const lines = head.split(/\r?\n/, 20);
  const count = (mark: string): number => Math.max(...lines.map((text) => text.split(mark).length));
  const [commas, semicolons, tabs] = [count(','), count(';'), count('\t')];
  if (tabs > commas && tabs > semicolons) return '\t';
  return semicolons > commas ? ';' : ',';
}

function explain(error: unknown, line: number): unknown {
  if (!(error instanceof CsvError)) return error;
  if (error.code === 'CSV_QUOTE_NOT_CLOSED' || error.code === 'CSV_MAX_RECORD_SIZE') {
    return new SourceFormatError(
      `The row that starts on line ${line} does not end (a quotation mark is not closed, or the row is above 2 MB); repair that line or fetch the file again.`,
      { cause: error },
    );
  }
  return new SourceFormatError(
    `Line ${line} cannot be read as CSV; repair it or save the sheet as CSV again.`,
    { cause: error },
  );
}

/** The cells of the first row of a decoded head, for telling formats apart; quotes are understood, line breaks inside are not. */
export function firstCells(headLine: string): string[] {
  const cells: string[] = [];
  for (const match of headLine.slice(0, 8000).matchAll(/(?:^|[,;\t])(?:"((?:[^"]|"")*)"|([^,;\t]*))/g)) {
    cells.push((match[1]?.replaceAll('""', '"') ?? match[2] ?? '').trim());
  }
  return cells;
}
