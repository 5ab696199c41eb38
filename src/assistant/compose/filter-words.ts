/** The filter of a search in words, so that every count can be checked. */
import { formatDate } from '../../procurement/iso-date.ts';
import { formatAmount, type ValueBasis, type VatBasis } from '../../procurement/value.ts';
import type { Understood } from '../../tools/tool.ts';

/** `about NEC Housing, for housing management, of Camden, ending on or before 31 March 2028`. */
export function filterWords(understood: Understood, liveOnly: boolean): string {
  const parts = [
    understood.subject === null ? null : `about ${understood.subject}`,
    understood.serviceAreas.length === 0 ? null : `for ${understood.serviceAreas.join(' or ').toLowerCase()}`,
    understood.boroughs.length === 0
      ? 'in London'
      : `of ${understood.boroughs.map((borough) => borough.name).join(' or ')}`,
    understood.words === null ? null : `with “${understood.words}” in title, product or supplier`,
    understood.endsFrom === null ? null : `ending on or after ${formatDate(understood.endsFrom)}`,
    understood.endsTo === null ? null : `ending on or before ${formatDate(understood.endsTo)}`,
    understood.amountFrom === null ? null : `of at least ${formatAmount(understood.amountFrom)}`,
    understood.amountTo === null ? null : `of at most ${formatAmount(understood.amountTo)}`,
    liveOnly ? 'live or undated' : null,
  ];
  return parts.filter((part) => part !== null).join(', ');
}

const basisWords: Readonly<Record<ValueBasis, string>> = {
  'whole-life': 'whole life',
  annual: 'a year',
  maximum: 'at most',
  estimate: 'estimated',
  share: 'one borough’s share',
  unknown: 'basis not stated',
};

const vatWords: Readonly<Record<VatBasis, string>> = {
  excluding: 'excluding VAT',
  including: 'including VAT',
  unknown: 'VAT not stated',
};

/** `whole life, VAT not stated`: what kind of value an amount is. */
export function valueKindWords(basis: ValueBasis, vat: VatBasis): string {
  return `${basisWords[basis]}, ${vatWords[vat]}`;
}

/** `1 record`, `3 records`. */
export function counted(count: number, singular: string, plural = `${singular}s`): string {
  return `${count.toLocaleString('en-GB')} ${count === 1 ? singular : plural}`;
}
