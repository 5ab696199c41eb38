/** Firms that several boroughs have in common, as signatories or as makers of what they use. */
import { type Kysely, sql } from 'kysely';
import type { Tables } from '../../database/tables.ts';
import { mayBeSeenBy, type Viewer } from '../viewer.ts';

/** One firm with the contracts that tie it to each of the boroughs asked about. */
export type SharedFirm = {
  /** `supplier`: signed the contracts. `maker`: makes the product, whoever sold it. */
  readonly as: 'supplier' | 'maker';
  readonly name: string;
  /** One entry for each borough that has the firm, in the order asked; ids by latest end first. */
  readonly boroughs: readonly { readonly buyerId: string; readonly contractIds: readonly string[] }[];
};

/** Firms with records in at least two of the boroughs; those in most boroughs first, then by name. */
export async function sharedFirms(
  database: Kysely<Tables>,
  viewer: Viewer,
  buyerIds: readonly string[],
  serviceArea: { readonly name: string; readonly productIds: readonly string[] } | null,
): Promise<SharedFirm[]> {
  const inArea =
    serviceArea === null
      ? sql`true`
      : sql`(contracts.service_area = ${serviceArea.name} or exists (select 1 from contract_products
          where contract_products.contract_id = contracts.id
            and contract_products.product_id in (select json_array_elements_text(${JSON.stringify(serviceArea.productIds)}::json))))`;
  const { rows } = await sql<{
    as: 'supplier' | 'maker';
    key: string;
    name: string;
    buyer_id: string;
    ids: string[];
  }>`
    with chosen as (
      select contracts.id, contracts.vendor, contracts.end_date, participants.buyer_id
      from contracts join participants on participants.contract_id = contracts.id
      where participants.buyer_id in (${sql.join([...buyerIds])}) and ${mayBeSeenBy(viewer)} and ${inArea}),
    firms as (
      select 'supplier' as as, firm.id as key, firm.name, chosen.buyer_id, chosen.id, chosen.end_date
      from chosen join contract_suppliers on contract_suppliers.contract_id = chosen.id
        join suppliers on suppliers.id = contract_suppliers.supplier_id
        join suppliers as firm on firm.id = suppliers.canonical_id
      union
      select 'maker', lower(chosen.vendor), min(chosen.vendor) over (partition by lower(chosen.vendor)),
        chosen.buyer_id, chosen.id, chosen.end_date
      from chosen where chosen.vendor is not null and chosen.vendor !~* 'in-house')
    select firms.as, key, min(name) as name, buyer_id, array_agg(id order by end_date desc nulls last, id) as ids
    from firms group by firms.as, key, buyer_id
    order by 1, 2`.execute(database);
  const firms = new Map<string, { as: 'supplier' | 'maker'; name: string; by: Map<string, string[]> }>();
  for (const row of rows) {
    const key = `${row.as} ${row.key}`;
    const firm = firms.get(key) ?? { as: row.as, name: row.name, by: new Map<string, string[]>() };
    firm.by.set(row.buyer_id, row.ids);
    firms.set(key, firm);
  }
  return [...firms.values()]
    .filter((firm) => firm.by.size > 1)
    .map((firm) => ({
      as: firm.as,
      name: firm.name,
      boroughs: buyerIds.flatMap((buyerId) => {
        const contractIds = firm.by.get(buyerId);
        return contractIds === undefined ? [] : [{ buyerId, contractIds }];
      }),
    }))
    .sort(
      (left, right) => right.boroughs.length - left.boroughs.length || left.name.localeCompare(right.name),
    );
}
