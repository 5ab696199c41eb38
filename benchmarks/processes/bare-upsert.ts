/**
 * The baseline of the import: the same rows, made beforehand and held in memory, written with nothing but batched
 * `insert … on conflict do update` in one transaction. Arguments: file, then `recordset` or `values`.
 */
import { createReadStream } from 'node:fs';
import { writeBoroughs } from '../../src/catalogue/catalogue.ts';
import { type ResolvedRecord, resolveRecord } from '../../src/catalogue/contract-row.ts';
import { loadReferenceData } from '../../src/catalogue/reference-data.ts';
import { createResolvers } from '../../src/catalogue/resolve/resolvers.ts';
import { ocds } from '../../src/catalogue/sources/ocds/index.ts';
import { readConfig } from '../../src/config.ts';
import { openDatabase } from '../../src/database/connect.ts';
import { isoDate } from '../../src/procurement/iso-date.ts';
import { readColumnTypes, type StatementShape, type TableRows, upsert } from '../support/upsert.ts';

const [file = '', shape = 'recordset'] = process.argv.slice(2);
const batchSize = 1_000;
const config = readConfig(process.env);
const reference = await loadReferenceData(config.knowledgeDir);
const resolvers = createResolvers(reference);
const database = await openDatabase(
  config.databaseUrl === null
    ? { kind: 'embedded', folder: config.dataDir }
    : { kind: 'server', url: config.databaseUrl },
);

function tablesOf(records: readonly ResolvedRecord[]): TableRows[] {
  return [
    { table: 'contracts', keys: ['id'], rows: records.map((record) => record.contract) },
    {
      table: 'participants',
      keys: ['contract_id', 'buyer_id'],
      rows: records.flatMap((record) =>
        record.participants.map((participant) => ({ contract_id: record.contract.id, ...participant })),
      ),
    },
    {
      table: 'contract_suppliers',
      keys: ['contract_id', 'supplier_id'],
      rows: records.flatMap((record) =>
        record.suppliers.map((supplier, position) => ({
          contract_id: record.contract.id,
          supplier_id: supplier.id,
          position,
        })),
      ),
    },
    {
      table: 'contract_products',
      keys: ['contract_id', 'product_id'],
      rows: records.flatMap((record) =>
        record.productIds.map((product_id) => ({ contract_id: record.contract.id, product_id })),
      ),
    },
    {
      table: 'source_records',
      keys: ['key'],
      rows: records.map((record) => ({
        key: record.contract['record_key'],
        contract_id: record.contract.id,
        source: 'ocds',
        import_id: 'baseline',
        ...record.source,
      })),
    },
  ];
}

const batches: TableRows[][] = [];
let pending: ResolvedRecord[] = [];
const buyers = new Map<string, Readonly<Record<string, unknown>>>();
const suppliers = new Map<string, Readonly<Record<string, unknown>>>();
let contracts = 0;
const options = { buyer: null, today: isoDate('2026-11-23'), origin: { url: null, fileName: 'made-up' } };
for await (const item of ocds.read(createReadStream(file), options)) {
  if (item.kind === 'dropped') continue;
  const resolution = resolveRecord(item.record, resolvers, reference.leadTimes);
  if (!resolution.ok) continue;
  const record = resolution.value;
  for (const buyer of record.otherBuyers) buyers.set(buyer.id, { ...buyer, in_london_33: false });
  for (const supplier of record.suppliers)
    suppliers.set(supplier.id, { ...supplier, canonical_id: supplier.id });
  pending.push(record);
  contracts += 1;
  if (pending.length < batchSize) continue;
  batches.push(tablesOf(pending));
  pending = [];
}
if (pending.length > 0) batches.push(tablesOf(pending));

// Organisations are few and come first, because the rows refer to them; they are not timed.
const types = await readColumnTypes(database.kysely);
await writeBoroughs(database.kysely, reference);
await upsert(database.kysely, 'recordset', types, {
  table: 'buyers',
  keys: ['id'],
  rows: [...buyers.values()],
});
await upsert(database.kysely, 'recordset', types, {
  table: 'suppliers',
  keys: ['id'],
  rows: [...suppliers.values()],
});

const startedAt = performance.now();
await database.kysely.transaction().execute(async (transaction) => {
  for (const tables of batches)
    for (const rows of tables) await upsert(transaction, shape as StatementShape, types, rows);
});
const seconds = (performance.now() - startedAt) / 1000;
await database.close();
console.log(JSON.stringify({ seconds, contracts }));
