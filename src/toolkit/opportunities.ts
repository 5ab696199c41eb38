/** What the store of purchases promises, whatever it is kept in. */
import type { IsoDate } from '../procurement/iso-date.ts';
import type { Opportunity, WalkChange, WalkState } from './opportunity.ts';

/** Who asks, and from where; `place` is null where nobody else reads along. */
export type Walker = {
  readonly tenantId: string;
  readonly officerId: string;
  readonly place: string | null;
};

/** What a purchase is begun with. */
export type NewOpportunity = Pick<
  Opportunity,
  'boroughId' | 'title' | 'contractId' | 'serviceArea' | 'name'
> &
  Partial<Pick<WalkState, 'amount' | 'per' | 'years' | 'vat' | 'target'>>;

/**
 * `conflict`: somebody else wrote the same part after the officer's card was drawn; that part was left as theirs, the
 * other parts were written, and nobody was moved on. `not-now`: one of the changes did not fit; the others were written. `unknown`: no
 * such purchase, or not this officer's. `unusable`: an older or newer release wrote it.
 */
export type ChangeOutcome =
  | { readonly kind: 'changed' | 'same' | 'not-now' | 'conflict'; readonly opportunity: Opportunity }
  | { readonly kind: 'unknown' };

/** One line of the audit, without who did it: names are never kept. */
export type OpportunityEvent = {
  readonly version: number;
  readonly kind: string;
  readonly detail: unknown;
  readonly at: string;
};

/** The purchases of every tenant; each call tells apart by who asks. Rejects only when the database is out of reach. */
export type Opportunities = {
  /** With `isOnce` a purchase for the same contract that the officer can open here is given back instead of a second. */
  readonly start: (
    walker: Walker,
    given: NewOpportunity,
    today: IsoDate,
    isOnce?: boolean,
  ) => Promise<Opportunity>;
  readonly open: (walker: Walker, id: string) => Promise<Opportunity | null>;
  /** What this officer may open here, the last one touched first; at most fifty. */
  readonly list: (walker: Walker) => Promise<readonly Opportunity[]>;
  /** `seen` is the version the officer looked at; null for a message, which is about how things stand now. */
  readonly change: (
    walker: Walker,
    id: string,
    seen: number | null,
    changes: readonly WalkChange[],
  ) => Promise<ChangeOutcome>;
  readonly events: (id: string) => Promise<readonly OpportunityEvent[]>;
  /** For whoever runs this machine: any purchase, asked for by its id. */
  readonly byId: (id: string) => Promise<Opportunity | null>;
  readonly all: () => Promise<readonly Opportunity[]>;
  /** A secret that opens this record until the moment given; only its hash is stored. */
  readonly link: (id: string, viewer: object, expires: Date) => Promise<string>;
  readonly byLink: (
    token: string,
    now: Date,
  ) => Promise<{ opportunity: Opportunity; viewer: unknown } | null>;
};
