/** Which records are scored at all; rules narrow these. */
import { sql } from 'kysely';
import { addMonths, type IsoDate } from '../../procurement/iso-date.ts';
import type { Condition } from './rule.ts';

/** Contracts that ended longer ago are history: nobody is asked to repair them. */
export const historicAfterMonths = 24;

/** Same words for answers and pages. */
export const populationWords =
  'contracts, frameworks and systems in use that are not cancelled or planned and did not end more than two years ago';

function isNotHistoric(today: IsoDate): Condition {
  const first = addMonths(today, -historicAfterMonths);
  return sql`(greatest(contracts.end_date, contracts.max_extent_date) is null
    or greatest(contracts.end_date, contracts.max_extent_date) >= ${first})`;
}

/** Records that are scored. */
export function isScored(today: IsoDate): Condition {
  return sql`(contracts.kind in ('contract', 'framework', 'system')
    and contracts.status not in ('cancelled', 'planned') and ${isNotHistoric(today)})`;
}

/** Of those, the agreements: a system in use has no dates or supplier of its own. */
export const isAgreement: Condition = sql`contracts.kind in ('contract', 'framework')`;

/** Agreements that end on a day, as far as is known. */
export const isForATerm: Condition = sql`(${isAgreement} and contracts.term not in ('rolling', 'event'))`;

/** Registers hold grass cutting too; what has an area, a product or a technology CPV code is ours. */
export const isTechnology: Condition = sql`(contracts.service_area is not null or contracts.product_as_published is not null
  or contracts.cpv ~ '(^| )(30|32|48|64|72|73)' or contracts.kind = 'system')`;

/** Whether a product of the list is known for the record. */
export const hasProduct: Condition = sql`exists (select 1 from contract_products
  where contract_products.contract_id = contracts.id)`;

/** Whether a firm is named. */
export const hasSupplier: Condition = sql`exists (select 1 from contract_suppliers
  where contract_suppliers.contract_id = contracts.id)`;

/**
 * Names a deal: a deal with restricted fields has a row for each level of openness, of which a viewer sees one, and
 * rules that compare records must not take those for several contracts.
 */
export const dealId = sql<string>`coalesce(contracts.deal_id, contracts.id)`;

/** Condition on `source_records`: a source of the row, as open as the row itself. */
export const isSourceOfRow: Condition = sql`(source_records.contract_id = ${dealId}
  and (source_records.level = 'public' or contracts.visibility = 'owner'
    or (contracts.visibility = 'boroughs' and source_records.level = 'boroughs')))`;
