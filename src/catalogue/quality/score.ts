/** Counts records that meet and fail the rules, per borough, in one pass over the catalogue. */
import { type Kysely, type RawBuilder, sql, type Transaction } from 'kysely';
import type { Tables } from '../../database/tables.ts';
import type { IsoDate } from '../../procurement/iso-date.ts';
import { mayBeSeenBy, type Viewer } from '../viewer.ts';
import { isScored } from './population.ts';
import { type Condition, type QualityField, type QualityRule, qualityFields } from './rule.ts';
import { qualityRules } from './rules.ts';

/** How many records were looked at and how many of them fail. */
export type Count = { readonly records: number; readonly failing: number };

/** What was counted for one of the 33 authorities. */
export type BoroughScore = {
  readonly buyerId: string;
  readonly shortName: string;
  /** Records scored; 0 where nothing is on record, and then nothing is scored. */
  readonly records: number;
  readonly fields: Readonly<Record<QualityField, Count>>;
  readonly rules: Readonly<Record<string, Count>>;
};

type Reader = Kysely<Tables> | Transaction<Tables>;

/** The rule is about the record and the record fails it; never null. */
export function failsRule(rule: QualityRule, today: IsoDate): Condition {
  return sql`coalesce(${rule.applies(today)} and ${rule.fails(today)}, false)`;
}

const scoredRulesOf = (field: QualityField) =>
  qualityRules.filter((rule) => rule.field === field && rule.isScored);

function anyOf(conditions: readonly Condition[]): Condition {
  return conditions.length === 0 ? sql`false` : sql`(${sql.join([...conditions], sql` or `)})`;
}

// Rules and fields become columns r0, f0, …: ids are no names for columns.
function columns(today: IsoDate): RawBuilder<unknown>[] {
  return [
    ...qualityRules.flatMap((rule, at) => [
      sql`coalesce(${rule.applies(today)}, false) as ${sql.ref(`ra${at}`)}`,
      sql`${failsRule(rule, today)} as ${sql.ref(`rf${at}`)}`,
    ]),
    ...qualityFields.map(
      (field, at) =>
        sql`coalesce(${anyOf(scoredRulesOf(field).map((rule) => sql`coalesce(${rule.applies(today)}, false)`))}, false) as ${sql.ref(`fa${at}`)}`,
    ),
  ];
}

function countsOf(today: IsoDate): RawBuilder<unknown>[] {
  const count = (name: string) => sql`count(*) filter (where ${sql.ref(name)}) as ${sql.ref(name)}`;
  return [
    ...qualityRules.flatMap((_rule, at) => [count(`ra${at}`), count(`rf${at}`)]),
    ...qualityFields.flatMap((field, at) => [
      count(`fa${at}`),
      sql`count(*) filter (where ${anyOf(
        qualityRules.flatMap((rule, ruleAt) =>
          rule.field === field && rule.isScored ? [sql<boolean>`${sql.ref(`rf${ruleAt}`)}`] : [],
        ),
      )}) as ${sql.ref(`ff${at}`)}`,
    ]),
    sql`count(*) filter (where ${today}::date is not null) as records`,
  ];
}

/** A row per authority, alphabetical; joint contracts count for each that takes part. Only what the viewer may see. */
export async function scoreBoroughs(
  database: Reader,
  viewer: Viewer,
  today: IsoDate,
  buyerIds: readonly string[] | null = null,
): Promise<BoroughScore[]> {
  const wanted =
    buyerIds === null
      ? sql`true`
      : buyerIds.length === 0
        ? sql`false`
        : sql`buyers.id in (${sql.join([...buyerIds])})`;
  const { rows } = await sql<Record<string, number | string | null>>`
    with checked as materialized (
      select contracts.id as contract_id, ${sql.join(columns(today))}
      from contracts
      where ${mayBeSeenBy(viewer)} and ${isScored(today)}
        and exists (select 1 from participants join buyers on buyers.id = participants.buyer_id
          where participants.contract_id = contracts.id and buyers.in_london_33 and ${wanted})
    ), counted as (
      select participants.buyer_id, ${sql.join(countsOf(today))}
      from checked join participants on participants.contract_id = checked.contract_id
      group by participants.buyer_id
    )
    select buyers.id as buyer_id, buyers.short_name, counted.*
    from buyers left join counted on counted.buyer_id = buyers.id
    where buyers.in_london_33 and ${wanted}
    order by buyers.short_name`.execute(database);
  return rows.map(toScore);
}

function toScore(row: Record<string, number | string | null>): BoroughScore {
  const count = (prefix: string, at: number): Count => ({
    records: Number(row[`${prefix}a${at}`] ?? 0),
    failing: Number(row[`${prefix}f${at}`] ?? 0),
  });
  return {
    buyerId: String(row['buyer_id'] ?? ''),
    shortName: String(row['short_name'] ?? ''),
    records: Number(row['records'] ?? 0),
    fields: Object.fromEntries(qualityFields.map((field, at) => [field, count('f', at)])) as Record<
      QualityField,
      Count
    >,
    rules: Object.fromEntries(qualityRules.map((rule, at) => [rule.id, count('r', at)])),
  };
}
