/** The rows behind a count: which contracts fail a rule. */
import { type Kysely, type SqlBool, sql } from 'kysely';
import type { Tables } from '../../database/tables.ts';
import type { IsoDate } from '../../procurement/iso-date.ts';
import { type ContractRow, contractColumns } from '../queries/load-contracts.ts';
import { mayBeSeenBy, type Viewer } from '../viewer.ts';
import { isScored } from './population.ts';
import type { Condition, QualityRule } from './rule.ts';
import { failsRule } from './score.ts';

/** A page of rows, and how many there are on all pages. */
export type FailingPage = { readonly rows: ContractRow[]; readonly total: number };

/** In which of the 33 a record counts; null means any of them. */
export function belongsTo(buyerId: string | null): Condition {
  return buyerId === null
    ? sql<SqlBool>`exists (select 1 from participants join buyers on buyers.id = participants.buyer_id
        where participants.contract_id = contracts.id and buyers.in_london_33)`
    : sql<SqlBool>`exists (select 1 from participants
        where participants.contract_id = contracts.id and participants.buyer_id = ${buyerId})`;
}

/** Rows failing the rule, largest published value first, then by id so that pages never overlap. */
export async function failingRows(
  database: Kysely<Tables>,
  viewer: Viewer,
  asked: {
    readonly rule: QualityRule;
    readonly buyerId: string | null;
    readonly today: IsoDate;
    readonly limit: number;
    readonly offset: number;
  },
): Promise<FailingPage> {
  const base = database
    .selectFrom('contracts')
    .where(mayBeSeenBy(viewer))
    .where(isScored(asked.today))
    .where(belongsTo(asked.buyerId))
    .where(failsRule(asked.rule, asked.today));
  const rows = await base
    .select([...contractColumns])
    .orderBy('contracts.value_amount', (order) => order.desc().nullsLast())
    .orderBy('contracts.id')
    .limit(asked.limit)
    .offset(asked.offset)
    .execute();
  const { count } = await base
    .select((builder) => builder.fn.countAll<number>().as('count'))
    .executeTakeFirstOrThrow();
  return { rows, total: Number(count) };
}
