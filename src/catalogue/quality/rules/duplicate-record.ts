import { sql } from 'kysely';
import { dealId, isAgreement } from '../population.ts';
import type { QualityRule } from '../rule.ts';

/** Contracts that agree with another of the same buyer; worked out once for all of them. */
const twice = sql`
  select unnest(array_agg(${dealId})) from contracts
    join participants on participants.contract_id = contracts.id
  where contracts.visibility = 'public' and contracts.supplier_as_published is not null
    and contracts.start_date is not null and contracts.end_date is not null
  group by participants.buyer_id, contracts.supplier_as_published, contracts.start_date, contracts.end_date,
    contracts.value_amount
  having count(distinct ${dealId}) > 1`;

/** No other contract of the same borough has the same supplier, start, end and value. */
export const duplicateRecord: QualityRule = {
  id: 'duplicate-record',
  field: 'record',
  level: 'data set',
  isScored: true,
  checks: 'No other contract of the same borough has the same supplier, start, end and value.',
  why: 'One deal counted twice doubles every total.',
  fix: 'Say whether the two are one contract; lots and renewals stay apart.',
  applies:
    () => sql`(${isAgreement} and contracts.supplier_as_published is not null and contracts.start_date is not null
    and contracts.end_date is not null)`,
  fails: () => sql`${dealId} in (${twice})`,
};
