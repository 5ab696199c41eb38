/** Makes the rows of deals anew from the records behind them: one row for everybody, fuller ones for those who may see more. */
import { type Kysely, sql, type Transaction } from 'kysely';
import type { Tables } from '../../database/tables.ts';
import { shortHash } from '../contract-row.ts';
import { insertContractRows, insertParts } from '../write-rows.ts';
import type { ContractFields } from './facts.ts';
import { type MergedFacts, mergeFacts } from './merge-facts.ts';
import { keepFacts, recordsOfDeals, type StoredRecord } from './stored-facts.ts';

type Writer = Kysely<Tables> | Transaction<Tables>;

/** Adds what is derived from dates and value (act-by and the like) to merged fields; see `contract-row.ts`. */
export type Derive = (
  fields: ContractFields,
  participantCount: number,
  productIds: readonly string[],
) => ContractFields;

type View = {
  readonly id: string;
  readonly level: StoredRecord['level'];
  readonly merged: MergedFacts;
  readonly hiddenFromOfficers: boolean;
  readonly hiddenFromOwner: boolean;
};

/** The rows a deal needs: each level that adds records gets one, and says from whom a fuller one hides it. */
function viewsOf(dealId: string, records: readonly StoredRecord[]): View[] {
  const upTo = (levels: readonly StoredRecord['level'][]) =>
    records.filter((record) => levels.includes(record.level)).map((record) => record.facts);
  const open = upTo(['public']);
  const hasBoroughs = records.some((record) => record.level === 'boroughs');
  const hasOwner = records.some((record) => record.level === 'owner');
  const views: View[] = [];
  if (open.length > 0) {
    views.push({
      id: dealId,
      level: 'public',
      merged: mergeFacts(open),
      hiddenFromOfficers: hasBoroughs,
      hiddenFromOwner: hasBoroughs || hasOwner,
    });
  }
  if (hasBoroughs) {
    views.push({
      id: `${dealId}b`,
      level: 'boroughs',
      merged: mergeFacts(upTo(['public', 'boroughs'])),
      hiddenFromOfficers: false,
      hiddenFromOwner: hasOwner,
    });
  }
  if (hasOwner) {
    views.push({
      id: `${dealId}o`,
      level: 'owner',
      merged: mergeFacts(upTo(['public', 'boroughs', 'owner'])),
      hiddenFromOfficers: false,
      hiddenFromOwner: false,
    });
  }
  return views;
}

function rowOf(dealId: string, view: View, derive: Derive): ContractFields {
  const { merged } = view;
  const fields: ContractFields = {
    ...merged.contract,
    id: view.id,
    visibility: view.level,
    record_key: merged.leading.key,
    record_hash: shortHash(JSON.stringify([merged.contract, view.level])),
  };
  return {
    ...derive(fields, merged.participants.length, merged.productIds),
    deal_id: dealId,
    conflicts: merged.conflicts.length === 0 ? null : JSON.stringify(merged.conflicts),
    hidden_from_officers: view.hiddenFromOfficers ? 1 : 0,
    hidden_from_owner: view.hiddenFromOwner ? 1 : 0,
  };
}

/**
 * Rebuilds the deals; a deal without records disappears. Returns the ids of all rows that were there before or are
 * there now, for whoever keeps sums of them.
 */
export async function rebuildDeals(
  database: Writer,
  dealIds: readonly string[],
  derive: Derive,
): Promise<string[]> {
  if (dealIds.length === 0) return [];
  const distinct = [...new Set(dealIds)];
  const records = await recordsOfDeals(database, distinct);
  await keepFacts(database, records);
  const ids = sql.join(distinct);
  const before = await sql<{
    id: string;
  }>`delete from contracts where id in (${ids}) or deal_id in (${ids}) returning id`.execute(database);
  const views = distinct.flatMap((dealId) =>
    viewsOf(
      dealId,
      records.filter((record) => record.dealId === dealId),
    ).map((view) => ({ dealId, view })),
  );
  await insertContractRows(
    database,
    views.map(({ dealId, view }) => rowOf(dealId, view, derive)),
  );
  await insertParts(
    database,
    views.map(({ view }) => ({
      contractId: view.id,
      participants: view.merged.participants,
      supplierIds: view.merged.supplierIds,
      productIds: view.merged.productIds,
    })),
  );
  return [...new Set([...before.rows.map((row) => row.id), ...views.map(({ view }) => view.id)])];
}
