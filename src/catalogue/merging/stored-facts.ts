/** Reads what each record of a deal says: kept facts where there are several, the contract's own row where there is one. */
import { type Kysely, sql, type Transaction } from 'kysely';
import type { Tables } from '../../database/tables.ts';
import { plainKey, type RecordFacts } from './facts.ts';

/** A record with the deal it belongs to and how open it is. */
export type StoredRecord = {
  readonly facts: RecordFacts;
  readonly dealId: string;
  readonly source: string;
  readonly level: 'public' | 'boroughs' | 'owner';
  readonly recordHash: string | null;
};

type Reader = Kysely<Tables> | Transaction<Tables>;

type Row = {
  key: string;
  contract_id: string;
  source: string;
  provenance: string;
  published_date: string | null;
  confidence: string;
  level: string;
  record_hash: string | null;
  facts: Pick<RecordFacts, 'contract' | 'participants' | 'supplierIds' | 'productIds'> | null;
  row: Record<string, string | number | null> | null;
  participants: RecordFacts['participants'] | null;
  supplier_ids: string[] | null;
  product_ids: string[] | null;
};

/** Technical columns of a row that are no facts of a record. */
const technical = new Set([
  'search',
  'deal_id',
  'hidden_from_officers',
  'hidden_from_owner',
  'replaced_by',
  'conflicts',
  'owners',
]);

function contractOf(row: Row): RecordFacts['contract'] {
  if (row.facts !== null) return row.facts.contract;
  return Object.fromEntries(Object.entries(row.row ?? {}).filter(([name]) => !technical.has(name)));
}

/** Every record of the deals, in order of key. */
export async function recordsOfDeals(database: Reader, dealIds: readonly string[]): Promise<StoredRecord[]> {
  if (dealIds.length === 0) return [];
  const { rows } = await sql<Row>`
    select records.key, records.contract_id, records.source, records.provenance, records.published_date, records.confidence,
      records.level, records.record_hash, records.facts,
      case when records.facts is null then to_jsonb(contracts) - 'search' end as row,
      case when records.facts is null then (select jsonb_agg(jsonb_build_object('buyer_id', buyer_id, 'role', role, 'name_as_published', name_as_published) order by role, buyer_id)
        from participants where participants.contract_id = contracts.id) end as participants,
      case when records.facts is null then (select jsonb_agg(supplier_id order by position)
        from contract_suppliers where contract_suppliers.contract_id = contracts.id) end as supplier_ids,
      case when records.facts is null then (select jsonb_agg(product_id order by product_id)
        from contract_products where contract_products.contract_id = contracts.id) end as product_ids
    from source_records as records
    left join contracts on contracts.id = records.contract_id and records.facts is null
    where records.contract_id in (${sql.join([...dealIds])})
    order by records.key`.execute(database);
  return rows.map((row) => ({
    dealId: row.contract_id,
    source: row.source,
    level: row.level as StoredRecord['level'],
    recordHash: row.record_hash ?? (row.row === null ? null : String(row.row['record_hash'])),
    facts: {
      key: row.key,
      provenance: row.provenance,
      publishedDate: row.published_date,
      confidence: row.confidence,
      contract: contractOf(row),
      participants: row.facts?.participants ?? row.participants ?? [],
      supplierIds: row.facts?.supplierIds ?? row.supplier_ids ?? [],
      productIds: row.facts?.productIds ?? row.product_ids ?? [],
    },
  }));
}

/** The records with these keys, and the halves of them that fewer people may see. */
export async function recordsOfKeys(database: Reader, keys: readonly string[]): Promise<StoredRecord[]> {
  if (keys.length === 0) return [];
  const { rows } = await sql<{ contract_id: string }>`select distinct contract_id from source_records
    where key in (select json_array_elements_text(${JSON.stringify(keys)}::json))`.execute(database);
  const wanted = new Set(keys);
  const records = await recordsOfDeals(
    database,
    rows.map((row) => row.contract_id),
  );
  return records.filter((record) => wanted.has(plainKey(record.facts.key)));
}

/** Writes down what each record says, so that the deal can be rebuilt or taken apart later. */
export async function keepFacts(database: Reader, records: readonly StoredRecord[]): Promise<void> {
  if (records.length === 0) return;
  const rows = records.map(({ facts, dealId, level, recordHash }) => ({
    key: facts.key,
    contract_id: dealId,
    level,
    record_hash: recordHash,
    facts: {
      contract: facts.contract,
      participants: facts.participants,
      supplierIds: facts.supplierIds,
      productIds: facts.productIds,
    },
  }));
  await sql`update source_records set contract_id = row.contract_id, level = row.level, record_hash = row.record_hash, facts = row.facts
    from json_to_recordset(${JSON.stringify(rows)}::json) as row (key text, contract_id text, level text, record_hash text, facts jsonb)
    where source_records.key = row.key`.execute(database);
}
