/** Makes published text fit to show and to store: entities, broken characters, lost line breaks, e-mail addresses. */
import { decode } from 'html-entities';
import iconv from 'iconv-lite';

const titleLength = 500;
const descriptionLength = 10_000;

/** One line without markup, at most 500 characters; null when nothing is left. */
export function cleanLine(text: string | null | undefined): string | null {
  if (text === null || text === undefined) return null;
  // Single spaces, which are nearly all, are left alone: replacing them by themselves is most of the cost.
  const clean = repair(text.slice(0, titleLength * 8))
    .replace(/ \s+|[^\S ]\s*/g, ' ')
    .trim();
  return clean === '' ? null : shorten(clean, titleLength);
}

/** Paragraphs without markup and e-mail addresses, at most 10,000 characters; null when nothing is left. */
export function cleanDescription(text: string | null | undefined): string | null {
  if (text === null || text === undefined) return null;
  const repaired = repair(text.slice(0, descriptionLength * 4));
  const clean = (/ {2}|[^\S ]/.test(repaired) ? tidySpaces(repaired) : repaired).trim();
  return clean === '' ? null : shorten(removeAddresses(clean), descriptionLength);
}

function tidySpaces(text: string): string {
  return text
    .replace(/\r\n?/g, '\n')
    .replace(/[^\S\n ]+| {2,}/g, ' ')
    .replace(/ ?\n ?/g, '\n')
    .replace(/\n{3,}/g, '\n\n');
}

const placeholders = new Set([
  '-',
  '--',
  '.',
  '?',
  'n/a',
  'na',
  'n.a.',
  'none',
  'null',
  'nil',
  'not applicable',
  'not specified',
  'not known',
  'not stated',
  'not provided',
  'unknown',
  'tbc',
  'tba',
  'to be confirmed',
  'undefined',
  'redacted',
  '#n/a',
  '#ref!',
]);

/** True for the ways publishers write that there is nothing: empty, `N/A`, `TBC`, `None`, `-`. */
export function isPlaceholder(text: string): boolean {
  return text.length < 20 && placeholders.has(text.trim().toLowerCase());
}

/** `cleanLine`, with placeholders such as `N/A` read as nothing. */
export function cleanCell(text: string | null | undefined): string | null {
  const clean = cleanLine(text);
  return clean === null || isPlaceholder(clean) ? null : clean;
}

const plain = /^[\w ,.;:()/'’–£-]*$/;

function repair(text: string): string {
  // Most published text needs nothing; this test is far cheaper than the steps below.
  if (plain.test(text) && !text.includes('rn')) return text;
  let clean = text;
  // Contracts Finder escapes twice (`&amp;apos;`), some re-publishers three times.
  for (let round = 0; round < 3 && clean.includes('&'); round += 1) {
    const decoded = decode(clean, { scope: 'strict' });
    if (decoded === clean) break;
    clean = decoded;
  }
  if (clean.includes('<'))
    clean = clean.replace(/<(?:br|\/p|\/li|\/div)\s*\/?>/gi, '\n').replace(/<\/?[a-z][^<>]{0,500}>/gi, ' ');
  clean = repairMojibake(clean);
  if (clean.includes('rn')) clean = restoreLineBreaks(clean);
  return removeUnprintable(clean);
}

// A UTF-8 lead byte seen as Windows-1252, followed by what continuation bytes look like there.
const seenAsWindows = '[\\u0080-\\u00bf€‚ƒ„…†‡ˆ‰Š‹ŒŽ‘’“”•–—˜™š›œžŸ]';
const mojibake = new RegExp(
  `[\\u00c2-\\u00df]${seenAsWindows}|[\\u00e0-\\u00ef]${seenAsWindows}{2}|[\\u00f0-\\u00f4]${seenAsWindows}{3}`,
  'g',
);

function repairMojibake(text: string): string {
  if (!/[\u00c2-\u00f4]/.test(text)) return text;
  return text.replace(mojibake, (broken) => {
    const bytes = Array.from(broken, (letter) =>
      letter.charCodeAt(0) <= 0xff ? letter.charCodeAt(0) : (iconv.encode(letter, 'windows-1252')[0] ?? 0x3f),
    );
    const repaired = Buffer.from(bytes).toString('utf8');
    return repaired.includes('\ufffd') ? broken : repaired;
  });
}

/** `rnrn` and `. rn Next` are line breaks that lost their backslashes on the way. */
function restoreLineBreaks(text: string): string {
  return text.replace(/(?:rn){2,}/g, '\n\n').replace(/(?<=[.:;,)!?] ?)rn(?=[ A-Z0-9•*-])/g, '\n');
}

function removeUnprintable(text: string): string {
  return (
    text
      // PostgreSQL stores neither NUL nor half a surrogate pair.
      // biome-ignore lint/suspicious/noControlCharactersInRegex: these are what is being removed
      .replace(/[\u0000-\u0008\u000b\u000c\u000e-\u001f\u007f\u0080-\u009f]/g, ' ')
      .replace(/[\u200b-\u200f\u202a-\u202e\u2060-\u2069\ufeff]/g, '')
      .replace(/[\ud800-\udbff](?![\udc00-\udfff])|(?<![\ud800-\udbff])[\udc00-\udfff]/g, '\ufffd')
      .replace(/[\u{e0000}-\u{e007f}]/gu, '')
  );
}

function removeAddresses(text: string): string {
  if (!text.includes('@')) return text;
  return text.replace(/[\w.+'-]{1,64}@[\w-]{1,63}(?:\.[\w-]{1,63}){1,6}/g, '[e-mail address removed]');
}

function shorten(text: string, length: number): string {
  if (text.length <= length) return text;
  const cut = text.slice(0, length - 1).replace(/[\ud800-\udbff]$/, '');
  return `${cut.trimEnd()}…`;
}
