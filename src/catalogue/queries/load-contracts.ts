/** Contract rows with everything that belongs to them, as domain objects. */
import { type Kysely, type Selectable, sql } from 'kysely';
import type { ContractsTable, Tables } from '../../database/tables.ts';
import type { ParticipantRole } from '../../procurement/buyer.ts';
import type {
  Confidence,
  Contract,
  ContractKind,
  ContractStatus,
  Participant,
  Regime,
  SourceReference,
} from '../../procurement/contract.ts';
import type { IsoDate } from '../../procurement/iso-date.ts';
import type { Value, ValueBasis, VatBasis } from '../../procurement/value.ts';
import type { Correction } from '../corrections/correction.ts';
import { correctionsFor } from '../corrections/corrections.ts';
import { periodOf } from '../derive-dates.ts';
import { type Conflict, plainKey } from '../merging/facts.ts';

/** A contract as selected, without what belongs to it in other tables. */
export type ContractRow = Omit<
  Selectable<ContractsTable>,
  | 'search'
  | 'record_key'
  | 'record_hash'
  | 'published_date'
  | 'cpv'
  | 'hidden_from_officers'
  | 'hidden_from_owner'
  | 'replaced_by'
>;

/** Columns every query of contracts selects. */
export const contractColumns = [
  'contracts.id',
  'contracts.kind',
  'contracts.title',
  'contracts.service_area',
  'contracts.product_as_published',
  'contracts.vendor',
  'contracts.supplier_as_published',
  'contracts.route',
  'contracts.framework',
  'contracts.regime',
  'contracts.status',
  'contracts.start_date',
  'contracts.initial_end_date',
  'contracts.end_date',
  'contracts.max_extent_date',
  'contracts.term',
  'contracts.dates_as_published',
  'contracts.options_as_published',
  'contracts.value_amount',
  'contracts.value_currency',
  'contracts.value_basis',
  'contracts.vat',
  'contracts.value_as_published',
  'contracts.ocid',
  'contracts.notes',
  'contracts.flags',
  'contracts.visibility',
  'contracts.act_by',
  'contracts.start_precision',
  'contracts.end_precision',
  'contracts.max_extent_precision',
  'contracts.start_from',
  'contracts.end_from',
  'contracts.max_extent_from',
  'contracts.option_months',
  'contracts.notice_months',
  'contracts.critical_after',
  'contracts.deal_id',
  'contracts.owners',
  'contracts.conflicts',
] as const;

/** A contract with the derived act-by date and the ids of its products. */
export type CatalogueContract = Contract & {
  readonly actBy: IsoDate | null;
  /** Day after which a tender begun at once cannot be signed before the end. */
  readonly criticalAfter: IsoDate | null;
  readonly productIds: readonly string[];
  readonly flags: readonly string[];
  /** Fields on which its sources disagree, with which one counts and why. */
  readonly conflicts: readonly Conflict[];
  /** Confirmed by an officer of the borough, newest first; they stand beside what was published. */
  readonly corrections: readonly Correction[];
  /** This form of the record is not for everybody; an answer that shows it carries a label. */
  readonly isRestricted?: true;
};

function publishedValue(row: ContractRow): Value | null {
  if (row.value_amount === null) return null;
  return {
    amount: row.value_amount,
    currency: row.value_currency ?? 'GBP',
    basis: (row.value_basis ?? 'unknown') as ValueBasis,
    vat: (row.vat ?? 'unknown') as VatBasis,
    asPublished: row.value_as_published,
  };
}

function toContract(
  row: ContractRow,
  participants: Participant[],
  sources: SourceReference[],
  productIds: string[],
  productName: string | null,
  corrections: readonly Correction[],
): CatalogueContract {
  return {
    id: row.id,
    kind: row.kind as ContractKind,
    title: row.title,
    serviceArea: row.service_area,
    productId: productIds[0] ?? null,
    productName,
    productAsPublished: row.product_as_published,
    vendor: row.vendor,
    supplierAsPublished: row.supplier_as_published,
    route: row.route,
    framework: row.framework,
    regime: row.regime as Regime,
    status: row.status as ContractStatus,
    period: periodOf(row),
    value: publishedValue(row),
    valueAsPublished: row.value_as_published,
    ocid: row.ocid,
    notes: row.notes,
    participants,
    sources,
    withheld: false,
    actBy: row.act_by as IsoDate | null,
    criticalAfter: row.critical_after as IsoDate | null,
    productIds,
    flags: row.flags === null ? [] : row.flags.split(' '),
    conflicts: (row.conflicts ?? []) as Conflict[],
    corrections,
    ...(row.visibility === 'public' ? {} : { isRestricted: true as const }),
  };
}

function groupBy<T>(rows: readonly T[], keyOf: (row: T) => string): Map<string, T[]> {
  const groups = new Map<string, T[]>();
  for (const row of rows) {
    const group = groups.get(keyOf(row));
    if (group === undefined) groups.set(keyOf(row), [row]);
    else group.push(row);
  }
  return groups;
}

const levelOrder: Readonly<Record<string, number>> = { public: 0, boroughs: 1, owner: 2 };

type Source = { readonly key: string; readonly level: string; readonly parties: readonly string[] | null };

/** Sources behind the row: as open as it is, and of an owner's records only those of the owners it is for. */
function shownSources<T extends Source>(sources: readonly T[], row: ContractRow): T[] {
  const isForOwners = (source: T) =>
    (row.owners ?? []).some((owner) => source.parties?.includes(owner) ?? false);
  return sources.filter(
    (source) =>
      plainKey(source.key) === source.key &&
      (levelOrder[source.level] ?? 2) <= (levelOrder[row.visibility] ?? 0) &&
      (source.level !== 'owner' || isForOwners(source)),
  );
}

const roleOrder: Readonly<Record<string, number>> = { lead: 0, joint: 1, member: 2, 'permitted-user': 3 };

/** Adds participants (lead first), sources (newest first) and products to rows; keeps the order of the rows. */
export async function loadContracts(
  database: Kysely<Tables>,
  rows: readonly ContractRow[],
  productNameOf: (productId: string) => string | null,
): Promise<CatalogueContract[]> {
  if (rows.length === 0) return [];
  const ids = rows.map((row) => row.id);
  const dealIds = [...new Set(rows.map((row) => row.deal_id ?? row.id))];
  const [participants, sources, products, corrections] = await Promise.all([
    database
      .selectFrom('participants')
      .innerJoin('buyers', 'buyers.id', 'participants.buyer_id')
      .select(['contract_id', 'buyer_id', 'short_name', 'role'])
      .where('contract_id', 'in', ids)
      .orderBy('short_name')
      .execute(),
    database
      .selectFrom('source_records')
      .select(['key', 'contract_id', 'publisher', 'url', 'published_date', 'read_on', 'confidence', 'level'])
      .select(
        sql<
          string[] | null
        >`case when level = 'owner' then jsonb_path_query_array(facts, '$.participants[*].buyer_id') end`.as(
          'parties',
        ),
      )
      .where('contract_id', 'in', dealIds)
      .orderBy('published_date', (order) => order.desc().nullsLast())
      .execute(),
    database
      .selectFrom('contract_products')
      .selectAll()
      .where('contract_id', 'in', ids)
      .orderBy('product_id')
      .execute(),
    correctionsFor(database, ids),
  ]);
  const participantsOf = groupBy(participants, (row) => row.contract_id);
  const sourcesOf = groupBy(sources, (row) => row.contract_id);
  const productsOf = groupBy(products, (row) => row.contract_id);
  return rows.map((row) => {
    const productIds = (productsOf.get(row.id) ?? []).map((product) => product.product_id);
    const productNames = productIds.map(productNameOf).filter((name) => name !== null);
    return toContract(
      row,
      (participantsOf.get(row.id) ?? [])
        .map((participant) => ({
          buyerId: participant.buyer_id,
          shortName: participant.short_name,
          role: participant.role as ParticipantRole,
        }))
        .sort((left, right) => (roleOrder[left.role] ?? 9) - (roleOrder[right.role] ?? 9)),
      shownSources(sourcesOf.get(row.deal_id ?? row.id) ?? [], row).map((source) => ({
        id: source.key,
        publisher: source.publisher,
        url: source.url,
        publishedDate: source.published_date,
        readOn: source.read_on as IsoDate | null,
        confidence: source.confidence as Confidence,
      })),
      productIds,
      productNames.length === 0 ? null : productNames.join(' and '),
      corrections.get(row.id) ?? [],
    );
  });
}
