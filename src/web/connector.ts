/** The other half of the Bot Framework protocol: where the bot sends, updates and deletes its activities. */
import type { ServerResponse } from 'node:http';
import { type WireActivity, wireActivity } from './chat-event.ts';
import type { Conversation } from './conversation.ts';
import type { Conversations } from './conversations.ts';
import { type Handle, type HttpRoute, sendJson } from './http-route.ts';
import { readJson } from './json-body.ts';

/** Where the connector lives, below the server's address. */
export const connectorPath = '/local/connector';

/** Teams accepts about 100 KB counted in UTF-16; as UTF-8 that is at most half as much again. */
const maxActivityBytes = 160 * 1024;

function fail(response: ServerResponse, status: number, code: string, message: string): void {
  sendJson(response, status, { error: { code, message } });
}

function typingText(activity: WireActivity): string | null {
  return activity.text === undefined || activity.text.trim() === '' ? null : activity.text;
}

function notFound(response: ServerResponse): void {
  fail(response, 404, 'ConversationNotFound', 'The conversation is not open in this process.');
}

/** The connector's routes over `conversations`. */
export function connectorRoutes(conversations: Conversations): readonly HttpRoute[] {
  function withActivity(
    use: (conversation: Conversation, activity: WireActivity, activityId: string | null) => unknown,
    status: number,
  ): Handle {
    return async (request, response, parameters) => {
      const conversation = conversations.find(parameters['conversationId'] ?? '');
      if (conversation === null) return notFound(response);
      const body = await readJson(request, maxActivityBytes);
      if (!body.ok) return fail(response, body.status, body.code, body.message);
      const activity = wireActivity.safeParse(body.value);
      if (!activity.success) return fail(response, 400, 'BadArgument', 'The activity is not valid.');
      sendJson(response, status, use(conversation, activity.data, parameters['activityId'] ?? null));
    };
  }

  function receive(conversation: Conversation, activity: WireActivity): { readonly id: string } {
    const id = conversation.nextActivityId();
    if (activity.type === 'typing') conversation.pass({ kind: 'typing', text: typingText(activity) });
    else if (activity.type === 'message')
      conversation.publish({ kind: 'activity', activityId: id, activity });
    return { id };
  }

  function replace(conversation: Conversation, activity: WireActivity, activityId: string | null): unknown {
    const id = activityId ?? '';
    conversation.publish({ kind: 'update', activityId: id, activity });
    return { id };
  }

  const remove: Handle = (_request, response, parameters) => {
    const conversation = conversations.find(parameters['conversationId'] ?? '');
    if (conversation === null) notFound(response);
    else {
      conversation.publish({ kind: 'delete', activityId: parameters['activityId'] ?? '' });
      sendJson(response, 200, {});
    }
    return Promise.resolve();
  };

  const all = `${connectorPath}/v3/conversations/:conversationId/activities`;
  const one = `${all}/:activityId`;
  return [
    { method: 'POST', path: all, handle: withActivity(receive, 201) },
    // The activity named in the address is the one replied to; the new one still gets its own id.
    { method: 'POST', path: one, handle: withActivity(receive, 201) },
    { method: 'PUT', path: one, handle: withActivity(replace, 200) },
    { method: 'DELETE', path: one, handle: remove },
  ];
}
