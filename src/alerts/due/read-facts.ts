/** Reads the dates of contracts in pages, so that a million of them never stand in memory at once. */
import { type Kysely, type RawBuilder, sql } from 'kysely';
import type { Tables } from '../../database/tables.ts';
import { addDays, addMonths, type IsoDate } from '../../procurement/iso-date.ts';
import { lastCallDays, type Subscription } from '../subscription.ts';
import type { ContractFact } from './contract-fact.ts';

const pageSize = 10_000;
/** Between the parts of a list; stands in no id or name. */
const separator = '\u001f';

type Row = {
  contract_id: string;
  end_date: IsoDate | null;
  act_by: IsoDate | null;
  value_amount: number | null;
  areas: string;
  buyers: string;
  suppliers: string;
  products: string;
  maker: string | null;
};

const parts = (text: string): readonly string[] => (text === '' ? [] : text.split(separator));

function toFact(row: Row): ContractFact {
  return {
    contractId: row.contract_id,
    endDate: row.end_date,
    actBy: row.act_by,
    amount: row.value_amount,
    areas: parts(row.areas),
    buyers: parts(row.buyers),
    suppliers: parts(row.suppliers),
    products: parts(row.products),
    maker: row.maker,
  };
}

/**
 * What the subscriptions have in common, as conditions on the facts: no row is read that none of them could reach. The
 * day is that of the longest ladder, so that a contract years away costs nothing.
 */
function withinReach(subscriptions: readonly Subscription[], today: IsoDate): RawBuilder<unknown> {
  const longest = (measure: Subscription['measuredFrom']) =>
    subscriptions
      .filter(({ measuredFrom }) => measuredFrom === measure)
      .reduce((months, { ladder }) => Math.max(months, ...ladder), 0);
  const all: RawBuilder<unknown>[] = [
    sql`kind in ('contract', 'framework', 'service')`,
    sql`end_date >= ${today}`,
    sql`(act_by <= ${[addMonths(today, longest('act-by')), addDays(today, lastCallDays + 3)].sort().at(-1)}
      ${longest('end') === 0 ? sql`` : sql`or end_date <= ${addDays(addMonths(today, longest('end')), 3)}`})`,
  ];
  const shared = (values: (subscription: Subscription) => readonly string[]) =>
    subscriptions.every((subscription) => values(subscription).length > 0)
      ? [...new Set(subscriptions.flatMap((subscription) => [...values(subscription)]))]
      : [];
  const buyers = shared(({ filter }) => filter.buyerIds);
  if (buyers.length > 0) all.push(sql`buyers && ${sql.val(buyers)}::text[]`);
  const areas = shared(({ filter }) => filter.serviceAreas);
  if (areas.length > 0) all.push(sql`areas && ${sql.val(areas)}::text[]`);
  return sql.join(all, sql` and `);
}

/** Pages of public contracts that have not ended and that one of the subscriptions may have reached, each once. */
export async function* readFacts(
  database: Kysely<Tables>,
  subscriptions: readonly Subscription[],
  today: IsoDate,
): AsyncGenerator<readonly ContractFact[]> {
  const condition = withinReach(subscriptions, today);
  let after = '';
  for (;;) {
    const { rows } = await sql<Row>`
      select contract_id, end_date, act_by, value_amount, maker,
        array_to_string(areas, ${separator}) as areas, array_to_string(buyers, ${separator}) as buyers,
        array_to_string(suppliers, ${separator}) as suppliers, array_to_string(products, ${separator}) as products
      from contract_facts where contract_id > ${after} and ${condition}
      order by contract_id limit ${pageSize}`.execute(database);
    if (rows.length > 0) yield rows.map(toFact);
    const last = rows.at(-1);
    if (last === undefined || rows.length < pageSize) return;
    after = last.contract_id;
  }
}
