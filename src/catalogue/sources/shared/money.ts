/** Reads the sums publishers write. */
import type { Value } from '../../../procurement/value.ts';

const multipliers: Readonly<Record<string, number>> = {
  k: 1_000,
  m: 1_000_000,
  million: 1_000_000,
  bn: 1_000_000_000,
  billion: 1_000_000_000,
};

/** The one sum in the text (`£1,234.50`, `PS419,455`, `1.2m`), or null when there is none or more than one. */
export function readAmount(text: string | null | undefined): number | null {
  if (text === null || text === undefined) return null;
  const match =
    // `PS` is a pound sign that lost its byte on the way.
    /^(?:GBP|PS|£)?\s*(-?\d{1,3}(?:,\d{3})+(?:\.\d+)?|-?\d{1,16}(?:\.\d+)?)\s*(k|m|bn|million|billion)?\s*(?:GBP|pounds)?\s*(?:per annum|p\.?a\.?|per year|a year)?\s*(?:\((?:ex|exc|excl|inc|incl|excluding|including)\.? VAT\))?$/i.exec(
      text.trim().slice(0, 80),
    );
  if (match === null) return null;
  return roundPence(
    Number((match[1] ?? '').replaceAll(',', '')) * (multipliers[(match[2] ?? '').toLowerCase()] ?? 1),
  );
}

/** Without the noise of binary fractions: 77593.28999999999 is £77,593.29. Null for what is not a usable number. */
export function roundPence(amount: number): number | null {
  if (!Number.isFinite(amount) || Math.abs(amount) >= 1e15) return null;
  return Math.round(amount * 100) / 100;
}

/** Three capital letters, else pounds. */
export function currencyOf(text: string | null | undefined): string {
  return text !== null && text !== undefined && /^[A-Z]{3}$/.test(text) ? text : 'GBP';
}

/** True for sums that are kept as published but not believed: up to £1, or above a billion. */
export function isImplausible(value: Value | null): boolean {
  return value !== null && (value.amount <= 1 || value.amount > 1_000_000_000);
}
