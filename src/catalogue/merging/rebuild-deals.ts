/** Makes the rows of deals anew from the records behind them: one row for everybody, fuller ones for those who may see more. */
import { type Kysely, sql, type Transaction } from 'kysely';
import type { Tables } from '../../database/tables.ts';
import { shortHash } from '../contract-row.ts';
import { insertContractRows, insertParts } from '../write-rows.ts';
import { type ContractFields, plainKey } from './facts.ts';
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
  /** On a row for owners those who may see it, on another those who have a fuller one. */
  readonly owners: readonly string[];
};

type OwnerGroup = { readonly owners: readonly string[]; readonly keys: ReadonlySet<string> };

/** Authorities that may see the same owner's records: one of two that buy together does not see what the other told. */
function ownerGroups(records: readonly StoredRecord[]): OwnerGroup[] {
  const keysOf = new Map<string, string[]>();
  for (const { level, facts } of records) {
    if (level !== 'owner') continue;
    for (const { buyer_id } of facts.participants)
      keysOf.set(buyer_id, [...(keysOf.get(buyer_id) ?? []), facts.key]);
  }
  const groups = new Map<string, string[]>();
  for (const [buyerId, keys] of [...keysOf].sort(([one], [other]) => (one < other ? -1 : 1))) {
    const name = keys.sort().join('\n');
    groups.set(name, [...(groups.get(name) ?? []), buyerId]);
  }
  return [...groups].map(([name, owners]) => ({ owners, keys: new Set(name.split('\n')) }));
}

/** The rows a deal needs: each level that adds records gets one, and says from whom a fuller one hides it. */
function viewsOf(dealId: string, records: readonly StoredRecord[]): View[] {
  const mergeWhere = (isSeen: (record: StoredRecord) => boolean) => {
    const seen = records.filter(isSeen).map((record) => record.facts);
    // The whole record says everything that its open half says.
    const whole = new Set(
      seen
        .map(({ key }) => key)
        .filter((key) => plainKey(key) !== key)
        .map(plainKey),
    );
    return mergeFacts(seen.filter(({ key }) => !whole.has(key)));
  };
  const hasBoroughs = records.some((record) => record.level === 'boroughs');
  const groups = ownerGroups(records);
  const owners = groups.flatMap((group) => group.owners);
  const views: View[] = [];
  if (records.some((record) => record.level === 'public')) {
    views.push({
      id: dealId,
      level: 'public',
      merged: mergeWhere(({ level }) => level === 'public'),
      hiddenFromOfficers: hasBoroughs,
      hiddenFromOwner: hasBoroughs || owners.length > 0,
      owners,
    });
  }
  if (hasBoroughs) {
    views.push({
      id: `${dealId}b`,
      level: 'boroughs',
      merged: mergeWhere(({ level }) => level !== 'owner'),
      hiddenFromOfficers: false,
      hiddenFromOwner: owners.length > 0,
      owners,
    });
  }
  for (const [at, group] of groups.entries()) {
    views.push({
      id: at === 0 ? `${dealId}o` : `${dealId}o${at + 1}`,
      level: 'owner',
      merged: mergeWhere(({ level, facts }) => level !== 'owner' || group.keys.has(facts.key)),
      hiddenFromOfficers: false,
      hiddenFromOwner: false,
      owners: group.owners,
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
    owners: view.owners.length === 0 ? null : view.owners.join(' '),
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
  const rows = views.map(({ dealId, view }) => rowOf(dealId, view, derive));
  await insertContractRows(database, rows);
  await insertParts(
    database,
    views.map(({ view }, at) => ({
      contractId: view.id,
      endDate: rows[at]?.['end_date'] ?? null,
      participants: view.merged.participants,
      supplierIds: view.merged.supplierIds,
      productIds: view.merged.productIds,
    })),
  );
  return [...new Set([...before.rows.map((row) => row.id), ...views.map(({ view }) => view.id)])];
}
