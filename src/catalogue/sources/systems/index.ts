/** A survey of which systems boroughs use. */
import type { ContractSource, ReadItem, ReadOptions } from '../../source-record.ts';
import { firstCells } from '../shared/csv-rows.ts';
import { reasonOf } from '../shared/reason.ts';
import { readTable, tooManyCells } from '../shared/table.ts';
import { systemsColumns, systemsRow } from './schema.ts';

/** Reads a survey CSV; a row without a clear visibility is for its owner only. */
export const systems: ContractSource = {
  name: 'systems',
  title: 'a survey of systems, CSV',
  sniff,
  read,
};

function sniff(head: string): number {
  const names = new Set(firstCells(head.split(/\r?\n/, 1)[0] ?? '').map((name) => name.toLowerCase()));
  return ['borough', 'service area', 'system', 'visibility'].every((name) => names.has(name)) ? 1 : 0;
}

async function* read(bytes: AsyncIterable<Buffer>, options: ReadOptions): AsyncGenerator<ReadItem> {
  const schema = systemsRow(options);
  for await (const row of readTable(bytes, 'a survey of systems', systemsColumns)) {
    if (row.isTooLong) {
      yield { kind: 'dropped', line: row.line, reason: tooManyCells };
      continue;
    }
    const parsed = schema.safeParse(
      Object.fromEntries(systemsColumns.map((column) => [column, row.cell(column)])),
    );
    yield parsed.success
      ? { kind: 'record', line: row.line, record: parsed.data }
      : { kind: 'dropped', line: row.line, reason: reasonOf(parsed.error) };
  }
}
