/** A product as it is sold, with the names it has had. */

/** Something that is sold and used under one or several names. */
export type Product = {
  /** Slug of the canonical name; stable while the name is. */
  readonly id: string;
  readonly name: string;
  /** Group officers ask by: `Housing management`. */
  readonly serviceArea: string;
  /** Finer kind inside the group: `Choice-based lettings and homelessness`. */
  readonly category: string;
  /** Present maker, or null when it is not known for sure. */
  readonly vendor: string | null;
  /** Earlier names and makers, as published. */
  readonly formerNames: readonly string[];
  /** Spellings met in registers. */
  readonly variants: readonly string[];
  /** How well the row is supported by a public page. */
  readonly evidence: 'seen' | 'partly' | 'unverified';
  readonly sourceUrls: readonly string[];
  readonly notes: string | null;
};
