/** The line to the server: requests out, events in. */
import { currentSession, newConversation } from './session.js';

/** Kinds without an id of their own; a browser reports the id of the event before. */
const passing = new Set(['typing', 'idle', 'gap']);

/**
 * @param {{
 *   onEvent: (event: import('./transcript.js').PageEvent) => void,
 *   onState: (state: 'open' | 'lost') => void,
 * }} handlers
 */
export function createConnection(handlers) {
  let session = currentSession();
  /** @type {EventSource | null} */
  let source = null;
  /** @type {number | undefined} */
  let retry;
  let lastEventId = '';

  function open() {
    clearTimeout(retry);
    source?.close();
    const made = new EventSource(`/local/events?${new URLSearchParams(session)}`);
    source = made;
    made.onopen = () => handlers.onState('open');
    made.onmessage = (message) => {
      const event = JSON.parse(message.data);
      if (!passing.has(event.kind)) {
        // A stream opened anew begins at the beginning: what is on screen already is not shown twice.
        if (!isNewer(message.lastEventId, lastEventId)) return;
        lastEventId = message.lastEventId;
      }
      handlers.onEvent(event);
    };
    made.onerror = () => {
      handlers.onState('lost');
      // The browser reconnects by itself unless the server answered with an error.
      if (made.readyState === EventSource.CLOSED) retry = window.setTimeout(open, 3000);
    };
  }

  open();
  return {
    /**
     * Sends one request; resolves to null, or to the sentence that says what went wrong.
     * @param {Record<string, unknown>} request
     * @returns {Promise<string | null>}
     */
    async send(request) {
      try {
        const response = await fetch('/local/messages', {
          method: 'POST',
          headers: { 'content-type': 'application/json' },
          body: JSON.stringify({ ...session, ...request }),
        });
        const answer = await response.json();
        return answer.ok === true ? null : String(answer.message);
      } catch {
        return 'The assistant on this machine does not answer. Start it again with npm start; this page reconnects.';
      }
    },
    startNew() {
      session = newConversation();
      lastEventId = '';
      open();
    },
  };
}

/**
 * Ids are `<epoch>-<number>`; another epoch is a chat begun anew, whose events are all new.
 * @param {string} id
 * @param {string} last
 */
function isNewer(id, last) {
  const [epoch, number] = id.split('-');
  const [lastEpoch, lastNumber] = last.split('-');
  return epoch !== lastEpoch || Number(number) > Number(lastNumber);
}
