/** One source record, resolved: the rows it becomes. Pure, so that the same record always gives the same rows. */
import { hash } from 'node:crypto';
import type { LeadTimes } from '../procurement/act-by.ts';
import { deriveFields, optionsInDescription } from './derive-dates.ts';
import type { PublishedOrganisation, SourceRecord } from './source-record.ts';

/** What the resolvers answer, as far as rows need it. */
export type Resolvers = {
  readonly buyer: (organisation: PublishedOrganisation) =>
    | { readonly kind: 'london'; readonly buyerId: string }
    | {
        readonly kind: 'other';
        readonly buyerId: string;
        readonly shortName: string;
        readonly officialName: string;
      }
    | { readonly kind: 'joint'; readonly buyerIds: readonly string[] }
    | { readonly kind: 'ambiguous'; readonly buyerIds: readonly string[] };
  readonly supplier: (organisation: PublishedOrganisation) => {
    readonly supplierId: string;
    readonly canonicalName: string;
    readonly normalisedName: string;
    readonly companyNumber: string | null;
  };
  readonly products: (record: SourceRecord) => {
    readonly productIds: readonly string[];
    readonly serviceArea: string | null;
    readonly vendor: string | null;
  };
};

/** A buyer beside London’s 33 authorities, which are in the database from the start. */
export type BuyerRow = { readonly id: string; readonly short_name: string; readonly official_name: string };
/** A supplier as it stands in the database before suppliers of one name are unified. */
export type SupplierRow = {
  readonly id: string;
  readonly name: string;
  readonly normalised_name: string;
  readonly company_number: string | null;
};

/** Everything one record puts into the database; lists are in published order and hold no id twice. */
export type ResolvedRecord = {
  readonly contract: Readonly<Record<string, string | number | null>> & {
    readonly id: string;
    readonly record_hash: string;
  };
  readonly participants: readonly {
    readonly buyer_id: string;
    readonly role: string;
    readonly name_as_published: string;
  }[];
  readonly suppliers: readonly SupplierRow[];
  readonly otherBuyers: readonly BuyerRow[];
  readonly productIds: readonly string[];
  readonly source: Readonly<Record<string, unknown>>;
  /** Columns only those at `level` may see; null when the whole record is as open as it says. */
  readonly restricted: { readonly level: 'boroughs' | 'owner'; readonly columns: readonly string[] } | null;
};

/** The rows, or in words why the record cannot be kept. */
export type Resolution =
  | { readonly ok: true; readonly value: ResolvedRecord }
  | { readonly ok: false; readonly reason: string };

const longest = { title: 500, words: 1_000, prose: 4_000 };

/** PostgreSQL refuses NUL and lone surrogates; both are noise in published text. */
function clean(text: string, limit: number): string {
  // Well-formed last: the cut may go through the middle of a character.
  return text.replaceAll('\0', '').trim().slice(0, limit).toWellFormed();
}

function cleanOrNull(text: string | null, limit: number): string | null {
  if (text === null) return null;
  const cleaned = clean(text, limit);
  return cleaned === '' ? null : cleaned;
}

/** Short stable name for anything: 16 characters of SHA-256, safe in addresses and card data. */
export function shortHash(text: string): string {
  return hash('sha256', text, 'base64url').slice(0, 16);
}

/** Id of the contract that a record's key stands for. */
export function contractIdOf(recordKey: string): string {
  return `c${shortHash(recordKey)}`;
}

/** The key as it can be stored: itself where possible, else its beginning and what tells it from all others. */
function storableKey(recordKey: string): string {
  const cleaned = clean(recordKey, longest.words);
  return cleaned === recordKey
    ? recordKey
    : `${cleaned.slice(0, 200).toWellFormed()}#${shortHash(recordKey)}`;
}

function resolveParticipants(record: SourceRecord, resolvers: Resolvers) {
  const participants = new Map<string, ResolvedRecord['participants'][number]>();
  const otherBuyers: BuyerRow[] = [];
  for (const buyer of record.buyers) {
    const found = resolvers.buyer(buyer);
    if (found.kind === 'ambiguous')
      return { reason: `buyer name may mean several authorities: ${clean(buyer.name, 60)}` };
    if (found.kind === 'joint') {
      for (const buyerId of found.buyerIds) {
        const role = participants.size === 0 ? buyer.role : 'joint';
        if (!participants.has(buyerId))
          participants.set(buyerId, { buyer_id: buyerId, role, name_as_published: clean(buyer.name, 300) });
      }
      continue;
    }
    if (participants.has(found.buyerId)) continue;
    if (found.kind === 'other') {
      otherBuyers.push({
        id: found.buyerId,
        short_name: clean(found.shortName, 200),
        official_name: clean(found.officialName, 300),
      });
    }
    participants.set(found.buyerId, {
      buyer_id: found.buyerId,
      role: buyer.role,
      name_as_published: clean(buyer.name, 300),
    });
  }
  if (participants.size === 0) return { reason: 'no buyer named' };
  return { participants: [...participants.values()], otherBuyers };
}

const columnsOf: Readonly<Record<'value' | 'notes', readonly string[]>> = {
  value: ['value_amount', 'value_currency', 'value_basis', 'vat', 'value_as_published'],
  notes: ['notes'],
};

function restrictedOf(record: SourceRecord): ResolvedRecord['restricted'] {
  const { restricted } = record;
  if (restricted === undefined || restricted.level === 'public') return null;
  return { level: restricted.level, columns: restricted.fields.flatMap((field) => columnsOf[field]) };
}

/** Options as the source has them, with what its description says of them where there is no field or only a flag. */
function optionWords({ period, description }: SourceRecord): string | null {
  const { optionsAsPublished } = period;
  if (optionsAsPublished !== null && !/^hasRenewal: (?:true|false)$/.test(optionsAsPublished))
    return optionsAsPublished;
  const found = optionsInDescription(description);
  if (found === null) return optionsAsPublished;
  return [optionsAsPublished, `In the description: ${found}`].filter((part) => part !== null).join(' | ');
}

/** Resolves names to ids and derives act-by; a record whose buyer cannot be told is refused with the reason. */
export function resolveRecord(record: SourceRecord, resolvers: Resolvers, leadTimes: LeadTimes): Resolution {
  const buyers = resolveParticipants(record, resolvers);
  if (buyers.reason !== undefined) return { ok: false, reason: buyers.reason };
  const suppliers = new Map<string, SupplierRow>();
  for (const organisation of record.suppliers) {
    const found = resolvers.supplier(organisation);
    if (found.normalisedName === '') continue;
    suppliers.set(found.supplierId, {
      id: found.supplierId,
      name: clean(found.canonicalName, 300),
      normalised_name: clean(found.normalisedName, 300),
      company_number: found.companyNumber,
    });
  }
  const product = resolvers.products(record);
  const { period, value } = record;
  const names = record.suppliers.map((supplier) => clean(supplier.name, 200)).filter((name) => name !== '');
  const supplierAsPublished =
    names.length > 4 ? `${names.slice(0, 3).join('; ')} and ${names.length - 3} more` : names.join('; ');
  const bare = {
    id: contractIdOf(record.key),
    record_key: storableKey(record.key),
    kind: record.kind,
    title: clean(record.title, longest.title),
    service_area: product.serviceArea,
    product_as_published: cleanOrNull(record.productAsPublished, longest.title),
    vendor: cleanOrNull(product.vendor ?? record.vendorAsPublished, longest.title),
    supplier_as_published: cleanOrNull(supplierAsPublished, longest.words),
    route: cleanOrNull(record.route, longest.words),
    framework: cleanOrNull(record.framework, longest.title),
    regime: record.regime,
    status: record.status,
    start_date: period.startDate,
    initial_end_date: period.initialEndDate,
    end_date: period.endDate,
    max_extent_date: period.maxExtentDate,
    term: period.term,
    dates_as_published: cleanOrNull(period.datesAsPublished, longest.words),
    options_as_published: cleanOrNull(optionWords(record), longest.words),
    value_amount: value === null || Math.abs(value.amount) >= 1e15 ? null : value.amount,
    value_currency: cleanOrNull(value?.currency ?? null, 10),
    value_basis: value?.basis ?? null,
    vat: value?.vat ?? null,
    value_as_published: cleanOrNull(value?.asPublished ?? null, longest.words),
    ocid: cleanOrNull(record.ocid, 200),
    cpv: record.cpv.length === 0 ? null : clean(record.cpv.slice(0, 20).join(' '), longest.words),
    notes: cleanOrNull(record.notes, longest.prose),
    flags: record.flags.length === 0 ? null : record.flags.join(' '),
    visibility: record.visibility,
    published_date: cleanOrNull(record.publishedDate, 10),
  };
  const contract = {
    ...deriveFields(bare, buyers.participants.length, product.productIds, leadTimes),
    id: bare.id,
  };
  const source = {
    publisher: clean(record.publisher, longest.title),
    url: cleanOrNull(record.url, 2_000),
    published_date: bare.published_date,
    read_on: record.readOn,
    confidence: record.confidence,
    notice_id: cleanOrNull(record.noticeId, 200),
    record: {
      description: cleanOrNull(record.description, longest.prose),
      serviceArea: cleanOrNull(record.serviceAreaAsPublished, 200),
      vendor: cleanOrNull(record.vendorAsPublished, 300),
      buyers: record.buyers.map((buyer) => clean(buyer.name, 300)),
      suppliers: names.slice(0, 200),
    },
  };
  const restricted = restrictedOf(record);
  const record_hash = shortHash(
    JSON.stringify([
      contract,
      source,
      buyers.participants,
      [...suppliers.keys()],
      product.productIds,
      ...(restricted === null ? [] : [restricted]),
    ]),
  );
  return {
    ok: true,
    value: {
      contract: { ...contract, record_hash },
      participants: buyers.participants,
      suppliers: [...suppliers.values()],
      otherBuyers: buyers.otherBuyers,
      productIds: product.productIds,
      source,
      restricted,
    },
  };
}
