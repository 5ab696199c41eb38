/** What is kept of a talk with a supplier before a procurement: who, when, about what, and who may read it. */
import type { IsoDate } from '../procurement/iso-date.ts';

/** From widest to narrowest: everybody; officers of the boroughs; the borough that noted it. */
export const sharings = ['public', 'boroughs', 'owner'] as const;

/** One of them. */
export type Sharing = (typeof sharings)[number];

/** Months after the talk for which a note is kept when the officer says nothing else. */
export const usualMonths = 24;

/** The longest time a note may be kept, in months. */
export const mostMonths = 60;

/** Longest summary that is kept, in characters. */
export const longestSummary = 1_000;

/** What an officer tells, after its names were looked up. */
export type EngagementNote = {
  /** The supplier or other body, in the officer's words. */
  readonly organisation: string;
  /** The firm or maker the name was taken to mean; null where the catalogue does not know it. */
  readonly organisationName: string | null;
  readonly supplierIds: readonly string[];
  readonly productIds: readonly string[];
  readonly serviceArea: string | null;
  readonly metOn: IsoDate;
  readonly summary: string;
  /** Names of people met; null unless they agreed. */
  readonly people: string | null;
  readonly sharing: Sharing;
  readonly expiresOn: IsoDate;
};

/** Who notes it; `isVouched` is false where only the officer says which borough it is. */
export type EngagementAuthor = {
  readonly tenantId: string;
  readonly officerId: string;
  readonly boroughId: string | null;
  readonly isVouched: boolean;
};

/** A note as one reader may see it. */
export type Engagement = EngagementNote & {
  readonly id: string;
  readonly boroughId: string | null;
  /** Short name of the borough; null where none was given. */
  readonly borough: string | null;
  readonly isVouched: boolean;
  readonly loggedOn: IsoDate;
  /** Waits for the officer's yes. */
  readonly isDraft: boolean;
  /** The reader wrote it, or belongs to the borough that did. */
  readonly isOwn: boolean;
};

/** Who is reading, and where; the same three facts decide about contracts. */
export type EngagementReader = {
  readonly boroughId: string | null;
  readonly isVouchedFor: boolean;
  readonly isPrivate: boolean;
  /** Who they are; null where nobody is known. */
  readonly officer: { readonly tenantId: string; readonly officerId: string } | null;
};
