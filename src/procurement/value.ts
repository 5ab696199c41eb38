/** Money as published. Amounts of different basis or VAT are never added together. */

/** What an amount covers. */
export type ValueBasis = 'whole-life' | 'annual' | 'maximum' | 'estimate' | 'share' | 'unknown';
/** Whether VAT is in the amount. */
export type VatBasis = 'excluding' | 'including' | 'unknown';

/** An amount that always says what it covers and whether VAT is in it. */
export type Value = {
  readonly amount: number;
  /** ISO 4217. */
  readonly currency: string;
  readonly basis: ValueBasis;
  readonly vat: VatBasis;
  /** The words it came from, or null when the source gave a bare number. */
  readonly asPublished: string | null;
};

const basisWords: Record<ValueBasis, string> = {
  'whole-life': 'whole life',
  annual: 'a year',
  maximum: 'at most',
  estimate: 'estimated',
  share: 'this borough’s share',
  unknown: 'basis not stated',
};

const vatWords: Record<VatBasis, string> = {
  excluding: 'excluding VAT',
  including: 'including VAT',
  unknown: 'VAT not stated',
};

// Made once: making a formatter costs a hundred times what using it does, and an answer formats hundreds of amounts.
const wholeFormat = new Intl.NumberFormat('en-GB', { maximumFractionDigits: 2 });
const penceFormat = new Intl.NumberFormat('en-GB', { minimumFractionDigits: 2, maximumFractionDigits: 2 });

/** `£5,043,000`; pence only when there are any. Other currencies keep their code: `EUR 1,000`. */
export function formatAmount(amount: number, currency = 'GBP'): string {
  const number = (Number.isInteger(amount) ? wholeFormat : penceFormat).format(amount);
  return currency === 'GBP' ? `£${number}` : `${currency} ${number}`;
}

/** `£5,043,000 (whole life, VAT not stated)`: always says what the figure is. */
export function formatValue(value: Value): string {
  return `${formatAmount(value.amount, value.currency)} (${basisWords[value.basis]}, ${vatWords[value.vat]})`;
}
