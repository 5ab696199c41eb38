/** The CSV export of Contracts Finder, with its 43 columns. */
import type { ContractSource, ReadItem, ReadOptions } from '../../source-record.ts';
import { reasonOf } from '../shared/reason.ts';
import { readTable, tooManyCells } from '../shared/table.ts';
import { contractsFinderColumns, contractsFinderRow } from './schema.ts';

/** Reads the export; only awarded notices are contracts, the others are procurements. */
export const contractsFinder: ContractSource = {
  name: 'contracts-finder',
  title: 'the Contracts Finder CSV export',
  sniff: (head) => (/^\s*"?Notice Identifier"?,/i.test(head) && head.includes('Supplier [Name|') ? 1 : 0),
  read,
};

async function* read(bytes: AsyncIterable<Buffer>, options: ReadOptions): AsyncGenerator<ReadItem> {
  const schema = contractsFinderRow(options);
  for await (const row of readTable(bytes, 'the Contracts Finder export', contractsFinderColumns)) {
    if (row.isTooLong) {
      yield { kind: 'dropped', line: row.line, reason: tooManyCells };
      continue;
    }
    const parsed = schema.safeParse(
      Object.fromEntries(contractsFinderColumns.map((column) => [column, row.cell(column)])),
    );
    yield parsed.success
      ? { kind: 'record', line: row.line, record: parsed.data }
      : { kind: 'dropped', line: row.line, reason: reasonOf(parsed.error) };
  }
}
