/** One OCDS 1.1 release, reduced to the fields we use; contact points are never read. */
import { z } from 'zod';
import type { PublishedBuyer, PublishedOrganisation } from '../../source-record.ts';
import { cleanLine } from '../shared/clean-text.ts';
import { identifierInPartyId, identifierOf, uniqueIdentifiers } from '../shared/identifiers.ts';
import { readAmount } from '../shared/money.ts';

// A field of the wrong type is read as absent: one odd field must not cost the release. `null` is kept, because in
// OCDS merging it deletes what an earlier release said. Bare transforms, because a release has some hundred fields and
// chains of `nullish().catch()` cost half of the reading time.
const text = z.transform((value): string | null | undefined =>
  typeof value === 'string' || value === null ? value : undefined,
);
const longText = z.transform((value): string | null | undefined => {
  if (typeof value !== 'string') return value === null ? null : undefined;
  return value.length > 40_000 ? value.slice(0, 40_000) : value;
});
const truth = z.transform((value): boolean | null | undefined =>
  typeof value === 'boolean' || value === null ? value : undefined,
);
const identity = z.transform((value): string | null | undefined => {
  if (typeof value === 'string' || value === null) return value;
  return typeof value === 'number' ? String(value) : undefined;
});
const amount = z.transform((value): number | null | undefined => {
  if (typeof value === 'number' || value === null) return value;
  return typeof value === 'string' ? readAmount(value) : undefined;
});

function part<Shape extends z.ZodRawShape>(shape: Shape) {
  return z.object(shape).nullish().catch(undefined);
}

/** Elements that are not objects are left out rather than spoiling the list. */
function list<Element extends z.ZodType>(element: Element) {
  return z.transform((value): z.output<Element>[] | null | undefined => {
    if (!Array.isArray(value)) return value === null ? null : undefined;
    const found: z.output<Element>[] = [];
    for (const item of value.slice(0, 2000)) {
      const parsed = element.safeParse(item);
      if (parsed.success) found.push(parsed.data);
    }
    return found;
  });
}

const words = z.transform((value): string[] | undefined =>
  Array.isArray(value) ? value.filter((item) => typeof item === 'string').slice(0, 50) : undefined,
);

const period = part({ startDate: text, endDate: text, maxExtentDate: text, durationInDays: amount });
const value = part({ amount, amountGross: amount, currency: text });
const classification = z.object({ scheme: text, id: identity });
const options = {
  hasRenewal: truth,
  renewal: part({ description: longText }),
  hasOptions: truth,
  options: part({ description: longText }),
};
const documents = list(
  z.object({ id: identity, documentType: text, noticeType: text, url: text, datePublished: text }),
);
const items = list(
  z.object({
    id: identity,
    classification: classification.nullish().catch(undefined),
    additionalClassifications: list(classification),
    relatedLot: identity,
  }),
);
const relatedProcesses = list(z.object({ id: identity, relationship: words, title: text, identifier: text }));
const reference = z.object({ id: identity, name: text });
const identifier = z.object({ scheme: text, id: identity });

const party = z.object({
  id: identity,
  name: text,
  roles: words,
  identifier: identifier.nullish().catch(undefined),
  additionalIdentifiers: list(identifier),
});

const tender = part({
  title: text,
  description: longText,
  status: text,
  procurementMethodDetails: text,
  legalBasis: part({ scheme: text, id: identity }),
  classification: classification.nullish().catch(undefined),
  additionalClassifications: list(classification),
  items,
  value,
  contractPeriod: period,
  lots: list(z.object({ id: identity, title: text, value, contractPeriod: period, ...options })),
  documents,
  techniques: part({ hasFrameworkAgreement: truth, hasDynamicPurchasingSystem: truth }),
  ...options,
});

const award = z.object({
  id: identity,
  title: text,
  description: longText,
  status: text,
  date: text,
  suppliers: list(reference),
  value,
  contractPeriod: period,
  items,
  relatedLots: words,
  documents,
  ...options,
});

const contract = z.object({
  id: identity,
  awardID: identity,
  title: text,
  description: longText,
  status: text,
  dateSigned: text,
  period,
  value,
  items,
  documents,
  relatedProcesses,
  ...options,
});

const release = z.object({
  // No quotes or backslashes: the spool finds it by its closing quote.
  ocid: z
    .string()
    .trim()
    .regex(/^[^\s"\\]{1,200}$/),
  id: identity,
  date: text,
  title: text,
  description: longText,
  buyer: reference.nullish().catch(undefined),
  parties: list(party),
  planning: part({ documents }),
  tender,
  awards: list(award),
  contracts: list(contract),
  relatedProcesses,
});

type Party = z.output<typeof party>;
type ReadAward = z.output<typeof award>;
/** A contract of a release. */
export type OcdsContract = z.output<typeof contract>;
/** The tender of a release. */
export type OcdsTender = NonNullable<z.output<typeof tender>>;
/** A period as published. */
export type OcdsPeriod = NonNullable<z.output<typeof period>>;
/** A sum as published. */
export type OcdsValue = NonNullable<z.output<typeof value>>;
/** A document or notice. */
export type OcdsDocument = NonNullable<z.output<typeof documents>>[number];
/** An item with its classifications. */
export type OcdsItem = NonNullable<z.output<typeof items>>[number];
/** An award with its suppliers resolved. */
export type OcdsAward = Omit<ReadAward, 'suppliers'> & {
  readonly suppliers: PublishedOrganisation[] | undefined;
};

/** A release with its references resolved: party ids mean something only within one release, so they must not be merged. */
export type OcdsRelease = Omit<z.output<typeof release>, 'buyer' | 'parties' | 'awards'> & {
  readonly buyers: PublishedBuyer[] | undefined;
  readonly awards: OcdsAward[] | null | undefined;
  /** Page of the notice, where only the package knows it. */
  readonly packageUri: string | undefined;
};

/** The release in our few fields, or null when it names no process (`ocid`). */
export function readRelease(input: unknown, packageUri: string | undefined): OcdsRelease | null {
  const parsed = release.safeParse(input);
  if (!parsed.success) return null;
  const { ocid, buyer, parties, awards, ...rest } = parsed.data;
  const byId = new Map<string, Party>();
  for (const found of parties ?? []) if (typeof found.id === 'string') byId.set(found.id, found);
  return {
    // First, because the spool looks for it there.
    ocid: ocid.replace(/^ocds-b5fd17raw-/, 'ocds-b5fd17-'),
    ...rest,
    buyers: buyersOf(buyer, parties ?? [], byId),
    awards:
      awards?.map((found) => ({ ...found, suppliers: suppliersOf(found, byId) })) ??
      (awards === null ? null : undefined),
    packageUri,
  };
}

type Reference = z.output<typeof reference>;

function buyersOf(
  buyer: Reference | null | undefined,
  parties: readonly Party[],
  byId: ReadonlyMap<string, Party>,
): PublishedBuyer[] | undefined {
  const lead = buyer === null || buyer === undefined ? [] : [organisationsOf(buyer, byId)[0]];
  const others = parties.filter((found) => found.roles?.includes('buyer') === true && found.id !== buyer?.id);
  const found = [...lead, ...others.map((other) => organisationsOf(other, byId)[0])].filter(
    (organisation) => organisation !== undefined,
  );
  const names = new Set<string>();
  const buyers = found.filter(({ name }) => !names.has(name.toLowerCase()) && names.add(name.toLowerCase()));
  if (buyers.length === 0) return undefined;
  return buyers.map((organisation, index) => ({ ...organisation, role: index === 0 ? 'lead' : 'joint' }));
}

function suppliersOf(
  found: ReadAward,
  byId: ReadonlyMap<string, Party>,
): PublishedOrganisation[] | undefined {
  if (!Array.isArray(found.suppliers)) return undefined;
  const suppliers = found.suppliers.flatMap((supplier) => organisationsOf(supplier, byId));
  const seen = new Set<string>();
  return suppliers.filter(({ name, identifiers }) => {
    const mark = `${name.toLowerCase()}|${identifiers.join()}`;
    return !seen.has(mark) && seen.add(mark);
  });
}

/** One organisation, or several where a publisher joined their names with semicolons; none without a name. */
function organisationsOf(found: Reference, byId: ReadonlyMap<string, Party>): PublishedOrganisation[] {
  const known = typeof found.id === 'string' ? byId.get(found.id) : undefined;
  const name = cleanLine(found.name ?? known?.name);
  if (name === null) return [];
  const names = name.split(/\s*;\s*/).filter((single) => single !== '');
  // Whose identifier it is cannot be told when several names share it.
  if (names.length > 1) return names.map((single) => ({ name: single, identifiers: [] }));
  const extra = known?.additionalIdentifiers ?? [];
  const identifiers = uniqueIdentifiers([
    identifierOf(known?.identifier?.scheme, known?.identifier?.id),
    identifierInPartyId(found.id),
    ...extra.map((other) => identifierOf(other.scheme, other.id)),
  ]);
  return [{ name: names[0] ?? name, identifiers }];
}
