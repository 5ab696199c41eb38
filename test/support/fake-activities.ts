/** Activities as Teams sends them, in the three scopes; people and tenants are fictional. */

/** An activity as JSON. */
export type RawActivity = Record<string, unknown>;

/** Where the conversation is and who speaks. */
export type ActivityPlace = {
  readonly serviceUrl: string;
  readonly scope?: 'personal' | 'group' | 'channel';
  readonly tenantId?: string;
  readonly user?: string;
};

/** The bot as Teams names it in activities. */
export const botAccount = { id: '28:00000000-0000-4000-8000-000000000b07', name: 'Procurement' };
/** Tenant of every activity that names no other. */
export const homeTenantId = '11111111-1111-4111-8111-111111111111';

let lastId = 0;

function conversation(scope: 'personal' | 'group' | 'channel', tenantId: string, user: string): RawActivity {
  switch (scope) {
    case 'personal':
      return { id: `a:personal-${user}`, conversationType: 'personal', tenantId };
    case 'group':
      return { id: '19:group@thread.v2', conversationType: 'groupChat', isGroup: true, tenantId };
    case 'channel':
      return {
        id: '19:channel@thread.tacv2;messageid=1700000000000',
        conversationType: 'channel',
        isGroup: true,
        tenantId,
      };
  }
}

/** Any activity; `fields` are added to, or replace, what Teams always sends. */
export function activity(place: ActivityPlace, type: string, fields: RawActivity = {}): RawActivity {
  const scope = place.scope ?? 'personal';
  const tenantId = place.tenantId ?? homeTenantId;
  const user = place.user ?? 'officer-1';
  lastId += 1;
  return {
    type,
    id: `f:${lastId}`,
    timestamp: '2025-11-23T10:00:00.000Z',
    channelId: 'msteams',
    serviceUrl: place.serviceUrl,
    from: { id: `29:${user}`, name: 'A. N. Officer', aadObjectId: `aad-${user}` },
    recipient: botAccount,
    conversation: conversation(scope, tenantId, user),
    locale: 'en-GB',
    channelData: {
      tenant: { id: tenantId },
      ...(scope === 'channel'
        ? { team: { id: '19:team@thread.tacv2' }, channel: { id: '19:channel@thread.tacv2' } }
        : {}),
    },
    ...fields,
  };
}

/** A typed message; in groups and channels with the mention Teams puts before it. */
export function message(place: ActivityPlace, text: string, fields: RawActivity = {}): RawActivity {
  const mention = `<at>${botAccount.name}</at>`;
  const isMentioned = (place.scope ?? 'personal') !== 'personal';
  return activity(place, 'message', {
    text: isMentioned ? `${mention} ${text}` : text,
    textFormat: 'plain',
    attachments: [{ contentType: 'text/html', content: `<div>${text}</div>` }],
    ...(isMentioned ? { entities: [{ type: 'mention', mentioned: botAccount, text: mention }] } : {}),
    ...fields,
  });
}

/** An invoke of the given name. */
export function invoke(
  place: ActivityPlace,
  name: string,
  value: unknown,
  fields: RawActivity = {},
): RawActivity {
  return activity(place, 'invoke', { name, value, ...fields });
}

/** `installationUpdate` with `add`, `remove` and so on. */
export function installation(place: ActivityPlace, action: string): RawActivity {
  return activity(place, 'installationUpdate', { action });
}

/** The `conversationUpdate` that says the bot, or somebody else, was added or removed. */
export function membership(
  place: ActivityPlace,
  change: 'membersAdded' | 'membersRemoved',
  memberId: string = botAccount.id,
): RawActivity {
  return activity(place, 'conversationUpdate', { [change]: [{ id: memberId }] });
}
