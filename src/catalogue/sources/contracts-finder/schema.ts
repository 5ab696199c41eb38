/** The 43 columns of the Contracts Finder CSV export, mapped to a source record; contact columns are never read. */
import { z } from 'zod';
import type { ContractStatus, Period } from '../../../procurement/contract.ts';
import type { Value } from '../../../procurement/value.ts';
import type { PublishedOrganisation, ReadOptions, SourceRecord } from '../../source-record.ts';
import { cleanCell, cleanDescription, cleanLine } from '../shared/clean-text.ts';
import { readDate } from '../shared/dates.ts';
import { flagsOf } from '../shared/flags.ts';
import { identifierOf, isPortalCompany, readCpv, uniqueIdentifiers } from '../shared/identifiers.ts';
import { slug } from '../shared/keys.ts';
import { readAmount } from '../shared/money.ts';

const supplierColumn = 'Supplier [Name|Address|Ref type|Ref Number|Is SME|Is VCSE]';

/** The columns a record is made of; the export has more. */
export const contractsFinderColumns = [
  'Notice Identifier',
  'Notice Type',
  'Organisation Name',
  'Status',
  'Published Date',
  'Title',
  'Description',
  'Cpv Codes',
  'Additional Text',
  'Parent Reference',
  'Value Low',
  'Value High',
  'Awarded Value',
  supplierColumn,
  'Contract start date',
  'Contract end date',
  'OJEU Procedure Type',
] as const;

const line = z.string().transform((value) => cleanLine(value));
const paragraph = z.string().transform((value) => cleanDescription(value));
const date = z.string().transform((value) => ({ ...readDate(value.trim()), words: value.trim() }));
const amount = z.string().transform((value) => readAmount(value));

const row = z.object({
  'Notice Identifier': line,
  'Notice Type': line,
  'Organisation Name': line,
  Status: line,
  'Published Date': date,
  Title: z.string().transform((value, context) => {
    const title = cleanLine(value);
    if (title === null) context.addIssue('no title');
    return title ?? '';
  }),
  Description: paragraph,
  'Cpv Codes': z.string(),
  'Additional Text': paragraph,
  'Parent Reference': line,
  'Value Low': amount,
  'Value High': amount,
  'Awarded Value': amount,
  [supplierColumn]: z.string().transform((value) => readSuppliers(value)),
  'Contract start date': date,
  'Contract end date': date,
  'OJEU Procedure Type': line,
});

type Row = z.output<typeof row>;

/** The record of one row, for the buyer given with `--buyer` when the organisation is a portal company. */
export function contractsFinderRow(options: ReadOptions) {
  return row.transform((fields, context): SourceRecord => {
    const buyer = buyerOf(fields, options);
    if (buyer === null) {
      context.addIssue(
        fields['Organisation Name'] === null ? 'no buyer named' : 'the buyer named is a portal company',
      );
      return z.NEVER;
    }
    return recordOf(fields, buyer, options);
  });
}

function buyerOf(fields: Row, options: ReadOptions): string | null {
  const named = fields['Organisation Name'];
  return named === null || isPortalCompany(named) ? options.buyer : named;
}

function recordOf(fields: Row, buyer: string, options: ReadOptions): SourceRecord {
  const isAwarded = /^awarded$/i.test(fields.Status ?? '');
  const period = periodOf(fields);
  const value = moneyOf(fields, isAwarded);
  const reference = (fields['Notice Identifier'] ?? fields.Title).toLowerCase();
  return {
    key: `contracts-finder:${slug(buyer)}:${reference}`,
    kind: isAwarded ? 'contract' : 'procurement',
    title: fields.Title,
    description: fields.Description,
    buyers: [{ name: buyer, identifiers: [], role: 'lead' }],
    suppliers: isAwarded ? fields[supplierColumn] : [],
    serviceAreaAsPublished: null,
    productName: null,
    productAsPublished: null,
    vendorAsPublished: null,
    cpv: readCpv([fields['Cpv Codes']]),
    route: readRoute(fields['OJEU Procedure Type']),
    framework: null,
    regime: 'unknown',
    status: statusOf(fields.Status, isAwarded),
    period,
    value,
    ocid: null,
    noticeId: fields['Notice Identifier'],
    publisher: 'Contracts Finder',
    url: options.origin.url,
    publishedDate: fields['Published Date'].date ?? fields['Published Date'].partial,
    readOn: options.today,
    confidence: 'high',
    notes: notesOf(fields, value),
    visibility: 'public',
    flags: flagsOf(period, value),
  };
}

function statusOf(status: string | null, isAwarded: boolean): ContractStatus {
  if (isAwarded) return 'active';
  return /cancel|withdrawn/i.test(status ?? '') ? 'cancelled' : 'planned';
}

function periodOf(fields: Row): Period {
  const start = fields['Contract start date'];
  const end = fields['Contract end date'];
  const words = [
    start.date === null && start.words !== '' ? `start: ${start.words.slice(0, 40)}` : null,
    end.date === null && end.words !== '' ? `end: ${end.words.slice(0, 40)}` : null,
  ].filter((part) => part !== null);
  return {
    startDate: start.date,
    initialEndDate: null,
    endDate: end.date,
    maxExtentDate: null,
    term: end.date === null ? 'unknown' : 'fixed',
    datesAsPublished: words.join('; ') || null,
    optionsAsPublished: null,
  };
}

function moneyOf(fields: Row, isAwarded: boolean): Value | null {
  const common = { currency: 'GBP', vat: 'unknown', asPublished: null } as const;
  const awarded = fields['Awarded Value'];
  if (isAwarded && awarded !== null) return { ...common, amount: awarded, basis: 'whole-life' };
  const estimate = fields['Value High'] ?? fields['Value Low'];
  return estimate === null ? null : { ...common, amount: estimate, basis: 'estimate' };
}

function notesOf(fields: Row, value: Value | null): string | null {
  const parent = cleanCell(fields['Parent Reference']);
  const parts = [
    fields['Additional Text'],
    parent === null ? null : `Parent reference: ${parent}.`,
    value?.basis === 'estimate' && fields['Value Low'] !== null && fields['Value High'] !== null
      ? `Value published as a range from ${fields['Value Low']} to ${fields['Value High']}.`
      : null,
  ].filter((part) => part !== null);
  return parts.join('\n') || null;
}

/** `CallOffFromFrameworkAgreement ` and `Other Direct Award` as words. */
function readRoute(text: string | null): string | null {
  if (text === null) return null;
  const words = text
    .replace(/^Other ?/, '')
    .replace(/(?<=[a-z])(?=[A-Z])/g, ' ')
    .replace(/ ?Non ?OJEU$/, ' (below threshold)')
    .replace(/ ?OJEU$/, ' (above threshold)')
    .replace(/^\[(.*)\]$/, '$1')
    .trim();
  const isName = /^\w+ ?$/.test(text);
  return cleanCell(isName ? words.charAt(0) + words.slice(1).toLowerCase() : words);
}

const schemes: Readonly<Record<string, string>> = { COMPANIES_HOUSE: 'GB-COH', CHARITY_COMMISSION: 'GB-CHC' };

/** `[Name|Address|Ref type|Ref Number|Is SME|Is VCSE]`, one after the other; addresses may hold brackets and line breaks. */
export function readSuppliers(text: string): PublishedOrganisation[] {
  const found: PublishedOrganisation[] = [];
  const seen = new Set<string>();
  const inner = text.trim().replace(/^\[/, '').replace(/\]$/, '');
  if (inner === '') return found;
  for (const entry of inner.split(/\]\s*\[/)) {
    const parts = entry.split('|');
    const name = cleanCell(parts[0]);
    if (name === null) continue;
    // The last four parts are fixed; an address may hold the mark between them.
    const identifiers = uniqueIdentifiers([identifierOf(schemes[(parts.at(-4) ?? '').trim()], parts.at(-3))]);
    for (const single of name.split(/\s*;\s*/).filter((part) => part !== '')) {
      const mark = `${single.toLowerCase()}|${identifiers.join()}`;
      if (seen.has(mark)) continue;
      seen.add(mark);
      found.push({ name: single, identifiers: single === name ? identifiers : [] });
    }
  }
  return found;
}
