/** What a search of the catalogue can ask for, as conditions on `contracts`. */
import { type Expression, type ExpressionBuilder, type RawBuilder, type SqlBool, sql } from 'kysely';
import type { Tables } from '../../database/tables.ts';
import type { ContractKind } from '../../procurement/contract.ts';
import type { IsoDate } from '../../procurement/iso-date.ts';

/** What the contract is about: any of the three is enough. */
export type Subject = {
  readonly productIds: readonly string[];
  /** Makers, as written in `contracts.vendor` (compared without regard to case). */
  readonly vendors: readonly string[];
  /** Canonical supplier ids; every spelling of the same firm is found. */
  readonly supplierIds: readonly string[];
};

/** All conditions hold together; null or empty means “any”. */
export type ContractCriteria = {
  readonly subject: Subject | null;
  readonly buyerIds: readonly string[] | null;
  /** Leaves out contracts in which nobody else takes part. */
  readonly excludedBuyerIds: readonly string[];
  /** Service areas, each with the products that belong to it (a contract may serve several areas through them). */
  readonly serviceAreas: readonly { readonly name: string; readonly productIds: readonly string[] }[] | null;
  readonly kinds: readonly ContractKind[] | null;
  /** Words that must stand in title, product, vendor or supplier, as for a web search. */
  readonly words: string | null;
  /** First and last day of the end in force. */
  readonly endsFrom: IsoDate | null;
  readonly endsTo: IsoDate | null;
  /** Leaves out contracts whose end in force is before this day; contracts without an end stay in. */
  readonly liveOn: IsoDate | null;
  readonly hasNoEndDate: boolean | null;
  readonly amountFrom: number | null;
  readonly amountTo: number | null;
  /** Only contracts with one of the 33 among the participants. */
  readonly isInLondon: boolean;
  readonly sort: 'act-by' | 'ends' | 'value' | 'title';
  readonly limit: number;
  readonly offset: number;
};

/** Criteria that match everything in London, to be narrowed with a spread. */
export const anyContract: ContractCriteria = {
  subject: null,
  buyerIds: null,
  excludedBuyerIds: [],
  serviceAreas: null,
  kinds: null,
  words: null,
  endsFrom: null,
  endsTo: null,
  liveOn: null,
  hasNoEndDate: null,
  amountFrom: null,
  amountTo: null,
  isInLondon: true,
  sort: 'act-by',
  limit: 100,
  offset: 0,
};

/** Words from outside as PostgreSQL takes them: without NUL and half characters. */
export function storableText(text: string): string {
  return text.replaceAll('\0', ' ').toWellFormed();
}

/** First and last GSS code of the 33 authorities, which are their ids here. */
export const london = { first: 'E09000001', last: 'E09000033' } as const;

type Builder = ExpressionBuilder<Tables, 'contracts'>;

/** True for contracts about the subject, asked of one contract after the other. */
function isAbout(subject: Subject): RawBuilder<SqlBool> {
  const ways: RawBuilder<SqlBool>[] = [];
  if (subject.productIds.length > 0)
    ways.push(sql`exists (select 1 from contract_products where contract_products.contract_id = contracts.id
      and contract_products.product_id in (${sql.join([...subject.productIds])}))`);
  if (subject.vendors.length > 0)
    ways.push(
      sql`lower(contracts.vendor) in (${sql.join(subject.vendors.map((vendor) => vendor.toLowerCase()))})`,
    );
  if (subject.supplierIds.length > 0)
    ways.push(sql`exists (select 1 from contract_suppliers
      join suppliers on suppliers.id = contract_suppliers.supplier_id
      where contract_suppliers.contract_id = contracts.id
        and suppliers.canonical_id in (${sql.join([...subject.supplierIds])}))`);
  return ways.length === 0 ? sql<SqlBool>`false` : sql<SqlBool>`(${sql.join(ways, sql` or `)})`;
}

/** Ids of public contracts about the subject, by a union of index look-ups; null when the subject is empty. */
export function idsAbout(subject: Subject): RawBuilder<unknown> | null {
  const ways = [];
  if (subject.productIds.length > 0)
    ways.push(
      sql`select contract_id from contract_products where product_id in (${sql.join([...subject.productIds])})`,
    );
  if (subject.vendors.length > 0) {
    const vendors = subject.vendors.map((vendor) => vendor.toLowerCase());
    ways.push(sql`select contract_id from contract_facts where maker in (${sql.join(vendors)})`);
  }
  if (subject.supplierIds.length > 0) {
    ways.push(sql`select contract_suppliers.contract_id from contract_suppliers
      join suppliers on suppliers.id = contract_suppliers.supplier_id
      where suppliers.canonical_id in (${sql.join([...subject.supplierIds])})`);
  }
  return ways.length === 0 ? null : sql.join(ways, sql` union `);
}

function boughtBy(builder: Builder, buyerIds: readonly string[]) {
  return builder.exists(
    builder
      .selectFrom('participants')
      .select('participants.contract_id')
      .whereRef('participants.contract_id', '=', 'contracts.id')
      .where('participants.buyer_id', 'in', [...buyerIds]),
  );
}

/** A joint contract stays in while anybody but the excluded takes part: “who else” asks for the others. */
function hasOtherBuyer(builder: Builder, excludedBuyerIds: readonly string[]) {
  return builder.exists(
    builder
      .selectFrom('participants')
      .select('participants.contract_id')
      .whereRef('participants.contract_id', '=', 'contracts.id')
      .where('participants.buyer_id', 'not in', [...excludedBuyerIds]),
  );
}

/** True for contracts in one of the areas, asked of one contract after the other. */
function isInAreas(areas: NonNullable<ContractCriteria['serviceAreas']>): RawBuilder<SqlBool> {
  const names = areas.map((area) => area.name);
  const productIds = areas.flatMap((area) => area.productIds);
  const isNamed = sql<SqlBool>`contracts.service_area in (${sql.join(names)})`;
  return productIds.length === 0
    ? isNamed
    : sql<SqlBool>`(${isNamed} or exists (select 1 from contract_products
        where contract_products.contract_id = contracts.id and contract_products.product_id in (${sql.join(productIds)})))`;
}

/** Ids of contracts in one of the areas, by a union of two index look-ups. */
export function idsInAreas(areas: NonNullable<ContractCriteria['serviceAreas']>): RawBuilder<unknown> {
  const names = areas.map((area) => area.name);
  const productIds = areas.flatMap((area) => area.productIds);
  const ways = [sql`select id from contracts where service_area in (${sql.join(names)})`];
  if (productIds.length > 0)
    ways.push(sql`select contract_id from contract_products where product_id in (${sql.join(productIds)})`);
  return sql.join(ways, sql` union `);
}

/** The condition that all criteria hold, on `contracts`; counting and listing share it. */
export function matchesCriteria(builder: Builder, criteria: ContractCriteria) {
  // A procurement whose contract is on record is told by the contract.
  const all: Expression<SqlBool>[] = [builder('contracts.replaced_by', 'is', null)];
  if (criteria.subject !== null) all.push(isAbout(criteria.subject));
  if (criteria.buyerIds !== null) all.push(boughtBy(builder, criteria.buyerIds));
  if (criteria.excludedBuyerIds.length > 0) all.push(hasOtherBuyer(builder, criteria.excludedBuyerIds));
  if (criteria.serviceAreas !== null) all.push(isInAreas(criteria.serviceAreas));
  if (criteria.kinds !== null) all.push(builder('contracts.kind', 'in', [...criteria.kinds]));
  if (criteria.words !== null)
    all.push(
      sql<SqlBool>`contracts.search @@ websearch_to_tsquery('english', ${storableText(criteria.words)})`,
    );
  if (criteria.endsFrom !== null) all.push(builder('contracts.end_date', '>=', criteria.endsFrom));
  if (criteria.endsTo !== null) all.push(builder('contracts.end_date', '<=', criteria.endsTo));
  if (criteria.liveOn !== null) {
    all.push(
      builder.or([
        builder('contracts.end_date', 'is', null),
        builder('contracts.end_date', '>=', criteria.liveOn),
      ]),
    );
  }
  if (criteria.hasNoEndDate === true) all.push(builder('contracts.end_date', 'is', null));
  if (criteria.hasNoEndDate === false) all.push(builder('contracts.end_date', 'is not', null));
  if (criteria.amountFrom !== null) all.push(builder('contracts.value_amount', '>=', criteria.amountFrom));
  if (criteria.amountTo !== null) all.push(builder('contracts.value_amount', '<=', criteria.amountTo));
  if (criteria.isInLondon && criteria.buyerIds === null) {
    // By id and not through `buyers`: PostgreSQL takes 33 of several hundred buyers for a tenth of the contracts, where
    // they are most of them, and then reads all of their contracts for every question.
    all.push(
      builder.exists(
        builder
          .selectFrom('participants')
          .select('participants.contract_id')
          .whereRef('participants.contract_id', '=', 'contracts.id')
          .where('participants.buyer_id', '>=', london.first)
          .where('participants.buyer_id', '<=', london.last),
      ),
    );
  }
  return builder.and(all);
}
