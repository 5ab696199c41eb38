/** Brings deals together and takes them apart, so that they are what records, scores and decisions say together. */
import type { Kysely, Transaction } from 'kysely';
import { allOrNothing } from '../../database/all-or-nothing.ts';
import type { Tables } from '../../database/tables.ts';
import { refreshSummaries } from '../figures/summaries.ts';
import { clusterRecords } from './cluster-records.ts';
import { plainKey, textOf } from './facts.ts';
import { linkProcurements } from './link-procurements.ts';
import { comparable, findPairs, type ProvenanceCounts, scorePairs } from './match-records.ts';
import {
  componentOf,
  decisionsAbout,
  keysWithCompany,
  replacePairs,
  writeDecision,
} from './merge-reviews.ts';
import { type Derive, rebuildDeals } from './rebuild-deals.ts';
import { keepFacts, recordsOfKeys, type StoredRecord } from './stored-facts.ts';

type Writer = Kysely<Tables> | Transaction<Tables>;

/** Ids of all rows touched, and by how many deals the catalogue became smaller. */
export type Settled = { readonly touched: string[]; readonly joined: number };

const nothing: Settled = { touched: [], joined: 0 };

/** Decides anew which of these records and all that are tied to them are one deal, and moves those that are not where they belong. */
async function settle(database: Writer, keys: readonly string[], derive: Derive): Promise<Settled> {
  if (keys.length === 0) return nothing;
  const component = await componentOf(database, keys.map(plainKey));
  const stored = await recordsOfKeys(database, component);
  const facts = await comparable(database, stored);
  const plain = stored.filter((record) => facts.has(record.facts.key));
  const decisions = await decisionsAbout(
    database,
    plain.map((record) => record.facts.key),
  );
  const dealOf = clusterRecords(
    plain.map((record) => ({
      key: record.facts.key,
      provenance: record.facts.provenance,
      ownId: textOf(record.facts.contract, 'id') ?? record.dealId,
    })),
    scorePairs(facts, () => true),
    decisions,
  );
  const target = (record: StoredRecord) => dealOf.get(plainKey(record.facts.key)) ?? record.dealId;
  const moved = stored.filter((record) => target(record) !== record.dealId);
  if (moved.length === 0) return nothing;
  const involved = new Set(moved.flatMap((record) => [record.dealId, target(record)]));
  const affected = stored.filter((record) => involved.has(record.dealId));
  await keepFacts(
    database,
    affected.map((record) => ({ ...record, dealId: target(record) })),
  );
  const before = new Set(stored.map((record) => record.dealId)).size;
  const after = new Set(stored.map(target)).size;
  return {
    touched: await rebuildDeals(database, [...involved], derive),
    joined: Math.max(0, before - after),
  };
}

/**
 * After a batch: joins what is sure, takes apart what no longer agrees, lists what a person must decide. `likely` are
 * those of the keys that may share a match key with a record of another provenance.
 */
export async function mergeWritten(
  database: Writer,
  keys: readonly string[],
  likely: readonly string[],
  provenances: readonly string[],
  counts: ProvenanceCounts,
  derive: Derive,
): Promise<Settled> {
  if (keys.length === 0) return nothing;
  const isAlone = provenances.length === 1 && [...counts.keys()].every((name) => provenances.includes(name));
  const company = await keysWithCompany(database, keys);
  if (isAlone) return settle(database, company, derive);
  const pairs = await findPairs(database, new Set(likely));
  const tied = await replacePairs(database, keys, pairs);
  return settle(database, [...new Set([...company, ...tied])], derive);
}

/** What became of a decision, or why it could not be carried out. */
export type DecisionOutcome =
  | {
      readonly ok: true;
      /** True when the two records stand in one deal now. */
      readonly isOne: boolean;
      readonly touched: readonly string[];
    }
  | { readonly ok: false; readonly problem: string };

/**
 * A person says that two records are one deal, or are not. Recorded by record key, so it survives every re-import, and
 * carried out at once, with procurements and summaries brought up to date in the same transaction.
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
  const keys = [plainKey(decision.firstKey), plainKey(decision.secondKey)] as const;
  const [firstKey, secondKey] = keys;
  if (firstKey === secondKey) return { ok: false, problem: 'Both keys name the same record.' };
  if (decision.reason.trim() === '') return { ok: false, problem: 'A decision needs a reason.' };
  return allOrNothing(database, async (transaction) => {
    const known = await recordsOfKeys(transaction, keys);
    const missing = keys.filter((key) => !known.some((record) => record.facts.key === key));
    if (missing.length > 0)
      return {
        ok: false as const,
        problem: `There is no record with the key ${missing.join(' or ')} in the catalogue.`,
      };
    await writeDecision(transaction, { ...decision, firstKey, secondKey });
    const { touched } = await settle(transaction, keys, derive);
    const linked = await linkProcurements(transaction);
    await refreshSummaries(transaction, [...touched, ...linked]);
    const now = await recordsOfKeys(transaction, keys);
    const deals = keys.map((key) => now.find((record) => record.facts.key === key)?.dealId);
    return { ok: true as const, isOne: deals[0] === deals[1], touched };
  });
}
