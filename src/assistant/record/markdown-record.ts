/** A record as Markdown. */
import type { RecordDocument } from './record-document.ts';

/** Shows exactly these characters: none of them is a mark of Markdown or begins HTML. */
function escaped(text: string): string {
  return text
    .replace(/\s+/g, ' ')
    .replace(/[\\`*_[\]<>|~#]/g, '\\$&')
    .replace(/^([-+=]|\d+[.)])/, '\\$1');
}

function address(url: string | null): string {
  if (url === null || !URL.canParse(url) || !/^https?:/.test(url)) return '';
  return ` <${new URL(url).href.replace(/[<>]/g, encodeURIComponent)}>`;
}

/** The whole record as one text that ends with a line break. */
export function markdownRecord(document: RecordDocument): string {
  const lines = [`# ${escaped(document.title)}`, '', escaped(document.subtitle), ''];
  for (const { heading, level, paragraphs, items, columns, rows } of document.parts) {
    lines.push(`${'#'.repeat(level + 1)} ${escaped(heading)}`, '');
    for (const paragraph of paragraphs) lines.push(escaped(paragraph), '');
    for (const { text, isDone } of items) lines.push(`- [${isDone ? 'x' : ' '}] ${escaped(text)}`);
    if (items.length > 0) lines.push('');
    if (columns.length > 0) {
      lines.push(`| ${columns.map(escaped).join(' | ')} |`, `|${columns.map(() => '---|').join('')}`);
      for (const row of rows) lines.push(`| ${row.map(escaped).join(' | ')} |`);
      lines.push('');
    }
  }
  lines.push('## Sources', '');
  for (const { number, text, url } of document.sources)
    lines.push(`- \\[${number}\\] ${escaped(text)}${address(url)}`);
  return `${lines.join('\n').trimEnd()}\n`;
}
