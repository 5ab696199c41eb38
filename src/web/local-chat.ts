/** The local chat: a page on this machine that talks to the bot as Teams would. For local mode only. */
import { type BotClientPatience, defaultPatience } from './bot-client.ts';
import { connectorRoutes } from './connector.ts';
import { createConversations, defaultMaxConversations } from './conversations.ts';
import { type HttpRoute, sendJson } from './http-route.ts';
import { pageFileRoutes } from './page-files.ts';
import { pageRoutes, type WebLog } from './page-routes.ts';
import { refusalOf } from './request-guard.ts';
import { setSecurityHeaders } from './security-headers.ts';

export type LocalChatOptions = {
  /** What the page offers under “I work for”, in this order. */
  readonly boroughs: readonly string[] | Promise<readonly string[]>;
  readonly log: WebLog;
  readonly now?: () => Date;
  readonly maxConversations?: number;
  readonly heartbeatMs?: number;
  readonly patience?: BotClientPatience;
};

export type LocalChat = {
  /** To be mounted on the server that answers `/api/messages`; every one refuses other machines and other sites. */
  readonly routes: readonly HttpRoute[];
  /** Ends the open event streams, so that the server can close. */
  readonly close: () => void;
};

function guarded(route: HttpRoute, log: WebLog): HttpRoute {
  return {
    ...route,
    async handle(request, response, parameters) {
      setSecurityHeaders(response);
      const refusal = refusalOf(request);
      if (refusal !== null) {
        sendJson(response, 403, { ok: false, ...refusal });
        return;
      }
      try {
        await route.handle(request, response, parameters);
      } catch (error) {
        // A broken connection ends here too; there is then nobody left to tell.
        log.warn({ code: 'LOCAL_CHAT_FAILED', cause: error }, 'local chat');
        if (!response.headersSent)
          sendJson(response, 500, {
            ok: false,
            code: 'Failed',
            message: 'Something went wrong. Please try again.',
          });
      }
    },
  };
}

/** Makes the chat. It finds the bot at `/api/messages` of whatever address a request came in on, so it needs no port. */
export function createLocalChat(options: LocalChatOptions): LocalChat {
  const { log } = options;
  const conversations = createConversations(options.maxConversations ?? defaultMaxConversations);
  const boroughs: HttpRoute = {
    method: 'GET',
    path: '/local/boroughs',
    async handle(_request, response) {
      sendJson(response, 200, { boroughs: await options.boroughs });
    },
  };
  const routes = [
    ...pageFileRoutes(),
    boroughs,
    ...pageRoutes({
      conversations,
      log,
      now: options.now ?? (() => new Date()),
      patience: options.patience ?? defaultPatience,
      heartbeatMs: options.heartbeatMs ?? 15_000,
    }),
    ...connectorRoutes(conversations),
  ];
  return { routes: routes.map((route) => guarded(route, log)), close: conversations.close };
}
