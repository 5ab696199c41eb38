/** What goes into a batch and what is known of each record once it is written. */
import type { ResolvedRecord } from './contract-row.ts';
import type { KeysElsewhere } from './merging/keys-elsewhere.ts';
import type { Derive } from './merging/rebuild-deals.ts';
import type { WrittenNames } from './write-organisations.ts';

/** One resolved record on its way into the database. */
export type BatchItem = {
  readonly record: ResolvedRecord;
  /** False when the same key has come before in this file: then only a later publication replaces it. */
  readonly isFirstInFile: boolean;
};

/** The import a batch belongs to; the same object for every batch of one file. */
export type BatchContext = {
  readonly source: string;
  readonly importId: string;
  readonly derive: Derive;
  /** How many records of each provenance there are; what a batch adds is added here. */
  readonly provenances: Map<string, number>;
  readonly writtenNames: WrittenNames;
  readonly keysElsewhere: KeysElsewhere;
};

/** A record whose rows were written; records that changed nothing have none. */
export type WrittenRecord = {
  /** The deal the record belongs to. */
  readonly id: string;
  readonly key: string;
  readonly isNew: boolean;
  readonly isFirst: boolean;
};

/** Key of the record's row in `source_records`; one of a half that fewer people may see ends with its `#` mark. */
export function keyOf(record: ResolvedRecord): string {
  return String(record.contract['record_key']);
}
