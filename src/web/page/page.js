/** Puts the page together. */
import { createBoroughChooser } from './borough.js';
import { createComposer } from './composer.js';
import { createConnection } from './connection.js';
import { byId } from './element.js';
import { createTranscript } from './transcript.js';

const log = byId('transcript', HTMLDivElement);
const status = byId('status', HTMLParagraphElement);
const problem = byId('problem', HTMLParagraphElement);
const examples = byId('examples', HTMLUListElement);

const working = 'The assistant is working …';
let pending = 0;
let isLost = false;

/** @param {string} text */
function setStatus(text) {
  if (status.textContent !== text) status.textContent = text;
  status.classList.toggle('working', text !== '');
}

/** @param {string | null} text */
function setProblem(text) {
  problem.textContent = text ?? '';
}

/**
 * Sends a request; false when it failed, which is then said on the page.
 * @param {Record<string, unknown>} request
 */
async function send(request) {
  setProblem(null);
  setStatus(working);
  pending += 1;
  const trouble = await connection.send(request);
  setProblem(trouble);
  pending -= 1;
  if (pending === 0) setStatus('');
  return trouble === null;
}

/** @param {string} text */
function say(text) {
  void send({ kind: 'text', text });
}

// Long conversations must scroll by keyboard.
log.tabIndex = 0;
const transcript = createTranscript(log, {
  say,
  press(activityId, press) {
    return send(
      press.kind === 'execute'
        ? { kind: 'execute', activityId, actionId: press.actionId, verb: press.verb, data: press.data }
        : { kind: 'submit', activityId, data: press.data },
    );
  },
  feedback: (activityId, reaction, text) => send({ kind: 'feedback', activityId, reaction, text }),
});

const connection = createConnection({
  onEvent(event) {
    if (event.kind === 'typing') setStatus(event.text ?? working);
    else if (event.kind === 'idle') setStatus('');
    else transcript.apply(event);
    if (event.kind === 'activity') setStatus('');
    if (event.kind === 'said') examples.hidden = true;
  },
  onState(state) {
    if (state === 'lost') setProblem('The connection to the assistant is lost. Trying again …');
    else if (isLost) setProblem(null);
    isLost = state === 'lost';
  },
});

const composer = createComposer(say);
for (const button of examples.querySelectorAll('button'))
  button.addEventListener('click', () => {
    say(button.textContent ?? '');
    composer.focus();
  });
byId('new-chat', HTMLButtonElement).addEventListener('click', () => {
  transcript.clear();
  setProblem(null);
  setStatus('');
  examples.hidden = false;
  connection.startNew();
  composer.focus();
});
void createBoroughChooser(say);
composer.focus();
