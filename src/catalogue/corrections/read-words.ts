/** Reads an officer's message as a correction: which field, and what it should hold. */
import { isoDate, parseIsoDate } from '../../procurement/iso-date.ts';
import { readAmount } from '../sources/shared/money.ts';
import type { CorrectableField, Precision } from './correction.ts';

/** What the message says; nulls are what is still missing. */
export type CorrectionWords = {
  readonly field: CorrectableField | null;
  readonly value: string | null;
  readonly precision: Precision | null;
  readonly sourceUrl: string | null;
  /** A contract id, when a button put one into the message. */
  readonly contractId: string | null;
};

const fields: readonly (readonly [CorrectableField, RegExp])[] = [
  ['maxExtentDate', /\b(?:latest|maximum|max|final|last)(?: possible)? (?:end|extension)|\bextendable\b/i],
  ['startDate', /\bstart(?:s|ed|ing)?\b/i],
  [
    'endDate',
    /\bends?\b|\bended\b|\bending\b|\bexpir\w*|\bextended\b|\brenewed\b|\bruns? (?:until|to|out)\b/i,
  ],
  ['value', /\bvalue\b|\bcosts?\b|\bworth\b|\bprice\b|\bamount\b/i],
  ['supplier', /\bsupplier\b|\bprovider\b/i],
  ['product', /\bproduct\b|\bsystem\b|\bsoftware\b/i],
];

const monthNames = 'jan feb mar apr may jun jul aug sep oct nov dec'.split(' ');
const dateForms =
  /\b(?:(\d{4})-(\d{2})(?:-(\d{2}))?|(\d{1,2})[/.](\d{1,2})[/.](\d{4}|\d{2})|(?:(\d{1,2})(?:st|nd|rd|th)? (?:of )?)?(jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec)[a-z]*\.?,? (\d{4})|(19\d{2}|20\d{2}))\b/gi;

function toDate(match: RegExpMatchArray): { value: string; precision: Precision } | null {
  const two = (text: string) => text.padStart(2, '0');
  const [, year, month, day, slashDay, slashMonth, slashYear, wordDay, wordMonth, wordYear, bareYear] = match;
  const parts: readonly [string | undefined, string | undefined, string | undefined] =
    year !== undefined
      ? [year, month, day]
      : slashYear !== undefined
        ? [slashYear.length === 2 ? `20${slashYear}` : slashYear, slashMonth, slashDay]
        : wordMonth !== undefined
          ? [wordYear, String(monthNames.indexOf(wordMonth.toLowerCase().slice(0, 3)) + 1), wordDay]
          : [bareYear, undefined, undefined];
  const [fullYear, monthText, dayText] = parts;
  if (fullYear === undefined) return null;
  if (monthText === undefined) return { value: fullYear, precision: 'year' };
  if (Number(monthText) < 1 || Number(monthText) > 12) return null;
  if (dayText === undefined) return { value: `${fullYear}-${two(monthText)}`, precision: 'month' };
  const date = parseIsoDate(`${fullYear}-${two(monthText)}-${two(dayText)}`);
  return date === null ? null : { value: date, precision: 'day' };
}

/** “It’s 2029, not 2028”: the last date that is not denied or given as what was wrong. */
function dateIn(text: string): { value: string; precision: Precision } | null {
  const matches = [...text.matchAll(dateForms)].filter((match) => {
    const before = text.slice(Math.max(0, match.index - 24), match.index);
    return !/\b(?:not|isn['’]?t|rather than|instead of|from|says?|shows?)\s+(?:the\s+)?$/i.test(before);
  });
  const last = matches.at(-1);
  return last === undefined ? null : toDate(last);
}

function amountIn(text: string): string | null {
  const sums = [
    ...text.matchAll(/(?:£|\bGBP ?)\s?[\d,]+(?:\.\d+)?\s?(?:k|m|bn|million|billion)?\b/gi),
  ].filter((match) => !/\bnot\s+$/i.test(text.slice(Math.max(0, match.index - 8), match.index)));
  const last = sums.at(-1)?.[0];
  const amount = last === undefined ? null : readAmount(last);
  return amount === null || amount <= 0 ? null : String(amount);
}

function nameIn(text: string): string | null {
  const said =
    /\b(?:it['’]?s|it is|should (?:be|read|say)|is actually|is really|is now|change (?:it )?to|\bto)\s+(?:now\s+|actually\s+)?["“]?([^"”.?!]{2,120})["”]?[.?!]*\s*$/i.exec(
      text,
    )?.[1];
  const name = said?.replace(/,?\s+not\s.*$/i, '').trim();
  return name === undefined || name === '' || /^(?:wrong|incorrect|not right)\b/i.test(name) ? null : name;
}

/** Pure; knows British dates (day first) and takes `not …` for what is wrong. */
export function readCorrectionWords(message: string): CorrectionWords {
  const sourceUrl = /\bhttps?:\/\/[^\s<>"”]{4,500}/i.exec(message)?.[0].replace(/[.,;)]+$/, '') ?? null;
  const contractId = /\bcontract (c[\w-]{16}[bo]?)(?![\w-])/.exec(message)?.[1] ?? null;
  const text = message
    .replace(sourceUrl ?? '\0', ' ')
    .replace(contractId ?? '\0', ' ')
    .replace(/\s+/g, ' ')
    .trim();
  const field = fields.find(([, pattern]) => pattern.test(text))?.[0] ?? null;
  const none = { field, value: null, precision: null, sourceUrl, contractId };
  if (field === null) return none;
  if (field === 'value') return { ...none, value: amountIn(text) };
  if (field === 'supplier' || field === 'product') return { ...none, value: nameIn(text) };
  return { ...none, ...dateIn(text) };
}

/** Takes e-mail addresses and telephone numbers out: the catalogue keeps no details of people. */
export function withoutContacts(text: string): string {
  return text
    .replace(/[\w.+-]+@[\w-]+(?:\.[\w-]+)+/g, '[address removed]')
    .replace(/(?:\b0|\+44 ?)(?:\d[ -]?){8,9}\d\b/g, '[number removed]');
}

/** Whether the value fits its field: a real date of this century, an amount, a name. */
export function isUsableValue(field: CorrectableField, value: string, precision: Precision | null): boolean {
  if (field === 'supplier' || field === 'product') return value.trim().length >= 2 && value.length <= 200;
  if (field === 'value') return Number.isFinite(Number(value)) && Number(value) > 0 && Number(value) < 1e12;
  const whole =
    precision === 'year'
      ? `${value}-01-01`
      : precision === 'month'
        ? `${value}-01`
        : precision === 'day'
          ? value
          : '';
  const date = parseIsoDate(whole);
  return date !== null && date >= isoDate('1990-01-01') && date <= isoDate('2099-12-31');
}
