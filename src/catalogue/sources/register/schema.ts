/** One row of a council's contract register, mapped to a source record. */
import { z } from 'zod';
import type { ContractKind, ContractStatus, Period, Term } from '../../../procurement/contract.ts';
import type { Value } from '../../../procurement/value.ts';
import type { PublishedOrganisation, ReadOptions, SourceRecord } from '../../source-record.ts';
import { cleanCell, cleanDescription } from '../shared/clean-text.ts';
import { type PublishedDate, readDate, readSheetDate } from '../shared/dates.ts';
import { flagsOf } from '../shared/flags.ts';
import { identifierOf, isPortalCompany, readCpv, uniqueIdentifiers } from '../shared/identifiers.ts';
import { shortHash, slug } from '../shared/keys.ts';
import { readAmount } from '../shared/money.ts';
import { termIn } from '../shared/term.ts';
import type { RegisterField } from './headers.ts';

const cell = z.string().transform((value) => cleanCell(value));
const date = z.string().transform((value): PublishedDate & { words: string | null } => ({
  ...readSheetDate(value.trim()),
  words: cleanCell(value),
}));
const sum = z.string().transform((value) => ({ amount: readAmount(value), words: cleanCell(value) }));
const text = z.string();

const fields = z.object({
  reference: cell,
  title: cell,
  description: z.string().transform((value) => cleanDescription(value)),
  supplier: text,
  supplierId: text,
  charityNumber: text,
  start: date,
  end: date,
  initialEnd: date,
  maxExtent: date,
  review: cell,
  extension: z.string().transform((value) => cleanCell(value)),
  value: sum,
  annualValue: sum,
  vat: cell,
  department: cell,
  serviceArea: cell,
  process: cell,
  framework: cell,
  buyer: cell,
  gss: text,
  cpv: text,
  status: cell,
  published: z.string().transform((value) => readDate(value.trim())),
  ocid: cell,
  url: text,
  product: cell,
  vendor: cell,
} satisfies Record<RegisterField, z.ZodType>);

type Row = z.output<typeof fields>;

/** The record of one row, and what makes its key: its reference (else buyer, title, supplier and start), and its content. */
export type RegisterRecord = {
  readonly record: SourceRecord;
  readonly reference: string;
  readonly contentHash: string;
};

/** Reads rows of one register; `options.buyer` stands in where the file names no buyer. */
export function registerRow(options: ReadOptions) {
  return fields.transform((row, context): RegisterRecord => {
    const buyer = row.buyer === null || isPortalCompany(row.buyer) ? options.buyer : row.buyer;
    if (buyer === null) {
      context.addIssue(row.buyer === null ? 'no buyer named' : 'the buyer named is a portal company');
      return z.NEVER;
    }
    const suppliers = suppliersOf(row);
    const title = titleOf(row, suppliers);
    if (title === null) {
      context.addIssue('no title, description or supplier');
      return z.NEVER;
    }
    const record = recordOf(row, { title, buyer, suppliers, options });
    const names = suppliers.map((supplier) => supplier.name).join('|');
    const deal = [buyer, row.title ?? row.description, names, row.start.date ?? row.start.words];
    const rest = [row.end.date ?? row.end.words, row.value.words, row.annualValue.words];
    return {
      record,
      reference: row.reference ?? shortHash(deal),
      contentHash: shortHash([...deal, ...rest]),
    };
  });
}

type Known = {
  readonly title: string;
  readonly buyer: string;
  readonly suppliers: PublishedOrganisation[];
  readonly options: ReadOptions;
};

function recordOf(row: Row, { title, buyer, suppliers, options }: Known): SourceRecord {
  const period = periodOf(row);
  const value = moneyOf(row);
  const kind = kindOf(row.status);
  return {
    key: `register:${slug(buyer)}`,
    kind,
    title,
    description: row.description,
    buyers: [{ name: buyer, identifiers: uniqueIdentifiers([gssOf(row.gss)]), role: 'lead' }],
    suppliers,
    serviceAreaAsPublished: serviceAreaOf(row),
    productName: null,
    productAsPublished: row.product,
    vendorAsPublished: row.vendor,
    cpv: readCpv([row.cpv, row.serviceArea]),
    route: row.process,
    framework: /^(?:yes|no|y|n|true|false)$/i.test(row.framework ?? '') ? null : row.framework,
    regime: 'unknown',
    status: statusOf(row.status, kind),
    period,
    value,
    ocid: row.ocid,
    noticeId: row.reference,
    publisher:
      row.buyer === null ? `Contract register of ${buyer}` : `Contract register (${options.origin.fileName})`,
    url: /^https?:\/\/\S{4,500}$/.test(row.url.trim()) ? row.url.trim() : options.origin.url,
    publishedDate: row.published.date ?? row.published.partial,
    readOn: options.today,
    confidence: 'medium',
    notes: notesOf(row),
    visibility: 'public',
    flags: flagsOf(period, value),
  };
}

function titleOf(row: Row, suppliers: readonly PublishedOrganisation[]): string | null {
  if (row.title !== null) return row.title;
  const firstLine = cleanCell(row.description?.split('\n', 1)[0]);
  if (firstLine !== null) return firstLine.length > 200 ? `${firstLine.slice(0, 199)}…` : firstLine;
  const [supplier] = suppliers;
  if (supplier === undefined) return null;
  return suppliers.length === 1
    ? `Contract with ${supplier.name}`
    : `Contract with ${supplier.name} and others`;
}

function suppliersOf(row: Row): PublishedOrganisation[] {
  const names = row.supplier.split('|');
  const ids = row.supplierId.split('|');
  const charities = row.charityNumber.split('|');
  const found: PublishedOrganisation[] = [];
  const seen = new Set<string>();
  for (const [index, text] of names.entries()) {
    const joined = cleanCell(text);
    if (joined === null) continue;
    const own = names.length === ids.length ? ids[index] : names.length === 1 ? ids[0] : undefined;
    const charity = names.length === charities.length ? charities[index] : undefined;
    const parts = joined.split(/\s*;\s*/).filter((part) => part !== '');
    for (const name of parts) {
      const identifiers =
        parts.length > 1 ? [] : uniqueIdentifiers([supplierIdentifier(own), identifierOf('GB-CHC', charity)]);
      const mark = `${name.toLowerCase()}|${identifiers.join()}`;
      if (!seen.has(mark)) found.push({ name, identifiers });
      seen.add(mark);
    }
  }
  return found;
}

/** `GB-COH:03770985`, `GB-COH-03770985` or a bare company number. */
function supplierIdentifier(text: string | undefined): string | null {
  const trimmed = (text ?? '').trim();
  const schemed = /^([A-Z]{2}-[A-Z]{2,6})[:-](.+)$/.exec(trimmed);
  return schemed === null ? identifierOf('GB-COH', trimmed) : identifierOf(schemed[1], schemed[2]);
}

function gssOf(text: string): string | null {
  const code = text.trim().toUpperCase();
  return /^[EWSN]\d{8}$/.test(code) ? `GB-GSS-${code}` : null;
}

function serviceAreaOf(row: Row): string | null {
  // `Software package and information systems - 48000000` is a CPV code with its words.
  return row.serviceArea?.replace(/\s*-\s*\d{8}$/, '') ?? row.department;
}

function kindOf(status: string | null): ContractKind {
  return /^(?:tender|open|planned|planning|pipeline|closed|in procurement|out to tender)\b/i.test(
    status ?? '',
  )
    ? 'procurement'
    : 'contract';
}

function statusOf(status: string | null, kind: ContractKind): ContractStatus {
  if (/cancel|withdrawn/i.test(status ?? '')) return 'cancelled';
  if (/terminated/i.test(status ?? '')) return 'terminated';
  return kind === 'procurement' ? 'planned' : 'active';
}

function periodOf(row: Row): Period {
  const named = [
    ['start', row.start],
    ['first end', row.initialEnd],
    ['end', row.end],
    ['latest end', row.maxExtent],
  ] as const;
  const words = named
    .filter(([, found]) => found.date === null && found.words !== null)
    .map(([name, found]) => `${name}: ${(found.words ?? '').slice(0, 150)}`);
  const endDate = row.end.date ?? row.initialEnd.date;
  const term: Term = row.end.date !== null ? 'fixed' : termIn(row.end.words ?? '');
  return {
    startDate: row.start.date,
    initialEndDate: row.end.date === null ? null : row.initialEnd.date,
    endDate,
    maxExtentDate: row.maxExtent.date,
    term: term === 'unknown' && endDate !== null ? 'fixed' : term,
    datesAsPublished: words.join('; ') || null,
    optionsAsPublished: row.extension,
  };
}

function moneyOf(row: Row): Value | null {
  const basis = row.value.amount === null ? 'annual' : 'whole-life';
  const { amount, words } = row.value.amount === null ? row.annualValue : row.value;
  if (amount === null) return null;
  return {
    amount,
    currency: 'GBP',
    basis: basis === 'whole-life' && isAnnual(words) ? 'annual' : basis,
    vat: 'unknown',
    asPublished: /[^\d.]/.test(words ?? '') ? words : null,
  };
}

function isAnnual(words: string | null): boolean {
  return /per annum|\bp\.?a\b|per year|a year/i.test(words ?? '');
}

function notesOf(row: Row): string | null {
  const parts = [
    row.title === null ? 'The source gives no title.' : null,
    row.department === null ? null : `Department: ${row.department}.`,
    row.review === null ? null : `Review date: ${readSheetDate(row.review).date ?? row.review}.`,
    row.vat === null ? null : `VAT that cannot be recovered: ${row.vat}.`,
    row.value.amount === null && row.value.words !== null ? `Value as published: ${row.value.words}.` : null,
    row.value.amount !== null && row.annualValue.words !== null
      ? `Annual value as published: ${row.annualValue.words}.`
      : null,
    row.value.amount === null && row.annualValue.amount === null && row.annualValue.words !== null
      ? `Annual value as published: ${row.annualValue.words}.`
      : null,
  ].filter((part) => part !== null);
  return parts.join(' ') || null;
}
