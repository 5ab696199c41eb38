/** Who this browser session is and which chat is open; survives a reload, not the closing of the browser. */

function randomId() {
  const bytes = crypto.getRandomValues(new Uint8Array(16));
  return Array.from(bytes, (byte) => byte.toString(16).padStart(2, '0')).join('');
}

/** @param {string} name */
function keptOrNew(name) {
  const kept = sessionStorage.getItem(name);
  const id = kept !== null && /^[0-9a-f]{32}$/.test(kept) ? kept : randomId();
  sessionStorage.setItem(name, id);
  return id;
}

/** The officer of this session, and the open chat. */
export function currentSession() {
  return { user: keptOrNew('user'), conversation: keptOrNew('conversation') };
}

/** Starts another chat of the same officer. */
export function newConversation() {
  sessionStorage.removeItem('conversation');
  return currentSession();
}
