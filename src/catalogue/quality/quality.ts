/** Data quality as the tools see it. */
import type { Kysely } from 'kysely';
import type { Tables } from '../../database/tables.ts';
import type { IsoDate } from '../../procurement/iso-date.ts';
import { type CatalogueContract, loadContracts } from '../queries/load-contracts.ts';
import type { Viewer } from '../viewer.ts';
import { failingRows } from './failing-rows.ts';
import { type Fixes, worthMost } from './fixes.ts';
import type { QualityRule } from './rule.ts';
import { type BoroughScore, scoreBoroughs } from './score.ts';
import { type FieldScore, medianOf, overallShare, scorecardOf } from './scorecard.ts';
import { keptScores, type TrendPoint, trendOf } from './trend.ts';

/** A contract to repair and the rules it fails. */
export type QualityFix = { readonly contract: CatalogueContract; readonly ruleIds: readonly string[] };

/** Everything a report says; every count in it can be listed with `failing`. */
export type QualityReport = {
  /** Null sums all boroughs. */
  readonly borough: BoroughScore | null;
  readonly boroughs: readonly BoroughScore[];
  readonly fields: readonly FieldScore[];
  /** Mean over fields, between 0 and 1; null where nothing is on record. */
  readonly share: number | null;
  readonly medianShare: number | null;
  readonly fixes: Omit<Fixes, 'fixes'> & { readonly fixes: readonly QualityFix[] };
  /** Day on which the other boroughs were counted: from what everybody may see, after the newest import. */
  readonly scoredOn: IsoDate;
  /** Oldest first; from what everybody may see, so it can differ a little from the scores above. */
  readonly trend: readonly TrendPoint[];
};

/** Asked for a viewer; nothing withheld from the viewer is counted for the borough asked about. */
export type Quality = {
  readonly report: (viewer: Viewer, buyerId: string | null, today: IsoDate) => Promise<QualityReport>;
  readonly failing: (
    viewer: Viewer,
    asked: {
      readonly rule: QualityRule;
      readonly buyerId: string | null;
      readonly today: IsoDate;
      readonly limit: number;
      readonly offset: number;
    },
  ) => Promise<{ readonly contracts: readonly CatalogueContract[]; readonly total: number }>;
};

/** Scores what the viewer may see; nothing is kept between calls. */
export function createQuality(
  database: Kysely<Tables>,
  productNameOf: (productId: string) => string | null,
): Quality {
  return {
    report: async (viewer, buyerId, today) => {
      // The whole catalogue is counted after each import; asked for, only the borough itself is counted afresh.
      const kept = await keptScores(database);
      const [counted, found, trend] = await Promise.all([
        scoreBoroughs(database, viewer, today, kept === null ? null : buyerId === null ? [] : [buyerId]),
        worthMost(database, viewer, { buyerId, today, limit: 10 }),
        buyerId === null ? [] : trendOf(database, buyerId, 6),
      ]);
      const boroughs =
        kept === null
          ? counted
          : kept.boroughs.map((score) => counted.find(({ buyerId: id }) => id === score.buyerId) ?? score);
      const contracts = await loadContracts(
        database,
        found.fixes.map(({ row }) => row),
        productNameOf,
      );
      const borough = boroughs.find((candidate) => candidate.buyerId === buyerId) ?? null;
      const fields = scorecardOf(boroughs, borough);
      const shares = boroughs.map((score) => overallShare(score.fields)).filter((share) => share !== null);
      return {
        borough,
        boroughs,
        fields,
        share:
          borough === null
            ? overallShare(
                Object.fromEntries(
                  fields.map(({ field, count }) => [field, count]),
                ) as BoroughScore['fields'],
              )
            : overallShare(borough.fields),
        medianShare: medianOf(shares),
        fixes: {
          ...found,
          fixes: contracts.map((contract, at) => ({ contract, ruleIds: found.fixes[at]?.ruleIds ?? [] })),
        },
        scoredOn: kept?.scoredOn ?? today,
        trend,
      };
    },
    failing: async (viewer, asked) => {
      const { rows, total } = await failingRows(database, viewer, asked);
      return { contracts: await loadContracts(database, rows, productNameOf), total };
    },
  };
}
