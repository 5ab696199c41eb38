/** What an officer says of a purchase whose rules they ask about: the amount, for how long, VAT, and what it is. */
import type { thresholdKinds } from '../../tools/check-threshold.ts';
import { firstAmount } from './amounts.ts';

/** Facts in the officer's own words; null is “not said”. */
export type PurchaseWords = {
  readonly amount: number | null;
  readonly per: 'whole' | 'year';
  readonly years: number | null;
  readonly vat: 'excluding' | 'including' | 'unknown';
  readonly kind: (typeof thresholdKinds)[number];
};

function yearsIn(text: string): number | null {
  const sum = /\b(\d{1,2}(?:\s*\+\s*\d{1,2})+)(?:\s*(?:years?|yrs?|y)\b)?/i.exec(text)?.[1];
  if (sum !== undefined) return sum.split('+').reduce((total, part) => total + Number(part), 0);
  const counts = [...text.matchAll(/\b(\d{1,2})[\s-]*(years?|yrs?|y|months?|mths?)\b/gi)].map((match) =>
    /^m/i.test(match[2] ?? '') ? Number(match[1]) / 12 : Number(match[1]),
  );
  const total = counts.reduce((sumOfCounts, count) => sumOfCounts + count, 0);
  return total > 0 && total <= 50 ? total : null;
}

function kindIn(text: string): PurchaseWords['kind'] {
  if (/\bkpis?\b|key performance/i.test(text)) return 'key-performance-indicators';
  if (/\bpipeline\b/i.test(text)) return 'pipeline-contract';
  if (/\btransparency code\b/i.test(text)) return 'transparency-code';
  if (/\bnotifiable\b/i.test(text)) return 'notifiable';
  const isConcession = /\bconcessions?\b/i.test(text);
  if (
    /\blight[ -]?touch\b|\bcare (?:home|package|placement|provider|service)s?\b|\bsupported living\b/i.test(
      text,
    )
  )
    return isConcession ? 'light-touch-concession' : 'light-touch';
  if (isConcession) return 'concession';
  if (/\b(?:works|construction|building works?|refurb\w*)\b/i.test(text)) return 'works';
  if (/\butilit(?:y|ies)\b/i.test(text)) return 'utilities';
  if (/\bdefen[cs]e\b/i.test(text)) return 'defence-and-security';
  return 'goods-and-services';
}

/** Reads the message; of two words on VAT the later one counts, since it answers a question back. */
export function readPurchaseWords(text: string): PurchaseWords {
  const vats = [
    ...text.matchAll(
      /\b(?:(ex|excl|excluding|exclusive of|without|plus|net of|before)|(inc|incl|including|inclusive of|with))\b\.?\s*(?:of\s+)?vat\b|(\+)\s*vat\b/gi,
    ),
  ];
  const last = vats.at(-1);
  return {
    amount: firstAmount(text),
    per: /\b(?:a|per|each|every)\s+(?:year|annum|yr)\b|\bp\.?a\.?\b|\bannual(?:ly)?\b|\byearly\b/i.test(text)
      ? 'year'
      : 'whole',
    years: yearsIn(text),
    vat: last === undefined ? 'unknown' : last[2] === undefined ? 'excluding' : 'including',
    kind: kindIn(text),
  };
}
