/** Proposals, decisions and what is confirmed; every change is one statement, so a stop in between loses nothing. */
import { randomBytes } from 'node:crypto';
import { type Kysely, type Selectable, sql, type Transaction } from 'kysely';
import type { Tables } from '../../database/tables.ts';
import type { CorrectionsTable } from '../../database/tables-records.ts';
import { type IsoDate, isoDate } from '../../procurement/iso-date.ts';
import type { CorrectableField, Correction, CorrectionState, Precision } from './correction.ts';
import { withoutContacts } from './read-words.ts';

/** Who writes: ids without meaning outside the channel, never names. */
export type CorrectionAuthor = {
  readonly tenantId: string;
  readonly officerId: string;
  /** Authority somebody vouches for; null when nobody does. */
  readonly boroughId: string | null;
};

/** What is proposed, checked by the caller with `isUsableValue`. */
export type Proposal = {
  readonly contractId: string;
  readonly contractTitle: string;
  readonly field: CorrectableField;
  readonly publishedValue: string | null;
  readonly value: string;
  readonly precision: Precision | null;
  readonly words: string;
  readonly sourceUrl: string | null;
};

/** What became of a decision; the correction as it stands afterwards. */
export type Decision =
  | { readonly kind: 'done' | 'decided-before'; readonly correction: Correction }
  | { readonly kind: 'unknown' };

/** The store of corrections. */
export type Corrections = {
  /** The same officer saying the same again gets the waiting proposal back. Null when the contract is gone. */
  readonly propose: (
    proposal: Proposal,
    author: CorrectionAuthor,
    today: IsoDate,
  ) => Promise<Correction | null>;
  readonly byId: (id: string) => Promise<(Correction & { readonly author: CorrectionAuthor }) | null>;
  /** Once decided it stays; the caller has checked that this person may decide. */
  readonly decide: (
    id: string,
    state: Exclude<CorrectionState, 'proposed'>,
    author: CorrectionAuthor,
    today: IsoDate,
  ) => Promise<Decision>;
};

type Reader = Kysely<Tables> | Transaction<Tables>;
type Row = Selectable<CorrectionsTable> & {
  readonly short_name: string | null;
  readonly now_id: string | null;
};

/** The contract that the record is part of today: merging and importing may have moved it. */
const contractToday = sql<string | null>`(select source_records.contract_id from source_records
  where source_records.key = corrections.record_key)`;

function select(database: Reader) {
  return database
    .selectFrom('corrections')
    .leftJoin('buyers', 'buyers.id', 'corrections.borough_id')
    .selectAll('corrections')
    .select(['buyers.short_name', contractToday.as('now_id')]);
}

function toCorrection(row: Row): Correction {
  return {
    id: row.id,
    contractId: row.now_id ?? row.contract_id,
    contractTitle: row.contract_title,
    field: row.field as CorrectableField,
    publishedValue: row.published_value,
    value: row.value,
    precision: row.precision as Precision | null,
    words: row.words,
    evidence: row.evidence as Correction['evidence'],
    sourceUrl: row.source_url,
    publisher: row.short_name === null ? 'an officer' : `${row.short_name} officer`,
    confidence: 'medium',
    state: row.state as CorrectionState,
    proposedOn: isoDate(row.proposed_on),
    decidedOn: row.decided_on === null ? null : isoDate(row.decided_on),
  };
}

/**
 * Confirmed corrections of the contracts (by row or deal id), newest decision first; of several on one field the
 * first one counts. They are found by the key of the record they were made on, so an import or a merge keeps them.
 */
export async function correctionsFor(
  database: Reader,
  contractIds: readonly string[],
): Promise<ReadonlyMap<string, readonly Correction[]>> {
  const found = new Map<string, Correction[]>();
  if (contractIds.length === 0) return found;
  const ids = [...contractIds];
  const rows = await select(database)
    .innerJoin('contracts', (join) =>
      join.on(
        sql<boolean>`coalesce(contracts.deal_id, contracts.id) = coalesce(${contractToday}, corrections.contract_id)`,
      ),
    )
    .select('contracts.id as row_id')
    .where('corrections.state', '=', 'confirmed')
    .where('contracts.id', 'in', ids)
    // A correction of a restricted row is shown on rows as restricted, never on the public one.
    .where(sql<boolean>`(corrections.visibility = 'public' or contracts.visibility = 'owner'
      or corrections.visibility = contracts.visibility)`)
    // One party to a joint contract does not see what another said on its own row.
    .where(
      sql<boolean>`(corrections.visibility <> 'owner' or corrections.borough_id = any(contracts.owners))`,
    )
    .orderBy('corrections.decided_on', 'desc')
    .orderBy('corrections.created_at', 'desc')
    .orderBy('corrections.id')
    .execute();
  for (const row of rows) found.set(row.row_id, [...(found.get(row.row_id) ?? []), toCorrection(row)]);
  return found;
}

/** Corrections in this database. */
export function createCorrections(database: Kysely<Tables>): Corrections {
  const find = async (id: string) => {
    const row = await select(database).where('corrections.id', '=', id).executeTakeFirst();
    if (row === undefined) return null;
    const author = { tenantId: row.tenant_id, officerId: row.officer_id, boroughId: row.borough_id };
    return { ...toCorrection(row), author };
  };
  return {
    byId: find,
    propose: async (proposal, author, today) => {
      const record = await database
        .selectFrom('contracts')
        .innerJoin('source_records', (join) =>
          join.on(sql<boolean>`source_records.contract_id = coalesce(contracts.deal_id, contracts.id)`),
        )
        .select([
          'source_records.key',
          'contracts.visibility',
          sql<string>`coalesce(contracts.deal_id, contracts.id)`.as('deal_id'),
        ])
        .where('contracts.id', '=', proposal.contractId)
        // The record the row is named after; else the first by name, so that the choice is always the same.
        .orderBy(sql`source_records.key = contracts.record_key`, 'desc')
        .orderBy('source_records.key')
        .limit(1)
        .executeTakeFirst();
      if (record === undefined) return null;
      const value = proposal.value.slice(0, 200);
      const waiting = () =>
        database
          .selectFrom('corrections')
          .select('id')
          .where('tenant_id', '=', author.tenantId)
          .where('officer_id', '=', author.officerId)
          .where('record_key', '=', record.key)
          .where('field', '=', proposal.field)
          .where('value', '=', value)
          .where('state', '=', 'proposed')
          .executeTakeFirst();
      const before = await waiting();
      if (before !== undefined) return find(before.id);
      const id = `K-${randomBytes(5).toString('hex').toUpperCase()}`;
      await database
        .insertInto('corrections')
        .values({
          id,
          contract_id: record.deal_id,
          record_key: record.key,
          contract_title: proposal.contractTitle.slice(0, 500),
          field: proposal.field,
          published_value: proposal.publishedValue,
          value,
          precision: proposal.precision,
          words: withoutContacts(proposal.words).slice(0, 500),
          evidence: proposal.sourceUrl === null ? 'statement' : 'address',
          source_url: proposal.sourceUrl,
          borough_id: author.boroughId,
          tenant_id: author.tenantId,
          officer_id: author.officerId,
          visibility: record.visibility,
          state: 'proposed',
          proposed_on: today,
        })
        // A second press may have come between: the index lets one of them in.
        .onConflict((conflict) => conflict.doNothing())
        .execute();
      return find((await waiting())?.id ?? id);
    },
    decide: async (id, state, author, today) => {
      const result = await database
        .updateTable('corrections')
        .set({
          state,
          decided_on: today,
          decided_by: author.officerId,
          // The borough that vouches for the statement is the one that confirmed it.
          ...(state === 'confirmed' && author.boroughId !== null ? { borough_id: author.boroughId } : {}),
        })
        .where('id', '=', id)
        .where('state', '=', 'proposed')
        .executeTakeFirst();
      const correction = await find(id);
      if (correction === null) return { kind: 'unknown' };
      return { kind: Number(result.numUpdatedRows) === 1 ? 'done' : 'decided-before', correction };
    },
  };
}

/** Takes the officer out of stored corrections; what was confirmed stays, as a statement of the borough. */
export async function forgetCorrector(
  database: Kysely<Tables> | Transaction<Tables>,
  tenantId: string,
  officerId: string,
): Promise<number> {
  const waiting = await database
    .deleteFrom('corrections')
    .where('tenant_id', '=', tenantId)
    .where('officer_id', '=', officerId)
    .where('state', '<>', 'confirmed')
    .executeTakeFirst();
  await database
    .updateTable('corrections')
    .set({ officer_id: 'forgotten', words: '[removed]' })
    .where('tenant_id', '=', tenantId)
    .where('officer_id', '=', officerId)
    .execute();
  await database
    .updateTable('corrections')
    .set({ decided_by: 'forgotten' })
    .where('tenant_id', '=', tenantId)
    .where('decided_by', '=', officerId)
    .execute();
  return Number(waiting.numDeletedRows);
}
