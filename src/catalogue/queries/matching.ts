/**
 * Which rows a viewer’s search finds, as ids with what lists are ordered by. Public records are looked up in
 * `contract_facts`, which holds exactly what everybody sees of London; the few that only some may see are added from
 * `contracts`, and public rows give way where the viewer sees a fuller one of the same deal.
 */
import { expressionBuilder, type RawBuilder, type SqlBool, sql } from 'kysely';
import type { Tables } from '../../database/tables.ts';
import { believedAmount } from '../figures/facts.ts';
import { mayBeSeenBy, type Viewer } from '../viewer.ts';
import {
  type ContractCriteria,
  idsAbout,
  idsInAreas,
  london,
  matchesCriteria,
  storableText,
} from './find-contracts.ts';

/** The viewer may see records that are not public. */
export function seesMore(viewer: Viewer): boolean {
  return viewer.isPrivate && viewer.isVouchedFor && viewer.boroughId !== null;
}

/** The facts hold contracts in which one of the 33 takes part, and nothing else. */
function isWithinFacts(criteria: ContractCriteria): boolean {
  if (criteria.buyerIds === null) return criteria.isInLondon;
  return criteria.buyerIds.every((id) => id >= london.first && id <= london.last);
}

function endConditions(criteria: ContractCriteria, column: string): RawBuilder<SqlBool>[] {
  const end = sql.ref(column);
  const all: RawBuilder<SqlBool>[] = [];
  if (criteria.endsFrom !== null) all.push(sql`${end} >= ${criteria.endsFrom}`);
  if (criteria.endsTo !== null) all.push(sql`${end} <= ${criteria.endsTo}`);
  if (criteria.liveOn !== null) all.push(sql`(${end} is null or ${end} >= ${criteria.liveOn})`);
  if (criteria.hasNoEndDate !== null)
    all.push(criteria.hasNoEndDate ? sql`${end} is null` : sql`${end} is not null`);
  return all;
}

/** The conditions of `matchesCriteria`, on `facts`. */
function matchesFacts(criteria: ContractCriteria): RawBuilder<SqlBool> {
  const all: RawBuilder<SqlBool>[] = endConditions(criteria, 'facts.end_date');
  if (criteria.subject !== null) {
    const ids = idsAbout(criteria.subject);
    all.push(ids === null ? sql`false` : sql`facts.contract_id in (${ids})`);
  }
  if (criteria.serviceAreas !== null)
    all.push(sql`facts.contract_id in (${idsInAreas(criteria.serviceAreas)})`);
  if (criteria.buyerIds !== null) {
    const ends = endConditions(criteria, 'participants.end_date');
    all.push(sql`facts.contract_id in (select participants.contract_id from participants
      where participants.buyer_id in (${sql.join([...criteria.buyerIds])})
        and ${sql.join([sql`true`, ...ends], sql` and `)})`);
  }
  if (criteria.excludedBuyerIds.length > 0)
    all.push(sql`exists (select 1 from participants where participants.contract_id = facts.contract_id
      and participants.buyer_id not in (${sql.join([...criteria.excludedBuyerIds])}))`);
  if (criteria.kinds !== null)
    all.push(
      criteria.kinds.length === 0 ? sql`false` : sql`facts.kind in (${sql.join([...criteria.kinds])})`,
    );
  if (criteria.words !== null)
    all.push(sql`facts.contract_id in (select id from contracts
      where search @@ websearch_to_tsquery('english', ${storableText(criteria.words)}))`);
  if (criteria.amountFrom !== null) all.push(sql`facts.value_amount >= ${criteria.amountFrom}`);
  if (criteria.amountTo !== null) all.push(sql`facts.value_amount <= ${criteria.amountTo}`);
  return all.length === 0 ? sql`true` : sql`${sql.join(all, sql` and `)}`;
}

/**
 * Query of `id, end_date, act_by, amount` (null where not believed), one row for each deal that the viewer may see and
 * that meets all criteria.
 */
export function matchingRows(viewer: Viewer, criteria: ContractCriteria): RawBuilder<unknown> {
  const seen = mayBeSeenBy(viewer);
  const matches = matchesCriteria(expressionBuilder<Tables, 'contracts'>(), criteria);
  const rows = sql`select contracts.id, contracts.end_date, contracts.act_by, ${believedAmount} as amount from contracts`;
  if (!isWithinFacts(criteria)) return sql`${rows} where ${seen} and ${matches}`;
  const ofPublic = sql`select facts.contract_id as id, facts.end_date, facts.act_by, facts.amount
    from contract_facts as facts where ${matchesFacts(criteria)}`;
  if (!seesMore(viewer)) return ofPublic;
  return sql`${ofPublic} and facts.contract_id not in (select contracts.id from contracts
      where (contracts.hidden_from_officers or contracts.hidden_from_owner) and contracts.visibility = 'public'
        and not ${seen})
    union all ${rows} where contracts.visibility <> 'public' and ${seen} and ${matches}`;
}
