/** What is derived from the fields of a contract: dates from words, and act-by with the lead times in force. */
import type { LeadTimes } from '../procurement/act-by.ts';
import { deriveFields } from './derive-dates.ts';
import type { Derive } from './merging/rebuild-deals.ts';

/** Derives for merged contracts what `resolveRecord` derives for a single record. */
export function deriveWith(leadTimes: LeadTimes): Derive {
  return (fields, participantCount, productIds) =>
    deriveFields(fields, participantCount, productIds, leadTimes);
}
