/** Days, amounts, codes and numbers in a text, each in one form however it was written. */

const months = ['jan', 'feb', 'mar', 'apr', 'may', 'jun', 'jul', 'aug', 'sep', 'oct', 'nov', 'dec'];
const month = `(?:jan(?:uary)?|feb(?:ruary)?|mar(?:ch)?|apr(?:il)?|may|june?|july?|aug(?:ust)?|sept?(?:ember)?|oct(?:ober)?|nov(?:ember)?|dec(?:ember)?)`;

/** Where something stands in the text. */
export type Span = { readonly start: number; readonly end: number };

/** `YYYY-MM-DD`, `YYYY-MM` or `YYYY`: as exact as the text is. */
export type DayFound = Span & { readonly kind: 'day'; readonly value: string };
/** Pounds, and how far off the writing may be: £1.2m stands for anything that rounds to it. */
export type AmountFound = Span & { readonly kind: 'amount'; readonly value: number; readonly slack: number };
/** Notice codes, framework numbers and other marks of letters with digits, in capitals without blanks. */
export type CodeFound = Span & { readonly kind: 'code'; readonly value: string };
/** An address of a page. */
export type LinkFound = Span & { readonly kind: 'link'; readonly value: string };
/** Any other number, in digits, or in words before what is counted. */
export type NumberFound = Span & { readonly kind: 'number'; readonly value: number };
/** One of these. */
export type ValueFound = DayFound | AmountFound | CodeFound | LinkFound | NumberFound;

function pad(value: number): string {
  return String(value).padStart(2, '0');
}

function monthNumber(name: string): string {
  return pad(months.indexOf(name.slice(0, 3).toLowerCase()) + 1);
}

type Reader = { readonly pattern: RegExp; readonly read: (match: RegExpExecArray) => ValueFound | null };

function spanOf(match: RegExpExecArray): Span {
  return { start: match.index, end: match.index + match[0].length };
}

function day(match: RegExpExecArray, value: string): DayFound {
  return { kind: 'day', value, ...spanOf(match) };
}

const scales: Readonly<Record<string, number>> = {
  k: 1e3,
  thousand: 1e3,
  m: 1e6,
  mn: 1e6,
  million: 1e6,
  bn: 1e9,
  billion: 1e9,
};

function amount(match: RegExpExecArray, digits: string, unit: string | undefined): AmountFound {
  const scale = unit === undefined ? 1 : (scales[unit.toLowerCase()] ?? 1);
  const decimals = digits.split('.')[1]?.length ?? 0;
  return {
    kind: 'amount',
    value: Number(digits.replaceAll(',', '')) * scale,
    slack:
      scale === 1 && decimals >= 2
        ? 0.005
        : Math.min(
            (scale / 10 ** decimals) * 0.5,
            scale === 1 ? 0.5 : 0.04 * Number(digits.replaceAll(',', '')) * scale,
          ),
    ...spanOf(match),
  };
}

const words = [
  'zero',
  'one',
  'two',
  'three',
  'four',
  'five',
  'six',
  'seven',
  'eight',
  'nine',
  'ten',
  'eleven',
  'twelve',
];

const inWords = String.raw`\b(?:${words.slice(2).join('|')})\b(?= (?:other |more |london )?(?:boroughs?|contracts?|records?|suppliers?|authorities|councils|systems))`;
const countedInWords = new RegExp(inWords, 'i');

// In this order: what one reader has taken is not read again by the next.
const readers: readonly Reader[] = [
  {
    pattern: /\bhttps?:\/\/[^\s<>"”)\]]+/gi,
    read: (match) => ({ kind: 'link', value: match[0].replace(/[.,;:]+$/, ''), ...spanOf(match) }),
  },
  { pattern: /\b(\d{4})-(\d{2})-(\d{2})\b/g, read: (match) => day(match, match[0]) },
  {
    pattern: new RegExp(String.raw`\b(\d{1,2})(?:st|nd|rd|th)?(?: of)? (${month})\.?,? (\d{4})\b`, 'gi'),
    read: (match) => day(match, `${match[3]}-${monthNumber(match[2] ?? '')}-${pad(Number(match[1]))}`),
  },
  {
    pattern: new RegExp(String.raw`\b(${month}) (\d{1,2})(?:st|nd|rd|th)?,? (\d{4})\b`, 'gi'),
    read: (match) => day(match, `${match[3]}-${monthNumber(match[1] ?? '')}-${pad(Number(match[2]))}`),
  },
  {
    pattern: /\b(\d{1,2})[/.](\d{1,2})[/.](\d{4})\b/g,
    read: (match) => day(match, `${match[3]}-${pad(Number(match[2]))}-${pad(Number(match[1]))}`),
  },
  {
    pattern: new RegExp(String.raw`\b(${month})\.? (\d{4})\b`, 'gi'),
    read: (match) => day(match, `${match[2]}-${monthNumber(match[1] ?? '')}`),
  },
  {
    pattern: /(?:£|\bGBP ?|€|\$)\s?(\d[\d,]*(?:\.\d+)?)\s?(k|thousand|mn|million|m|bn|billion)?\b/gi,
    read: (match) => amount(match, (match[1] ?? '0').replace(/,$/, ''), match[2]),
  },
  {
    pattern: /\b(\d[\d,]*(?:\.\d+)?)\s?(k|thousand|million|m|bn|billion)\b(?!\s?(?:months?|ext))/gi,
    read: (match) => amount(match, match[1] ?? '0', match[2]),
  },
  {
    pattern: /\bUK\s?-?(\d{1,2})\b/g,
    read: (match) => ({ kind: 'code', value: `UK${Number(match[1])}`, ...spanOf(match) }),
  },
  {
    pattern:
      /\bocds-[\w-]+|\b\d{4}\/S \d{3}-\d{6,7}\b|\b\d{6}-\d{4}\b|\b(?=[A-Za-z0-9]*[A-Za-z])(?=[A-Za-z0-9]*\d)[A-Z][A-Za-z0-9]*(?:[/_-][A-Za-z0-9]+)*\b/g,
    read: (match) => ({ kind: 'code', value: match[0].replace(/\s/g, '').toUpperCase(), ...spanOf(match) }),
  },
  { pattern: /(?<![\d,.])(?:19|20)\d{2}(?![\d,]|\.\d)\b/g, read: (match) => day(match, match[0]) },
  {
    pattern: /(?<![\w,.])\d[\d,]*(?:\.\d+)?(?![\w])/g,
    read: (match) => ({ kind: 'number', value: Number(match[0].replace(/,/g, '')), ...spanOf(match) }),
  },
  {
    pattern: new RegExp(inWords, 'gi'),
    read: (match) => ({ kind: 'number', value: words.indexOf(match[0].toLowerCase()), ...spanOf(match) }),
  },
];

/** The text with blanks in place of what was found, so that nothing is read twice; places stay the same. */
function withoutFound(text: string, found: readonly Span[]): string {
  const parts: string[] = [];
  let from = 0;
  for (const { start, end } of found) {
    parts.push(text.slice(from, start), ' '.repeat(end - start));
    from = end;
  }
  parts.push(text.slice(from));
  return parts.join('');
}

/** Everything of the kinds above, in order of place, none inside another. Pure. */
export function valuesIn(text: string): ValueFound[] {
  // Most words of a row hold no figure and no address, and then none of the patterns finds anything.
  if (!/\d|https?:|ocds-/i.test(text) && !countedInWords.test(text)) return [];
  const found: ValueFound[] = [];
  let rest = text;
  for (const { pattern, read } of readers) {
    const ofReader = [...rest.matchAll(pattern)].flatMap((match) => read(match) ?? []);
    if (ofReader.length === 0) continue;
    found.push(...ofReader);
    rest = withoutFound(rest, ofReader);
  }
  return found.sort((left, right) => left.start - right.start);
}
