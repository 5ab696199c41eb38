/** Lengths of time as publishers write them: `48 months`, `five (5) years`, `a year`, `12-month`, `2y`. */
import { oneToTen } from './number-words.ts';

const numberWords: Readonly<Record<string, number>> = {
  a: 1,
  an: 1,
  ...oneToTen,
  single: 1,
  another: 1,
  eleven: 11,
  twelve: 12,
  fifteen: 15,
  eighteen: 18,
  twenty: 20,
  'twenty four': 24,
  'thirty six': 36,
  'forty eight': 48,
  sixty: 60,
};

const bare = `\\d{1,3}(?:\\.5)?|twenty[- ]four|thirty[- ]six|forty[- ]eight|${Object.keys(numberWords)
  .filter((word) => !word.includes(' ') && word.length > 2)
  .join('|')}|an?`;

/** A number in figures or words, with the figure repeated in brackets or not: `five (5)`, `2 (two)`, `12`. */
export const countPattern = `(?:${bare})(?:\\s*[([]\\s*(?:\\d{1,3}|[a-z]{3,12})\\s*[)\\]])?`;

/** Units of length; `m` and `y` count only right behind a figure. */
export const unitPattern = `(?:years?|yrs?|months?|mths?|mnths?|weeks?|wks?|days?|(?<=\\d)\\s?[ym])(?![a-z])`;

/** Words that may stand between number and unit: `12 additional months`, `a 12 calendar month period`. */
const between = `[\\s-]*(?:(?:calendar|further|additional|extra|more|optional|whole|full|individual|single|consecutive|separate)[\\s-]+)*`;

/** One length: `12-month`, `two further years`, `five (5) years`. */
export const lengthPattern = `(?<![£$€\\d.,/])\\b(?:${countPattern})${between}${unitPattern}`;

/** Value of a number in figures or words; null when it is neither. A figure in brackets decides. */
export function countOf(text: string): number | null {
  const figure = /\d{1,3}(?:\.5)?/.exec(text);
  if (figure !== null) return Number(figure[0]);
  const word = text.toLowerCase().replaceAll('-', ' ').replace(/\s+/g, ' ').trim();
  return numberWords[word] ?? null;
}

/** Months in one unit; weeks and days are near enough for planning only, and are rounded by `monthsOf`. */
export function monthsPerUnit(unit: string): number {
  const first = unit.trim().toLowerCase();
  if (first.startsWith('y')) return 12;
  if (first.startsWith('w')) return 12 / 52;
  return first.startsWith('d') ? 12 / 365 : 1;
}

/** Whole months of a length as matched by `lengthPattern`; null when it is no length or rounds to nothing. */
export function monthsOf(text: string): number | null {
  const match = new RegExp(`^\\s*(${countPattern})${between}(${unitPattern})`, 'i').exec(text);
  const count = match === null ? null : countOf(match[1] ?? '');
  if (match === null || count === null) return null;
  const months = count * monthsPerUnit(match[2] ?? '');
  const whole = Math.round(months);
  return whole >= 1 && whole <= 600 ? whole : null;
}

/** `24 months`, `1 month`. */
export function monthWords(months: number): string {
  return months === 1 ? '1 month' : `${months} months`;
}
