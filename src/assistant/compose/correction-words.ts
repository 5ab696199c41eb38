/** How a correction is said: always beside the published value, never instead of it. */
import { type Correction, fieldWords } from '../../catalogue/corrections/correction.ts';
import type { CatalogueContract } from '../../catalogue/queries/load-contracts.ts';
import { formatDate, isoDate, parseIsoDate } from '../../procurement/iso-date.ts';
import { formatAmount } from '../../procurement/value.ts';

/** `31 March 2029`, `March 2029`, `2029`, `£250,000` or the name. */
export function valueInWords(field: Correction['field'], value: string | null): string {
  if (value === null) return 'nothing';
  if (field === 'value') return formatAmount(Number(value));
  if (field === 'supplier' || field === 'product') return value;
  const day = parseIsoDate(value);
  if (day !== null) return formatDate(day);
  // `1 March 2029` without its day.
  if (/^\d{4}-\d{2}$/.test(value)) return formatDate(isoDate(`${value}-01`)).replace(/^1 /, '');
  return value;
}

/** `corrected by Sutton officer on 23 November 2026: 2029`. */
export function correctedWords(correction: Correction): string {
  const when = correction.decidedOn === null ? '' : ` on ${formatDate(correction.decidedOn)}`;
  return `corrected by ${correction.publisher}${when}: ${valueInWords(correction.field, correction.value)}`;
}

/** The newest confirmed correction of the field that says something else than the record; null when there is none. */
export function standingCorrection(
  contract: CatalogueContract,
  field: Correction['field'],
): Correction | null {
  const newest = contract.corrections.find((correction) => correction.field === field);
  if (newest === undefined) return null;
  const published = field in contract.period ? contract.period[field as 'endDate'] : null;
  // A later publication that says the same has caught up with the officer.
  return published?.startsWith(newest.value) ? null : newest;
}

/** One line a field for the facts of a contract; null when no officer has corrected anything. */
export function correctionLines(contract: CatalogueContract): string | null {
  const lines = contract.corrections.map((correction) => {
    const evidence =
      correction.sourceUrl === null
        ? 'evidence: the officer’s statement'
        : `evidence: the officer’s statement and ${correction.sourceUrl}`;
    return `${fieldWords[correction.field]}: published ${valueInWords(correction.field, correction.publishedValue)}; ${correctedWords(correction)} (${evidence}; confidence ${correction.confidence})`;
  });
  return lines.length === 0 ? null : lines.join('\n');
}
