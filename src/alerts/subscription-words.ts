/** A subscription in words, the same in cards, answers and digests. */
import { listed } from '../procurement/list-words.ts';
import { formatAmount } from '../procurement/value.ts';
import type { AlertFilter, DigestTime, Measure, SubscriptionTerms } from './subscription.ts';

const days = ['every working day', 'Monday', 'Tuesday', 'Wednesday', 'Thursday', 'Friday'] as const;

/** `every Monday`, `every working day`. */
export function digestDayWords(day: number): string {
  return day === 0 ? days[0] : `every ${days[day] ?? days[1]}`;
}

/** `every Monday at 09:00, London time`. */
export function digestWords(digest: DigestTime): string {
  return `${digestDayWords(digest.day)} at ${digest.time}, London time`;
}

/** What the months are counted back from, as officers say it. */
export const measureWords: Readonly<Record<Measure, string>> = {
  'act-by': 'the day to act by',
  end: 'the end date',
};

/** `18 and 9 months before the day to act by`. */
export function ladderWords(ladder: readonly number[], measuredFrom: Measure): string {
  const one = ladder.length === 1 && ladder[0] === 1;
  return `${listed(ladder)} ${one ? 'month' : 'months'} before ${measureWords[measuredFrom]}`;
}

/** `social care contracts of Hillingdon over £500,000`; names come from the caller. */
export function filterWords(filter: AlertFilter, boroughName: (buyerId: string) => string | null): string {
  const areas = filter.serviceAreas.length === 0 ? '' : `${listed(filter.serviceAreas, 'or').toLowerCase()} `;
  const subject = filter.subject === null ? '' : ` about ${filter.subject}`;
  const boroughs =
    filter.buyerIds.length === 0
      ? ' of all London boroughs'
      : ` of ${
          filter.buyerIds.length > 6
            ? `${filter.buyerIds.length} boroughs`
            : listed(filter.buyerIds.map((id) => boroughName(id) ?? id))
        }`;
  const { amountFrom, amountTo } = filter;
  const value =
    amountFrom !== null && amountTo !== null
      ? ` between ${formatAmount(amountFrom)} and ${formatAmount(amountTo)}`
      : amountFrom !== null
        ? ` of ${formatAmount(amountFrom)} or more`
        : amountTo !== null
          ? ` of ${formatAmount(amountTo)} or less`
          : '';
  return `${areas}contracts${subject}${boroughs}${value}`;
}

/** One line for lists and digests: `social care contracts of Hillingdon, 18 and 9 months before the day to act by`. */
export function subscriptionWords(
  terms: Pick<SubscriptionTerms, 'filter' | 'ladder' | 'measuredFrom'>,
  boroughName: (buyerId: string) => string | null,
): string {
  return `${filterWords(terms.filter, boroughName)}, ${ladderWords(terms.ladder, terms.measuredFrom)}`;
}

/** `9 months before the day to act by`; a rung of 0 is the last call. */
export function rungWords(rung: number, measuredFrom: Measure): string {
  if (rung === 0) return 'last call: four weeks before the day to act by';
  return `${rung} ${rung === 1 ? 'month' : 'months'} before ${measureWords[measuredFrom]}`;
}

/** Whether a last call comes besides the rungs: not where a rung of one month says the same. */
export function hasLastCall({
  ladder,
  measuredFrom,
}: Pick<SubscriptionTerms, 'ladder' | 'measuredFrom'>): boolean {
  return !(measuredFrom === 'act-by' && ladder.includes(1));
}
