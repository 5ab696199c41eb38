/** What is kept as published but not believed; every source uses the same words. */
import type { Period } from '../../../procurement/contract.ts';
import type { Value } from '../../../procurement/value.ts';
import { isImplausible } from './money.ts';

/** Names of what looks impossible, in a fixed order; empty when nothing does. */
export function flagsOf(period: Period, value: Value | null): string[] {
  const flags: string[] = [];
  const { startDate, endDate, maxExtentDate } = period;
  if (startDate !== null && endDate !== null && endDate < startDate) flags.push('end-before-start');
  const latest =
    maxExtentDate !== null && (endDate === null || maxExtentDate > endDate) ? maxExtentDate : endDate;
  if (latest !== null && latest > '2050-12-31') flags.push('end-after-2050');
  if (maxExtentDate !== null && endDate !== null && maxExtentDate < endDate)
    flags.push('max-extent-before-end');
  if (isImplausible(value)) flags.push('amount-implausible');
  return flags;
}
