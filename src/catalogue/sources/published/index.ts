/** The catalogue shipped with the assistant: facts read from public pages, one row each. */
import type { ContractSource, ReadItem } from '../../source-record.ts';
import { reasonOf } from '../shared/reason.ts';
import { readTable, tooManyCells } from '../shared/table.ts';
import { publishedColumns, publishedRow } from './schema.ts';

/** Reads `knowledge/contracts/published.csv` and files of the same columns. */
export const published: ContractSource = {
  name: 'published',
  title: 'the shipped catalogue of published facts',
  sniff: (head) => (/^\s*"?id"?,"?buyers"?,"?kind"?,"?service_area"?,/i.test(head) ? 1 : 0),
  read,
};

async function* read(bytes: AsyncIterable<Buffer>): AsyncGenerator<ReadItem> {
  for await (const row of readTable(bytes, 'the shipped catalogue', publishedColumns)) {
    if (row.isTooLong) {
      yield { kind: 'dropped', line: row.line, reason: tooManyCells };
      continue;
    }
    const parsed = publishedRow.safeParse(
      Object.fromEntries(publishedColumns.map((column) => [column, row.cell(column)])),
    );
    yield parsed.success
      ? { kind: 'record', line: row.line, record: parsed.data }
      : { kind: 'dropped', line: row.line, reason: reasonOf(parsed.error) };
  }
}
