/** Patterns of the ways in which publishers write extension options; `extension-options.ts` decides what a match means. */
import { countPattern, lengthPattern, monthsOf, unitPattern } from './length-words.ts';

/** Characters looked at. */
export const longestText = 4_000;
/** Words near which a length may be an option. */
export const optionWord =
  /\b(?:exten[ds]\w*|extension\w*|option\w*|renew\w*|possib\w+|potential\w*|provision|further|additional(?:ly)?)\b/i;
/** Words near which bare numbers may be a term. */
export const termWord =
  /\b(?:years?|yrs?|months?|mths?|contract|term|period|duration|basis|initial|exten\w+|option\w*|framework|agreement|licen[cs]e|planned)\b/i;
/** Words before numbers that are no term: lots, ages, levels. */
export const notATerm =
  /\b(?:lots?|phases?|levels?|stages?|grades?|bands?|sections?|parts?|items?|zones?|wards?|class|ages?|aged|key stage|ks|tiers?|years|rm|ref\w*|no\.?|number|room|version|v|x)\s*$/i;

/** A number that is not the article `a`: “plus an option” has no length. */
export const figure = `(?!an?\\b)(?:${countPattern})`;
/** `3+1+1`, `60+24 months`. */
export const series = new RegExp(
  `(?<![£$€\\d.,/+-])\\b(${figure})\\s*(${unitPattern})?(?:\\s*(?:contract|term|initial|period|extension)s?)?((?:\\s*(?:\\+|\\bplus\\b)\\s*(?:a\\s+further\\s+|a\\s+|an?\\s+optional\\s+|optional\\s+|further\\s+)?(?:${figure})(?:\\s*-?\\s*${unitPattern})?)+)\\s*\\)?(?:\\s*(?:-\\s*)?(${unitPattern}))?`,
  'gi',
);
/** `2 x 12 months`. */
export const times = new RegExp(
  `(?<![£$€\\d.,/])\\b(${countPattern})\\s*(?:x|×|times|no\\.?)\\s*(?:up to\\s+)?(?:[([]?)(${lengthPattern.replace('\\b', '')})`,
  'gi',
);
/** Words between a number and a length. */
export const ofEach = `(?:further|additional|optional|extra|possible|potential|consecutive|separate|successive|individual|more|contract|option|extension)[\\s,-]+`;
/** `two 12-month extensions`. */
export const several = new RegExp(
  `(?<![£$€\\d.,/])\\b(${figure})\\s+(?:${ofEach})*(?:(${lengthPattern})|(single|annual|yearly|one)[\\s-]*(?:years?|yearly)?)[\\s-]+(?:${ofEach})*(?:extension|option|period|renewal|increment|term)s?\\b`,
  'gi',
);
/** `two further periods of two years`. */
export const periodsOf = new RegExp(
  `(?<![£$€\\d.,/])\\b(${figure})\\s*(?:\\(s\\)\\s*)?(?:(?:further|additional|optional|extra|possible|potential|consecutive|individual|contract|extension|renewal),?\\s+)*(?:options?|periods?|extensions?|renewals?|increments?|terms?)(?:\\(s\\))?(?:\\s+(?:periods?|options?|to extend))*[,\\s]+(?:(?:each|of|for|a|an|further|additional|period|up|to|by|maximum)\\s+)*(${lengthPattern})(?:\\s+each)?`,
  'gi',
);
/** Words that may stand between “option” and its length. */
export const filler = `(?:\\s|,|\\b(?:the|this|that|their|our|its|any|a|an|for|by|of|to|up|be|at|most|more|than|no|not|exceeding|maximum|duration|length|contract|agreement|framework|dps|term|period|periods|lot|service|services|arrangement|further|additional|another|extra|extended|extend|extending|extension|extensions|renew|renewal|option|options|possible|total|on|an|annual|annually|basis|incrementally|period\\(s\\)|call|off|number|agreed|and|variable|individual|then|s|order|licence|beyond|initial|original|it|with|is|will|may|maximum)\\b|\\([^()\\d]{0,140}\\)|')`;
/** Words that open the wording of an option. */
export const opener = `\\b(?:options?|possib(?:ility|le|ly)|provisions?|rights?|potential(?:ly)?|ability|opportunity|scope|may|can|could|might|optional|extendable|extendible|extension|extensions|renewal|extended|renewable|further|option to)\\b`;
/** `option to extend by up to 24 months`. */
export const prose = new RegExp(`${opener}${filler}{0,24}?(?<![-\\w])(${lengthPattern})`, 'gi');
/** `48 further months`. */
export const moreLength = new RegExp(
  `(?<![£$€\\d.,/])\\b${figure}\\s+(?:further|additional|extra|more)\\s+${unitPattern}`,
  'gi',
);
/** `a 12-month option`. */
export const lengthOption = new RegExp(
  `(${lengthPattern})(?:'s?|s')?[\\s-]*(?:period[\\s-]+)?(?:optional[\\s-]+|contract[\\s-]+)?(?:extensions?|options?|renewals?)\\b(?!\\s+(?:to|of)\\s+(?:the|this|our|an|existing|current|contract)\\b)`,
  'gi',
);
/** `then a further one year`. */
export const thenMore = new RegExp(
  `^[\\s,]*(?:and|then|followed by|plus|\\+|&|,)+\\s*(?:then\\s+|optionally\\s+)?(?:an?\\s+)?(?:further|additional|another|optional|extension of|up to|a|an)(?:\\s+(?:additional|further|extension|of|up|to|another|an?|optional))*\\s+(${lengthPattern})`,
  'i',
);
/** `in increments of up to 1 year`. */
export const increments = new RegExp(
  `^[^.;|]{0,40}?\\b(?:in|on)\\s+(?:a\\s+|an\\s+)?(?:(?:increments?|extensions?|periods?|steps?|terms?)\\s+of\\s+(?:up to\\s+)?(${lengthPattern})|(${lengthPattern})[\\s-]+(?:increments?|extensions?|periods?|steps?)|(annual|yearly|year by year|year on year|year-by-year)(?:\\s+(?:basis|increments?|extensions?))?)`,
  'i',
);
/** `maximum 96 months`. */
export const largest = new RegExp(
  `\\b(?:maximum|max\\.?|at most|overall|total|not (?:to )?exceed(?:ing)?|no longer than|up to a maximum)\\b(?:\\s|,|:|\\b(?:possible|potential|total|contract|term|period|duration|length|of|is|a|an|to|for|be|will|up|the|life|agreement|framework|each|giving|including|extensions?|inclusive)\\b){0,10}(${lengthPattern})|(${lengthPattern})\\s+(?:maximum|in total|overall|total)\\b`,
  'gi',
);
/** Wordings of the first term, the surest first. */
export const initial = [
  new RegExp(
    `\\b(?:initial|initially|minimum|fixed|first|primary|core|original)\\b(?:[\\s-]|,|\\b(?:term|contract|period|duration|length|for|of|a|an|is|will|be|fixed|up|to|this|the|agreement|framework|engagement|between|award|at|least|due|[^\\W\\d]{2,9}ment|requirement)\\b){0,12}?(${lengthPattern})`,
    'i',
  ),
  new RegExp(`(${lengthPattern})[\\s-]+(?:initial|fixed)\\b`, 'i'),
  new RegExp(
    `\\b(?:contract|term|agreement|framework|duration|period|length|licen[cs]e|dps|awarded|established|lasts?|run|runs|anticipated|let)\\b(?:\\s|,|:|\\b(?:term|contract|period|duration|length|for|of|a|an|is|will|shall|be|last|awarded|let|run|the|covering|over|up|to|basis|on|anticipated|proposed|in|agreement|framework|this|that|dps)\\b){0,12}?(${lengthPattern})`,
    'i',
  ),
  new RegExp(
    `(${lengthPattern})[\\s-]+(?:contract|term|agreement|framework|period|deal|licen[cs]e|subscription|basis|from|commencing|starting|,|;|with|plus|to)\\b`,
    'i',
  ),
  new RegExp(`\\b(?:for|over|covering)\\s+(?:an?\\s+)?(${lengthPattern})`, 'i'),
  new RegExp(`^\\s*(?:duration:?\\s*)?(${lengthPattern})\\s*(?:[.,;|(]|$)`, 'i'),
] as const;
/** Wordings that rule extensions out. */
export const none =
  /\bno\s+(?:further\s+|other\s+|additional\s+)?(?:provision|options?|possibility|right|scope|extension|extensions|renewal)\b(?:[^.;]{0,40}\b(?:exten\w+|renew\w+|permi\w+|possible|allowed|available|left)\b)?|\b(?:cannot|can not|may not|not)\s+(?:be\s+)?(?:extend\w*|renew\w*)\b|\bwithout\s+(?:the\s+|any\s+)?(?:option|possibility)\b|\bextensions?:?\s*(?:none|nil|n\/a)\b/i;
/** Wordings of an option that was taken up. */
export const used =
  /\b(?:has|have|had|was|were|been|is being|is to be)\s+(?:been\s+)?(?:extended|exercised|taken up|used)\b|\b(?:option|extension)s?,?\s+(?:was\s+|were\s+|has been\s+|have been\s+)?(?:used|exercised|taken)\b|\bextended\s+(?:to|until|from)\b|\bextension\s+\w*\s*(?:used|exercised)\b/i;
/** `has been` right before “extended”. */
export const pastExtension =
  /\b(?:has|have|had|was|were|been|is to be|to be)\s+(?:been\s+)?(?:further\s+)?$/i;

/** Months of the first term, by the surest pattern that finds one. */
export function initialIn(text: string): number | null {
  for (const pattern of initial) {
    const match = pattern.exec(text);
    const months = match === null ? null : monthsOf(match[1] ?? '');
    if (months !== null) return months;
  }
  return null;
}
