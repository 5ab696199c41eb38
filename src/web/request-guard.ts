/** Keeps other machines and other web pages out: the chat has no password, so only this machine's own page may use it. */
import type { IncomingMessage } from 'node:http';

/** Why a request is refused, in the words of the answer. */
export type Refusal = { readonly code: string; readonly message: string };

function isLoopbackAddress(address: string | undefined): boolean {
  const plain = (address ?? '').replace(/^::ffff:/i, '');
  return plain === '::1' || /^127(\.\d{1,3}){3}$/.test(plain);
}

/** `http://127.0.0.1:3978`: how this process reaches the very socket a request came in on. */
export function ownAddress(request: IncomingMessage): string {
  const address = (request.socket.localAddress ?? '127.0.0.1').replace(/^::ffff:/i, '');
  const host = address.includes(':') ? `[${address}]` : address;
  return `http://${host}:${request.socket.localPort ?? 0}`;
}

function ownHosts(request: IncomingMessage): ReadonlySet<string> {
  const port = request.socket.localPort ?? 0;
  const names = ['127.0.0.1', 'localhost', '[::1]'];
  const hosts = new Set(names.map((name) => `${name}:${port}`));
  hosts.add(ownAddress(request).slice('http://'.length));
  // Browsers leave the port out when it is the usual one.
  if (port === 80) for (const name of names) hosts.add(name);
  return hosts;
}

/**
 * Null when the request comes from this machine, names this server in `Host` (a page that had its own name pointed at
 * 127.0.0.1 does not) and was not made by another site's page. A plain link from elsewhere to the page itself is fine.
 */
export function refusalOf(request: IncomingMessage): Refusal | null {
  if (!isLoopbackAddress(request.socket.remoteAddress))
    return { code: 'NOT_THIS_MACHINE', message: 'The local chat answers only the machine it runs on.' };
  const host = (request.headers.host ?? '').toLowerCase();
  if (!ownHosts(request).has(host))
    return { code: 'FOREIGN_HOST', message: 'This address is not the one the local chat listens on.' };
  const origin = request.headers.origin?.toLowerCase();
  if (origin !== undefined && origin !== `http://${host}`)
    return { code: 'FOREIGN_ORIGIN', message: 'Another web page may not use the local chat.' };
  const site = request.headers['sec-fetch-site'];
  const isNavigation = request.method === 'GET' && request.headers['sec-fetch-mode'] === 'navigate';
  if (site !== undefined && site !== 'same-origin' && site !== 'none' && !isNavigation)
    return { code: 'FOREIGN_SITE', message: 'Another web page may not use the local chat.' };
  return null;
}
