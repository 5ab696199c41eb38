/** The conversation on screen, kept true to the events of the server. */
import { messageView, noticeView, officerView, pressableCard } from './message-view.js';

/** @typedef {import('../chat-event.ts').ChatEvent | import('../chat-event.ts').PassingEvent} PageEvent */

/**
 * @param {HTMLElement} log
 * @param {import('./message-view.js').MessageActions} actions
 */
export function createTranscript(log, actions) {
  /** @type {Map<string, HTMLElement>} */
  const messages = new Map();

  function isAtEnd() {
    return log.scrollHeight - log.scrollTop - log.clientHeight < 120;
  }

  /**
   * Shows the beginning of `view`: long answers are read from their top, not from their end.
   * @param {HTMLElement} view
   */
  function showTop(view) {
    log.scrollTop += view.getBoundingClientRect().top - log.getBoundingClientRect().top - 12;
  }

  /**
   * What the officer says, and the reply to it, is always brought into view; other messages only when nothing older
   * is being read.
   * @param {HTMLElement} view
   */
  function add(view) {
    const before = view.classList.contains('officer') ? view : log.lastElementChild;
    const question = before instanceof HTMLElement && before.classList.contains('officer') ? before : null;
    const mayScroll = question !== null || isAtEnd();
    log.append(view);
    if (mayScroll) showTop(question ?? view);
  }

  /**
   * Puts `next` in place of `old`; whoever was in there stays there.
   * @param {HTMLElement} old
   * @param {HTMLElement} next
   */
  function swap(old, next) {
    const hadFocus = old.contains(document.activeElement);
    old.replaceWith(next);
    if (hadFocus) next.focus({ preventScroll: true });
    const isHidden = next.getBoundingClientRect().top < log.getBoundingClientRect().top;
    if (hadFocus && isHidden) next.scrollIntoView({ block: 'start' });
  }

  /**
   * @param {string} activityId
   * @param {unknown} activity
   */
  function show(activityId, activity) {
    const view = messageView(activityId, activity, actions);
    const old = messages.get(activityId);
    messages.set(activityId, view);
    if (old === undefined) add(view);
    else swap(old, view);
  }

  return {
    /** @param {PageEvent} event */
    apply(event) {
      if (event.kind === 'said') add(officerView(event.text));
      else if (event.kind === 'notice') add(noticeView(event.text));
      else if (event.kind === 'gap') add(noticeView('Earlier messages are no longer shown.'));
      else if (event.kind === 'activity') show(event.activityId, event.activity);
      else if (event.kind === 'update') {
        if (messages.has(event.activityId)) show(event.activityId, event.activity);
      } else if (event.kind === 'delete') {
        messages.get(event.activityId)?.replaceWith(noticeView('This message was deleted.'));
        messages.delete(event.activityId);
      } else if (event.kind === 'card') {
        const card = messages.get(event.activityId)?.querySelector('.card');
        if (card instanceof HTMLElement) swap(card, pressableCard(event.activityId, event.card, actions));
      }
    },
    clear() {
      messages.clear();
      log.replaceChildren();
    },
  };
}
