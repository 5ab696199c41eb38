/** The columns of the boroughs' systems survey, mapped to a source record. */
import { z } from 'zod';
import type { Period, Term, Visibility } from '../../../procurement/contract.ts';
import type { Value } from '../../../procurement/value.ts';
import type { ReadOptions, SourceRecord } from '../../source-record.ts';
import { cleanCell, cleanDescription } from '../shared/clean-text.ts';
import { readSheetDate } from '../shared/dates.ts';
import { flagsOf } from '../shared/flags.ts';
import { slug } from '../shared/keys.ts';
import { readAmount } from '../shared/money.ts';
import { termIn } from '../shared/term.ts';

/** Every column of the survey; all must be there. */
export const systemsColumns = [
  'Borough',
  'Service area',
  'System',
  'Vendor',
  'Supplier',
  'Contract start',
  'Contract end',
  'Extension options',
  'Annual cost',
  'Hosting',
  'Satisfaction',
  'Last verified',
  'Visibility',
] as const;

const cell = z.string().transform((value) => cleanCell(value));
const date = z.string().transform((value) => ({ ...readSheetDate(value.trim()), words: value.trim() }));

function filled(reason: string) {
  return z.string().transform((value, context) => {
    const clean = cleanCell(value);
    if (clean === null) context.addIssue(reason);
    return clean ?? '';
  });
}

const row = z.object({
  Borough: filled('no buyer named'),
  'Service area': cell,
  System: filled('no system named'),
  Vendor: cell,
  Supplier: cell,
  'Contract start': date,
  'Contract end': date,
  'Extension options': z.string().transform((value) => cleanDescription(value)),
  'Annual cost': z.string().transform((value) => ({ amount: readAmount(value), words: cleanCell(value) })),
  Hosting: cell,
  Satisfaction: cell,
  'Last verified': date,
  Visibility: z.string().transform(readVisibility),
});

type Row = z.output<typeof row>;

/** The record of one survey row. */
export function systemsRow(options: ReadOptions) {
  return row.transform((fields) => recordOf(fields, options));
}

/** Anything but a clear `public` or `boroughs` is for the owner only: the safe side. */
function readVisibility(text: string): Visibility {
  const word = text.trim().toLowerCase();
  return word === 'public' || word === 'boroughs' ? word : 'owner';
}

function recordOf(fields: Row, options: ReadOptions): SourceRecord {
  const period = periodOf(fields);
  const value = moneyOf(fields);
  // A supplier with a date is a contract; else the row says only that the system is used.
  const isContract = fields.Supplier !== null && (period.startDate !== null || period.endDate !== null);
  const serviceArea = fields['Service area'];
  return {
    key: `systems:${slug(fields.Borough)}:${slug(serviceArea ?? 'other')}:${slug(fields.System)}`,
    kind: isContract ? 'contract' : 'system',
    title: serviceArea === null ? fields.System : `${fields.System} (${serviceArea})`,
    description: null,
    buyers: [{ name: fields.Borough, identifiers: [], role: 'lead' }],
    suppliers: fields.Supplier === null ? [] : [{ name: fields.Supplier, identifiers: [] }],
    serviceAreaAsPublished: serviceArea,
    productName: null,
    productAsPublished: fields.System,
    vendorAsPublished: fields.Vendor,
    cpv: [],
    route: null,
    framework: null,
    regime: 'unknown',
    status: 'active',
    period,
    value,
    ocid: null,
    noticeId: null,
    publisher: 'Survey of systems',
    url: options.origin.url,
    publishedDate: fields['Last verified'].date ?? fields['Last verified'].partial,
    readOn: options.today,
    confidence: fields['Last verified'].date === null ? 'low' : 'medium',
    notes: notesOf(fields),
    visibility: fields.Visibility,
    // What is shared among boroughs is who uses what and until when; price, hosting and opinion stay with the owner.
    ...(fields.Visibility === 'boroughs'
      ? { restricted: { level: 'owner' as const, fields: ['value', 'notes'] as const } }
      : {}),
    flags: flagsOf(period, value),
  };
}

function periodOf(fields: Row): Period {
  const start = fields['Contract start'];
  const end = fields['Contract end'];
  const words = [
    start.date === null && start.words !== '' && cleanCell(start.words) !== null
      ? `start: ${start.words.slice(0, 100)}`
      : null,
    end.date === null && end.words !== '' && cleanCell(end.words) !== null
      ? `end: ${end.words.slice(0, 100)}`
      : null,
  ].filter((part) => part !== null);
  const term: Term = end.date === null ? termIn(end.words) : 'fixed';
  return {
    startDate: start.date,
    initialEndDate: null,
    endDate: end.date,
    maxExtentDate: null,
    term,
    datesAsPublished: words.join('; ') || null,
    optionsAsPublished: fields['Extension options'],
  };
}

function moneyOf(fields: Row): Value | null {
  const { amount, words } = fields['Annual cost'];
  return amount === null
    ? null
    : { amount, currency: 'GBP', basis: 'annual', vat: 'unknown', asPublished: words };
}

function notesOf(fields: Row): string | null {
  const { amount, words } = fields['Annual cost'];
  const parts = [
    fields.Hosting === null ? null : `Hosting: ${fields.Hosting}.`,
    fields.Satisfaction === null ? null : `Satisfaction: ${fields.Satisfaction}.`,
    amount === null && words !== null ? `Annual cost as published: ${words}.` : null,
  ].filter((part) => part !== null);
  return parts.join(' ') || null;
}
