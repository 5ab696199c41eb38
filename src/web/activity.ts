/** Builds the activities that Teams would send for what the officer does on the page. */
import type { Conversation } from './conversation.ts';
import type { PageRequest } from './page-request.ts';

/** The bot's account in the local chat. */
export const botAccount = { id: '28:local-procurement-assistant', name: 'Procurement assistant' };

/** Tenant of everything said on the local chat page. */
export const localTenantId = 'local';

/** What every activity of one conversation has in common. */
export type Envelope = {
  readonly conversation: Conversation;
  readonly serviceUrl: string;
  readonly now: Date;
};

/** An activity as JSON, ready to be posted to `/api/messages`. */
export type Activity = Readonly<Record<string, unknown>> & { readonly type: string };

function base(envelope: Envelope): Record<string, unknown> {
  const { conversation } = envelope;
  return {
    id: conversation.nextActivityId(),
    timestamp: envelope.now.toISOString(),
    // The bot must walk the same paths as in Teams, so the channel calls itself Teams.
    channelId: 'msteams',
    serviceUrl: envelope.serviceUrl,
    from: { id: conversation.userId, name: 'Officer' },
    recipient: botAccount,
    conversation: { conversationType: 'personal', tenantId: localTenantId, id: conversation.id },
    locale: 'en-GB',
    entities: [
      { type: 'clientInfo', locale: 'en-GB', country: 'GB', platform: 'Web', timezone: 'Europe/London' },
    ],
    channelData: { tenant: { id: localTenantId } },
  };
}

function message(envelope: Envelope, fields: Readonly<Record<string, unknown>>): Activity {
  return { ...base(envelope), type: 'message', textFormat: 'plain', ...fields };
}

/** Teams lets a submit button type on the officer's behalf: `data.msteams` of type `imBack` or `messageBack`. */
function spokenBySubmit(data: Readonly<Record<string, unknown>>): string | null {
  const teams = data['msteams'];
  if (typeof teams !== 'object' || teams === null) return null;
  const { type, value, text } = teams as Record<string, unknown>;
  if (type === 'imBack' && typeof value === 'string') return value;
  return type === 'messageBack' && typeof text === 'string' ? text : null;
}

/** The words the officer is seen to say, or null for a silent press of a button. */
export function spokenText(request: PageRequest): string | null {
  if (request.kind === 'text') return request.text;
  return request.kind === 'submit' ? spokenBySubmit(request.data) : null;
}

/** One page request as one activity. */
export function activityOf(request: PageRequest, envelope: Envelope): Activity {
  switch (request.kind) {
    case 'text':
      return message(envelope, { text: request.text });
    case 'submit': {
      const { msteams: _hidden, ...value } = request.data;
      const spoken = spokenBySubmit(request.data);
      return message(envelope, {
        replyToId: request.activityId,
        value,
        ...(spoken === null ? {} : { text: spoken }),
      });
    }
    case 'execute':
      return {
        ...base(envelope),
        type: 'invoke',
        name: 'adaptiveCard/action',
        replyToId: request.activityId,
        value: {
          action: {
            type: 'Action.Execute',
            id: request.actionId ?? undefined,
            verb: request.verb ?? undefined,
            data: request.data,
          },
          trigger: 'manual',
        },
      };
    case 'feedback':
      return {
        ...base(envelope),
        type: 'invoke',
        name: 'message/submitAction',
        replyToId: request.activityId,
        value: {
          actionName: 'feedback',
          actionValue: {
            reaction: request.reaction,
            feedback: JSON.stringify({ feedbackText: request.text }),
          },
        },
      };
  }
}

/** The two events of an installation, as Teams sends them when a chat is opened for the first time. */
export function installationOf(envelope: Envelope): readonly Activity[] {
  return [
    { ...base(envelope), type: 'installationUpdate', action: 'add' },
    { ...base(envelope), type: 'conversationUpdate', membersAdded: [{ id: botAccount.id }] },
  ];
}
