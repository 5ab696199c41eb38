/** What the page calls: it sends words and button presses, and listens to what happens. */
import type { IncomingMessage, ServerResponse } from 'node:http';
import { type Activity, activityOf, type Envelope, installationOf, spokenText } from './activity.ts';
import { type BotClientPatience, type Delivery, deliver, readInvokeResult } from './bot-client.ts';
import { connectorPath } from './connector.ts';
import type { Conversation } from './conversation.ts';
import type { Conversations } from './conversations.ts';
import { streamEvents } from './event-stream.ts';
import { type HttpRoute, sendJson } from './http-route.ts';
import { readJson } from './json-body.ts';
import { type PageRequest, parsePageRequest, parseSession } from './page-request.ts';
import { ownAddress } from './request-guard.ts';

/** A question and its buttons are small; anything larger is not ours. */
const maxPageBodyBytes = 64 * 1024;

/** Structured log; never given message text. */
export type WebLog = { readonly warn: (fields: object, text: string) => void };

export type PageRouteParts = {
  readonly conversations: Conversations;
  readonly log: WebLog;
  readonly now: () => Date;
  readonly patience: BotClientPatience;
  readonly heartbeatMs: number;
};

const failedWords = {
  starting: 'The assistant is still starting. Please try again in a moment.',
  refused: 'The assistant could not take this message. Please try it in other words.',
  unreachable: 'The assistant did not answer. Please check that it is still running, then try again.',
} as const;

function fail(response: ServerResponse, status: number, code: string, message: string): void {
  sendJson(response, status, { ok: false, code, message });
}

/** The routes of the page's own requests. */
export function pageRoutes(parts: PageRouteParts): readonly HttpRoute[] {
  const { conversations, log } = parts;

  function envelopeOf(request: IncomingMessage, conversation: Conversation): Envelope {
    return { conversation, serviceUrl: `${ownAddress(request)}${connectorPath}`, now: parts.now() };
  }

  async function send(request: IncomingMessage, activity: Activity): Promise<Delivery> {
    const delivery = await deliver(`${ownAddress(request)}/api/messages`, activity, parts.patience);
    if (delivery.outcome !== 'delivered')
      log.warn({ code: 'LOCAL_CHAT_NOT_DELIVERED', ...delivery, activityType: activity.type }, 'local chat');
    return delivery;
  }

  async function install(request: IncomingMessage, conversation: Conversation): Promise<void> {
    for (const activity of installationOf(envelopeOf(request, conversation))) await send(request, activity);
  }

  function useDelivery(delivery: Delivery, page: PageRequest, conversation: Conversation): string | null {
    if (delivery.outcome !== 'delivered') return failedWords[delivery.outcome];
    if (page.kind !== 'execute') return null;
    const result = readInvokeResult(delivery.value);
    if (result.kind === 'card')
      conversation.publish({ kind: 'card', activityId: page.activityId, card: result.card });
    else if (result.kind === 'message') conversation.publish({ kind: 'notice', text: result.text });
    else if (result.kind === 'error') return result.text;
    return null;
  }

  async function takeMessage(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const body = await readJson(request, maxPageBodyBytes);
    if (!body.ok) return fail(response, body.status, body.code, body.message);
    const page = parsePageRequest(body.value);
    if (page === null) return fail(response, 400, 'BadRequest', 'The request is not one the page makes.');
    const conversation = conversations.open(page.conversation, page.user);
    if (conversation === null)
      return fail(response, 403, 'NotYours', 'This chat belongs to another session.');
    if (!conversation.beginTurn())
      return fail(
        response,
        429,
        'Busy',
        'Your earlier questions are still being answered. Please wait a moment.',
      );
    try {
      const spoken = spokenText(page);
      if (spoken !== null) conversation.publish({ kind: 'said', text: spoken });
      const delivery = await send(request, activityOf(page, envelopeOf(request, conversation)));
      const problem = useDelivery(delivery, page, conversation);
      if (problem === null) sendJson(response, 200, { ok: true });
      else fail(response, delivery.outcome === 'delivered' ? 200 : 502, delivery.outcome, problem);
    } finally {
      conversation.endTurn();
    }
  }

  async function listen(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const session = parseSession(new URL(request.url ?? '/', 'http://local').searchParams);
    if (session === null) return fail(response, 400, 'BadRequest', 'The address names no chat.');
    const conversation = conversations.open(session.conversation, session.user);
    if (conversation === null)
      return fail(response, 403, 'NotYours', 'This chat belongs to another session.');
    const lastId = request.headers['last-event-id'];
    const stream = streamEvents(
      response,
      conversation,
      typeof lastId === 'string' ? lastId : null,
      parts.heartbeatMs,
    );
    if (conversation.openOnce()) await install(request, conversation);
    await stream;
  }

  return [
    { method: 'POST', path: '/local/messages', handle: takeMessage },
    { method: 'GET', path: '/local/events', handle: listen },
  ];
}
