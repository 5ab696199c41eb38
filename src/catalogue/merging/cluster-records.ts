/**
 * Decides which records are one deal. Pure: the same records, scores and decisions always give the same deals, in
 * whatever order files were imported. Persons come first, then pairs that are sure, surest first.
 */
import { autoMergeFrom, type PairScore } from './score-pair.ts';

/** A second candidate this close makes the best one unsure: lots of one notice look alike. */
export const clearMargin = 0.05;

/** A record to be put with others; `key` is unique among those clustered together. */
export type ClusterRecord = {
  readonly key: string;
  readonly provenance: string;
  /** The deal it is when it stands alone. */
  readonly ownId: string;
};

/** The score of two records, in either order, by their keys. */
export type ScoredPair = PairScore & { readonly firstKey: string; readonly secondKey: string };

/** What a person said of two records. */
export type Decision = {
  readonly firstKey: string;
  readonly secondKey: string;
  readonly isSame: boolean;
  /** Sorts by time; of two that contradict each other the later one counts. */
  readonly decidedAt: string;
};

/** Both keys in alphabetical order, as decisions and scores are stored. */
export function pairKey(left: string, right: string): string {
  return left < right ? `${left}\n${right}` : `${right}\n${left}`;
}

type Cluster = { readonly keys: Set<string>; readonly provenances: Set<string> };

function compareText(left: string, right: string): number {
  return left < right ? -1 : left > right ? 1 : 0;
}

/** Deals being put together; two clusters are joined only where nothing stands between them. */
class Clusters {
  readonly #of = new Map<string, Cluster>();
  readonly #apart = new Set<string>();

  constructor(records: readonly ClusterRecord[]) {
    for (const { key, provenance } of records)
      this.#of.set(key, { keys: new Set([key]), provenances: new Set([provenance]) });
  }

  keepApart(first: string, second: string): void {
    this.#apart.add(pairKey(first, second));
  }

  isOne(first: string, second: string): boolean {
    return this.#of.get(first) === this.#of.get(second);
  }

  #isKeptApart(one: Cluster, other: Cluster): boolean {
    for (const first of one.keys)
      for (const second of other.keys) if (this.#apart.has(pairKey(first, second))) return true;
    return false;
  }

  /** False when something keeps them apart; where a person joins, two records of one provenance may meet. */
  join(first: string, second: string, by: 'score' | 'person'): boolean {
    const [one, other] = [this.#of.get(first), this.#of.get(second)];
    if (one === undefined || other === undefined) return false;
    if (one === other) return true;
    const sharesProvenance = [...one.provenances].some((name) => other.provenances.has(name));
    if ((by === 'score' && sharesProvenance) || this.#isKeptApart(one, other)) return false;
    for (const key of other.keys) {
      one.keys.add(key);
      this.#of.set(key, one);
    }
    for (const name of other.provenances) one.provenances.add(name);
    return true;
  }

  /** Every record with all records of its deal. */
  deals(): ReadonlyMap<string, ReadonlySet<string>> {
    return new Map([...this.#of].map(([key, cluster]) => [key, cluster.keys]));
  }
}

/** No other record of the same provenance comes close, from either side. */
function isClearBest(
  pair: ScoredPair,
  pairs: readonly ScoredPair[],
  provenanceOf: ReadonlyMap<string, string>,
  isDecidedOne: (first: string, second: string) => boolean,
): boolean {
  const closeTo = (here: string, there: string) =>
    pairs.some((rival) => {
      if (rival === pair || (rival.firstKey !== here && rival.secondKey !== here)) return false;
      const far = rival.firstKey === here ? rival.secondKey : rival.firstKey;
      return (
        far !== there &&
        provenanceOf.get(far) === provenanceOf.get(there) &&
        !isDecidedOne(far, there) &&
        pair.score - rival.score < clearMargin - 1e-9
      );
    });
  return !closeTo(pair.firstKey, pair.secondKey) && !closeTo(pair.secondKey, pair.firstKey);
}

/** Key of each record to the id of its deal: the smallest id that any of the deal's records has alone. */
export function clusterRecords(
  records: readonly ClusterRecord[],
  pairs: readonly ScoredPair[],
  decisions: readonly Decision[],
): Map<string, string> {
  const known = new Map(records.map((record) => [record.key, record]));
  const provenanceOf = new Map(records.map((record) => [record.key, record.provenance]));
  const clusters = new Clusters(records);
  const newestFirst = [...decisions].sort(
    (one, other) =>
      compareText(other.decidedAt, one.decidedAt) ||
      compareText(pairKey(one.firstKey, one.secondKey), pairKey(other.firstKey, other.secondKey)),
  );
  // A score that keeps two records apart is no match for a person; an earlier decision is none for a later one.
  const decided = new Clusters(records);
  for (const { firstKey, secondKey, isSame } of newestFirst) {
    if (isSame) {
      if (decided.join(firstKey, secondKey, 'person')) clusters.join(firstKey, secondKey, 'person');
    } else if (!decided.isOne(firstKey, secondKey)) {
      decided.keepApart(firstKey, secondKey);
      clusters.keepApart(firstKey, secondKey);
    }
  }
  for (const pair of pairs) {
    if (pair.isContradicted && !clusters.isOne(pair.firstKey, pair.secondKey))
      clusters.keepApart(pair.firstKey, pair.secondKey);
  }
  const forbidden = new Set(
    decisions.filter((one) => !one.isSame).map((one) => pairKey(one.firstKey, one.secondKey)),
  );
  const open = pairs.filter(
    (pair) =>
      !forbidden.has(pairKey(pair.firstKey, pair.secondKey)) &&
      provenanceOf.get(pair.firstKey) !== provenanceOf.get(pair.secondKey),
  );
  const sure = open
    .filter((pair) => pair.score >= autoMergeFrom)
    .sort(
      (one, other) =>
        other.score - one.score ||
        compareText(pairKey(one.firstKey, one.secondKey), pairKey(other.firstKey, other.secondKey)),
    );
  for (const pair of sure) {
    if (isClearBest(pair, open, provenanceOf, (first, second) => decided.isOne(first, second)))
      clusters.join(pair.firstKey, pair.secondKey, 'score');
  }
  return new Map(
    [...clusters.deals()].map(([key, keys]) => {
      const ids = [...keys].map((member) => known.get(member)?.ownId ?? member).sort(compareText);
      return [key, ids[0] ?? key];
    }),
  );
}
