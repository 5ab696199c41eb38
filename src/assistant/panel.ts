/** Things that have a card of their own in Teams, named by what they are about. */

/**
 * A reference, never a copy: the card is drawn from what is stored when it is shown, so an old answer never brings back
 * an old state. The sentences and sections of the answer say the same for those who read text.
 */
export type Panel =
  /** A subscription to contract alerts, proposed or confirmed. */
  | { readonly kind: 'subscription'; readonly id: string }
  /** A purchase on its way through the toolkit. */
  | { readonly kind: 'walk-through'; readonly id: string };
