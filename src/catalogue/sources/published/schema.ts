/** The columns of the shipped catalogue, mapped to a source record. */
import { z } from 'zod';
import type { Period } from '../../../procurement/contract.ts';
import type { IsoDate } from '../../../procurement/iso-date.ts';
import type { Value } from '../../../procurement/value.ts';
import type { PublishedBuyer, PublishedOrganisation, SourceRecord } from '../../source-record.ts';
import { cleanDescription, cleanLine } from '../shared/clean-text.ts';
import { readDate } from '../shared/dates.ts';
import { flagsOf } from '../shared/flags.ts';
import { identifierInPartyId } from '../shared/identifiers.ts';
import { readAmount } from '../shared/money.ts';

/** Every column of the shipped catalogue; all must be there. */
export const publishedColumns = [
  'id',
  'buyers',
  'kind',
  'service_area',
  'title',
  'product',
  'product_as_published',
  'vendor',
  'supplier_as_published',
  'supplier_id',
  'start_date',
  'initial_end_date',
  'end_date',
  'max_extent_date',
  'term',
  'dates_as_published',
  'options_as_published',
  'value_amount',
  'value_basis',
  'vat',
  'value_as_published',
  'route',
  'framework',
  'regime',
  'ocid',
  'source_name',
  'source_url',
  'source_date',
  'read_on',
  'confidence',
  'notes',
] as const;

const text = z.string().transform((value) => cleanLine(value));
const paragraph = z.string().transform((value) => cleanDescription(value));

function filled(reason: string) {
  return z.string().transform((value, context) => {
    const clean = cleanLine(value);
    if (clean !== null) return clean;
    context.addIssue(reason);
    return z.NEVER;
  });
}

function oneOf<const Words extends readonly string[]>(
  words: Words,
  fallback: Words[number] | null,
  reason: string,
) {
  return z.string().transform((value, context): Words[number] => {
    const word = value.trim();
    const found =
      words.find((known) => known.toLowerCase() === word.toLowerCase()) ?? (word === '' ? fallback : null);
    if (found !== null && found !== undefined) return found;
    context.addIssue(reason);
    return z.NEVER;
  });
}

function day(reason: string) {
  return z.string().transform((value, context): IsoDate | null => {
    if (value.trim() === '') return null;
    const { date } = readDate(value.trim());
    if (date === null) context.addIssue(reason);
    return date;
  });
}

const names = z.string().transform((value, context) => {
  const found = value
    .split(';')
    .map((name) => cleanLine(name))
    .filter((name) => name !== null);
  if (found.length === 0) context.addIssue('no buyer named');
  return [...new Set(found)];
});

const startDate = z.string().transform((value, context) => {
  const found = readDate(value.trim());
  if (!found.isUnderstood) context.addIssue('start_date: not a date');
  return found;
});

const publicationDate = z.string().transform((value, context) => {
  const found = readDate(value.trim());
  if (!found.isUnderstood) context.addIssue('source_date: not a date');
  return found.date ?? found.partial;
});

const amount = z.string().transform((value, context) => {
  if (value.trim() === '') return null;
  const found = readAmount(value);
  if (found === null) context.addIssue('value_amount: not a number');
  return found;
});

const row = z.object({
  id: filled('no id'),
  buyers: names,
  kind: oneOf(['contract', 'system', 'procurement', 'framework', 'service'], null, 'kind: not a known word'),
  service_area: text,
  title: filled('no title'),
  product: text,
  product_as_published: text,
  vendor: text,
  supplier_as_published: text,
  supplier_id: text,
  start_date: startDate,
  initial_end_date: day('initial_end_date: not a date'),
  end_date: day('end_date: not a date'),
  max_extent_date: day('max_extent_date: not a date'),
  term: oneOf(['fixed', 'rolling', 'event', 'unknown'], 'unknown', 'term: not a known word'),
  dates_as_published: text,
  options_as_published: text,
  value_amount: amount,
  value_basis: oneOf(
    ['whole-life', 'annual', 'maximum', 'estimate', 'share', 'unknown'],
    'unknown',
    'value_basis: not a known word',
  ),
  vat: oneOf(['excluding', 'including', 'unknown'], 'unknown', 'vat: not a known word'),
  value_as_published: text,
  route: text,
  framework: text,
  regime: oneOf(['PCR2015', 'PA2023', 'unknown'], 'unknown', 'regime: not a known word'),
  ocid: text,
  source_name: filled('no source named'),
  source_url: z.string().transform((value, context) => {
    const address = value.trim();
    if (/^https?:\/\/\S{3,}$/.test(address)) return address;
    if (address !== '') context.addIssue('source_url: not an address');
    return null;
  }),
  source_date: publicationDate,
  read_on: day('read_on: not a date'),
  confidence: oneOf(['high', 'medium', 'low'], 'low', 'confidence: not a known word'),
  notes: paragraph,
});

type Row = z.output<typeof row>;

/** The record of one row; its issues are short phrases naming the column and the fault. */
export const publishedRow = row.transform((fields): SourceRecord => {
  const period = periodOf(fields);
  const value = publishedValue(fields);
  return {
    key: `published:${fields.id}`,
    kind: fields.kind,
    title: fields.title,
    description: null,
    buyers: fields.buyers.map(
      (name, index): PublishedBuyer => ({ name, identifiers: [], role: index === 0 ? 'lead' : 'joint' }),
    ),
    suppliers: suppliersOf(fields),
    serviceAreaAsPublished: fields.service_area,
    productName: fields.product,
    productAsPublished: fields.product_as_published ?? fields.product,
    vendorAsPublished: fields.vendor,
    cpv: [],
    route: fields.route,
    framework: fields.framework,
    regime: fields.regime,
    status: fields.kind === 'procurement' ? 'planned' : 'active',
    period,
    value,
    ocid: fields.ocid,
    noticeId: null,
    publisher: fields.source_name,
    url: fields.source_url,
    publishedDate: fields.source_date,
    readOn: fields.read_on,
    confidence: fields.confidence,
    notes: notesOf(fields),
    visibility: 'public',
    flags: flagsOf(period, value),
  };
});

function periodOf(fields: Row): Period {
  const partial = fields.start_date.partial;
  return {
    startDate: fields.start_date.date,
    initialEndDate: fields.initial_end_date,
    endDate: fields.end_date,
    maxExtentDate: fields.max_extent_date,
    term: fields.term,
    datesAsPublished:
      partial === null
        ? fields.dates_as_published
        : [`from ${partial}`, fields.dates_as_published].filter((part) => part !== null).join('; '),
    optionsAsPublished: fields.options_as_published,
  };
}

function publishedValue(fields: Row): Value | null {
  if (fields.value_amount === null) return null;
  return {
    amount: fields.value_amount,
    currency: 'GBP',
    basis: fields.value_basis,
    vat: fields.vat,
    asPublished: fields.value_as_published,
  };
}

function suppliersOf(fields: Row): PublishedOrganisation[] {
  const found = (fields.supplier_as_published ?? '')
    .split(';')
    .map((name) => name.trim())
    .filter((name) => name !== '');
  const identifier = identifierInPartyId(fields.supplier_id?.toUpperCase());
  // With several suppliers it is not known whose number it is.
  return found.map((name) => ({
    name,
    identifiers: identifier !== null && found.length === 1 ? [identifier] : [],
  }));
}

function notesOf(fields: Row): string | null {
  // Words about money without one clear sum would be lost otherwise.
  const words =
    fields.value_amount === null && fields.value_as_published !== null
      ? `Value as published: ${fields.value_as_published}.`
      : null;
  return [words, fields.notes].filter((part) => part !== null).join(' ') || null;
}
