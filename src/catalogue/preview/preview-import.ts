/** What taking a file in would change, worked out without saving anything. */
import type { Kysely } from 'kysely';
import type { Tables } from '../../database/tables.ts';
import type { LeadTimes } from '../../procurement/act-by.ts';
import { type Resolvers, resolveRecord } from '../contract-row.ts';
import { type DroppedReason, importContracts } from '../import-contracts.ts';
import { recordsOfDeals } from '../merging/stored-facts.ts';
import type { ContractSource, ReadOptions } from '../source-record.ts';
import { readCsvRows } from '../sources/shared/csv-rows.ts';
import { type ColumnMeaning, columnsOf, createDateGuess, type DateGuess } from './columns.ts';

/** One record that would be added or changed. */
export type PreviewedRow = {
  readonly state: 'new' | 'changed';
  readonly line: number | null;
  readonly title: string;
  readonly buyers: string;
  /** Only for a changed record: what it says now and what the file says; null is nothing. */
  readonly changes: readonly {
    readonly field: string;
    readonly from: string | null;
    readonly to: string | null;
  }[];
};

/** What a file holds and what taking it in would do. */
export type ImportPreview = {
  readonly fileName: string;
  readonly format: ContractSource['name'];
  /** Rows, releases or records looked at. */
  readonly read: number;
  readonly kept: number;
  readonly added: number;
  readonly changed: number;
  readonly unchanged: number;
  readonly merged: number;
  readonly rejected: readonly DroppedReason[];
  /** Null where the format has fixed columns or none. */
  readonly columns: readonly ColumnMeaning[] | null;
  readonly dates: DateGuess | null;
  /** The first of the added and changed records, in the order of the file. */
  readonly samples: readonly PreviewedRow[];
  /** Every authority named as a buyer: who loads the file must be allowed to speak for all of them. */
  readonly buyerIds: readonly string[];
};

/** A file in memory and what is needed to read it. */
export type PreviewRequest = {
  readonly database: Kysely<Tables>;
  readonly source: ContractSource;
  readonly content: Buffer;
  readonly readOptions: ReadOptions;
  readonly resolvers: Resolvers;
  readonly leadTimes: LeadTimes;
  readonly rulesHash: string;
};

const samplesKept = 10;
const batchSize = 500;
const rowsBeforeHeader = 20;

/** Fields shown in a comparison, by column; derived ones and hashes would only confuse. */
const shownFields: Readonly<Record<string, string>> = {
  title: 'title',
  supplier_as_published: 'supplier',
  start_date: 'start date',
  initial_end_date: 'end of first term',
  end_date: 'end date',
  max_extent_date: 'latest end',
  options_as_published: 'options',
  value_amount: 'value',
  value_basis: 'value basis',
  vat: 'VAT',
  service_area: 'service area',
  product_as_published: 'product',
  route: 'route',
  framework: 'framework',
  status: 'status',
  notes: 'notes',
};

async function* chunksOf(content: Buffer): AsyncGenerator<Buffer> {
  for (let start = 0; start < content.length; start += 64 * 1024)
    yield content.subarray(start, start + 64 * 1024);
}

function textOf(value: unknown): string | null {
  return value === null || value === undefined || value === '' ? null : String(value).slice(0, 200);
}

type Known = {
  readonly line: number | null;
  readonly key: string;
  readonly contract: Readonly<Record<string, unknown>>;
  readonly buyers: string;
};

async function compare(database: Kysely<Tables>, batch: readonly Known[]): Promise<PreviewedRow[]> {
  const keys = batch.map(({ key }) => key);
  const deals = await database
    .selectFrom('source_records')
    .select('contract_id')
    .where('key', 'in', keys)
    .distinct()
    .execute();
  const stored = await recordsOfDeals(
    database,
    deals.map((row) => row.contract_id),
  );
  const before = new Map(stored.map((record) => [record.facts.key, record]));
  return batch.flatMap(({ line, key, contract, buyers }): PreviewedRow[] => {
    const row = { line, title: textOf(contract['title']) ?? '', buyers };
    const record = before.get(key);
    if (record === undefined) return [{ ...row, state: 'new', changes: [] }];
    const changes = Object.entries(shownFields).flatMap(([column, field]) => {
      const [from, to] = [textOf(record.facts.contract[column]), textOf(contract[column])];
      return from === to ? [] : [{ field, from, to }];
    });
    return changes.length === 0 ? [] : [{ ...row, state: 'changed', changes }];
  });
}

async function sampleRows(request: PreviewRequest): Promise<Pick<ImportPreview, 'samples' | 'buyerIds'>> {
  const samples: PreviewedRow[] = [];
  const buyerIds = new Set<string>();
  let batch: Known[] = [];
  const flush = async () => {
    if (batch.length > 0) samples.push(...(await compare(request.database, batch)));
    batch = [];
  };
  for await (const item of request.source.read(chunksOf(request.content), request.readOptions)) {
    if (item.kind === 'dropped') continue;
    const resolution = resolveRecord(item.record, request.resolvers, request.leadTimes);
    if (!resolution.ok) continue;
    for (const participant of resolution.value.participants) buyerIds.add(participant.buyer_id);
    if (samples.length >= samplesKept) continue;
    batch.push({
      line: item.line,
      key: item.record.key,
      contract: resolution.value.contract,
      buyers: item.record.buyers
        .map(({ name }) => name)
        .join(', ')
        .slice(0, 200),
    });
    if (batch.length >= batchSize) await flush();
  }
  await flush();
  return { samples: samples.slice(0, samplesKept), buyerIds: [...buyerIds].sort() };
}

async function readColumns(content: Buffer): Promise<Pick<ImportPreview, 'columns' | 'dates'>> {
  let columns: ColumnMeaning[] | null = null;
  let dates: ReturnType<typeof createDateGuess> | null = null;
  let searched = 0;
  for await (const row of readCsvRows(chunksOf(content))) {
    if (columns === null) {
      columns = columnsOf(row.cells);
      if (columns !== null) dates = createDateGuess(columns);
      searched += 1;
      if (columns === null && searched >= rowsBeforeHeader) break;
      continue;
    }
    dates?.add(row.cells);
  }
  return { columns, dates: dates?.guess() ?? null };
}

/**
 * Counts come from the importer itself, run and undone; samples from comparing the records with what their own source
 * said before. Rejects with the source's errors when the file as a whole cannot be taken.
 */
export async function previewImport(request: PreviewRequest): Promise<ImportPreview> {
  const report = await importContracts({
    database: request.database,
    source: request.source,
    bytes: chunksOf(request.content),
    readOptions: request.readOptions,
    resolvers: request.resolvers,
    leadTimes: request.leadTimes,
    rulesHash: request.rulesHash,
    dryRun: true,
    onProgress: () => undefined,
  });
  const [columns, samples] = [
    request.source.name === 'register' ? await readColumns(request.content) : { columns: null, dates: null },
    await sampleRows(request),
  ];
  return {
    fileName: request.readOptions.origin.fileName,
    format: report.source,
    read: report.read,
    kept: report.kept,
    added: report.added,
    changed: report.changed,
    unchanged: report.unchanged,
    merged: report.merged,
    rejected: report.dropped,
    ...columns,
    ...samples,
  };
}
