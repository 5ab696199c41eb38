/** What each source says of one contract, side by side, and what was decided where they differ. */
import { type Kysely, sql } from 'kysely';
import { z } from 'zod';
import type { Tables } from '../../database/tables.ts';
import { plainKey } from '../merging/facts.ts';
import { mayBeSeenBy, type Viewer } from '../viewer.ts';

/** One source's own words on a contract; `fields` has the catalogue's column names, and nulls are left out. */
export type SourceSaying = {
  readonly key: string;
  readonly source: string;
  readonly publisher: string;
  readonly url: string | null;
  readonly publishedDate: string | null;
  readonly readOn: string | null;
  readonly confidence: string;
  readonly fields: Readonly<Record<string, string | number>>;
};

/** A field on which sources disagree: which record counts, and why. */
export type FieldConflict = {
  readonly field: string;
  readonly chosenKey: string;
  readonly why: string;
};

/** All sources of one contract that the viewer may read, and how their conflicts were settled. */
export type ContractSayings = {
  /** Newest publication first. */
  readonly sayings: readonly SourceSaying[];
  /** As the importer settled them; empty when it found none. */
  readonly conflicts: readonly FieldConflict[];
  /** Sources that exist but that the viewer may not see. */
  readonly withheld: number;
};

const scalar = z.union([z.string(), z.number()]);
const recordRow = z.object({
  key: z.string(),
  source: z.string(),
  publisher: z.string(),
  url: z.string().nullable(),
  published_date: z.string().nullable(),
  read_on: z.string().nullable(),
  confidence: z.string(),
  level: z.enum(['public', 'boroughs', 'owner']).optional(),
  facts: z
    .object({
      contract: z.record(z.string(), z.unknown()),
      participants: z.array(z.object({ buyer_id: z.string() })).optional(),
    })
    .nullable()
    .optional(),
});
const conflictRows = z
  .array(z.object({ field: z.string(), chosen: z.object({ key: z.string() }), why: z.string() }))
  .catch([]);

function fieldsOf(contract: Readonly<Record<string, unknown>>): Record<string, string | number> {
  return Object.fromEntries(
    Object.entries(contract).flatMap(([name, value]) => {
      const parsed = scalar.safeParse(value);
      return parsed.success && parsed.data !== '' ? [[name, parsed.data]] : [];
    }),
  );
}

/** Null when there is no such contract for the viewer. A contract known from one record says what its row says. */
export async function recordsOf(
  database: Kysely<Tables>,
  viewer: Viewer,
  contractId: string,
): Promise<ContractSayings | null> {
  // Read as JSON: what a record said is kept only where a deal has several, and older rows lack the columns.
  const { rows } = await sql<{ contract: Record<string, unknown>; records: unknown[] }>`
    select to_jsonb(contracts) - 'search' as contract,
      (select coalesce(jsonb_agg(to_jsonb(source_records) - 'record' order by source_records.published_date desc nulls last, source_records.key), '[]')
        from source_records
        where source_records.contract_id = coalesce(to_jsonb(contracts) ->> 'deal_id', contracts.id)) as records
    from contracts where contracts.id = ${contractId} and ${mayBeSeenBy(viewer)}`.execute(database);
  const [row] = rows;
  if (row === undefined) return null;
  const isOfficer = viewer.isPrivate && viewer.isVouchedFor && viewer.boroughId !== null;
  const all = row.records.map((record) => recordRow.parse(record));
  // One of two boroughs that buy together does not see what the other told about it.
  const mayRead = ({ level, facts }: (typeof all)[number]) =>
    level === undefined ||
    level === 'public' ||
    (isOfficer &&
      (level === 'boroughs' ||
        facts?.participants?.some(({ buyer_id }) => buyer_id === viewer.boroughId) === true));
  const readable = all.filter(mayRead);
  // The whole record says everything that its open half says.
  const whole = new Set(readable.flatMap(({ key }) => (plainKey(key) === key ? [] : [plainKey(key)])));
  const records = readable.filter(({ key }) => !whole.has(key));
  const known = new Set(all.map(({ key }) => plainKey(key)));
  const told = new Set(records.map(({ key }) => plainKey(key)));
  return {
    sayings: records.map((record) => ({
      key: plainKey(record.key),
      source: record.source,
      publisher: record.publisher,
      url: record.url,
      publishedDate: record.published_date,
      readOn: record.read_on,
      confidence: record.confidence,
      fields: fieldsOf(record.facts?.contract ?? (known.size === 1 ? row.contract : {})),
    })),
    conflicts: conflictRows.parse(row.contract['conflicts'] ?? []).map((conflict) => ({
      field: conflict.field,
      chosenKey: plainKey(conflict.chosen.key),
      why: conflict.why,
    })),
    withheld: known.size - told.size,
  };
}
