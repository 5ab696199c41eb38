/** Made-up contract records for tests of the importer and the catalogue; nobody here exists. */
import type { Kysely } from 'kysely';
import { sql } from 'kysely';
import { writeBoroughs } from '../../src/catalogue/catalogue.ts';
import { type ImportReport, importContracts } from '../../src/catalogue/import-contracts.ts';
import { loadReferenceData, type ReferenceData } from '../../src/catalogue/reference-data.ts';
import { createResolvers } from '../../src/catalogue/resolve/resolvers.ts';
import type {
  ContractSource,
  PublishedBuyer,
  PublishedOrganisation,
  ReadItem,
  SourceRecord,
} from '../../src/catalogue/source-record.ts';
import type { Tables } from '../../src/database/tables.ts';
import type { Period } from '../../src/procurement/contract.ts';
import { isoDate } from '../../src/procurement/iso-date.ts';

/** The knowledge that ships, read once a test file. */
export const reference: ReferenceData = await loadReferenceData('knowledge');
const resolvers = createResolvers(reference);

/** A lead buyer of this name. */
export function buyer(name: string, role: PublishedBuyer['role'] = 'lead'): PublishedBuyer {
  return { name, identifiers: [], role };
}

/** A supplier, with its company number when given. */
export function supplier(name: string, companyNumber?: string): PublishedOrganisation {
  return { name, identifiers: companyNumber === undefined ? [] : [`GB-COH-${companyNumber}`] };
}

/** A fixed term that ends on this day. */
export function endsOn(endDate: string | null): Period {
  return {
    startDate: isoDate('2020-04-01'),
    initialEndDate: null,
    endDate: endDate === null ? null : isoDate(endDate),
    maxExtentDate: null,
    term: endDate === null ? 'unknown' : 'fixed',
    datesAsPublished: null,
    optionsAsPublished: null,
  };
}

/** A whole made-up record; `changes` replace its fields. */
export function madeUpRecord(key: string, changes: Partial<SourceRecord> = {}): SourceRecord {
  return {
    key,
    kind: 'contract',
    title: `Made-up system ${key}`,
    description: null,
    buyers: [buyer('London Borough of Hillingdon')],
    suppliers: [supplier('Fictional Systems Ltd')],
    serviceAreaAsPublished: 'Housing management',
    productName: null,
    productAsPublished: 'Fictional Housing',
    vendorAsPublished: null,
    cpv: [],
    route: 'Framework call-off',
    framework: null,
    regime: 'PCR2015',
    status: 'active',
    period: endsOn('2028-03-31'),
    value: {
      amount: 500_000,
      currency: 'GBP',
      basis: 'whole-life',
      vat: 'excluding',
      asPublished: '£500,000',
    },
    ocid: null,
    noticeId: null,
    publisher: 'Example Notices',
    url: `https://notices.example.org/${encodeURIComponent(key.toWellFormed())}`,
    publishedDate: '2024-01-15',
    readOn: isoDate('2026-01-15'),
    confidence: 'high',
    notes: null,
    visibility: 'public',
    flags: [],
    ...changes,
  };
}

/** What one made-up file holds: records, rows left out with a reason, or the fault it breaks off with. */
export type MadeUpItem = SourceRecord | { readonly dropped: string } | Error;

function sourceOf(items: Iterable<MadeUpItem>): ContractSource {
  return {
    name: 'register',
    title: 'made up',
    sniff: () => 0,
    async *read(bytes): AsyncGenerator<ReadItem> {
      for await (const _chunk of bytes) {
        // The bytes only stand for the file; its records are given.
      }
      let line = 1;
      for (const item of items) {
        line += 1;
        if (item instanceof Error) throw item;
        yield 'dropped' in item
          ? { kind: 'dropped', line, reason: item.dropped }
          : { kind: 'record', line, record: item };
      }
    },
  };
}

/** Imports these items as one file called `fileName`; two calls with the same name and `content` are one file twice. */
export function importItems(
  database: Kysely<Tables>,
  items: Iterable<MadeUpItem>,
  {
    fileName = 'made-up.csv',
    content = fileName,
    dryRun = false,
    onProgress = () => undefined,
  }: {
    readonly fileName?: string;
    readonly content?: string;
    readonly dryRun?: boolean;
    readonly onProgress?: (read: number) => void;
  } = {},
): Promise<ImportReport> {
  return importContracts({
    database,
    source: sourceOf(items),
    bytes: (async function* () {
      yield Buffer.from(content);
    })(),
    readOptions: { buyer: null, today: isoDate('2026-11-23'), origin: { url: null, fileName } },
    resolvers,
    leadTimes: reference.leadTimes,
    rulesHash: 'rules',
    dryRun,
    onProgress,
  });
}

/** Takes every contract, supplier and import out, and leaves the 33 authorities. */
export async function emptyCatalogue(database: Kysely<Tables>): Promise<void> {
  await sql`truncate contracts, participants, contract_suppliers, contract_products, source_records, suppliers,
    imports, buyers, contract_facts, summary_cells, coverage_cells cascade`.execute(database);
  await writeBoroughs(database, reference);
}

const compared = {
  buyers: 'select * from buyers order by id',
  suppliers: 'select * from suppliers order by id',
  contracts: 'select * from contracts order by id',
  participants: 'select * from participants order by contract_id, buyer_id',
  contract_suppliers: 'select * from contract_suppliers order by contract_id, supplier_id',
  contract_products: 'select * from contract_products order by contract_id, product_id',
  source_records: `select key, contract_id, source, publisher, url, published_date, read_on, confidence, notice_id, record
    from source_records order by key`,
} as const;

/** Everything the catalogue holds but when and by which import, for comparing two states. */
export async function catalogueState(database: Kysely<Tables>): Promise<Record<string, unknown[]>> {
  const state: Record<string, unknown[]> = {};
  for (const [table, query] of Object.entries(compared))
    state[table] = (await sql.raw(query).execute(database)).rows;
  return state;
}

/** What should never be found: parts without their contract, contracts without a buyer or a source. */
export async function inconsistencies(database: Kysely<Tables>): Promise<unknown[]> {
  const { rows } = await sql`
    select 'no participant' as what, id from contracts where id not in (select contract_id from participants)
    union all select 'no source', id from contracts where coalesce(deal_id, id) not in (select contract_id from source_records)
    union all select 'source of nothing', key from source_records
      where contract_id not in (select coalesce(deal_id, id) from contracts)
    union all select 'import unknown', key from source_records where import_id not in (select id from imports)
    union all select 'canonical supplier missing', id from suppliers
      where canonical_id not in (select id from suppliers)`.execute(database);
  return rows;
}
