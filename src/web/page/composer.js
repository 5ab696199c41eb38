/** The question box: Enter sends, Shift+Enter breaks the line, arrow up brings back what was asked before. */
import { byId } from './element.js';

const maxHistory = 50;

/** @param {(text: string) => void} onSend */
export function createComposer(onSend) {
  const form = byId('ask', HTMLFormElement);
  const box = byId('question', HTMLTextAreaElement);
  const left = byId('left', HTMLSpanElement);
  /** @type {string[]} */
  const history = [];
  let position = 0;
  let draft = '';

  function resize() {
    box.style.height = 'auto';
    box.style.height = `${Math.min(box.scrollHeight + 2, 160)}px`;
    const room = box.maxLength - box.value.length;
    left.textContent = room <= 200 ? `${room} characters left` : '';
  }

  /** @param {string} text */
  function put(text) {
    box.value = text;
    box.setSelectionRange(text.length, text.length);
    resize();
  }

  function send() {
    const text = box.value.trim();
    if (text === '') return;
    if (history.at(-1) !== text) history.push(text);
    if (history.length > maxHistory) history.shift();
    position = history.length;
    put('');
    box.focus();
    onSend(text);
  }

  /** @param {number} step */
  function recall(step) {
    if (position === history.length) draft = box.value;
    position = Math.max(0, Math.min(history.length, position + step));
    put(history[position] ?? draft);
  }

  form.addEventListener('submit', (event) => {
    event.preventDefault();
    send();
  });
  box.addEventListener('input', () => {
    position = history.length;
    resize();
  });
  box.addEventListener('keydown', (event) => {
    // While an input method composes, Enter chooses a word.
    if (event.isComposing) return;
    const isBrowsing = position < history.length;
    if (event.key === 'Enter' && !event.shiftKey) {
      event.preventDefault();
      send();
    } else if (event.key === 'ArrowUp' && (box.value === '' || isBrowsing) && history.length > 0) {
      event.preventDefault();
      recall(-1);
    } else if (event.key === 'ArrowDown' && isBrowsing) {
      event.preventDefault();
      recall(1);
    }
  });
  return { focus: () => box.focus() };
}
