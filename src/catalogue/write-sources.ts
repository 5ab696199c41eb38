/** Writes where each record was read and which deal it belongs to. */
import { sql } from 'kysely';
import { type BatchContext, keyOf } from './batch-item.ts';
import type { ResolvedRecord } from './contract-row.ts';
import { provenanceOf } from './merging/facts.ts';
import { rowsOf, type Writer } from './write-rows.ts';

/** One row a record by its key; an earlier row of that key is replaced, but for its kept facts. */
export async function writeSources(
  database: Writer,
  records: readonly { readonly record: ResolvedRecord; readonly dealId: string }[],
  context: BatchContext,
): Promise<void> {
  const rows = records.map(({ record, dealId }) => ({
    key: keyOf(record),
    contract_id: dealId,
    source: context.source,
    provenance: provenanceOf(context.source, keyOf(record)),
    level: record.contract['visibility'],
    import_id: context.importId,
    ...record.source,
  }));
  await sql`insert into source_records
      (key, contract_id, source, provenance, level, publisher, url, published_date, read_on, confidence, notice_id, record, import_id)
    select key, contract_id, source, provenance, level, publisher, url, published_date, read_on, confidence, notice_id, record, import_id
    from json_to_recordset(${rowsOf(rows)}) as row (key text, contract_id text, source text, provenance text, level text, publisher text,
      url text, published_date text, read_on date, confidence text, notice_id text, record jsonb, import_id text)
    on conflict (key) do update set contract_id = excluded.contract_id, source = excluded.source,
      provenance = excluded.provenance, level = excluded.level,
      publisher = excluded.publisher, url = excluded.url, published_date = excluded.published_date,
      read_on = excluded.read_on, confidence = excluded.confidence, notice_id = excluded.notice_id,
      record = excluded.record, import_id = excluded.import_id`.execute(database);
}
