/**
 * The Markdown that bots may use in Teams, as a tree: bold, italic, code, links, lists, line breaks, citation marks.
 * Everything else stays the text it is. Pure, so that it can be tested without a browser.
 *
 * @typedef {{ kind: 'text', text: string } | { kind: 'break' } | { kind: 'code', text: string }
 *   | { kind: 'bold' | 'italic', children: Inline[] } | { kind: 'link', address: string, children: Inline[] }
 *   | { kind: 'citation', number: number }} Inline
 * @typedef {{ kind: 'paragraph', children: Inline[] } | { kind: 'heading', children: Inline[] }
 *   | { kind: 'list', isNumbered: boolean, start: number, items: Inline[][] }} Block
 */

const maxDepth = 5;
// An opening mark without its end costs a search; a bound keeps hostile text linear.
const maxSpan = 2_000;

/**
 * Where the unescaped `mark` next occurs, or -1.
 * @param {string} text
 * @param {string} mark
 * @param {number} from
 */
function findMark(text, mark, from) {
  const end = Math.min(text.length, from + maxSpan);
  for (let index = from; index < end; index += 1) {
    if (text[index] === '\\') index += 1;
    else if (text.startsWith(mark, index)) return index;
  }
  return -1;
}

/**
 * A link at `[`: its label, address and where it ends; null when it is none.
 * @param {string} text
 * @param {number} start
 */
function linkAt(text, start) {
  let depth = 0;
  const limit = Math.min(text.length, start + maxSpan);
  for (let index = start; index < limit; index += 1) {
    if (text[index] === '\\') index += 1;
    else if (text[index] === '[') depth += 1;
    else if (text[index] === ']') {
      depth -= 1;
      if (depth > 0) continue;
      const target = /^\(\s*<?([^\s<>()]*(?:\([^\s<>()]*\)[^\s<>()]*)*)>?(?:\s+"[^"]*")?\s*\)/.exec(
        text.slice(index + 1, index + 1 + maxSpan),
      );
      if (target === null) return null;
      return {
        label: text.slice(start + 1, index),
        address: target[1] ?? '',
        end: index + 1 + target[0].length,
      };
    }
  }
  return null;
}

/** @param {string | undefined} character */
function isWord(character) {
  return character !== undefined && /[\p{L}\p{N}]/u.test(character);
}

/**
 * Bold or italic at `start`, or null.
 * @param {string} text
 * @param {number} start
 * @param {number} depth
 * @returns {{ node: Inline, end: number } | null}
 */
function emphasisAt(text, start, depth) {
  const sign = text[start] ?? '';
  const mark = text[start + 1] === sign ? sign + sign : sign;
  const inside = start + mark.length;
  const first = text[inside];
  if (first === undefined || /\s/.test(first)) return null;
  // snake_case and 2 * 3 are not emphasis.
  if (sign === '_' && isWord(text[start - 1])) return null;
  const end = findMark(text, mark, inside + 1);
  if (end === -1 || /\s/.test(text[end - 1] ?? ' ')) return null;
  if (sign === '_' && isWord(text[end + mark.length])) return null;
  const children = parseInline(text.slice(inside, end), depth + 1);
  return { node: { kind: mark.length === 2 ? 'bold' : 'italic', children }, end: end + mark.length };
}

/**
 * What stands at `start` besides plain text, or null.
 * @param {string} text
 * @param {number} start
 * @param {number} depth
 * @returns {{ node: Inline, end: number } | null}
 */
function nodeAt(text, start, depth) {
  const character = text[start];
  if (character === '\n') return { node: { kind: 'break' }, end: start + 1 };
  if (character === '`') {
    const end = text.indexOf('`', start + 1);
    if (end <= start + 1 || end - start > maxSpan) return null;
    return { node: { kind: 'code', text: text.slice(start + 1, end) }, end: end + 1 };
  }
  if (character === '*' || character === '_') return depth < maxDepth ? emphasisAt(text, start, depth) : null;
  if (character !== '[') return null;
  const citation = /^\[(\d{1,3})\](?!\()/.exec(text.slice(start, start + 7));
  if (citation !== null)
    return { node: { kind: 'citation', number: Number(citation[1]) }, end: start + citation[0].length };
  const link = depth < maxDepth ? linkAt(text, start) : null;
  if (link === null) return null;
  return {
    node: { kind: 'link', address: link.address, children: parseInline(link.label, depth + 1) },
    end: link.end,
  };
}

/**
 * One run of text as a list of nodes.
 * @param {string} text
 * @param {number} [depth]
 * @returns {Inline[]}
 */
export function parseInline(text, depth = 0) {
  /** @type {Inline[]} */
  const nodes = [];
  let plain = '';
  let index = 0;
  while (index < text.length) {
    const character = text[index] ?? '';
    if (character === '\\' && /[!-/:-@[-`{-~]/.test(text[index + 1] ?? '')) {
      plain += text[index + 1];
      index += 2;
      continue;
    }
    const found = nodeAt(text, index, depth);
    if (found === null) {
      plain += character;
      index += 1;
      continue;
    }
    if (plain !== '') nodes.push({ kind: 'text', text: plain });
    plain = '';
    nodes.push(found.node);
    index = found.end;
  }
  if (plain !== '') nodes.push({ kind: 'text', text: plain });
  return nodes;
}

/**
 * The whole text as blocks, in order.
 * @param {string} text
 * @returns {Block[]}
 */
export function parseMarkdown(text) {
  /** @type {Block[]} */
  const blocks = [];
  /** @type {string[]} */
  let lines = [];
  function endParagraph() {
    if (lines.length > 0) blocks.push({ kind: 'paragraph', children: parseInline(lines.join('\n')) });
    lines = [];
  }
  for (const line of text
    .replace(/\r\n?/g, '\n')
    .replace(/<br\s*\/?>/gi, '\n')
    .split('\n')) {
    const trimmed = line.trim();
    const bullet = /^[-*+•]\s+(\S.*)$/.exec(trimmed);
    const numbered = /^(\d{1,4})[.)]\s+(\S.*)$/.exec(trimmed);
    const heading = /^#{1,6}\s+(\S.*)$/.exec(trimmed);
    if (trimmed === '') endParagraph();
    else if (bullet !== null || numbered !== null) {
      endParagraph();
      const isNumbered = numbered !== null;
      const item = parseInline((bullet?.[1] ?? numbered?.[2]) || '');
      const last = blocks.at(-1);
      if (last?.kind === 'list' && last.isNumbered === isNumbered) last.items.push(item);
      else blocks.push({ kind: 'list', isNumbered, start: Number(numbered?.[1] ?? 1), items: [item] });
    } else if (heading !== null) {
      endParagraph();
      blocks.push({ kind: 'heading', children: parseInline(heading[1] ?? '') });
    } else lines.push(trimmed);
  }
  endParagraph();
  return blocks;
}
