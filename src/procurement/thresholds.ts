/** Amounts the law sets, each valid between two days, and how a published value compares with them. */
import type { IsoDate } from './iso-date.ts';
import { formatDate } from './iso-date.ts';
import { formatAmount, type Value } from './value.ts';

/** What the amount decides. */
export type ThresholdKind =
  | 'goods-and-services'
  | 'works'
  | 'concession'
  | 'light-touch'
  | 'light-touch-concession'
  | 'utilities'
  | 'utilities-light-touch'
  | 'defence-and-security'
  | 'below-threshold-works'
  | 'notifiable'
  | 'transparency-code'
  | 'key-performance-indicators'
  | 'pipeline-spend'
  | 'pipeline-contract';

/** Whom it binds: councils are `sub-central`. */
export type BuyerKind = 'sub-central' | 'central' | 'utility' | 'any';

/** One dated row of `knowledge/law/thresholds.json`. */
export type Threshold = {
  readonly kind: ThresholdKind;
  readonly buyer: BuyerKind;
  readonly amount: number;
  readonly validFrom: IsoDate;
  /** Last day, or null while it is in force. */
  readonly validTo: IsoDate | null;
  readonly includesVat: boolean;
  readonly sources: readonly string[];
  readonly confidence: 'law text' | 'official page' | 'law firm' | 'other page' | 'not verified';
  readonly checkedOn: IsoDate;
  readonly note: string | null;
};

/** Standard rate of VAT, in per cent, by which a value without VAT is raised before it is compared. */
export const vatPercent = 20;

/** The row in force on `date`, or null when none is known for that day. */
export function thresholdOn(
  thresholds: readonly Threshold[],
  date: IsoDate,
  kind: ThresholdKind = 'goods-and-services',
  buyer: BuyerKind = 'sub-central',
): Threshold | null {
  return (
    thresholds.find(
      (row) =>
        row.kind === kind &&
        (row.buyer === buyer || row.buyer === 'any') &&
        row.validFrom <= date &&
        (row.validTo === null || row.validTo >= date),
    ) ?? null
  );
}

/** Smallest and largest amount a published value can mean, both including VAT, with the arithmetic. */
export type AmountRange = {
  readonly least: number;
  readonly most: number;
  readonly steps: readonly string[];
};

function withVat(amount: number): number {
  return Math.round(amount * (100 + vatPercent)) / 100;
}

/** The value including VAT; a value whose VAT is not stated gives two amounts. Null for other currencies. */
export function amountIncludingVat(value: Pick<Value, 'amount' | 'currency' | 'vat'>): AmountRange | null {
  if (value.currency !== 'GBP' || value.amount <= 0) return null;
  const { amount } = value;
  if (value.vat === 'including')
    return { least: amount, most: amount, steps: [`${formatAmount(amount)} including VAT`] };
  const raised = withVat(amount);
  const sum = `${formatAmount(amount)} + ${vatPercent}% VAT = ${formatAmount(raised)}`;
  if (value.vat === 'excluding') return { least: raised, most: raised, steps: [sum] };
  return {
    least: amount,
    most: raised,
    steps: [`VAT not stated: ${formatAmount(amount)} if it is included, ${sum} if it is not`],
  };
}

/** `above` means at or over the amount; `depends` when the answer turns on VAT that is not stated. */
export type Comparison = {
  readonly verdict: 'above' | 'below' | 'depends';
  readonly steps: readonly string[];
};

/** Compares a range with an amount of the law, and says what it compared. */
export function compareWith(range: AmountRange, threshold: Threshold): Comparison {
  // Before 2022 thresholds were without VAT; the range is brought to the same footing.
  const factor = threshold.includesVat ? 1 : 100 / (100 + vatPercent);
  const [least, most] = [range.least * factor, range.most * factor];
  const basis = threshold.includesVat ? 'including VAT' : 'without VAT';
  const said = `threshold ${formatAmount(threshold.amount)} ${basis}, in force from ${formatDate(threshold.validFrom)}`;
  if (least >= threshold.amount)
    return { verdict: 'above', steps: [...range.steps, `at or above the ${said}`] };
  if (most < threshold.amount) return { verdict: 'below', steps: [...range.steps, `below the ${said}`] };
  return { verdict: 'depends', steps: [...range.steps, `above or below the ${said}, depending on VAT`] };
}
