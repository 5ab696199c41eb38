/** Thumbs below an answer, with a few words if the officer likes. */
import { element } from './element.js';

/** @typedef {'like' | 'dislike'} Reaction */

/**
 * Whether the bot asks for feedback on this activity.
 * @param {any} activity
 */
export function wantsFeedback(activity) {
  const data = activity?.channelData;
  return data?.feedbackLoopEnabled === true || typeof data?.feedbackLoop?.type === 'string';
}

/** A thumb that needs no emoji font; the page's style turns it round for the other one. */
function thumbIcon() {
  const space = 'http://www.w3.org/2000/svg';
  const icon = document.createElementNS(space, 'svg');
  icon.setAttribute('viewBox', '0 0 24 24');
  icon.setAttribute('aria-hidden', 'true');
  const path = document.createElementNS(space, 'path');
  path.setAttribute(
    'd',
    'M3 11h4v10H3zM7 11l4-8c2 0 3 1.200 2.600 3L13 9.500h6.200c1.300 0 2 1 1.700 2.200l-1.700 7.600c-.2 1-1 1.700-2 1.700H7z',
  );
  icon.append(path);
  return icon;
}

const questions = { like: 'What was good? (optional)', dislike: 'What was wrong or missing? (optional)' };

/**
 * @param {(reaction: Reaction, text: string) => Promise<boolean>} send Resolves to whether it was taken.
 * @returns {HTMLElement}
 */
export function feedbackView(send) {
  const status = element('span', { role: 'status' });
  const view = element('div', { class: 'feedback', role: 'group', 'aria-label': 'Feedback on this answer' });
  /** @type {HTMLFormElement | null} */
  let form = null;

  /** @param {Reaction} reaction */
  function ask(reaction) {
    form?.remove();
    const box = element('textarea', { rows: 2, maxlength: 2000 });
    const cancel = element('button', { type: 'button' }, 'Cancel');
    const made = element(
      'form',
      {},
      element('label', {}, questions[reaction], box),
      element(
        'div',
        { class: 'row' },
        element('button', { type: 'submit', class: 'primary' }, 'Send feedback'),
        cancel,
      ),
    );
    form = made;
    cancel.addEventListener('click', () => close(reaction));
    made.addEventListener('keydown', (event) => {
      if (event.key === 'Escape') close(reaction);
    });
    made.addEventListener('submit', async (event) => {
      event.preventDefault();
      const isTaken = await send(reaction, box.value.trim());
      status.textContent = isTaken ? 'Thank you for the feedback.' : 'The feedback could not be sent.';
      close(reaction);
      if (isTaken)
        for (const [name, thumb] of thumbs) thumb.setAttribute('aria-pressed', String(name === reaction));
    });
    view.append(made);
    box.focus();
  }

  /** @param {Reaction} reaction */
  function close(reaction) {
    form?.remove();
    form = null;
    thumbs.get(reaction)?.focus();
  }

  /**
   * @param {Reaction} reaction
   * @param {string} label
   * @returns {[Reaction, HTMLButtonElement]}
   */
  function thumb(reaction, label) {
    const button = element(
      'button',
      {
        type: 'button',
        class: reaction === 'like' ? 'up' : 'down',
        'aria-label': label,
        'aria-pressed': 'false',
        title: label,
      },
      thumbIcon(),
    );
    button.addEventListener('click', () => ask(reaction));
    return [reaction, button];
  }

  const thumbs = new Map([thumb('like', 'This answer helped'), thumb('dislike', 'This answer did not help')]);
  view.append(...thumbs.values(), status);
  return view;
}
