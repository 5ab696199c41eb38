/** How old a fact is, said plainly: when it was published, when somebody last read it, and how long ago that is. */
import type { SourceReference } from '../../procurement/contract.ts';
import { daysBetween, formatDate, type IsoDate, parseIsoDate } from '../../procurement/iso-date.ts';

function ago(day: IsoDate, today: IsoDate): string {
  const days = daysBetween(day, today);
  if (days < 0) return 'dated in the future';
  if (days < 45) return days === 1 ? '1 day ago' : `${days} days ago`;
  const months = Math.round(days / 30.44);
  return months < 24 ? `${months} months ago` : `${Math.floor(days / 365.25)} years ago`;
}

/** `published 2 June 2025 (18 months ago), last read 1 November 2026`; coarse dates stay coarse. */
export function ageWords(source: Pick<SourceReference, 'publishedDate' | 'readOn'>, today: IsoDate): string {
  const { publishedDate, readOn } = source;
  const published = publishedDate === null ? null : parseIsoDate(publishedDate);
  const first =
    published !== null
      ? `published ${formatDate(published)} (${ago(published, today)})`
      : publishedDate === null
        ? 'publication not dated'
        : `published ${publishedDate}`;
  return readOn === null ? first : `${first}, last read ${formatDate(readOn)}`;
}
