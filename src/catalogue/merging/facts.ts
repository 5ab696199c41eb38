/** What one source says of a deal, and what the catalogue makes of several such records. */

/** A contract's own columns as stored, without the derived ones. */
export type ContractFields = Readonly<Record<string, string | number | null>>;

/**
 * One source record in the catalogue’s own ids, before any merging; an empty list or null means that the source does
 * not say.
 */
export type RecordFacts = {
  /** Key of the source record. */
  readonly key: string;
  /** `ocds:ocds-h6vhtk`, `register`, `published`: two records of one provenance are two deals until a person says otherwise. */
  readonly provenance: string;
  readonly publishedDate: string | null;
  readonly confidence: string;
  readonly contract: ContractFields;
  readonly participants: readonly {
    readonly buyer_id: string;
    readonly role: string;
    readonly name_as_published: string;
  }[];
  /** Canonical supplier ids, the supplier of record first. */
  readonly supplierIds: readonly string[];
  readonly productIds: readonly string[];
};

/** One field on which the sources disagree, with the value that counts and why. */
export type Conflict = {
  readonly field: string;
  readonly chosen: { readonly key: string; readonly value: string | number };
  readonly others: readonly { readonly key: string; readonly value: string | number }[];
  readonly why: string;
};

/** Provenance of a record: the publisher's own numbering for OCDS, else the kind of source. */
export function provenanceOf(source: string, key: string): string {
  if (source !== 'ocds') return source;
  const prefix = /^ocds:(ocds-[a-z0-9]{6})/.exec(key)?.[1];
  return prefix === undefined ? source : `ocds:${prefix}`;
}

/** Key of the record as its source has it, without the mark of a half that fewer people may see. */
export function plainKey(key: string): string {
  return key.replace(/#(?:boroughs|owner)$/, '');
}

/** The text of a field, or null. */
export function textOf(fields: ContractFields, name: string): string | null {
  const value = fields[name];
  return typeof value === 'string' ? value : null;
}

/** The number of a field, or null. */
export function numberOf(fields: ContractFields, name: string): number | null {
  const value = fields[name];
  return typeof value === 'number' ? value : null;
}
