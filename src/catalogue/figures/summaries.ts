/**
 * Totals kept ready for counting by supplier, product, borough and so on. What each contract adds is remembered in
 * `contract_facts`, so a change takes away exactly what was added before; a recount from scratch gives the same.
 */
import { type Kysely, type RawBuilder, sql, type Transaction } from 'kysely';
import type { Tables } from '../../database/tables.ts';
import type { ReferenceData } from '../reference-data.ts';
import { addCoverage, settleCoverage } from './coverage-cells.ts';
import { amountOfPart, dimensions, everything, factColumns, factsWhere, isPublic, partsOf } from './facts.ts';

type Writer = Kysely<Tables> | Transaction<Tables>;

/** Contracts a statement; larger ones hold more memory and gain nothing. */
const chunkSize = 20_000;

function listOf(values: readonly string[]): RawBuilder<unknown> {
  return sql`(select json_array_elements_text(${JSON.stringify(values)}::json))`;
}

/** Adds (or with -1 takes away) what the facts of these contracts amount to; null means all facts. */
async function addToCells(database: Writer, contractIds: readonly string[] | null, sign: 1 | -1) {
  const chosen = contractIds === null ? sql`true` : sql`contract_facts.contract_id in ${listOf(contractIds)}`;
  await addCoverage(database, chosen, sign);
  const parts = sql.join(
    dimensions.map((dimension) => partsOf(dimension)),
    sql` union all `,
  );
  await sql`
    insert into summary_cells (buyer_id, service_area, dimension, key, kind, value_key, contracts, amount)
    select scope.buyer_id, scope.service_area, part.dimension, part.key, facts.kind, part.value_key,
      ${sql.lit(sign)} * count(*), ${sql.lit(sign)} * sum(${amountOfPart})
    from (select * from contract_facts where ${chosen}) as facts
    cross join lateral (
      select ${sql.lit(everything)}::text as buyer_id, ${sql.lit(everything)}::text as service_area
      union all select unnest(facts.buyers), ${sql.lit(everything)}
      union all select ${sql.lit(everything)}, area from unnest(facts.areas) as area where area <> '') as scope
    cross join lateral (${parts}) as part
    where (part.dimension <> 'borough' or scope.buyer_id = ${sql.lit(everything)})
      and (part.dimension <> 'service_area' or scope.service_area = ${sql.lit(everything)})
    group by 1, 2, 3, 4, 5, 6
    order by 3, 1, 2, 4, 5, 6
    on conflict (dimension, buyer_id, service_area, key, kind, value_key) do update set
      contracts = summary_cells.contracts + excluded.contracts, amount = summary_cells.amount + excluded.amount`.execute(
    database,
  );
}

/**
 * Brings the summaries up to date for contracts that were added, changed or deleted in this transaction. Call it after
 * their participants, suppliers and products are written and suppliers are unified; calling it again changes nothing.
 */
export async function refreshSummaries(database: Writer, contractIds: readonly string[]): Promise<void> {
  const unique = [...new Set(contractIds)];
  for (let from = 0; from < unique.length; from += chunkSize) {
    const ids = unique.slice(from, from + chunkSize);
    await addToCells(database, ids, -1);
    await sql`delete from contract_facts where contract_id in ${listOf(ids)}`.execute(database);
    await sql`insert into contract_facts (${factColumns})
      select ${factColumns} from (${factsWhere(sql`${isPublic} and contracts.id in ${listOf(ids)}`)}) as facts`.execute(
      database,
    );
    await addToCells(database, ids, 1);
    await sql`delete from summary_cells where contracts = 0`.execute(database);
  }
  if (unique.length > 0) await settleCoverage(database);
}

/** The contracts these suppliers signed, for `refreshSummaries` after suppliers were unified. */
export async function contractsOfSuppliers(
  database: Writer,
  supplierIds: readonly string[],
): Promise<string[]> {
  if (supplierIds.length === 0) return [];
  const { rows } = await sql<{ contract_id: string }>`select distinct contract_id from contract_suppliers
    where supplier_id in ${listOf(supplierIds)}`.execute(database);
  return rows.map((row) => row.contract_id);
}

/** Throws the summaries away and counts everything again. */
export async function rebuildSummaries(database: Writer): Promise<void> {
  await sql`delete from summary_cells`.execute(database);
  await sql`delete from coverage_cells`.execute(database);
  await sql`delete from contract_facts`.execute(database);
  await sql`insert into contract_facts (${factColumns})
    select ${factColumns} from (${factsWhere(isPublic)}) as facts`.execute(database);
  await addToCells(database, null, 1);
}

/**
 * Makes the summaries usable at a start: writes which service areas the products belong to and counts again when that
 * changed, or when there are contracts and no summaries yet. Otherwise it costs two short queries.
 */
export async function keepSummaries(database: Kysely<Tables>, reference: ReferenceData): Promise<void> {
  const wanted = reference.products.map((product) => ({
    product_id: product.id,
    service_area: product.serviceArea,
  }));
  const keyOf = (row: { product_id: string; service_area: string }) =>
    `${row.product_id} ${row.service_area}`;
  await database.transaction().execute(async (transaction) => {
    const known = new Set((await transaction.selectFrom('product_areas').selectAll().execute()).map(keyOf));
    const isSame = known.size === wanted.length && wanted.every((row) => known.has(keyOf(row)));
    if (!isSame) {
      await transaction.deleteFrom('product_areas').execute();
      if (wanted.length > 0) await transaction.insertInto('product_areas').values(wanted).execute();
    }
    const { rows } = await sql<{ is_missing: boolean }>`select exists (select 1 from contracts)
      and not exists (select 1 from contract_facts) as is_missing`.execute(transaction);
    if (isSame && rows[0]?.is_missing !== true) return;
    await rebuildSummaries(transaction);
    // Look-ups are planned by these numbers; without them a question may read whole tables.
    await sql`analyze contracts, participants, contract_facts, summary_cells, coverage_cells`.execute(
      transaction,
    );
  });
}
