/** One made-up deal as a register, two OCDS publishers and a survey of systems tell of it; the files are real in form. */
import { type Kysely, sql } from 'kysely';
import { type ImportReport, importContracts } from '../../src/catalogue/import-contracts.ts';
import { createResolvers } from '../../src/catalogue/resolve/resolvers.ts';
import { ocds } from '../../src/catalogue/sources/ocds/index.ts';
import { register } from '../../src/catalogue/sources/register/index.ts';
import { systems } from '../../src/catalogue/sources/systems/index.ts';
import type { Tables } from '../../src/database/tables.ts';
import { isoDate } from '../../src/procurement/iso-date.ts';
import { reference } from './made-up-contracts.ts';

const resolvers = createResolvers(reference);
const sources = { ocds, register, systems };

/** A file to be imported. */
export type MadeUpFile = {
  readonly name: string;
  readonly source: keyof typeof sources;
  readonly content: string;
};

/** Imports one file through its real source. */
export function importMadeUp(database: Kysely<Tables>, file: MadeUpFile): Promise<ImportReport> {
  return importContracts({
    database,
    source: sources[file.source],
    bytes: (async function* () {
      yield Buffer.from(file.content);
    })(),
    readOptions: {
      buyer: null,
      today: isoDate('2026-11-23'),
      origin: { url: null, fileName: file.name },
    },
    resolvers,
    leadTimes: reference.leadTimes,
    rulesHash: 'rules',
    dryRun: false,
    onProgress: () => undefined,
  });
}

/** A register of one council, one line a contract. */
export function registerFile(lines: readonly string[], name = 'register.csv'): MadeUpFile {
  return {
    name,
    source: 'register',
    content: [
      'Organisation name,Reference number,Contract title,Supplier name,Start date,End date,Contract value,Published date',
      ...lines,
    ].join('\n'),
  };
}

/** A survey, one line a system. */
export function surveyFile(lines: readonly string[], name = 'survey.csv'): MadeUpFile {
  return {
    name,
    source: 'systems',
    content: [
      'Borough,Service area,System,Vendor,Supplier,Contract start,Contract end,Extension options,Annual cost,Hosting,Satisfaction,Last verified,Visibility',
      ...lines,
    ].join('\n'),
  };
}

type Award = {
  readonly ocid: string;
  readonly title?: string;
  readonly buyer?: string;
  readonly supplier?: string;
  readonly companyNumber?: string;
  readonly start?: string;
  readonly end?: string;
  readonly maxExtent?: string;
  readonly amount?: number;
  readonly date?: string;
  readonly awardId?: string;
  readonly contractStatus?: string;
};

function releaseOf(award: Award): object {
  const awardId = award.awardId ?? '1';
  const period = {
    startDate: `${award.start ?? '2024-04-01'}T00:00:00Z`,
    endDate: `${award.end ?? '2028-03-31'}T00:00:00Z`,
    ...(award.maxExtent === undefined ? {} : { maxExtentDate: `${award.maxExtent}T00:00:00Z` }),
  };
  const supplier = award.supplier ?? 'Fictional Systems Limited';
  return {
    ocid: award.ocid,
    id: `${award.ocid}-${award.date ?? '2024-03-01'}`,
    tag: ['award', 'contract'],
    date: `${award.date ?? '2024-03-01'}T09:00:00Z`,
    initiationType: 'tender',
    parties: [
      { id: 'B', name: award.buyer ?? 'London Borough of Hillingdon', roles: ['buyer'] },
      {
        id: 'S',
        name: supplier,
        roles: ['supplier'],
        identifier: { scheme: 'GB-COH', id: award.companyNumber ?? '09999901' },
      },
    ],
    buyer: { id: 'B', name: award.buyer ?? 'London Borough of Hillingdon' },
    tender: { id: 'T', title: award.title ?? 'Housing management system', status: 'complete' },
    awards: [
      {
        id: awardId,
        status: 'active',
        suppliers: [{ id: 'S', name: supplier }],
        value: { amount: award.amount ?? 480_000, currency: 'GBP' },
        contractPeriod: period,
      },
    ],
    contracts: [
      {
        id: awardId,
        awardID: awardId,
        title: award.title ?? 'Housing management system',
        status: award.contractStatus ?? 'active',
        period,
        value: { amount: award.amount ?? 480_000, currency: 'GBP' },
      },
    ],
  };
}

/** A package of awards as an OCDS publisher gives it. */
export function ocdsFile(name: string, awards: readonly Award[]): MadeUpFile {
  return { name, source: 'ocds', content: JSON.stringify({ releases: awards.map(releaseOf) }) };
}

/** A tender without an award yet. */
export function tenderFile(name: string, ocid: string, date = '2023-09-01'): MadeUpFile {
  return {
    name,
    source: 'ocds',
    content: JSON.stringify({
      releases: [
        {
          ocid,
          id: `${ocid}-tender`,
          tag: ['tender'],
          date: `${date}T09:00:00Z`,
          initiationType: 'tender',
          parties: [{ id: 'B', name: 'London Borough of Hillingdon', roles: ['buyer'] }],
          buyer: { id: 'B', name: 'London Borough of Hillingdon' },
          tender: { id: 'T', title: 'Housing management system', status: 'active' },
        },
      ],
    }),
  };
}

/** Everything merged deals consist of, without ids and times, in a fixed order. */
export async function dealsOf(database: Kysely<Tables>): Promise<unknown[]> {
  const { rows } = await sql<{ deal: unknown }>`
    select jsonb_build_object(
      'row', to_jsonb(contracts) - 'id' - 'deal_id' - 'search' - 'record_hash' - 'replaced_by',
      'replaced', contracts.replaced_by is not null,
      'buyers', (select jsonb_agg(jsonb_build_array(buyer_id, role, name_as_published) order by buyer_id) from participants where contract_id = contracts.id),
      'suppliers', (select jsonb_agg(supplier_id order by position) from contract_suppliers where contract_id = contracts.id),
      'products', (select jsonb_agg(product_id order by product_id) from contract_products where contract_id = contracts.id),
      'sources', (select jsonb_agg(jsonb_build_array(key, source, level) order by key) from source_records
        where source_records.contract_id = coalesce(contracts.deal_id, contracts.id))) as deal
    from contracts order by contracts.record_key, contracts.visibility`.execute(database);
  return rows.map((row) => row.deal);
}
