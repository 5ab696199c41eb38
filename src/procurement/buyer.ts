/** The buying authority: one of London's 33, or another body that appears beside them. */

/** GSS code (`E09000017`) for the 33; `other:<slug>` for anybody else. */
export type BuyerId = string;

/** An authority under the names it goes by. */
export type Buyer = {
  readonly id: BuyerId;
  /** What officers call it: `Hillingdon`. */
  readonly shortName: string;
  readonly officialName: string;
  readonly inLondon33: boolean;
};

/** A buyer's part in a contract, as in design section 5. */
export type ParticipantRole = 'lead' | 'joint' | 'member' | 'permitted-user';

/** The 32 boroughs and the City of London. */
export const londonAuthorityCount = 33;
