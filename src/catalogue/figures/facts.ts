/** One row a contract with everything that figures count by; the same SQL fills the summaries and counts directly. */
import { type RawBuilder, sql } from 'kysely';

/** Dimensions a count can be split by. `all` is the total. */
export const dimensions = [
  'all',
  'supplier',
  'vendor',
  'product',
  'borough',
  'service_area',
  'start_year',
  'end_year',
] as const;

/** One of `dimensions`. */
export type Dimension = (typeof dimensions)[number];

/** Stands in place of a borough or a service area for “all of them”. */
export const everything = '*';

/** Value keys that hold no amount; every other key is `currency basis vat` and names amounts that may be added. */
export const noValue = 'none';
/** Value key of amounts kept as published but not believed. */
export const implausibleValue = 'implausible';
/** Several suppliers or products share one amount, so it belongs to none of them alone. */
export const sharedValue = 'shared';

/** The published amount of a contract, null where it is not believed. */
export const believedAmount = sql`case when contracts.flags ~ 'amount-implausible' then null else contracts.value_amount end`;

/** The record says that the authority built the system itself, so that there is no contract. */
export const isInHouse = sql<boolean>`contracts.vendor ilike '%in-house%'`;

/** Columns of `factsWhere`, in its order. */
export const factColumns = sql.raw(
  `contract_id, kind, vendor, start_year, end_year, areas, buyers, suppliers, products, value_key, amount,
   end_date, act_by, value_amount, published_date, read_on, is_in_house`,
);

/**
 * Facts of the contracts for which `condition` (on `contracts`) holds and in which one of the 33 takes part. Empty
 * lists hold one empty text, so that “not known” is counted too. Dates that cannot be believed give no year.
 */
export function factsWhere(condition: RawBuilder<unknown>): RawBuilder<unknown> {
  return sql`
    select contracts.id as contract_id, contracts.kind, nullif(contracts.vendor, '') as vendor,
      case when contracts.flags ~ 'end-before-start' then null
        else extract(year from contracts.start_date)::integer end as start_year,
      case when contracts.flags ~ '(end-before-start|end-after-2050)' then null
        else extract(year from contracts.end_date)::integer end as end_year,
      coalesce(nullif(array(
        select contracts.service_area where contracts.service_area is not null
        union select product_areas.service_area from contract_products
          join product_areas on product_areas.product_id = contract_products.product_id
          where contract_products.contract_id = contracts.id order by 1), '{}'), array['']) as areas,
      london.buyers,
      coalesce(nullif(array(
        select distinct suppliers.canonical_id from contract_suppliers
          join suppliers on suppliers.id = contract_suppliers.supplier_id
          where contract_suppliers.contract_id = contracts.id order by 1), '{}'), array['']) as suppliers,
      coalesce(nullif(array(
        select contract_products.product_id from contract_products
          where contract_products.contract_id = contracts.id order by 1), '{}'), array['']) as products,
      case when contracts.value_amount is null then ${sql.lit(noValue)}
        when contracts.flags ~ 'amount-implausible' then ${sql.lit(implausibleValue)}
        else coalesce(contracts.value_currency, 'GBP') || ' ' || coalesce(contracts.value_basis, 'unknown')
          || ' ' || coalesce(contracts.vat, 'unknown') end as value_key,
      ${believedAmount} as amount,
      contracts.end_date, contracts.act_by, contracts.value_amount, contracts.published_date,
      (select max(source_records.read_on) from source_records
        where source_records.contract_id = coalesce(contracts.deal_id, contracts.id)
          and source_records.level = 'public') as read_on,
      coalesce(${isInHouse}, false) as is_in_house
    from contracts
    cross join lateral (
      select array(
        select participants.buyer_id from participants join buyers on buyers.id = participants.buyer_id
        where participants.contract_id = contracts.id and buyers.in_london_33 order by 1) as buyers) as london
    where cardinality(london.buyers) > 0 and ${condition}`;
}

/**
 * Records that are wholly public, but procurements whose contract is on record: only these may stand in the summaries,
 * which everybody sees and which count what a search lists.
 */
export const isPublic = sql`(contracts.visibility = 'public' and contracts.replaced_by is null)`;

/**
 * Rows `dimension, key, value_key` of every fact in `facts` (a table or query name), for use inside `cross join
 * lateral`. An amount that several suppliers or products share is moved out of the split.
 */
export function partsOf(dimension: Dimension): RawBuilder<unknown> {
  const valueKeyOf = (list: 'suppliers' | 'products') =>
    sql`case when cardinality(facts.${sql.raw(list)}) > 1 and facts.amount is not null then ${sql.lit(sharedValue)}
      else facts.value_key end`;
  const dimensionName = sql`${sql.lit(dimension)}::text as dimension`;
  switch (dimension) {
    case 'all':
      return sql`select ${dimensionName}, ''::text as key, facts.value_key as value_key`;
    case 'supplier':
      return sql`select ${dimensionName}, unnest(facts.suppliers) as key, ${valueKeyOf('suppliers')} as value_key`;
    case 'product':
      return sql`select ${dimensionName}, unnest(facts.products) as key, ${valueKeyOf('products')} as value_key`;
    case 'vendor':
      return sql`select ${dimensionName}, coalesce(facts.vendor, '') as key, facts.value_key as value_key`;
    case 'borough':
      return sql`select ${dimensionName}, unnest(facts.buyers) as key, facts.value_key as value_key`;
    case 'service_area':
      return sql`select ${dimensionName}, unnest(facts.areas) as key, facts.value_key as value_key`;
    case 'start_year':
      return sql`select ${dimensionName}, coalesce(facts.start_year::text, '') as key, facts.value_key as value_key`;
    case 'end_year':
      return sql`select ${dimensionName}, coalesce(facts.end_year::text, '') as key, facts.value_key as value_key`;
  }
}

/** What is added for a part: nothing where the amount cannot be given to the key alone. */
export const amountOfPart = sql`case when part.value_key = ${sql.lit(sharedValue)} then 0 else coalesce(facts.amount, 0) end`;
