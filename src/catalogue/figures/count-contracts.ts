/** Counts and sums of contracts, whole or split; from the summaries where they hold the answer, else from the rows. */
import { expressionBuilder, type Kysely, type RawBuilder, sql } from 'kysely';
import type { Tables } from '../../database/tables.ts';
import type { ContractKind } from '../../procurement/contract.ts';
import type { ValueBasis, VatBasis } from '../../procurement/value.ts';
import { type ContractCriteria, matchesCriteria } from '../queries/find-contracts.ts';
import { matchingRows, seesMore } from '../queries/matching.ts';
import { mayBeSeenBy, type Viewer } from '../viewer.ts';
import {
  amountOfPart,
  type Dimension,
  everything,
  factColumns,
  factsWhere,
  implausibleValue,
  isPublic,
  noValue,
  partsOf,
  sharedValue,
} from './facts.ts';

/** Amounts that may be added: one currency, one basis, one VAT basis. */
export type ComparableSum = {
  readonly currency: string;
  readonly basis: ValueBasis;
  readonly vat: VatBasis;
  /** Contracts whose published value is in the sum. */
  readonly contracts: number;
  readonly amount: number;
};

/** A count and every sum that can truthfully be given for it. */
export type Figure = {
  readonly contracts: number;
  /** The commonest kind of value first. Never added together. */
  readonly sums: readonly ComparableSum[];
  /** Counted, but without a published value. */
  readonly withoutValue: number;
  /** Value kept as published but not believed, so in no sum. */
  readonly implausible: number;
  /** In a split by supplier or product: the value belongs to several of them together, so it is in none of the sums. */
  readonly sharedValue: number;
};

/** One part of a split; `key` is an id, a name or a year, and null for what is not known. */
export type FigurePart = Figure & { readonly key: string | null };

/** A count with its split; every number can be listed with the same criteria. */
export type Figures = {
  readonly total: Figure;
  /** Contracts counted by kind, most first. */
  readonly kinds: readonly { readonly kind: ContractKind; readonly contracts: number }[];
  /** Every part, largest count first; empty without a split. */
  readonly parts: readonly FigurePart[];
  /** By how much the counts of the parts add up to more than the total: contracts that stand in several parts. */
  readonly surplus: number;
};

type CellRow = {
  readonly dimension: string;
  readonly key: string;
  readonly kind: string;
  readonly value_key: string;
  readonly contracts: number;
  readonly amount: number;
};

/** Pence as whole numbers, so that sums of sums are exact. */
function toPence(amount: number): number {
  return Math.round(amount * 100);
}

/** Cells of one key into a figure. */
export function toFigure(cells: readonly Omit<CellRow, 'dimension' | 'key' | 'kind'>[]): Figure {
  const sums = new Map<string, { contracts: number; pence: number }>();
  const counts = { contracts: 0, withoutValue: 0, implausible: 0, sharedValue: 0 };
  for (const cell of cells) {
    const contracts = Number(cell.contracts);
    counts.contracts += contracts;
    if (cell.value_key === noValue) counts.withoutValue += contracts;
    else if (cell.value_key === implausibleValue) counts.implausible += contracts;
    else if (cell.value_key === sharedValue) counts.sharedValue += contracts;
    else {
      const sum = sums.get(cell.value_key) ?? { contracts: 0, pence: 0 };
      sum.contracts += contracts;
      sum.pence += toPence(Number(cell.amount));
      sums.set(cell.value_key, sum);
    }
  }
  return {
    ...counts,
    sums: [...sums]
      .filter(([, sum]) => sum.contracts > 0)
      .map(([valueKey, sum]) => {
        const [currency = 'GBP', basis = 'unknown', vat = 'unknown'] = valueKey.split(' ');
        return {
          currency,
          basis: basis as ValueBasis,
          vat: vat as VatBasis,
          contracts: sum.contracts,
          amount: sum.pence / 100,
        };
      })
      .sort((left, right) => right.contracts - left.contracts || right.amount - left.amount),
  };
}

/** The cell to read, or null when the criteria ask for more than a borough or a service area. */
export function cellOf(
  criteria: ContractCriteria,
  dimension: Dimension,
): { buyerId: string; serviceArea: string } | null {
  const isNarrow =
    criteria.subject !== null ||
    criteria.excludedBuyerIds.length > 0 ||
    criteria.words !== null ||
    criteria.endsFrom !== null ||
    criteria.endsTo !== null ||
    criteria.liveOn !== null ||
    criteria.hasNoEndDate !== null ||
    criteria.amountFrom !== null ||
    criteria.amountTo !== null ||
    !criteria.isInLondon;
  const buyers = criteria.buyerIds ?? [];
  const areas = criteria.serviceAreas ?? [];
  if (isNarrow || buyers.length + areas.length > 1) return null;
  // A scope is not split by itself in the summaries.
  if ((dimension === 'borough' && buyers.length > 0) || (dimension === 'service_area' && areas.length > 0))
    return null;
  return { buyerId: buyers[0] ?? everything, serviceArea: areas[0]?.name ?? everything };
}

function partRows(facts: RawBuilder<unknown>, dimension: Dimension): RawBuilder<CellRow> {
  return sql<CellRow>`with facts as (${facts})
    select part.dimension, part.key, facts.kind, part.value_key, count(*) as contracts, sum(${amountOfPart}) as amount
    from facts cross join lateral (${partsOf('all')}${dimension === 'all' ? sql`` : sql` union all ${partsOf(dimension)}`}) as part
    group by 1, 2, 3, 4`;
}

/** Counts what `findContractRows` would list for the same viewer and criteria (those of the 33 only). */
export async function countContracts(
  database: Kysely<Tables>,
  viewer: Viewer,
  criteria: ContractCriteria,
  dimension: Dimension,
): Promise<Figures> {
  // Restricted and replaced rows are few and have their own indexes: the conditions stand here, not in a sub-query.
  const matches = matchesCriteria(expressionBuilder<Tables, 'contracts'>(), criteria);
  const restricted = factsWhere(
    sql`contracts.visibility <> 'public' and ${mayBeSeenBy(viewer)} and ${matches}`,
  );
  const cell = cellOf(criteria, dimension);
  const kinds = criteria.kinds;
  const ofKind =
    kinds === null ? sql`true` : kinds.length === 0 ? sql`false` : sql`kind in (${sql.join([...kinds])})`;
  // Rows of restricted records are counted one by one for the viewer; the summaries hold public ones only.
  const queries =
    cell === null
      ? [
          partRows(
            sql`select * from (select ${factColumns} from contract_facts
              where contract_id in (select id from (${matchingRows(viewer, criteria)}) as matching)) as public
              union all ${restricted}`,
            dimension,
          ),
        ]
      : [
          sql<CellRow>`select dimension, key, kind, value_key, contracts, amount from summary_cells
            where dimension in (${sql.join([...new Set<string>(['all', dimension])])}) and buyer_id = ${cell.buyerId}
              and service_area = ${cell.serviceArea} and ${ofKind}`,
          ...(seesMore(viewer) ? [partRows(restricted, dimension)] : []),
        ];
  const results = await Promise.all(queries.map((query) => query.execute(database)));
  // A public row gives way where the viewer sees a fuller one of the same deal.
  const replaced = factsWhere(
    sql`${isPublic} and (contracts.hidden_from_officers or contracts.hidden_from_owner)
      and not (${mayBeSeenBy(viewer)}) and ${matches}`,
  );
  const takenAway =
    cell === null || !seesMore(viewer) ? [] : (await partRows(replaced, dimension).execute(database)).rows;
  const rows = [
    ...results.flatMap((result) => result.rows),
    ...takenAway.map((row) => ({
      ...row,
      contracts: -Number(row.contracts),
      amount: -Number(row.amount),
    })),
  ];

  const whole = rows.filter((row) => row.dimension === 'all');
  const byKind = new Map<string, number>();
  for (const row of whole) byKind.set(row.kind, (byKind.get(row.kind) ?? 0) + Number(row.contracts));
  const byKey = new Map<string, CellRow[]>();
  if (dimension !== 'all') {
    for (const row of rows) {
      if (row.dimension !== dimension) continue;
      const cells = byKey.get(row.key);
      if (cells === undefined) byKey.set(row.key, [row]);
      else cells.push(row);
    }
  }
  const total = toFigure(whole);
  const parts = [...byKey]
    .map(([key, cells]) => ({ key: key === '' ? null : key, ...toFigure(cells) }))
    .filter((part) => part.contracts > 0)
    .sort(
      (left, right) => right.contracts - left.contracts || (left.key ?? '').localeCompare(right.key ?? ''),
    );
  return {
    total,
    kinds: [...byKind]
      .filter(([, contracts]) => contracts > 0)
      .map(([kind, contracts]) => ({ kind: kind as ContractKind, contracts }))
      .sort((left, right) => right.contracts - left.contracts),
    parts,
    surplus: dimension === 'all' ? 0 : parts.reduce((sum, part) => sum + part.contracts, 0) - total.contracts,
  };
}
