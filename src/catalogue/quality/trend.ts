/** Scores kept after each import, and read back as a trend. Only what everybody may see is scored here. */
import { type Kysely, sql, type Transaction } from 'kysely';
import type { Tables } from '../../database/tables.ts';
import { type IsoDate, isoDate } from '../../procurement/iso-date.ts';
import { publicViewer } from '../viewer.ts';
import { type QualityField, qualityFields } from './rule.ts';
import { type BoroughScore, type Count, scoreBoroughs } from './score.ts';
import { overallShare } from './scorecard.ts';

/** How the column `field` names what is no field: all records scored, and single rules. */
const wholeRecord = 'all';
const rulePrefix = 'rule:';

/** The score of one borough after one import. */
export type TrendPoint = {
  readonly importId: string;
  readonly scoredOn: IsoDate;
  /** File or address that was taken in. */
  readonly origin: string;
  /** Between 0 and 1; null when nothing was there to score. */
  readonly share: number | null;
};

/**
 * Counts every borough and keeps the counts under the import; asked twice for one import it keeps the later counts.
 * Call it once an import, or once a run of small ones: it looks at the whole catalogue.
 */
export async function recordQualityScores(
  database: Kysely<Tables> | Transaction<Tables>,
  importId: string,
  today: IsoDate,
): Promise<void> {
  const boroughs = await scoreBoroughs(database, publicViewer, today);
  const rows = boroughs
    .filter((borough) => borough.records > 0)
    .flatMap((borough) => {
      const row = (field: string, count: Count) => ({
        import_id: importId,
        buyer_id: borough.buyerId,
        field,
        scored_on: today,
        records: count.records,
        failing: count.failing,
      });
      return [
        row(wholeRecord, { records: borough.records, failing: 0 }),
        ...qualityFields.map((field) => row(field, borough.fields[field])),
        ...Object.entries(borough.rules).map(([id, count]) => row(`${rulePrefix}${id}`, count)),
      ];
    });
  if (rows.length === 0) return;
  await database
    .insertInto('quality_scores')
    .values(rows)
    .onConflict((conflict) =>
      conflict.columns(['import_id', 'buyer_id', 'field']).doUpdateSet({
        scored_on: sql`excluded.scored_on`,
        records: sql`excluded.records`,
        failing: sql`excluded.failing`,
      }),
    )
    .execute();
}

/** Keeps scores for the newest import when it has none yet, for instance because the process was stopped after it. */
export async function recordLatestScores(database: Kysely<Tables>, today: IsoDate): Promise<void> {
  const latest = await database
    .selectFrom('imports')
    .select('id')
    .orderBy('finished_at', 'desc')
    .orderBy('id')
    .limit(1)
    .executeTakeFirst();
  if (latest === undefined) return;
  const known = await database
    .selectFrom('quality_scores')
    .select('import_id')
    .where('import_id', '=', latest.id)
    .limit(1)
    .executeTakeFirst();
  if (known === undefined) await recordQualityScores(database, latest.id, today);
}

/** The last `limit` points of a borough, oldest first. */
export async function trendOf(
  database: Kysely<Tables>,
  buyerId: string,
  limit: number,
): Promise<TrendPoint[]> {
  const rows = await database
    .selectFrom('quality_scores')
    .innerJoin('imports', 'imports.id', 'quality_scores.import_id')
    .select(['import_id', 'scored_on', 'origin', 'finished_at', 'field', 'records', 'failing'])
    .where('buyer_id', '=', buyerId)
    .where('field', 'in', [...qualityFields])
    .orderBy('finished_at', 'desc')
    .orderBy('import_id')
    .limit(limit * qualityFields.length)
    .execute();
  const points = new Map<string, { row: (typeof rows)[number]; fields: Map<string, Count> }>();
  for (const row of rows) {
    const point = points.get(row.import_id) ?? { row, fields: new Map<string, Count>() };
    point.fields.set(row.field, { records: row.records, failing: row.failing });
    points.set(row.import_id, point);
  }
  const none: Count = { records: 0, failing: 0 };
  return [...points.values()].reverse().map(({ row, fields }) => ({
    importId: row.import_id,
    scoredOn: row.scored_on as IsoDate,
    origin: row.origin,
    share: overallShare(
      Object.fromEntries(qualityFields.map((field) => [field, fields.get(field) ?? none])) as Record<
        QualityField,
        Count
      >,
    ),
  }));
}

/**
 * Scores of all boroughs as kept after the newest import, from what everybody may see; null when none were kept. A
 * rule added since then has no count until the next import.
 */
export async function keptScores(
  database: Kysely<Tables>,
): Promise<{ readonly scoredOn: IsoDate; readonly boroughs: BoroughScore[] } | null> {
  const { rows } = await sql<{
    buyer_id: string;
    short_name: string;
    field: string | null;
    records: number;
    failing: number;
    scored_on: string | null;
  }>`
    select buyers.id as buyer_id, buyers.short_name, quality_scores.field, quality_scores.records, quality_scores.failing,
      quality_scores.scored_on
    from buyers left join quality_scores on quality_scores.buyer_id = buyers.id
      and quality_scores.import_id = (select id from imports order by finished_at desc, id limit 1)
    where buyers.in_london_33 order by buyers.short_name`.execute(database);
  const scoredOn = rows.find((row) => row.scored_on !== null)?.scored_on;
  if (scoredOn === undefined || scoredOn === null) return null;
  const none: Count = { records: 0, failing: 0 };
  const boroughs = new Map<string, { shortName: string; counts: Map<string, Count> }>();
  for (const row of rows) {
    const borough = boroughs.get(row.buyer_id) ?? {
      shortName: row.short_name,
      counts: new Map<string, Count>(),
    };
    if (row.field !== null) borough.counts.set(row.field, { records: row.records, failing: row.failing });
    boroughs.set(row.buyer_id, borough);
  }
  return {
    scoredOn: isoDate(scoredOn),
    boroughs: [...boroughs].map(([buyerId, { shortName, counts }]) => ({
      buyerId,
      shortName,
      records: counts.get(wholeRecord)?.records ?? 0,
      fields: Object.fromEntries(
        qualityFields.map((field) => [field, counts.get(field) ?? none]),
      ) as BoroughScore['fields'],
      rules: Object.fromEntries(
        [...counts].flatMap(([name, count]) =>
          name.startsWith(rulePrefix) ? [[name.slice(rulePrefix.length), count]] : [],
        ),
      ),
    })),
  };
}
