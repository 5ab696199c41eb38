/** The one place where data becomes safe to show: names in the catalogue hold `_ * [ ] < > #`. */
import { cut } from '../clean-text.ts';

// A card shows `{{DATE(…)}}` as a date in the reader's zone; data must not be able to do that.
const macros = /\{\{/g;
// Brackets are always escaped, so parentheses need not be; `>` and the others matter only where a line begins.
const inline = /[\\`*_[\]<]|~(?=~)|&(?=#?\w{1,32};)/g;
const lineStart = /^(\s*)(>|#{1,6}(?=\s|$)|[-+](?=\s|$)|-{2,}|={2,})/gm;
const numberedLine = /^(\s*\d{1,9})([.)])(?=\s|$)/gm;

/** `text` so that Markdown shows exactly its characters, in cards and in message text. */
export function escapeMarkdown(text: string): string {
  return text
    .replace(macros, '{ {')
    .replace(inline, '\\$&')
    .replace(lineStart, '$1\\$2')
    .replace(numberedLine, '$1\\$2');
}

/** At most `maxLength` UTF-16 units, with an ellipsis when something was cut. */
export function clip(text: string, maxLength: number): string {
  return text.length <= maxLength ? text : `${cut(text, maxLength - 1).trimEnd()}…`;
}

/** The address when it is an http(s) one without credentials in it, else null. */
export function safeUrl(url: string | null): string | null {
  if (url === null || url.length > 1_000 || !URL.canParse(url)) return null;
  const address = new URL(url);
  if (address.protocol !== 'https:' && address.protocol !== 'http:') return null;
  return address.username === '' && address.password === '' ? address.href : null;
}

/** A Markdown link, or the escaped text alone when the address is not a safe one. */
export function link(text: string, url: string | null): string {
  const address = safeUrl(url);
  if (address === null) return escapeMarkdown(text);
  const destination = address.replace(
    /[()<>[\]\\`]/g,
    (character) => `%${character.charCodeAt(0).toString(16).toUpperCase().padStart(2, '0')}`,
  );
  return `[${escapeMarkdown(text)}](${destination})`;
}
