/**
 * What two records of one deal must share: a London borough together with a supplier or a product, or the procurement
 * id. Kept as keys in a table of their own, so that looking for candidates is an index look-up at any size.
 */
import { hash } from 'node:crypto';
import { type Kysely, sql, type Transaction } from 'kysely';
import type { Tables } from '../../database/tables.ts';
import type { ResolvedRecord } from '../contract-row.ts';

type Writer = Kysely<Tables> | Transaction<Tables>;

/** Eight bytes of SHA-256 as PostgreSQL's bigint: half the index of a text. Two keys of one number cost a comparison, no more. */
function keyNumber(key: string): string {
  return String(BigInt.asIntN(64, BigInt(`0x${hash('sha256', key, 'hex').slice(0, 16)}`)));
}

/** Keys of one record; none for a planned procurement, which is no deal yet. */
export function matchKeysOf(record: ResolvedRecord): string[] {
  if (record.contract['kind'] === 'procurement') return [];
  const keys = new Set<string>();
  for (const { buyer_id } of record.participants) {
    if (!buyer_id.startsWith('E09')) continue;
    for (const supplier of record.suppliers) {
      keys.add(`${buyer_id} supplier ${supplier.normalised_name}`);
      // A firm is found under its number too, whatever name it was published with.
      if (supplier.company_number !== null) keys.add(`${buyer_id} company ${supplier.company_number}`);
    }
    for (const productId of record.productIds) keys.add(`${buyer_id} product ${productId}`);
  }
  const ocid = record.contract['ocid'];
  if (typeof ocid === 'string') keys.add(`ocid ${ocid}`);
  return [...keys].map(keyNumber);
}

/** Replaces the keys of the records. */
export async function writeMatchKeys(
  database: Writer,
  records: readonly {
    readonly key: string;
    readonly provenance: string;
    readonly isNew: boolean;
    readonly matchKeys: readonly string[];
  }[],
): Promise<void> {
  const known = records.filter((record) => !record.isNew).map((record) => record.key);
  if (known.length > 0) await database.deleteFrom('match_keys').where('record_key', 'in', known).execute();
  const rows = records.flatMap(({ key, provenance, matchKeys }) =>
    matchKeys.map((match_key) => ({ match_key, record_key: key, provenance })),
  );
  if (rows.length === 0) return;
  await sql`insert into match_keys (match_key, record_key, provenance)
    select match_key, record_key, provenance
    from json_to_recordset(${JSON.stringify(rows)}::json) as row (match_key bigint, record_key text, provenance text)
    on conflict do nothing`.execute(database);
}

/** Pairs of different deals in which a record of another provenance shares a key with one of these records. */
export async function candidateDeals(
  database: Writer,
  recordKeys: readonly string[],
): Promise<{ left: string; right: string }[]> {
  const { rows } = await sql<{ left_id: string; right_id: string }>`
    with written as materialized (select json_array_elements_text(${JSON.stringify(recordKeys)}::json) as record_key)
    select distinct our_record.contract_id as left_id, their_record.contract_id as right_id
    from written
    join match_keys as ours on ours.record_key = written.record_key
    join match_keys as theirs on theirs.match_key = ours.match_key and theirs.provenance <> ours.provenance
    join source_records as our_record on our_record.key = ours.record_key
    join source_records as their_record on their_record.key = theirs.record_key
    where our_record.contract_id <> their_record.contract_id`.execute(database);
  return rows.map((row) => ({ left: row.left_id, right: row.right_id }));
}
