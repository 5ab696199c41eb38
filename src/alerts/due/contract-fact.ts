/** The little that must be known of a contract to tell whether somebody is to be alerted. */
import type { IsoDate } from '../../procurement/iso-date.ts';

/** One public contract with its dates and what filters look at. */
export type ContractFact = {
  readonly contractId: string;
  readonly endDate: IsoDate | null;
  readonly actBy: IsoDate | null;
  readonly amount: number | null;
  readonly areas: readonly string[];
  readonly buyers: readonly string[];
  /** Canonical ids. */
  readonly suppliers: readonly string[];
  readonly products: readonly string[];
  /** In small letters. */
  readonly maker: string | null;
};
