/** The notes of all boroughs. What a reader may not see is left out by the query itself, names of people too. */
import { randomBytes } from 'node:crypto';
import { type Kysely, type RawBuilder, type Selectable, type SqlBool, sql, type Transaction } from 'kysely';
import type { Tables } from '../database/tables.ts';
import type { EngagementsTable } from '../database/tables-engagement.ts';
import { type IsoDate, isoDate } from '../procurement/iso-date.ts';
import {
  type Engagement,
  type EngagementAuthor,
  type EngagementNote,
  type EngagementReader,
  longestSummary,
  type Sharing,
} from './engagement.ts';
import { withoutContacts } from './personal-details.ts';
import { isAuthor, isOwnTo, mayBeReadBy } from './who-reads.ts';

/** What is looked for; all conditions hold together, and an empty one means any. */
export type EngagementCriteria = {
  /** The organisation: any of the three is enough. */
  readonly supplierIds: readonly string[];
  readonly productIds: readonly string[];
  readonly organisation: string | null;
  readonly serviceArea: string | null;
  /** What it was about, in words. */
  readonly words: string | null;
  readonly boroughIds: readonly string[];
  /** The borough of the reader is left out: “has anybody else …”. */
  readonly exceptBoroughId: string | null;
};

/** Notes found, newest talk first; `isPartial` when only some of the words were met. */
export type EngagementsFound = {
  readonly engagements: readonly Engagement[];
  readonly total: number;
  readonly isPartial: boolean;
};

/** Every look-up is for a reader on a day, and holds nothing that the reader may not see or that has expired. */
export type Engagements = {
  /** Keeps a note until the officer says yes. The same form key gives the note that is there already. */
  readonly draft: (
    note: EngagementNote,
    author: EngagementAuthor,
    today: IsoDate,
    formKey: string | null,
  ) => Promise<Engagement>;
  /** Null when there is none that the reader may see. */
  readonly byId: (id: string, reader: EngagementReader, today: IsoDate) => Promise<Engagement | null>;
  /** Saves the author's own draft, shared as told; false when it is no draft of theirs any more. */
  readonly save: (
    id: string,
    sharing: Sharing | null,
    officer: { readonly tenantId: string; readonly officerId: string },
  ) => Promise<boolean>;
  /** Removes a note for good; only its author or a vouched-for officer of its borough can. */
  readonly remove: (id: string, reader: EngagementReader) => Promise<boolean>;
  readonly find: (
    criteria: EngagementCriteria,
    reader: EngagementReader,
    today: IsoDate,
  ) => Promise<EngagementsFound>;
  /** Every saved note that the reader may see, for an export; at most 10,000. */
  readonly all: (reader: EngagementReader, today: IsoDate) => Promise<readonly Engagement[]>;
  /** Removes what has expired and drafts older than a day; resolves to how many went. */
  readonly purge: (today: IsoDate) => Promise<number>;
};

/** Most notes of one answer. */
const mostFound = 50;
const mostExported = 10_000;

type Row = Omit<
  Selectable<EngagementsTable>,
  'search' | 'form_key' | 'created_at' | 'tenant_id' | 'officer_id'
> & { readonly borough: string | null; readonly is_own: boolean; readonly total: number };

function toEngagement(row: Row): Engagement {
  return {
    id: row.id,
    organisation: row.organisation,
    organisationName: row.organisation_name,
    supplierIds: row.supplier_ids,
    productIds: row.product_ids,
    serviceArea: row.service_area,
    metOn: isoDate(row.met_on),
    summary: row.summary,
    people: row.people,
    sharing: row.sharing as Sharing,
    expiresOn: isoDate(row.expires_on),
    boroughId: row.borough_id,
    borough: row.borough,
    isVouched: row.is_vouched,
    loggedOn: isoDate(row.logged_on),
    isDraft: row.state === 'draft',
    isOwn: row.is_own,
  };
}

function columns(reader: EngagementReader): RawBuilder<unknown> {
  return sql`engagements.id, engagements.state, engagements.organisation, engagements.organisation_name,
    engagements.supplier_ids, engagements.product_ids, engagements.service_area, engagements.met_on,
    engagements.summary, case when ${isOwnTo(reader)} then engagements.people end as people,
    engagements.sharing, engagements.borough_id, engagements.is_vouched, engagements.logged_on,
    engagements.expires_on, buyers.short_name as borough, ${isOwnTo(reader)} as is_own`;
}

/** Words from outside as PostgreSQL takes them. */
function storable(text: string, most: number): string {
  return withoutContacts(text).replaceAll('\0', ' ').toWellFormed().trim().slice(0, most).toWellFormed();
}

function matches(criteria: EngagementCriteria, joinedBy: ' ' | ' or '): RawBuilder<SqlBool> {
  const all: RawBuilder<SqlBool>[] = [sql`true`];
  const { supplierIds, productIds, organisation, serviceArea, boroughIds } = criteria;
  if (supplierIds.length + productIds.length > 0 || organisation !== null) {
    const ways: RawBuilder<SqlBool>[] = [];
    if (supplierIds.length > 0)
      ways.push(sql`engagements.supplier_ids && array[${sql.join([...supplierIds])}]::text[]`);
    if (productIds.length > 0)
      ways.push(sql`engagements.product_ids && array[${sql.join([...productIds])}]::text[]`);
    if (organisation !== null)
      ways.push(sql`engagements.search @@ plainto_tsquery('english', ${storable(organisation, 200)})`);
    all.push(sql`(${sql.join(ways, sql` or `)})`);
  }
  const words = (criteria.words ?? '').match(/[\p{L}\p{N}]+/gu)?.slice(0, 12) ?? [];
  const about: RawBuilder<SqlBool>[] = [];
  if (serviceArea !== null) about.push(sql`engagements.service_area = ${serviceArea}`);
  if (words.length > 0)
    about.push(
      sql`engagements.search @@ websearch_to_tsquery('english', ${storable(words.join(joinedBy), 200)})`,
    );
  if (about.length > 0) all.push(sql`(${sql.join(about, sql` or `)})`);
  if (boroughIds.length > 0) all.push(sql`engagements.borough_id in (${sql.join([...boroughIds])})`);
  if (criteria.exceptBoroughId !== null)
    all.push(sql`engagements.borough_id is distinct from ${criteria.exceptBoroughId}`);
  return sql`(${sql.join(all, sql` and `)})`;
}

/** Notes in this database. */
export function createEngagements(database: Kysely<Tables>): Engagements {
  const select = async (
    condition: RawBuilder<SqlBool>,
    reader: EngagementReader,
    today: IsoDate,
    limit = mostFound,
  ): Promise<Row[]> => {
    const { rows } = await sql<Row>`select ${columns(reader)}, count(*) over () as total
      from engagements left join buyers on buyers.id = engagements.borough_id
      where ${mayBeReadBy(reader, today)} and ${condition}
      order by engagements.met_on desc, engagements.id limit ${limit}`.execute(database);
    return rows;
  };
  const byId: Engagements['byId'] = async (id, reader, today) => {
    const [row] = await select(sql`engagements.id = ${id.replaceAll('\0', '')}`, reader, today);
    return row === undefined ? null : toEngagement(row);
  };
  const purge: Engagements['purge'] = async (today) => {
    const gone = await database
      .deleteFrom('engagements')
      .where((builder) =>
        builder.or([
          builder('expires_on', '<=', today),
          builder.and([
            builder('state', '=', 'draft'),
            builder('created_at', '<', sql<string>`now() - interval '1 day'`),
          ]),
        ]),
      )
      .executeTakeFirst();
    return Number(gone.numDeletedRows);
  };
  return {
    byId,
    purge,
    all: async (reader, today) =>
      (await select(sql`engagements.state = 'saved'`, reader, today, mostExported)).map(toEngagement),
    draft: async (note, author, today, formKey) => {
      await purge(today);
      const inserted = await database
        .insertInto('engagements')
        .values({
          id: `M-${randomBytes(5).toString('hex').toUpperCase()}`,
          form_key: formKey,
          state: 'draft',
          organisation: storable(note.organisation, 120),
          organisation_name: note.organisationName,
          supplier_ids: [...note.supplierIds],
          product_ids: [...note.productIds],
          service_area: note.serviceArea,
          met_on: note.metOn,
          summary: storable(note.summary, longestSummary),
          people: note.people === null ? null : storable(note.people, 200),
          sharing: note.sharing,
          borough_id: author.boroughId,
          is_vouched: author.isVouched,
          tenant_id: author.tenantId,
          officer_id: author.officerId,
          logged_on: today,
          expires_on: note.expiresOn,
        })
        .onConflict((conflict) => conflict.column('form_key').doNothing())
        .returning('id')
        .executeTakeFirst();
      const reader: EngagementReader = { ...authorAsReader(author) };
      const id =
        inserted?.id ??
        (
          await database
            .selectFrom('engagements')
            .select('id')
            .where('form_key', '=', formKey)
            .where('tenant_id', '=', author.tenantId)
            .where('officer_id', '=', author.officerId)
            .executeTakeFirst()
        )?.id;
      const kept = id === undefined ? null : await byId(id, reader, today);
      if (kept === null) throw new EngagementNotKeptError();
      return kept;
    },
    save: async (id, sharing, { tenantId, officerId }) => {
      const result = await database
        .updateTable('engagements')
        .set({ state: 'saved', ...(sharing === null ? {} : { sharing }) })
        .where('id', '=', id)
        .where('state', '=', 'draft')
        .where('tenant_id', '=', tenantId)
        .where('officer_id', '=', officerId)
        .executeTakeFirst();
      return Number(result.numUpdatedRows) === 1;
    },
    remove: async (id, reader) => {
      const result = await database
        .deleteFrom('engagements')
        .where('id', '=', id)
        // Taking back what one told needs no private place; doing it for the borough does.
        .where(sql<boolean>`(${isAuthor(reader)} or ${isOwnTo(reader)})`)
        .executeTakeFirst();
      return Number(result.numDeletedRows) === 1;
    },
    find: async (criteria, reader, today) => {
      const isSaved = sql<SqlBool>`engagements.state = 'saved'`;
      const whole = await select(sql`${isSaved} and ${matches(criteria, ' ')}`, reader, today);
      const rows =
        whole.length > 0 || criteria.words === null
          ? whole
          : await select(sql`${isSaved} and ${matches(criteria, ' or ')}`, reader, today);
      return {
        engagements: rows.map(toEngagement),
        total: rows[0]?.total ?? 0,
        isPartial: whole.length === 0 && rows.length > 0,
      };
    },
  };
}

function authorAsReader(author: EngagementAuthor): EngagementReader {
  const { tenantId, officerId, boroughId, isVouched } = author;
  return { boroughId, isVouchedFor: isVouched, isPrivate: true, officer: { tenantId, officerId } };
}

/** A form key that another officer used before: forged, or two in a million million. */
export class EngagementNotKeptError extends Error {
  readonly code = 'ENGAGEMENT_NOT_KEPT';
  constructor() {
    super('The note could not be kept because its form was used before. Open the form again.');
    this.name = 'EngagementNotKeptError';
  }
}

/** Takes the officer out of their notes: drafts go, saved ones stay as the borough's, without names of people. */
export async function forgetEngager(
  database: Kysely<Tables> | Transaction<Tables>,
  tenantId: string,
  officerId: string,
): Promise<number> {
  const drafts = await database
    .deleteFrom('engagements')
    .where('tenant_id', '=', tenantId)
    .where('officer_id', '=', officerId)
    // Nobody could ever take back a note that no borough stands behind.
    .where((builder) => builder.or([builder('state', '=', 'draft'), builder('is_vouched', '=', false)]))
    .executeTakeFirst();
  const kept = await database
    .updateTable('engagements')
    .set({ officer_id: 'forgotten', people: null })
    .where('tenant_id', '=', tenantId)
    .where('officer_id', '=', officerId)
    .executeTakeFirst();
  return Number(drafts.numDeletedRows) + Number(kept.numUpdatedRows);
}
