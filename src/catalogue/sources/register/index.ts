/** Contract registers as councils publish them under the Local Government Transparency Code. */
import { SourceFormatError } from '../../errors.ts';
import type { ContractSource, ReadItem, ReadOptions } from '../../source-record.ts';
import { type CsvRow, firstCells, readCsvRows } from '../shared/csv-rows.ts';
import { reasonOf } from '../shared/reason.ts';
import { tooManyCells } from '../shared/table.ts';
import { type RegisterHeader, readHeader, registerFields } from './headers.ts';
import { type RegisterRecord, registerRow } from './schema.ts';

const rowsBeforeHeader = 20;

/** Reads registers whatever their header words; files that name no buyer need `--buyer`. */
export const register: ContractSource = {
  name: 'register',
  title: 'a council’s contract register, CSV',
  sniff,
  read,
};

function sniff(head: string): number {
  if (/^\s*[[{<]/.test(head)) return 0;
  return head.split(/\r?\n/, rowsBeforeHeader).some((line) => readHeader(firstCells(line)) !== null)
    ? 0.5
    : 0;
}

async function* read(bytes: AsyncIterable<Buffer>, options: ReadOptions): AsyncGenerator<ReadItem> {
  const schema = registerRow(options);
  const keys = new Map<string, string>();
  let header: RegisterHeader | null = null;
  let searched = 0;
  for await (const row of readCsvRows(bytes)) {
    if (header === null) {
      header = readHeader(row.cells);
      searched += 1;
      if (header === null && searched >= rowsBeforeHeader) throw noHeader();
      if (header !== null) refuseNameless(header, options);
      continue;
    }
    yield readRow(row, header, schema, keys);
  }
  if (header === null) throw noHeader();
}

function readRow(
  row: CsvRow,
  header: RegisterHeader,
  schema: ReturnType<typeof registerRow>,
  keys: Map<string, string>,
): ReadItem {
  const { line, cells } = row;
  if (cells.slice(header.width).some((cell) => cell.trim() !== ''))
    return { kind: 'dropped', line, reason: tooManyCells };
  if (cells.filter((cell) => cell.trim() !== '').length < 2)
    return { kind: 'dropped', line, reason: 'only one cell is filled' };
  if (readHeader(cells) !== null) return { kind: 'dropped', line, reason: 'the header again' };
  const parsed = schema.safeParse(
    Object.fromEntries(
      registerFields.map((field) => [field, cells[header.positions.get(field) ?? -1] ?? '']),
    ),
  );
  if (!parsed.success) return { kind: 'dropped', line, reason: reasonOf(parsed.error) };
  return { kind: 'record', line, record: { ...parsed.data.record, key: keyOf(parsed.data, keys) } };
}

/** The reference names the contract; where several different rows have the same, the later ones get their content too. */
function keyOf({ record, reference, contentHash }: RegisterRecord, keys: Map<string, string>): string {
  const key = `${record.key}:${reference.toLowerCase().replace(/\s+/g, ' ').slice(0, 150)}`;
  const first = keys.get(key);
  if (first === undefined) keys.set(key, contentHash);
  return first === undefined || first === contentHash ? key : `${key}#${contentHash}`;
}

function refuseNameless(header: RegisterHeader, options: ReadOptions): void {
  if (options.buyer !== null || header.positions.has('buyer')) return;
  throw new SourceFormatError(
    'This register does not say whose it is; give the authority with --buyer "London Borough of …".',
  );
}

function noHeader(): SourceFormatError {
  return new SourceFormatError(
    'No header row of a contract register was found in the first 20 rows; it needs columns such as title, supplier, start date, end date and value.',
  );
}
