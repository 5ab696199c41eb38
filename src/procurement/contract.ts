/** The contract as officers and OCDS know it. Contract, system and notice are three different things. */
import type { BuyerId, ParticipantRole } from './buyer.ts';
import type { IsoDate } from './iso-date.ts';
import type { Value } from './value.ts';

/**
 * What the record is. Only `contract` and `framework` are agreements; `system` says that a borough uses a
 * product without saying under what contract; `procurement` is planned or being tendered; `service` is an
 * outsourced service or an implementer, not a system.
 */
export type ContractKind = 'contract' | 'system' | 'procurement' | 'framework' | 'service';

/** `fixed` has a last day; `rolling` renews until someone gives notice; `event` ends when something happens. */
export type Term = 'fixed' | 'rolling' | 'event' | 'unknown';

/** How exactly a date is known; a date known to the month or year stands for all its days. */
export type DatePrecision = 'day' | 'month' | 'year';

/** When the contract runs, as far as the source says; null is unknown, never “no end”. */
export type Period = {
  readonly startDate: IsoDate | null;
  /** End of the first term, when an extension has since moved the end. */
  readonly initialEndDate: IsoDate | null;
  /** The end in force, as far as the source says. */
  readonly endDate: IsoDate | null;
  /** OCDS: the contract cannot be extended beyond this date. A limit, not a forecast. */
  readonly maxExtentDate: IsoDate | null;
  readonly term: Term;
  /** Words of the source about dates (`two years from January 2025`), kept when they say more than the dates. */
  readonly datesAsPublished: string | null;
  readonly optionsAsPublished: string | null;
  /** Absent or null: to the day. An end known to the month stands as its last day, a start as its first. */
  readonly startPrecision?: DatePrecision | null;
  readonly endPrecision?: DatePrecision | null;
  readonly maxExtentPrecision?: DatePrecision | null;
  /** The words a date was read from or worked out of; absent or null when it was published as a date. */
  readonly startFrom?: string | null;
  readonly endFrom?: string | null;
  readonly maxExtentFrom?: string | null;
  /** Months of all extension options together, and of notice for taking one up, when the words say. */
  readonly optionMonths?: number | null;
  readonly noticeMonths?: number | null;
};

/** Which law governs it: Public Contracts Regulations 2015 or Procurement Act 2023. */
export type Regime = 'PCR2015' | 'PA2023' | 'unknown';
/** How well the record is supported by what its source says. */
export type Confidence = 'high' | 'medium' | 'low';
/** Who may see a restricted record: everybody, officers of the boroughs, or the owning authority. */
export type Visibility = 'public' | 'boroughs' | 'owner';
/** `active` unless the source says otherwise; computed states (live, ended) are never stored. */
export type ContractStatus = 'planned' | 'active' | 'cancelled' | 'terminated' | 'unknown';

/** One authority’s part in a contract. */
export type Participant = {
  readonly buyerId: BuyerId;
  readonly shortName: string;
  readonly role: ParticipantRole;
};

/** Where a fact was read: every contract has at least one. */
export type SourceReference = {
  readonly id: string;
  readonly publisher: string;
  readonly url: string | null;
  /** As precise as known: `2022-12-23`, `2025-10`, `2021`. */
  readonly publishedDate: string | null;
  readonly readOn: IsoDate | null;
  readonly confidence: Confidence;
};

/** A deal, or what is known of one, as officers see it; null is “not published”. */
export type Contract = {
  readonly id: string;
  readonly kind: ContractKind;
  readonly title: string;
  readonly serviceArea: string | null;
  readonly productId: string | null;
  /** Today's name of the product when it is known, else null. */
  readonly productName: string | null;
  readonly productAsPublished: string | null;
  /** Who makes the product now; differs from the supplier when a reseller sold it. */
  readonly vendor: string | null;
  /** The supplier of record exactly as published. */
  readonly supplierAsPublished: string | null;
  readonly route: string | null;
  readonly framework: string | null;
  readonly regime: Regime;
  readonly status: ContractStatus;
  readonly period: Period;
  readonly value: Value | null;
  /** What the source says about money, kept also when no single value could be taken from it. */
  readonly valueAsPublished: string | null;
  readonly ocid: string | null;
  readonly notes: string | null;
  readonly participants: readonly Participant[];
  readonly sources: readonly SourceReference[];
  /** True when some fields were left out because the viewer may not see them. */
  readonly withheld: boolean;
};
