/** Columns of the knowledge files, mapped to our words. */
import { z } from 'zod';

const text = z.string({ error: 'the column is missing' });
const required = text.min(1, 'must not be empty');
const optional = text.transform((value) => (value === '' ? null : value));
const list = text.transform((value) =>
  value
    .split(';')
    .map((item) => item.trim())
    .filter((item) => item !== ''),
);
const companyNumber = text
  .regex(/^([A-Z0-9]{2}\d{6})?$/, 'a company number has eight characters, such as 00968498')
  .transform((value) => (value === '' ? null : value));
const evidence = z.enum(['seen', 'partly', 'unverified'], { error: 'must be seen, partly or unverified' });
const yesOrNo = z.enum(['yes', 'no'], { error: 'must be yes or no' }).transform((value) => value === 'yes');

export const boroughRow = z
  .object({
    gss_code: text.regex(/^E09\d{6}$/, 'a code of a London authority looks like E09000017'),
    register_code: text.regex(/^[A-Z]{3}$/, 'a register code has three capital letters'),
    short_name: required,
    official_name: required,
    aliases: list,
    ambiguous_aliases: list,
    names_as_published: list,
    ppon: text.regex(/^(P[A-Z]{3}-\d{4}-[A-Z]{4})?$/, 'an organisation number looks like PYQD-1693-MYXR'),
    ppon_source: optional,
    evidence: required,
    source_url: required,
    notes: optional,
  })
  .transform((row) => ({
    gssCode: row.gss_code,
    registerCode: row.register_code,
    shortName: row.short_name,
    officialName: row.official_name,
    aliases: row.aliases as readonly string[],
    ambiguousAliases: row.ambiguous_aliases as readonly string[],
    namesAsPublished: row.names_as_published as readonly string[],
    /** Public procurement organisation number without its scheme, or null when none was read. */
    ppon: row.ppon === '' ? null : row.ppon,
    pponSource: row.ppon_source,
    evidence: row.evidence,
    sourceUrl: row.source_url,
    notes: row.notes,
  }));

export type BoroughRow = Readonly<z.output<typeof boroughRow>>;

export const productRow = z
  .object({
    id: text.regex(/^[a-z0-9]+(-[a-z0-9]+)*$/, 'an id has small letters, digits and hyphens only'),
    name: required,
    service_area: required,
    category: list.refine((categories) => categories.length > 0, 'must not be empty'),
    vendor: optional,
    vendor_company_number: companyNumber,
    former_names: list,
    former_vendors: list,
    variants: list,
    ambiguous_names: list,
    everyday_names: list,
    evidence,
    source_urls: list,
    notes: optional,
  })
  .transform((row) => ({
    id: row.id,
    name: row.name,
    serviceArea: row.service_area,
    categories: row.category as readonly string[],
    vendor: row.vendor,
    vendorCompanyNumber: row.vendor_company_number,
    formerNames: row.former_names as readonly string[],
    formerVendors: row.former_vendors as readonly string[],
    variants: row.variants as readonly string[],
    ambiguousNames: [...row.ambiguous_names, ...row.everyday_names] as readonly string[],
    everydayNames: row.everyday_names as readonly string[],
    evidence: row.evidence,
    sourceUrls: row.source_urls as readonly string[],
    notes: row.notes,
  }));

export type ProductRow = Readonly<z.output<typeof productRow>>;

export const supplierRow = z
  .object({
    name: required,
    company_number: companyNumber,
    other_names: list,
    short_names: list,
    reseller: yesOrNo,
    many_products: yesOrNo,
    evidence,
    source_url: optional,
    notes: optional,
  })
  .transform((row) => ({
    name: row.name,
    companyNumber: row.company_number,
    /** Other names of the same registered company. */
    otherNames: row.other_names as readonly string[],
    /** What people call it; may stand for a group rather than the company. */
    shortNames: row.short_names as readonly string[],
    isReseller: row.reseller,
    /** Sells so much beside the listed products that its name alone never points at one. */
    hasManyProducts: row.many_products,
    evidence: row.evidence,
    sourceUrl: row.source_url,
    notes: row.notes,
  }));

export type SupplierRow = Readonly<z.output<typeof supplierRow>>;

export const synonymRow = z
  .object({
    term: required,
    kind: z.enum(['service-area', 'concept'], { error: 'must be service-area or concept' }),
    target: required,
    weak: yesOrNo,
    note: optional,
  })
  .transform((row) => ({
    term: row.term,
    kind: row.kind,
    target: row.target,
    isWeak: row.weak,
    note: row.note,
  }));

export type SynonymRow = Readonly<z.output<typeof synonymRow>>;
