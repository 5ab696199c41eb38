/** What an officer says of a contract in the message itself: its end, options, notice and worth. */
import { parseExtensionOptions } from '../../procurement/extension-options.ts';
import type { IsoDate } from '../../procurement/iso-date.ts';
import { type PublishedDay, rangeOf, readDay, readPeriodWords } from '../../procurement/published-dates.ts';
import type { VatBasis } from '../../procurement/value.ts';

/** Facts in the officer's own words; null is “not said”. */
export type DealWords = {
  readonly end: PublishedDay | null;
  readonly options: readonly {
    readonly months: number;
    readonly count: number;
    readonly asPublished: string;
  }[];
  readonly noticeMonths: number | null;
  readonly amount: number | null;
  readonly vat: VatBasis;
  readonly isJoint: boolean;
};

const anyDay =
  /\b(?:\d{4}-\d{2}-\d{2}|\d{1,2}[/.]\d{1,2}[/.]\d{2,4}|\d{1,2}(?:st|nd|rd|th)?(?:\s+of)?\s+[a-z]{3,9}\.?,?\s+\d{4}|(?:jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec)[a-z]*\.?\s+20\d{2})\b/gi;
const worth =
  /(?:\b(?:worth|value[ds]?(?: (?:is|of|at))?|costs?|circa|around|about|spend(?:ing)?)\s*(?:about\s*)?£?\s?|£\s?)(\d[\d,]*(?:\.\d+)?)\s?(k|m|mn|million|thousand)?\b/i;

function endIn(text: string): PublishedDay | null {
  const said = readPeriodWords(text).end;
  if (said !== null) return said;
  // “with two extensions ends 31/03/2028”: a single date in a message about a contract is its end.
  const days = [...text.matchAll(anyDay)].map((match) => match[0]);
  const [only] = days;
  const found = only === undefined || days.length !== 1 ? null : readDay(only);
  if (found === null || only === undefined) return null;
  return {
    date: rangeOf(found.date, found.precision).to,
    precision: found.precision,
    isDerived: false,
    asPublished: only,
    confidence: 'medium',
  };
}

function amountIn(text: string): number | null {
  const match = worth.exec(text);
  if (match === null) return null;
  const unit = (match[2] ?? '').toLowerCase();
  const number =
    Number((match[1] ?? '').replaceAll(',', '')) *
    (unit.startsWith('m') ? 1_000_000 : unit === 'k' || unit === 'thousand' ? 1_000 : 1);
  return number >= 100 && number < 1e12 ? number : null;
}

/** Reads the message; an end before `today` by more than ten years is no end of a live contract. */
export function readDealWords(text: string, today: IsoDate): DealWords {
  const options = parseExtensionOptions(text);
  const end = endIn(text);
  const isOld = end !== null && Number(end.date.slice(0, 4)) < Number(today.slice(0, 4)) - 10;
  const vat: VatBasis = /\b(?:ex|excl|excluding|without|plus|\+)\.?\s*vat\b/i.test(text)
    ? 'excluding'
    : /\b(?:inc|incl|including|with)\.?\s*vat\b/i.test(text)
      ? 'including'
      : 'unknown';
  return {
    end: isOld ? null : end,
    options: options.options.map(({ months, count, asPublished }) => ({ months, count, asPublished })),
    noticeMonths: options.noticeMonths ?? noticeIn(text),
    amount: amountIn(text),
    vat,
    isJoint:
      /\b(?:joint(?:ly)?|shared with|with (?:another|other|two|three) (?:borough|council)s?|consortium)\b/i.test(
        text,
      ),
  };
}

/** “notice is 6 months” as a message of its own. */
function noticeIn(text: string): number | null {
  const match =
    /\bnotice(?:\s+(?:period|date))?\s*(?:is|=|:|of)?\s*(\d{1,2})\s*(months?|mths?|m|weeks?|wks?)\b/i.exec(
      text,
    );
  if (match === null) return null;
  const count = Number(match[1]);
  return /^w/i.test(match[2] ?? '') ? Math.max(1, Math.round((count * 12) / 52)) : count;
}
