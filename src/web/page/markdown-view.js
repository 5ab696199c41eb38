/** Markdown as elements. */
import { element, outsideLink, safeAddress } from './element.js';
import { parseMarkdown } from './markdown.js';

/** @typedef {import('./markdown.js').Inline} Inline */
/** @typedef {(number: number) => Node} CitationView Makes the element for one citation mark. */

/** @type {CitationView} */
const plainCitation = (number) => document.createTextNode(`[${number}]`);

/**
 * @param {Inline} node
 * @param {CitationView} citation
 * @returns {Node}
 */
function inlineView(node, citation) {
  switch (node.kind) {
    case 'text':
      return document.createTextNode(node.text);
    case 'break':
      return element('br');
    case 'code':
      return element('code', {}, node.text);
    case 'citation':
      return citation(node.number);
    case 'bold':
      return element('strong', {}, ...inlineViews(node.children, citation));
    case 'italic':
      return element('em', {}, ...inlineViews(node.children, citation));
    case 'link': {
      const address = safeAddress(node.address);
      const children = inlineViews(node.children, citation);
      return address === null ? element('span', {}, ...children) : outsideLink(address, '', ...children);
    }
  }
}

/**
 * @param {Inline[]} nodes
 * @param {CitationView} citation
 */
function inlineViews(nodes, citation) {
  return nodes.map((node) => inlineView(node, citation));
}

/**
 * The text as paragraphs and lists.
 * @param {string} text
 * @param {CitationView} [citation]
 * @returns {HTMLElement[]}
 */
export function markdownView(text, citation = plainCitation) {
  return parseMarkdown(text).map((block) => {
    if (block.kind === 'paragraph') return element('p', {}, ...inlineViews(block.children, citation));
    if (block.kind === 'heading')
      return element('p', {}, element('strong', {}, ...inlineViews(block.children, citation)));
    const items = block.items.map((item) => element('li', {}, ...inlineViews(item, citation)));
    return block.isNumbered ? element('ol', { start: block.start }, ...items) : element('ul', {}, ...items);
  });
}

/**
 * The same for the card renderer, which asks for HTML: made from elements, so it holds nothing but ours.
 * @param {string} text
 * @returns {string}
 */
export function markdownHtml(text) {
  const views = markdownView(text);
  const [only] = views;
  // Inside a heading or a cell a lone paragraph would be one level too many.
  if (views.length === 1 && only instanceof HTMLParagraphElement) return only.innerHTML;
  return element('div', {}, ...views).innerHTML;
}
