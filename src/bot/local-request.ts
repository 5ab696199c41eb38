/** In local mode there is no password: only programs on this machine are served, and no web page from elsewhere. */
import type { IncomingMessage } from 'node:http';

function isLoopbackAddress(address: string | undefined): boolean {
  if (address === undefined) return false;
  const plain = address.startsWith('::ffff:') ? address.slice(7) : address;
  return plain === '::1' || /^127(\.\d{1,3}){3}$/.test(plain);
}

function isLoopbackAuthority(authority: string): boolean {
  return /^(localhost|127(\.\d{1,3}){3}|\[::1\])(:\d{1,5})?$/i.test(authority);
}

/**
 * Whether the caller is on this machine and addresses it as such. A web page elsewhere can make an officer's browser
 * call 127.0.0.1, by its own name (DNS rebinding) or from its own origin; both are refused.
 */
export function isLocalRequest(request: IncomingMessage): boolean {
  if (!isLoopbackAddress(request.socket.remoteAddress)) return false;
  if (!isLoopbackAuthority(request.headers.host ?? '')) return false;
  const { origin } = request.headers;
  if (origin === undefined) return true;
  return URL.canParse(origin) && isLoopbackAuthority(new URL(origin).host);
}
