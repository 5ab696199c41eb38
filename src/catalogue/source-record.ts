/** What every source of contracts delivers, after its schema has mapped foreign words to ours. */

import type { ParticipantRole } from '../procurement/buyer.ts';
import type {
  Confidence,
  ContractKind,
  ContractStatus,
  Period,
  Regime,
  Visibility,
} from '../procurement/contract.ts';
import type { IsoDate } from '../procurement/iso-date.ts';
import type { Value } from '../procurement/value.ts';

/** An organisation as a source names it; identifiers look like `GB-COH-00968498` or `GB-PPON-PHXX-6931-VYBP`. */
export type PublishedOrganisation = {
  readonly name: string;
  readonly identifiers: readonly string[];
};

export type PublishedBuyer = PublishedOrganisation & { readonly role: ParticipantRole };

export type SourceRecord = {
  /** Stable name of this deal at this publisher; the same key read again is the same record. */
  readonly key: string;
  readonly kind: ContractKind;
  readonly title: string;
  readonly description: string | null;
  /** At least one; the lead first. */
  readonly buyers: readonly PublishedBuyer[];
  /** In published order; empty when the source names none. */
  readonly suppliers: readonly PublishedOrganisation[];
  /** The source's own word for the service (`Housing`), to be resolved. */
  readonly serviceAreaAsPublished: string | null;
  /** Today's name of the product, `;` between several, when the source gives it beside the published words. */
  readonly productName: string | null;
  readonly productAsPublished: string | null;
  readonly vendorAsPublished: string | null;
  /** Eight digits each, no check digit. */
  readonly cpv: readonly string[];
  readonly route: string | null;
  readonly framework: string | null;
  readonly regime: Regime;
  readonly status: ContractStatus;
  readonly period: Period;
  readonly value: Value | null;
  readonly ocid: string | null;
  readonly noticeId: string | null;
  readonly publisher: string;
  readonly url: string | null;
  /** `YYYY`, `YYYY-MM` or `YYYY-MM-DD`. */
  readonly publishedDate: string | null;
  readonly readOn: IsoDate | null;
  readonly confidence: Confidence;
  readonly notes: string | null;
  readonly visibility: Visibility;
  /** Fields less open than the record itself: a survey shared among boroughs keeps the price to its owner. */
  readonly restricted?: { readonly level: Visibility; readonly fields: readonly ('value' | 'notes')[] };
  /** Things noticed that are kept as published but not believed: `end-before-start`, `amount-implausible`. */
  readonly flags: readonly string[];
};

/** One thing read from a file: a record, or a row left out with the reason; `line` is 1-based where the format has lines. */
export type ReadItem =
  | { readonly kind: 'record'; readonly line: number | null; readonly record: SourceRecord }
  | { readonly kind: 'dropped'; readonly line: number | null; readonly reason: string };

/** What a source is told about the run. */
export type ReadOptions = {
  /** `--buyer`: the authority whose register this is, for files that do not name one. */
  readonly buyer: string | null;
  readonly today: IsoDate;
  /** Where the bytes came from, for the source reference: an address, or the file's name. */
  readonly origin: { readonly url: string | null; readonly fileName: string };
};

/**
 * A kind of file the catalogue can take in. `sniff` looks at the first bytes (decoded, up to 64 KB) and answers how
 * sure it is (0 no, 1 certainly). `read` streams: it never holds the whole file, drops bad rows with a reason, and
 * throws `SourceFormatError` when the file as a whole is not what it should be.
 */
export type ContractSource = {
  readonly name: 'published' | 'ocds' | 'contracts-finder' | 'register' | 'systems';
  readonly title: string;
  readonly sniff: (head: string) => number;
  readonly read: (bytes: AsyncIterable<Buffer>, options: ReadOptions) => AsyncIterable<ReadItem>;
};
