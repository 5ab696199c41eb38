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
import { failsAnything, failsRule } from './score.ts';

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

/** The `limit` failing contracts worth most among those with the commonest kind of figure. */
export async function worthMost(
  database: Kysely<Tables>,
  viewer: Viewer,
  asked: { readonly buyerId: string | null; readonly today: IsoDate; readonly limit: number },
): Promise<Fixes> {
  const { today } = asked;
  const failing = database
    .selectFrom('contracts')
    .where(mayBeSeenBy(viewer))
    .where(isScored(today))
    .where(belongsTo(asked.buyerId))
    .where(failsAnything(today));
  const groups = await failing
    .select([
      sql<boolean>`coalesce(${isUsable}, false)`.as('is_usable'),
      'contracts.value_basis as basis',
      'contracts.vat as vat',
      (builder) => builder.fn.countAll<number>().as('contracts'),
    ])
    .groupBy([sql`1`, 'contracts.value_basis', 'contracts.vat'])
    .execute();
  const usable = groups
    .filter((group) => group.is_usable)
    .sort(
      (left, right) =>
        Number(right.contracts) - Number(left.contracts) ||
        `${left.basis} ${left.vat}`.localeCompare(`${right.basis} ${right.vat}`),
    );
  const countOf = (list: typeof groups) => list.reduce((sum, group) => sum + Number(group.contracts), 0);
  const [main, ...others] = usable;
  const withoutValue = countOf(groups.filter((group) => !group.is_usable));
  if (main === undefined) return { fixes: [], ranked: null, otherBasis: 0, withoutValue };
  const rows = await failing
    .where(isUsable)
    .where('contracts.value_basis', '=', main.basis)
    .where(sql<boolean>`contracts.vat is not distinct from ${main.vat}`)
    .select([...contractColumns])
    .select(
      sql<string[]>`array_remove(array[${sql.join(
        scoredRules.map((rule) => sql`case when ${failsRule(rule, today)} then ${rule.id} end`),
      )}]::text[], null)`.as('rule_ids'),
    )
    .orderBy('contracts.value_amount', 'desc')
    .orderBy('contracts.id')
    .limit(asked.limit)
    .execute();
  return {
    fixes: rows.map(({ rule_ids, ...row }) => ({ row, ruleIds: rule_ids })),
    ranked: {
      basis: (main.basis ?? 'unknown') as ValueBasis,
      vat: (main.vat ?? 'unknown') as VatBasis,
      contracts: Number(main.contracts),
    },
    otherBasis: countOf(others),
    withoutValue,
  };
}
