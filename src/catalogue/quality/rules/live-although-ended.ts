import { sql } from 'kysely';
import { dealId, isForATerm } from '../population.ts';
import type { QualityRule } from '../rule.ts';

/** Contracts after which the same borough has a later record of the same product; worked out once for all of them. */
const hasLaterOfProduct = sql`
  select coalesce(earlier.deal_id, earlier.id) from contract_products as product
    join contracts as earlier on earlier.id = product.contract_id and earlier.end_date is not null
    join participants as buyer on buyer.contract_id = product.contract_id
    join (
      select participants.buyer_id, contract_products.product_id,
        max(coalesce(contracts.end_date, '9999-12-31')) as last_end
      from participants
        join contracts on contracts.id = participants.contract_id and contracts.status <> 'cancelled'
          and contracts.visibility = 'public'
        join contract_products on contract_products.contract_id = contracts.id
      group by 1, 2
    ) as latest on latest.buyer_id = buyer.buyer_id and latest.product_id = product.product_id
      and latest.last_end > earlier.end_date`;

/** The same by service area, for contracts whose product is not known. */
const hasLaterOfArea = sql`
  select coalesce(earlier.deal_id, earlier.id) from contracts as earlier
    join participants as buyer on buyer.contract_id = earlier.id
    join (
      select participants.buyer_id, contracts.service_area, max(coalesce(contracts.end_date, '9999-12-31')) as last_end
      from participants
        join contracts on contracts.id = participants.contract_id and contracts.status <> 'cancelled'
          and contracts.visibility = 'public'
      group by 1, 2
    ) as latest on latest.buyer_id = buyer.buyer_id and latest.service_area = earlier.service_area
      and latest.last_end > earlier.end_date
  where earlier.end_date is not null
    and not exists (select 1 from contract_products where contract_products.contract_id = earlier.id)`;

/** A contract whose end has passed has a successor on record, or is no longer listed as running. */
export const liveAlthoughEnded: QualityRule = {
  id: 'live-although-ended',
  field: 'end date',
  level: 'data set',
  isScored: true,
  checks: 'A contract whose end has passed has a successor on record, or is no longer listed as running.',
  why: 'Either the service runs without a contract, or the extension or the replacement was never recorded. The wording asks, it does not accuse.',
  fix: 'Record what followed: the extension, the new contract, or the day the service stopped.',
  applies: () => sql`(${isForATerm} and contracts.kind = 'contract' and contracts.end_date is not null)`,
  fails: (today) => sql`(contracts.end_date < ${today} and contracts.status = 'active' 
    and ${dealId} not in (${hasLaterOfProduct}) and ${dealId} not in (${hasLaterOfArea}))`,
};
