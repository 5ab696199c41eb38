/** What to repair first: failing contracts by value, only figures of one basis and VAT side by side. */
import { type Kysely, sql } from 'kysely';
import type { Tables } from '../../database/tables.ts';
import type { IsoDate } from '../../procurement/iso-date.ts';
import type { ValueBasis, VatBasis } from '../../procurement/value.ts';
import { type ContractRow, contractColumns } from '../queries/load-contracts.ts';
import { mayBeSeenBy, type Viewer } from '../viewer.ts';
import { belongsTo } from './failing-rows.ts';
import { isScored } from './population.ts';
import type { Condition } from './rule.ts';
import { qualityRules } from './rules.ts';
import { failsRule } from './score.ts';

/** One contract to repair, with every scored rule it fails. */
export type Fix = { readonly row: ContractRow; readonly ruleIds: readonly string[] };

/** The fixes, and what could not be ranked with them. */
export type Fixes = {
  readonly fixes: readonly Fix[];
  /** What the ranked figures cover; null when no failing contract has a usable value. */
  readonly ranked: { readonly basis: ValueBasis; readonly vat: VatBasis; readonly contracts: number } | null;
  /** Failing contracts left out: with a figure of another basis or VAT, and without a usable figure. */
  readonly otherBasis: number;
  readonly withoutValue: number;
};

const scoredRules = qualityRules.filter((rule) => rule.isScored);

/** Stand-ins, other currencies and figures of unknown basis are not compared. */
const isUsable: Condition = sql`(contracts.value_amount > 1 and contracts.value_amount <= 1000000000
  and coalesce(contracts.value_currency, 'GBP') = 'GBP' and coalesce(contracts.value_basis, 'unknown') <> 'unknown'
  and coalesce(contracts.flags, '') !~ 'amount-implausible')`;

type Ranked = {
  id: string;
  rule_ids: string[];
  is_usable: boolean;
  basis: string | null;
  vat: string | null;
  contracts: number;
  place: number;
};

/** The `limit` failing contracts worth most among those with the commonest kind of figure. */
export async function worthMost(
  database: Kysely<Tables>,
  viewer: Viewer,
  asked: { readonly buyerId: string | null; readonly today: IsoDate; readonly limit: number },
): Promise<Fixes> {
  const { today } = asked;
  const failed = scoredRules.map((rule) => sql`case when ${failsRule(rule, today)} then ${rule.id} end`);
  // One pass: the rules are the cost, so every row is checked once, and groups are counted and cut by windows.
  const { rows: ranked } = await sql<Ranked>`
    with checked as materialized (
      select contracts.id, contracts.value_amount, contracts.value_basis as basis, contracts.vat,
        coalesce(${isUsable}, false) as is_usable, array_remove(array[${sql.join(failed)}]::text[], null) as rule_ids
      from contracts
      where ${mayBeSeenBy(viewer)} and ${isScored(today)} and ${belongsTo(asked.buyerId)}
    ), placed as (
      select *, count(*) over (partition by is_usable, basis, vat) as contracts,
        row_number() over (partition by is_usable, basis, vat order by value_amount desc nulls last, id) as place
      from checked where cardinality(rule_ids) > 0
    )
    select id, rule_ids, is_usable, basis, vat, contracts, place from placed where place <= ${asked.limit}
    order by place, id`.execute(database);
  const groups = ranked.filter(({ place }) => Number(place) === 1);
  const [main, ...others] = groups
    .filter((group) => group.is_usable)
    .sort(
      (left, right) =>
        Number(right.contracts) - Number(left.contracts) ||
        `${left.basis} ${left.vat}`.localeCompare(`${right.basis} ${right.vat}`),
    );
  const countOf = (list: readonly Ranked[]) => list.reduce((sum, group) => sum + Number(group.contracts), 0);
  const withoutValue = countOf(groups.filter((group) => !group.is_usable));
  if (main === undefined) return { fixes: [], ranked: null, otherBasis: 0, withoutValue };
  const chosen = ranked.filter((row) => row.is_usable && row.basis === main.basis && row.vat === main.vat);
  const rows = await database
    .selectFrom('contracts')
    .select([...contractColumns])
    .where(
      'contracts.id',
      'in',
      chosen.map(({ id }) => id),
    )
    .execute();
  const byId = new Map(rows.map((row) => [row.id, row]));
  return {
    fixes: chosen.flatMap(({ id, rule_ids }) => {
      const row = byId.get(id);
      return row === undefined ? [] : [{ row, ruleIds: rule_ids }];
    }),
    ranked: {
      basis: (main.basis ?? 'unknown') as ValueBasis,
      vat: (main.vat ?? 'unknown') as VatBasis,
      contracts: Number(main.contracts),
    },
    otherBasis: countOf(others),
    withoutValue,
  };
}
