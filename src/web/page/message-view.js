/** One message of the assistant: text with citations, label, cards, suggested actions, sources, feedback. */
import { cardView } from './card-view.js';
import { element } from './element.js';
import { feedbackView, wantsFeedback } from './feedback.js';
import { markdownView } from './markdown-view.js';
import { citationView, isWrittenByModel, sensitivityOf, sourceList, sourcesOf } from './sources.js';

const cardType = 'application/vnd.microsoft.card.adaptive';

/**
 * What a message can ask the page to send.
 * @typedef {{
 *   press: (activityId: string, press: import('./card-view.js').CardPress) => Promise<boolean>,
 *   say: (text: string) => void,
 *   feedback: (activityId: string, reaction: import('./feedback.js').Reaction, text: string) => Promise<boolean>,
 * }} MessageActions
 */

/**
 * @param {any} activity
 * @returns {Node[]}
 */
function textView(activity) {
  if (typeof activity.text !== 'string' || activity.text.trim() === '') return [];
  if (activity.textFormat === 'plain') return [element('p', { class: 'plain' }, activity.text)];
  return markdownView(activity.text, citationView(sourcesOf(activity)));
}

/**
 * At most three, as in Teams; only those that type on the officer's behalf.
 * @param {any} activity
 * @param {MessageActions} actions
 */
function suggestionsView(activity, actions) {
  const suggested = activity?.suggestedActions?.actions;
  const buttons = (Array.isArray(suggested) ? suggested : [])
    .filter((/** @type {any} */ { type, value }) => type === 'imBack' && typeof value === 'string')
    .slice(0, 3)
    .map((/** @type {any} */ { title, value }) => {
      const button = element('button', { type: 'button' }, typeof title === 'string' ? title : value);
      button.addEventListener('click', () => actions.say(value));
      return button;
    });
  return buttons.length === 0 ? null : element('div', { class: 'row' }, ...buttons);
}

/**
 * The element of one card of a message; pressing a button makes it busy until the answer is there.
 * @param {string} activityId
 * @param {unknown} content
 * @param {MessageActions} actions
 */
export function pressableCard(activityId, content, actions) {
  const view = cardView(content, async (press) => {
    view.setAttribute('aria-busy', 'true');
    await actions.press(activityId, press);
    view.removeAttribute('aria-busy');
  });
  return view;
}

/**
 * @param {string} activityId
 * @param {any} activity
 * @param {MessageActions} actions
 * @returns {HTMLElement}
 */
export function messageView(activityId, activity, actions) {
  const attachments = Array.isArray(activity.attachments) ? activity.attachments : [];
  const cards = attachments
    .filter((/** @type {any} */ { contentType }) => contentType === cardType)
    .map((/** @type {any} */ { content }) => pressableCard(activityId, content, actions));
  const sensitivity = sensitivityOf(activity);
  const labels = [
    isWrittenByModel(activity) ? element('span', { class: 'chip' }, 'AI generated') : null,
    sensitivity === null ? null : element('span', { class: 'chip' }, sensitivity),
  ];
  const text = textView(activity);
  return element(
    'article',
    {
      class: cards.length > 0 ? 'message bot wide' : 'message bot',
      'aria-label': 'Procurement assistant',
      tabindex: -1,
    },
    element('p', { class: 'who' }, 'Procurement assistant ', ...labels),
    text.length === 0 ? null : element('div', { class: 'words' }, ...text),
    ...cards,
    sourceList(sourcesOf(activity)),
    suggestionsView(activity, actions),
    wantsFeedback(activity)
      ? feedbackView((reaction, words) => actions.feedback(activityId, reaction, words))
      : null,
  );
}

/**
 * What the officer said, exactly as typed.
 * @param {string} text
 */
export function officerView(text) {
  return element(
    'article',
    { class: 'message officer', 'aria-label': 'You' },
    element('p', { class: 'who' }, 'You'),
    element('p', { class: 'plain' }, text),
  );
}

/**
 * A line from the page itself.
 * @param {string} text
 */
export function noticeView(text) {
  return element('p', { class: 'notice' }, text);
}
