/** Turns what a chat client sent into the words an officer saw: no markup, nothing invisible, bounded length. */
import { decode } from 'html-entities';

/** Longest question that is read, in UTF-16 units. */
export const maxTextLength = 2_000;

/** Raw text is cut to this before any pattern runs over it; markup may be much longer than the words in it. */
export const maxRawLength = 40_000;

// Format characters (zero-width, bidirectional, tags), variation selectors, lone surrogates, private use, fillers
// that look like nothing, and stacked combining marks beyond what any language writes.
const hidden =
  /\p{Cf}|\p{Cs}|\p{Co}|\p{Variation_Selector}|\u034F|[\u115F\u1160\u2800\u3164\uFFA0]|\u17B4|\u17B5/gu;
const stackedMarks = /(\p{M}{4})\p{M}+/gu;
const controls = /[\p{Cc}\p{Zl}\p{Zp}]/gu;

/** `text` without hidden and control characters (line breaks stay) and with ordinary spaces. */
export function stripHidden(text: string): string {
  return text
    .replace(/\r\n?|\u0085|\u2028|\u2029/g, '\n')
    .replace(hidden, '')
    .replace(stackedMarks, '$1')
    .replace(controls, (character) => (character === '\n' ? '\n' : ' '))
    .normalize('NFC');
}

/**
 * `text` without HTML: scripts and comments go with their content, line-breaking tags become line breaks, references
 * are decoded. A lone `<` or `>` stays, so that “< £5m” survives.
 */
export function stripMarkup(text: string): string {
  const withoutTags = text
    .replace(/<(script|style)\b[^<>]*>[\s\S]*?(?:<\/\1\s*>|$)/gi, ' ')
    .replace(/<!--[\s\S]*?(?:-->|$)/g, ' ')
    .replace(/<(?:br|\/p|\/div|\/li|\/tr)\b[^<>]*>/gi, '\n')
    .replace(/<\/?[a-z][^<>]*>/gi, '');
  return decode(withoutTags, { level: 'html5', scope: 'strict' });
}

/** Spaces collapsed, no blank lines, cut to `maxLength` without splitting a character. */
export function tidy(text: string, maxLength: number = maxTextLength): string {
  const lines = text.split('\n').map((line) => line.replace(/\s+/g, ' ').trim());
  return cut(lines.filter((line) => line !== '').join('\n'), maxLength);
}

/** The first `maxLength` UTF-16 units, one fewer rather than half a surrogate pair. */
export function cut(text: string, maxLength: number): string {
  if (text.length <= maxLength) return text;
  const last = text.charCodeAt(maxLength - 1);
  return text.slice(0, last >= 0xd800 && last <= 0xdbff ? maxLength - 1 : maxLength);
}

/** Everything above in order: what the assistant may read of a typed message. */
export function cleanText(raw: string): string {
  // Hidden characters go first and last: they can split a tag, and a reference can decode into one.
  return tidy(stripHidden(stripMarkup(stripHidden(cut(raw, maxRawLength)))));
}
