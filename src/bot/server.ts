/** The web server; the only home of restify. It listens first and loads the slow Teams packages afterwards. */
import type { IncomingMessage, ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { createServer as createRestifyServer, type Request, type Response, type Server } from 'restify';
import type { IdentityAddresses } from './adapter.ts';
import type { Edge } from './edge.ts';
import { logFailure } from './errors.ts';
import { type HttpRoute, sendJson } from './http-route.ts';
import { readJsonBody } from './json-body.ts';
import { isLocalRequest } from './local-request.ts';
import type { BotIdentity, BotLog, BotServices, Clock } from './ports.ts';

/** What the server is made from; the program's configuration fits `config`. */
export type ServerSettings = {
  readonly config: { readonly host: string; readonly port: number; readonly bot: BotIdentity | null };
  /** May still be on its way: until it resolves, messages are answered 503. */
  readonly services: BotServices | Promise<BotServices>;
  readonly log: BotLog;
  readonly clock: Clock;
  /** Names of what is not ready yet, for `/readyz`; empty when everything is. */
  readonly notReady: () => readonly string[];
  readonly routes?: readonly HttpRoute[];
  /** For tests: local identity servers, further service hosts. */
  readonly identity?: IdentityAddresses;
  readonly extraServiceHosts?: readonly string[];
  readonly turnMilliseconds?: number;
};

/** A server that can be started once and closed once. */
export type BotServer = {
  /** Resolves when it accepts connections; rejects with `ListenError`. Port 0 picks a free one. */
  readonly listen: () => Promise<{ readonly url: string }>;
  /** Resolves when messages can be taken; rejects when the Teams packages or the services fail to load. */
  readonly loaded: () => Promise<void>;
  /** Stops accepting, lets running requests finish for up to ten seconds, then cuts them. */
  readonly close: () => Promise<void>;
};

/** The port or address cannot be listened on. */
export class ListenError extends Error {
  readonly code = 'LISTEN';
  constructor(host: string, port: number, cause: Error & { code?: string }) {
    super(
      cause.code === 'EADDRINUSE'
        ? `Port ${port} is in use. Stop the other program or set PORT to another number.`
        : `Cannot listen on ${host}:${port} (${cause.code ?? cause.message}). Check HOST and PORT.`,
      { cause },
    );
    this.name = 'ListenError';
  }
}

const securityHeaders: Readonly<Record<string, string>> = {
  'x-content-type-options': 'nosniff',
  'x-frame-options': 'DENY',
  'referrer-policy': 'no-referrer',
  'cache-control': 'no-store',
  'cross-origin-resource-policy': 'same-origin',
  'content-security-policy': "default-src 'none'; frame-ancestors 'none'",
};
const closeMilliseconds = 10_000;

type Handle = (request: Request, response: Response) => Promise<void>;

/** Makes the server; nothing is listened on until `listen`. */
export function createServer(settings: ServerSettings): BotServer {
  const { config, log } = settings;
  const server: Server = createRestifyServer({ handleUncaughtExceptions: false, ignoreTrailingSlash: true });
  server.server.requestTimeout = 30_000;
  server.pre((_request, response, next) => {
    for (const [name, value] of Object.entries(securityHeaders)) response.setHeader(name, value);
    response.removeHeader('server');
    next();
  });
  const services = Promise.resolve(settings.services);
  // Awaited only once the packages are there; until then a failure must not end the process unsaid.
  services.catch(() => undefined);
  let edge: Edge | null = null;
  let loading: Promise<void> | null = null;

  async function load(): Promise<void> {
    // Importing blocks: let requests that came while the port was opening, /healthz above all, be answered first.
    await new Promise((resolve) => setTimeout(resolve, 50));
    await import('botbuilder');
    await new Promise((resolve) => setImmediate(resolve));
    const { createEdge } = await import('./edge.ts');
    edge = createEdge({
      bot: config.bot,
      services: await services,
      log,
      clock: settings.clock,
      identity: settings.identity ?? {},
      extraServiceHosts: settings.extraServiceHosts ?? [],
      ...(settings.turnMilliseconds === undefined ? {} : { turnMilliseconds: settings.turnMilliseconds }),
    });
  }

  function notReady(): readonly string[] {
    return [...(edge === null ? ['Teams packages'] : []), ...settings.notReady()];
  }

  async function takeMessage(request: IncomingMessage, response: ServerResponse): Promise<void> {
    if (edge === null || settings.notReady().length > 0) {
      response.setHeader('retry-after', '2');
      refuse(response, 503, 'NOT_READY', 'The assistant is starting. Try again in a moment.');
      return;
    }
    const body = await readJsonBody(request);
    if (!body.ok) {
      // What is left of a body that is far too large would block the connection for the next request.
      if (body.status === 413) response.setHeader('connection', 'close');
      refuse(response, body.status, body.code, body.message);
      return;
    }
    const answer = await edge.receive(body.value, request.headers.authorization ?? '');
    if (answer.status === 503) response.setHeader('retry-after', '5');
    if (answer.body !== null) sendJson(response, answer.status, answer.body);
    else {
      response.statusCode = answer.status;
      response.end();
    }
  }

  /** Our own checks, headers and failure handling around a handler; restify only routes. */
  function guarded(handle: Handle): Handle {
    return async (request, response) => {
      try {
        if (config.bot === null && !isLocalRequest(request)) {
          refuse(response, 403, 'LOCAL_ONLY', 'Without bot credentials only this machine is served.');
          return;
        }
        await handle(request, response);
      } catch (error) {
        if (response.writableEnded || response.destroyed) return;
        const reference = logFailure(log, error, 'request failed');
        if (response.headersSent) response.destroy();
        else sendJson(response, 500, { error: { code: 'FAILED', message: `Reference ${reference}.` } });
      }
    };
  }

  function addRoute(route: HttpRoute): void {
    const handle = guarded(async (request, response) => {
      await route.handle(request, response, { ...(request.params as Record<string, string>) });
    });
    const path = route.path;
    if (route.method === 'GET') server.get(path, handle);
    else if (route.method === 'POST') server.post(path, handle);
    else if (route.method === 'PUT') server.put(path, handle);
    else server.del(path, handle);
  }

  const builtIn: readonly HttpRoute[] = [
    {
      method: 'GET',
      path: '/healthz',
      handle: (_request, response) => sendJson(response, 200, { status: 'ok' }),
    },
    {
      method: 'GET',
      path: '/readyz',
      handle(_request, response) {
        const missing = notReady();
        const isReady = missing.length === 0;
        sendJson(response, isReady ? 200 : 503, {
          status: isReady ? 'ready' : 'starting',
          notReady: missing,
        });
      },
    },
    { method: 'POST', path: '/api/messages', handle: takeMessage },
  ];
  for (const route of [...builtIn, ...(settings.routes ?? [])]) addRoute(route);

  return {
    listen() {
      return new Promise((resolve, reject) => {
        server.once('error', (error: Error) => reject(new ListenError(config.host, config.port, error)));
        server.listen(config.port, config.host, () => {
          server.on('error', (error: Error) => logFailure(log, error, 'web server'));
          const { port } = server.server.address() as AddressInfo;
          loading = load();
          loading.catch((error: unknown) => logFailure(log, error, 'Teams packages could not be loaded'));
          const host = config.host.includes(':') ? `[${config.host.replace(/^\[|\]$/g, '')}]` : config.host;
          resolve({ url: `http://${host}:${port}` });
        });
      });
    },
    loaded: () => loading ?? Promise.resolve(),
    async close() {
      const cut = setTimeout(() => server.server.closeAllConnections(), closeMilliseconds);
      await new Promise<void>((resolve) => {
        server.close(() => resolve());
        server.server.closeIdleConnections();
      });
      clearTimeout(cut);
    },
  };
}

function refuse(response: ServerResponse, status: number, code: string, message: string): void {
  sendJson(response, status, { error: { code, message } });
}
