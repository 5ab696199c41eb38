/** Brings deals together, takes them apart, and remembers what a person decided. */
import { type Kysely, sql, type Transaction } from 'kysely';
import type { Tables } from '../../database/tables.ts';
import { contractIdOf } from '../contract-row.ts';
import { findMatches, type Pair, type ProvenanceCounts, pairKey } from './match-records.ts';
import { type Derive, rebuildDeals } from './rebuild-deals.ts';
import { keepFacts, recordsOfDeals } from './stored-facts.ts';

type Writer = Kysely<Tables> | Transaction<Tables>;

/** The deals of a chain of pairs under one id, the smallest: the order in which pairs are found does not matter. */
function groupsOf(pairs: readonly Pair[]): Map<string, string> {
  const target = new Map<string, string>();
  const rootOf = (dealId: string): string => {
    const next = target.get(dealId);
    return next === undefined || next === dealId ? dealId : rootOf(next);
  };
  for (const { first, second } of pairs) {
    const [one, other] = [rootOf(first.dealId), rootOf(second.dealId)].sort();
    if (one !== undefined && other !== undefined && one !== other) target.set(other, one);
  }
  return new Map([...target.keys()].map((dealId) => [dealId, rootOf(dealId)]));
}

/** Moves the records of deals to the deals they belong to and rebuilds those; returns ids of all rows touched. */
async function moveDeals(
  database: Writer,
  moves: ReadonlyMap<string, string>,
  derive: Derive,
): Promise<string[]> {
  if (moves.size === 0) return [];
  const involved = [...new Set([...moves.keys(), ...moves.values()])];
  const records = await recordsOfDeals(database, involved);
  await keepFacts(
    database,
    records.map((record) => ({ ...record, dealId: moves.get(record.dealId) ?? record.dealId })),
  );
  return rebuildDeals(database, involved, derive);
}

async function writeReviews(database: Writer, pairs: readonly Pair[]): Promise<void> {
  for (const { first, second, score, reasons } of pairs) {
    const [firstKey, secondKey] = pairKey(first.facts.key, second.facts.key).split('\n');
    await sql`insert into merge_reviews (first_key, second_key, score, reasons)
      values (${firstKey}, ${secondKey}, ${score}, ${JSON.stringify(reasons)}::jsonb)
      on conflict (first_key, second_key) do update set score = excluded.score, reasons = excluded.reasons`.execute(
      database,
    );
  }
}

/** After a batch: merges what is sure, lists what is not. Returns ids of all rows touched and the number merged. */
export async function mergeWritten(
  database: Writer,
  dealIds: readonly string[],
  provenances: readonly string[],
  counts: ProvenanceCounts,
  derive: Derive,
): Promise<{ touched: string[]; merged: number }> {
  const { merge, review } = await findMatches(database, dealIds, provenances, counts);
  await writeReviews(database, review);
  const moves = groupsOf(merge);
  return { touched: await moveDeals(database, moves, derive), merged: moves.size };
}

/** A procurement is over once a contract of the same procurement id is on record; it is then shown no more as planned. */
export async function linkProcurements(database: Writer): Promise<void> {
  await sql`update contracts set replaced_by = agreed.id
    from contracts as agreed
    where contracts.kind = 'procurement' and agreed.kind <> 'procurement' and agreed.ocid = contracts.ocid
      and contracts.replaced_by is distinct from agreed.id and agreed.visibility = 'public' and contracts.ocid is not null
      and not exists (select 1 from contracts as earlier where earlier.ocid = agreed.ocid and earlier.kind <> 'procurement'
        and earlier.visibility = 'public' and earlier.id < agreed.id)`.execute(database);
}

/** Pairs that wait for a person, surest first. */
export async function openReviews(
  database: Writer,
  limit: number,
): Promise<
  {
    firstKey: string;
    secondKey: string;
    score: number;
    reasons: readonly string[];
    firstTitle: string;
    secondTitle: string;
  }[]
> {
  const { rows } = await sql<{
    first_key: string;
    second_key: string;
    score: number;
    reasons: string[];
    first_title: string | null;
    second_title: string | null;
  }>`
    select reviews.first_key, reviews.second_key, reviews.score, reviews.reasons,
      (select title from contracts where contracts.id = one.contract_id or contracts.deal_id = one.contract_id limit 1) as first_title,
      (select title from contracts where contracts.id = other.contract_id or contracts.deal_id = other.contract_id limit 1) as second_title
    from merge_reviews as reviews
    join source_records as one on one.key = reviews.first_key
    join source_records as other on other.key = reviews.second_key
    where one.contract_id <> other.contract_id
      and not exists (select 1 from merge_decisions as decided where decided.first_key = reviews.first_key and decided.second_key = reviews.second_key)
    order by reviews.score desc, reviews.first_key, reviews.second_key
    limit ${limit}`.execute(database);
  return rows.map((row) => ({
    firstKey: row.first_key,
    secondKey: row.second_key,
    score: Number(row.score),
    reasons: row.reasons,
    firstTitle: row.first_title ?? '',
    secondTitle: row.second_title ?? '',
  }));
}

/** Why a decision could not be carried out. */
export type DecisionOutcome =
  | { readonly ok: true; readonly touched: readonly string[] }
  | { readonly ok: false; readonly problem: string };

/**
 * A person says that two records are one deal, or are not. Recorded by record key, so it survives every re-import, and
 * carried out at once: the deals are joined, or the second record gets a deal of its own again.
 */
export async function decide(
  database: Kysely<Tables>,
  decision: {
    readonly firstKey: string;
    readonly secondKey: string;
    readonly isSame: boolean;
    readonly decidedBy: string;
    readonly reason: string;
  },
  derive: Derive,
): Promise<DecisionOutcome> {
  return database.transaction().execute(async (transaction) => {
    const rows = await transaction
      .selectFrom('source_records')
      .select(['key', 'contract_id'])
      .where('key', 'in', [decision.firstKey, decision.secondKey])
      .execute();
    const dealOf = (key: string) => rows.find((row) => row.key === key)?.contract_id;
    const [first, second] = [dealOf(decision.firstKey), dealOf(decision.secondKey)];
    if (first === undefined || second === undefined)
      return { ok: false as const, problem: 'One of the two records is not in the catalogue.' };
    const [firstKey, secondKey] = pairKey(decision.firstKey, decision.secondKey).split('\n');
    await sql`insert into merge_decisions (first_key, second_key, is_same, decided_by, reason)
      values (${firstKey}, ${secondKey}, ${decision.isSame}, ${decision.decidedBy}, ${decision.reason})
      on conflict (first_key, second_key) do update set is_same = excluded.is_same, decided_by = excluded.decided_by, reason = excluded.reason, decided_at = now()`.execute(
      transaction,
    );
    if (decision.isSame) {
      const [one, other] = [first, second].sort();
      const moves = new Map(
        one === other || one === undefined || other === undefined ? [] : [[other, one] as const],
      );
      return { ok: true as const, touched: await moveDeals(transaction, moves, derive) };
    }
    if (first !== second) return { ok: true as const, touched: [] };
    // The record that leaves takes the id it would have had alone; the deal keeps its own.
    const ownId = contractIdOf(decision.secondKey);
    const leavingKey = ownId === first ? decision.firstKey : decision.secondKey;
    const leavingId = contractIdOf(leavingKey);
    const records = await recordsOfDeals(transaction, [first]);
    await keepFacts(
      transaction,
      records.map((record) => (record.facts.key === leavingKey ? { ...record, dealId: leavingId } : record)),
    );
    return { ok: true as const, touched: await rebuildDeals(transaction, [first, leavingId], derive) };
  });
}
