/** Cards, drawn by the adaptivecards package with our colours, our Markdown and our way to open links. */
import { element, safeAddress } from './element.js';
import { hostConfig } from './host-config.js';
import { markdownHtml } from './markdown-view.js';

/** @typedef {{ kind: 'execute' | 'submit', actionId: string | null, verb: string | null, data: Record<string, unknown> }} CardPress */

/** @returns {typeof import('adaptivecards')} */
function renderer() {
  return /** @type {any} */ (globalThis).AdaptiveCards;
}

function prepare() {
  const { AdaptiveCard, GlobalRegistry, GlobalSettings } = renderer();
  // A card is inside a log already; another stop on the way to its first button helps nobody.
  GlobalSettings.setTabIndexAtCardRoot = false;
  AdaptiveCard.onProcessMarkdown = (text, result) => {
    result.outputHtml = markdownHtml(text);
    result.didProcess = true;
  };
  // Films and sounds would come from other servers.
  GlobalRegistry.elements.unregister('Media');
}

let isPrepared = false;

/** @param {unknown} data */
function asRecord(data) {
  const isRecord = typeof data === 'object' && data !== null && !Array.isArray(data);
  return /** @type {Record<string, unknown>} */ (isRecord ? data : data == null ? {} : { value: data });
}

/**
 * Marks what a card shows at some widths only, which the package does not know; the style sheet does the rest.
 * @param {unknown} node
 * @param {Map<string, string>} marks id of the element, and the width it is for
 */
function markWidths(node, marks) {
  if (Array.isArray(node)) for (const item of node) markWidths(item, marks);
  else if (typeof node === 'object' && node !== null) {
    const parts = /** @type {Record<string, unknown>} */ (node);
    if (typeof parts['targetWidth'] === 'string') {
      if (typeof parts['id'] !== 'string') parts['id'] = `width-${marks.size}`;
      marks.set(String(parts['id']), parts['targetWidth']);
    }
    for (const value of Object.values(parts)) markWidths(value, marks);
  }
}

/**
 * @param {HTMLElement} card
 * @param {Map<string, string>} marks
 */
function applyWidths(card, marks) {
  for (const [id, width] of marks) {
    const part = card.querySelector(`#${CSS.escape(id)}`);
    if (part === null) continue;
    // The ids of two cards would be the same.
    part.removeAttribute('id');
    part.setAttribute('data-width', width.toLowerCase());
  }
}

/**
 * Wide tables scroll inside their own box, and only then can the box be reached by keyboard.
 * @param {HTMLElement} card
 */
function boxTables(card) {
  for (const table of card.querySelectorAll('[role="table"]')) {
    const box = element('div', { class: 'table-box' });
    table.replaceWith(box);
    box.append(table);
    new ResizeObserver(() => {
      const isWide = box.scrollWidth > box.clientWidth + 1;
      if (isWide) {
        box.setAttribute('tabindex', '0');
        box.setAttribute('role', 'region');
        box.setAttribute('aria-label', 'Table, scrolls sideways');
      } else for (const name of ['tabindex', 'role', 'aria-label']) box.removeAttribute(name);
    }).observe(box);
  }
}

/**
 * @param {import('adaptivecards').Action} action
 * @returns {CardPress | null}
 */
function pressOf(action) {
  const { ExecuteAction, SubmitAction } = renderer();
  if (action instanceof ExecuteAction)
    return {
      kind: 'execute',
      actionId: action.id ?? null,
      verb: action.verb ?? null,
      data: asRecord(action.data),
    };
  if (action instanceof SubmitAction)
    return { kind: 'submit', actionId: action.id ?? null, verb: null, data: asRecord(action.data) };
  return null;
}

/**
 * The card as an element. What cannot be drawn is shown as its fallback text.
 * @param {unknown} content
 * @param {(press: CardPress) => void} onPress
 * @returns {HTMLElement}
 */
export function cardView(content, onPress) {
  const { AdaptiveCard, HostConfig, OpenUrlAction } = renderer();
  if (!isPrepared) prepare();
  isPrepared = true;
  const frame = element('div', { class: 'card', role: 'group', tabindex: -1 });
  try {
    const card = new AdaptiveCard();
    card.hostConfig = new HostConfig(hostConfig);
    card.onExecuteAction = (action) => {
      if (frame.getAttribute('aria-busy') === 'true') return;
      if (action instanceof OpenUrlAction) {
        const address = safeAddress(action.url);
        if (address !== null) window.open(address, '_blank', 'noopener,noreferrer');
        return;
      }
      const press = pressOf(action);
      if (press !== null) onPress(press);
    };
    const marked = structuredClone(content);
    /** @type {Map<string, string>} */
    const marks = new Map();
    markWidths(marked, marks);
    card.parse(marked);
    const drawn = card.render();
    if (drawn === undefined) throw new TypeError('The card is empty.');
    applyWidths(drawn, marks);
    frame.setAttribute('aria-label', drawn.getAttribute('aria-label') ?? 'Card');
    drawn.removeAttribute('aria-label');
    boxTables(drawn);
    frame.append(drawn);
  } catch {
    const words = /** @type {any} */ (content)?.fallbackText;
    frame.append(element('p', {}, typeof words === 'string' ? words : 'This card cannot be shown here.'));
  }
  for (const link of frame.querySelectorAll('a')) link.rel = 'noopener noreferrer';
  return frame;
}
